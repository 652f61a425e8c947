import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { extensionId } from './commands.js';

/** The editor's own folder of the user's data, which holds storage and logs. */
export async function userDataFolder(): Promise<string> {
  await vscode.commands.executeCommand('workbench.action.openSettingsJson');
  const settings = vscode.window.activeTextEditor?.document.uri;
  assert.ok(settings && path.basename(settings.fsPath) === 'settings.json', String(settings));
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  return path.dirname(path.dirname(settings.fsPath));
}

/** The extension's own storage, shared by windows. */
export async function storageFolder(): Promise<string> {
  return path.join(await userDataFolder(), 'User', 'globalStorage', extensionId);
}

/** Every file below a folder with its bytes; a file that goes away meanwhile is left out. */
export async function filesBelow(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, Buffer>();
  for (const entry of entries.filter((each) => each.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    const bytes = await readFile(file).catch(() => undefined);
    if (bytes) files.set(file, bytes);
  }
  return files;
}
