import * as vscode from 'vscode';
import type { TextDocument, Uri } from 'vscode';
import { lazy } from '../../core/lazy.js';
import type { Services } from '../services.js';

/** The language of request files: JSON with comments under a name of its own. */
export const requestFileLanguage = 'thulium-request-file';
const ending = '.thulium.json';

/** Where request files are looked for. */
export const requestFileGlob = `**/*${ending}`;
export const excludedGlob = '**/node_modules/**';

/** Documents that the features of request files are for, also where the user gave them another language. */
export const requestFileSelector = [{ language: requestFileLanguage }, { pattern: requestFileGlob }];

/** True for a request file, saved or not. */
export function isRequestFile({ languageId, uri }: Pick<TextDocument, 'languageId' | 'uri'>): boolean {
  return languageId === requestFileLanguage || isRequestFileUri(uri);
}

function isRequestFileUri(uri: Uri): boolean {
  return uri.path.endsWith(ending);
}

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
