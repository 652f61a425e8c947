import * as vscode from 'vscode';

/** Brings the window of `npm start` to the point where a record can be updated: the simulator runs and is selected. */
export async function activate(): Promise<void> {
  await vscode.commands.executeCommand('thulium.startSimulator');
}
