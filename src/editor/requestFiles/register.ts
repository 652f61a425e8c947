import * as vscode from 'vscode';
import { lazy } from '../../core/lazy.js';
import type { Services } from '../services.js';
import { excludedGlob, isRequestFile, requestFileGlob } from './selector.js';

/**
 * Wakes the features of request files (`*.thulium.json`) when the first one is opened, or found in the
 * workspace. Until the workspace is trusted they do nothing at all.
 */
export function registerRequestFiles(
  context: vscode.ExtensionContext,
  services: () => Promise<Services>,
): void {
  const { subscriptions } = context;
  const wake = lazy(async () => {
    const [{ RequestFiles }, shared] = await Promise.all([import('./feature.js'), services()]);
    shared.own(new RequestFiles(shared));
  });
  const watch = (): void => {
    subscriptions.push(
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (isRequestFile(document)) void wake();
      }),
    );
    if (vscode.workspace.textDocuments.some(isRequestFile)) void wake();
    else {
      void vscode.workspace.findFiles(requestFileGlob, excludedGlob, 1).then((found) => {
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
