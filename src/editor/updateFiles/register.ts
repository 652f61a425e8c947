import * as vscode from 'vscode';
import { lazy } from '../../core/lazy.js';
import type { Services } from '../services.js';
import { excludedGlob, isUpdateFile, updateFileGlob } from './selector.js';

/**
 * Wakes the features of request files (`*.thulium.json`) when the first one is opened, or found in the
 * workspace. Until the workspace is trusted they do nothing at all.
 */
export function registerUpdateFiles(
  context: vscode.ExtensionContext,
  services: () => Promise<Services>,
): void {
  const { subscriptions } = context;
  const wake = lazy(async () => {
    const [{ UpdateFiles }, shared] = await Promise.all([import('./feature.js'), services()]);
    shared.own(new UpdateFiles(shared));
  });
  const watch = (): void => {
    subscriptions.push(
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (isUpdateFile(document)) void wake();
      }),
    );
    if (vscode.workspace.textDocuments.some(isUpdateFile)) void wake();
    else {
      void vscode.workspace.findFiles(updateFileGlob, excludedGlob, 1).then((found) => {
        if (found.length > 0) void wake();
      }, ignore);
    }
  };
  if (vscode.workspace.isTrusted) watch();
  else subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(watch));
}

/** Where the editor cannot search, a file wakes the features when it is opened. */
function ignore(): void {
  return undefined;
}
