import * as vscode from 'vscode';

const extension = 'thulium-campaign-records.thulium-campaign-records';
/** The walkthrough, at the step that comes after the choice of a system. */
const firstStep = { category: `${extension}#firstSteps`, step: 'update' };

/**
 * Brings the window of `npm start` to the point where a record can be updated: the walkthrough tells what to do, the
 * simulator runs and is selected, and a form that needs but a press on Send lies beside.
 */
export async function activate({ workspaceState }: vscode.ExtensionContext): Promise<void> {
  // A window that is reloaded keeps what its user has opened and closed.
  const isNew = workspaceState.get('begun') !== true;
  // The walkthrough ticks off only what it sees happen.
  if (isNew) await vscode.commands.executeCommand('workbench.action.openWalkthrough', firstStep, false);
  await vscode.commands.executeCommand('thulium.startSimulator');
  if (!isNew) return;
  await workspaceState.update('begun', true);
  await vscode.commands.executeCommand('workbench.action.newGroupRight');
  await vscode.commands.executeCommand('thulium.openUpdateForm', {
    campaignId: '00001',
    customerId: '441',
    fields: { status_id: '3' },
  });
}
