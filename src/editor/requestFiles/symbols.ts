import * as vscode from 'vscode';
import { recordOf, titleOf } from '../../requestFile/runFileTest.js';
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
