import * as vscode from 'vscode';
import type { FileUpdate } from '../../requestFile/parseRequestFile.js';
import { rangeOf, requestFileIn } from './parsed.js';

/** The updates in the outline and the breadcrumbs. */
export const requestFileSymbols: vscode.DocumentSymbolProvider = {
  provideDocumentSymbols(document) {
    return requestFileIn(document).updates.map((update) => {
      const range = rangeOf(document, update);
      const detail = update.name === undefined ? '' : recordOf(update);
      return new vscode.DocumentSymbol(titleOf(update), detail, vscode.SymbolKind.Object, range, range);
    });
  },
};

/** What an update is called: its name, else its record. */
export function titleOf(update: FileUpdate): string {
  return update.name === undefined || update.name.trim() === '' ? recordOf(update) : update.name;
}

function recordOf({ input }: FileUpdate): string {
  const text = (value: unknown): string =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : '?';
  return `${text(input.campaignId)}/${text(input.customerId)}`;
}
