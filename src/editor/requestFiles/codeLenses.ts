import * as vscode from 'vscode';
import type { FileUpdate } from '../../requestFile/parseRequestFile.js';
import { commands } from '../../manifest.js';
import { requestFileIn } from './parsed.js';
import { isRequestFile } from './selector.js';

/** Above this many updates only those near the visible lines get lenses: each lens is a row the editor must lay out. */
const wholeFileLimit = 500;
/** Lines above and below the visible ones. */
const margin = 100;

/** Send · Preview · Copy As above each update. */
export class RequestFileLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly subscription: vscode.Disposable;

  constructor() {
    this.subscription = vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor: { document } }) => {
      if (isRequestFile(document) && requestFileIn(document).updates.length > wholeFileLimit) {
        this.changed.fire();
      }
    });
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const { readable, updates } = requestFileIn(document);
    if (!readable) return [];
    const visible = updates.length > wholeFileLimit ? visibleLines(document) : undefined;
    return updates.flatMap((update) => {
      const { line } = document.positionAt(update.start);
      const near = visible?.some(
        ({ start, end }) => start.line - margin <= line && line <= end.line + margin,
      );
      return near === false ? [] : lensesOf(document, update);
    });
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}

function visibleLines(document: vscode.TextDocument): readonly vscode.Range[] {
  const editors = vscode.window.visibleTextEditors.filter((editor) => editor.document === document);
  return editors.length > 0
    ? editors.flatMap(({ visibleRanges }) => visibleRanges)
    : [new vscode.Range(0, 0, 0, 0)];
}

function lensesOf(document: vscode.TextDocument, update: FileUpdate): vscode.CodeLens[] {
  const position = document.positionAt(update.start);
  const range = new vscode.Range(position, position);
  const target = { uri: document.uri.toString(), index: update.index };
  const lens = (title: string, command: string): vscode.CodeLens =>
    new vscode.CodeLens(range, { title, command, arguments: [target] });
  return [
    // The editor swallows a plain space after an icon.
    lens(`$(send)\u00a0${vscode.l10n.t('Send')}`, commands.sendRequestFileUpdate),
    lens(vscode.l10n.t('Preview'), commands.previewRequestFileUpdate),
    lens(vscode.l10n.t('Copy As…'), commands.copyRequestAs),
  ];
}
