import * as vscode from 'vscode';
import { quickDates } from '../../core/nextCallDate.js';
import { fixesFor } from '../../requestFile/fixes.js';
import type { FileIssue } from '../../requestFile/parseRequestFile.js';
import { commands } from '../../manifest.js';
import { timeZone } from '../settings.js';
import { diagnosticSource, type RequestFileDiagnostics } from './diagnostics.js';
import { formattingOf } from './format.js';
import { rangeOf } from './parsed.js';
import { issueCode, wordFix } from '../../messages/requestFiles.js';

/** Issues of a selection that get fixes: a menu holds no more, and each fix reads the file anew. */
const issueLimit = 10;

/** Quick fixes for what the diagnostics found. */
export class RequestFileFixes implements vscode.CodeActionProvider {
  static readonly metadata = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };

  constructor(private readonly diagnostics: RequestFileDiagnostics) {}

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const issues = this.diagnostics.issuesAt(document, range).slice(0, issueLimit);
    return issues.flatMap((issue) => {
      const diagnostics = context.diagnostics.filter((each) => shows(each, issue, document));
      const actions = this.actionsFor(document, issue);
      for (const action of actions) action.diagnostics = diagnostics;
      return actions;
    });
  }

  private actionsFor(document: vscode.TextDocument, issue: FileIssue): vscode.CodeAction[] {
    if (issue.kind === 'problem' && issue.problem.code === 'connection-unknown') {
      return [bindAction(issue.problem.params?.value ?? '')];
    }
    const fixes = fixesFor(issue, {
      text: document.getText(),
      formatting: formattingOf(document),
      suggestedDate: quickDates(timeZone(), Date.now()).find(({ kind }) => kind === 'tomorrow-9')?.text ?? '',
    });
    return fixes.map((fix) => {
      const action = new vscode.CodeAction(wordFix(fix), vscode.CodeActionKind.QuickFix);
      action.edit = new vscode.WorkspaceEdit();
      for (const edit of fix.edits) action.edit.replace(document.uri, rangeOf(document, edit), edit.text);
      action.isPreferred = fix.preferred;
      return action;
    });
  }
}

function bindAction(name: string): vscode.CodeAction {
  const title = vscode.l10n.t('Choose which of your systems “{0}” means…', name);
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { title, command: commands.selectRequestFileConnection, arguments: [{ name }] };
  action.isPreferred = true;
  return action;
}

function shows(diagnostic: vscode.Diagnostic, issue: FileIssue, document: vscode.TextDocument): boolean {
  return (
    diagnostic.source === diagnosticSource &&
    diagnostic.code === issueCode(issue) &&
    diagnostic.range.isEqual(rangeOf(document, issue))
  );
}
