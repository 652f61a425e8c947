import { format, type FormattingOptions } from 'jsonc-parser';
import * as vscode from 'vscode';
import { rangeOf } from './parsed.js';

/** How new text is indented: as the editor that shows the document does it. */
export function formattingOf(document: vscode.TextDocument): FormattingOptions {
  const editor = vscode.window.visibleTextEditors.find((each) => each.document === document);
  const { tabSize, insertSpaces } = editor?.options ?? {};
  return {
    tabSize: typeof tabSize === 'number' ? tabSize : 2,
    insertSpaces: insertSpaces !== false,
    eol: document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n',
  };
}

/** Formats request files as VS Code formats JSON with comments. */
export const requestFileFormatter: vscode.DocumentRangeFormattingEditProvider = {
  provideDocumentRangeFormattingEdits(document, range, { tabSize, insertSpaces }) {
    const offset = document.offsetAt(range.start);
    const edits = format(
      document.getText(),
      { offset, length: document.offsetAt(range.end) - offset },
      { ...formattingOf(document), tabSize, insertSpaces, keepLines: true },
    );
    return edits.map(({ offset: start, length, content }) =>
      vscode.TextEdit.replace(rangeOf(document, { start, end: start + length }), content),
    );
  },
};
