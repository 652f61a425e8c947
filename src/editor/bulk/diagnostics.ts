import * as vscode from 'vscode';
import type { FileProblem } from '../../bulk/source/fileStart.js';
import type { RowProblem } from '../../bulk/plan/checkRow.js';
import { wordFileProblem, wordRowProblem } from '../../messages/bulk.js';

/** Problems of bulk files in the Problems panel, until the file is edited or planned anew. */
export class BulkDiagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('thulium.bulk');
  private readonly subscription = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    // Lines move under an edit: what was found no longer stands where it is shown.
    if (contentChanges.length > 0) this.collection.delete(document.uri);
  });

  /** @param lineShift added to each line, for rows that were taken from further down a document */
  showRows(uri: vscode.Uri, problems: readonly RowProblem[], lineShift = 0): void {
    this.collection.set(
      uri,
      problems.map((problem) => {
        const line = Math.max(0, problem.line - 1 + lineShift);
        const { start = 0, end = Number.MAX_SAFE_INTEGER } = problem.range ?? {};
        return diagnostic(
          new vscode.Range(line, start, line, end),
          wordRowProblem(problem),
          problem.code,
          problem.severity === 'warning'
            ? vscode.DiagnosticSeverity.Warning
            : vscode.DiagnosticSeverity.Error,
        );
      }),
    );
  }

  /** A file that cannot be used at all. */
  showFile(uri: vscode.Uri, { code, line = 1, params = {} }: FileProblem): void {
    const message = wordFileProblem(code, { ...params, line: String(line) }) ?? code;
    const range = new vscode.Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER);
    this.collection.set(uri, [diagnostic(range, message, code, vscode.DiagnosticSeverity.Error)]);
  }

  clear(uri: vscode.Uri): void {
    this.collection.delete(uri);
  }

  dispose(): void {
    this.subscription.dispose();
    this.collection.dispose();
  }
}

function diagnostic(
  range: vscode.Range,
  message: string,
  code: string,
  severity: vscode.DiagnosticSeverity,
): vscode.Diagnostic {
  const made = new vscode.Diagnostic(range, message, severity);
  made.source = 'Thulium';
  made.code = code;
  return made;
}
