import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { setWordsLocale } from '../messages/plural.js';

/**
 * Gives the layers that know no VS Code the editor's translations. `vscode.l10n.bundle` is undefined
 * in English, where the source texts are the words.
 */
export function configureWords(): void {
  setWordsLocale(vscode.env.language);
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
}
