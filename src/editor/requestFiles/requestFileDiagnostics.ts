import * as vscode from 'vscode';
import { checkFileUpdate } from '../../requestFile/checkEntry.js';
import type { FileIssue, RequestFile } from '../../requestFile/parseRequestFile.js';
import { campaignIdPattern } from '../../core/ids.js';
import { problem } from '../../core/problems.js';
import type { CampaignKnowledge } from '../../core/statusRules.js';
import type { Services } from '../services.js';
import { boundConnection, onDidChangeBindings } from './requestFileConnection.js';
import type { LiveLists } from './liveLists.js';
import { rangeOf, requestFileIn } from './requestFiles.js';
import { isRequestFile } from './registerRequestFiles.js';
import { issueCode, wordIssue, wordFix } from '../../messages/requestFiles.js';
import { quickDates } from '../../core/nextCallDate.js';
import { fixesFor } from '../../requestFile/fixes.js';
import { commands } from '../../manifest.js';
import { timeZone } from '../settings.js';
import { formattingOf } from './languageFeatures.js';

/** A pause in typing, or in a series of changes to the connections, after which files are judged, in milliseconds. */
const pauseMs = 300;
/** VS Code shows no more of one file. */
const shownLimit = 1000;
/** Campaigns of one file whose statuses are read. */
const campaignLimit = 20;

const diagnosticSource = 'Thulium';

interface ShownIssues {
  version: number;
  issues: FileIssue[];
}

/** Judges open request files by the one validator, at first alone and then with what the system tells. */
export class RequestFileDiagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('thulium.requestFiles');
  private readonly issues = new WeakMap<vscode.TextDocument, ShownIssues>();
  private readonly timers = new Map<vscode.TextDocument, NodeJS.Timeout>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly services: Services,
    private readonly live: LiveLists,
  ) {
    const all = (): void => {
      for (const document of vscode.workspace.textDocuments) this.judgeLater(document);
    };
    this.subscriptions = [
      this.collection,
      vscode.workspace.onDidOpenTextDocument((document) => {
        this.judge(document);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        this.judgeLater(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        clearTimeout(this.timers.get(document));
        this.timers.delete(document);
        this.collection.delete(document.uri);
      }),
      vscode.window.onDidChangeVisibleTextEditors((editors) => {
        for (const { document } of editors) this.judge(document);
      }),
      services.connections.onDidChange(all),
      services.connections.active.onDidChange(all),
      onDidChangeBindings(all),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('thulium.timeZone')) all();
      }),
    ];
    for (const document of vscode.workspace.textDocuments) this.judge(document);
  }

  /** The issues shown at a place of the document as it is now. */
  issuesAt(document: vscode.TextDocument, range: vscode.Range): FileIssue[] {
    const known = this.issues.get(document);
    if (known?.version !== document.version) return [];
    const start = document.offsetAt(range.start);
    const end = document.offsetAt(range.end);
    return known.issues.filter((issue) => issue.start <= end && start <= issue.end);
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const each of this.subscriptions) each.dispose();
  }

  private judgeLater(document: vscode.TextDocument): void {
    if (!isRequestFile(document)) return;
    clearTimeout(this.timers.get(document));
    this.timers.set(
      document,
      setTimeout(() => {
        this.timers.delete(document);
        this.judge(document);
      }, pauseMs),
    );
  }

  private judge(document: vscode.TextDocument): void {
    if (isRequestFile(document) && document.uri.scheme !== 'git') void this.judgeNow(document);
  }

  private async judgeNow(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    const file = requestFileIn(document);
    const shown = this.show(document, this.issuesOf(file, new Map()));
    // The system is asked only for a file that somebody looks at.
    if (!vscode.window.visibleTextEditors.some((editor) => editor.document === document)) return;
    const extra = await this.connectionIssues(file);
    const knowledge = await this.knowledgeOf(file);
    // A system that answers late must not undo what was found since.
    if (document.isClosed || document.version !== version || this.issues.get(document) !== shown) return;
    if (extra.length > 0 || knowledge.size > 0) {
      this.show(document, [...extra, ...this.issuesOf(file, knowledge)]);
    }
  }

  private issuesOf(file: RequestFile, knowledge: ReadonlyMap<string, CampaignKnowledge>): FileIssue[] {
    if (!file.readable) return file.issues;
    const common = { dates: this.services.dates(), templates: this.services.templates() };
    return [
      ...file.issues,
      ...file.updates.flatMap((update) => {
        const known = knowledge.get(String(update.input.campaignId));
        return checkFileUpdate(update, { ...common, ...(known ? { knowledge: known } : {}) }).issues;
      }),
    ];
  }

  private async connectionIssues({ connection }: RequestFile): Promise<FileIssue[]> {
    if (!connection || connection.name === '') return [];
    const bound = await boundConnection(this.services, connection.name);
    if (bound.ok) return [];
    const found = problem('connection-unknown', 'connection', { value: connection.name });
    return [
      { kind: 'problem', problem: found, path: ['connection'], start: connection.start, end: connection.end },
    ];
  }

  private async knowledgeOf({
    connection,
    updates,
  }: RequestFile): Promise<ReadonlyMap<string, CampaignKnowledge>> {
    const ids = new Set(updates.map(({ input }) => input.campaignId));
    const campaigns = [...ids]
      .filter((id) => typeof id === 'string')
      .filter((id) => campaignIdPattern.test(id))
      .slice(0, campaignLimit);
    const known = await Promise.all(
      campaigns.map(async (id) => [id, await this.live.knowledge(connection?.name, id)] as const),
    );
    return new Map(known.filter(([, { statuses }]) => statuses !== undefined));
  }

  /** Shows these instead of what was shown of the document, and returns what is remembered of them. */
  private show(document: vscode.TextDocument, issues: FileIssue[]): ShownIssues {
    const shown = { version: document.version, issues };
    this.issues.set(document, shown);
    this.collection.set(
      document.uri,
      issues.slice(0, shownLimit).map((issue) => {
        const diagnostic = new vscode.Diagnostic(
          rangeOf(document, issue),
          wordIssue(issue),
          isWarning(issue) ? vscode.DiagnosticSeverity.Warning : vscode.DiagnosticSeverity.Error,
        );
        diagnostic.source = diagnosticSource;
        diagnostic.code = issueCode(issue);
        return diagnostic;
      }),
    );
    return shown;
  }
}

function isWarning(issue: FileIssue): boolean {
  return issue.kind === 'duplicate-key' || (issue.kind === 'problem' && issue.problem.severity === 'warning');
}

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
  const title = vscode.l10n.t('Select the Connection for “{0}”…', name);
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
