import * as vscode from 'vscode';
import type { ErrorCode } from '../../core/errors.js';
import { type HistoryEntry, historyFileName, isNewerHistory } from '../../storage/history.js';
import { isRunning } from '../../storage/lock.js';
import { wordFailure } from '../../messages/failures.js';
import { fieldLabel } from '../../messages/fields.js';
import type { Services } from '../services.js';
import { commands } from '../../manifest.js';
import { subject } from '../update/updater.js';
import { treeItem, value } from '../door.js';

/** The values before are known, and the update went through or may have. */
export function isRestorable({ before, outcome, errorCode, takenBack }: HistoryEntry): boolean {
  return takenBack !== true && before !== undefined && (outcome !== 'failed' || errorCode === 'in-doubt');
}

/** Whether a window is sending it; one that is kept as being sent and is not was left by a window that closed. */
export function isBeingSent({ id, outcome, sender }: HistoryEntry, { sending }: Services): boolean {
  if (outcome !== 'sending' || sender === undefined) return false;
  return sender.pid === process.pid ? sending.has(id) : isRunning(sender) === true;
}

/** How an update ended, in words, or that it is still being sent. */
export function wordOutcome(entry: HistoryEntry, services: Services): string {
  if (isBeingSent(entry, services)) return vscode.l10n.t('being sent');
  if (entry.errorCode === 'in-doubt') return vscode.l10n.t('result unknown');
  switch (entry.outcome) {
    case 'updated':
      if (entry.takenBack === true) return vscode.l10n.t('updated and restored at once');
      return entry.restores === undefined ? vscode.l10n.t('updated') : vscode.l10n.t('restored');
    case 'failed':
      return wordRefusal(entry);
    case 'cancelled':
      return vscode.l10n.t('canceled');
    case 'sending':
      return vscode.l10n.t('result unknown: the window closed while sending');
  }
}

/** What an update sent, in words. */
export function wordSent({ fields }: HistoryEntry): string {
  return Object.entries(fields)
    .map(([name, value]) => `${fieldLabel(name)} ${value}`)
    .join(', ');
}

/** Says that nothing of the history can be shown or changed here. */
export function warnOfNewerHistory(services: Services): void {
  services.presenter.warning(
    vscode.l10n.t(
      'A newer version of this extension keeps the update history. It won’t be changed, and updates sent from here aren’t listed. Install the newer version to see it.',
    ),
  );
}

/** What can end an update once it is on its way, which is when the history begins to know it. */
const refusals: readonly ErrorCode[] = [
  'unauthorized',
  'forbidden',
  'not-found',
  'rejected',
  'rate-limited',
  'server-error',
  'redirect-refused',
  'unexpected-response',
  'response-too-large',
  'timeout',
  'network',
  'tls',
];

function wordRefusal({ errorCode, status }: HistoryEntry): string {
  const code = refusals.find((each) => each === errorCode);
  if (!code) return vscode.l10n.t('not updated');
  const { message } = wordFailure({ code, ...(status === undefined ? {} : { status }) });
  return vscode.l10n.t('failed: {0}', message.replace(/\.$/, ''));
}

/** The History view: this user's updates, newest first. */
export class HistoryTree implements vscode.TreeDataProvider<HistoryEntry>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[];
  private warned = false;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly services: Services) {
    const refresh = (): void => {
      this.changed.fire();
    };
    // Another window of the user writes the same file.
    const file = new vscode.RelativePattern(services.context.globalStorageUri, historyFileName);
    const watcher = vscode.workspace.createFileSystemWatcher(file);
    this.subscriptions = [
      this.changed,
      services.onDidChangeHistory(refresh),
      watcher,
      watcher.onDidChange(refresh),
      watcher.onDidCreate(refresh),
      watcher.onDidDelete(refresh),
    ];
  }

  async getChildren(element?: HistoryEntry): Promise<HistoryEntry[]> {
    if (element) return [];
    const entries = await this.services.history.list();
    if (entries.length === 0) await this.warnOfNewer();
    return entries;
  }

  getTreeItem(entry: HistoryEntry): vscode.TreeItem {
    const outcome = wordOutcome(entry, this.services);
    const facts = [wordSent(entry), entry.connectionName, localTime(entry.at)].join(' · ');
    return treeItem({
      id: entry.id,
      label: subject(entry),
      description: `${outcome} · ${facts}`,
      iconPath: icon(entry, this.services),
      tooltip: [
        outcome,
        facts,
        ...(entry.requestId === undefined ? [] : [`request_id ${value(entry.requestId)}`]),
      ],
      accessibilityInformation: { label: `${subject(entry)}, ${outcome}, ${facts}` },
      command: {
        command: commands.compareHistoryEntry,
        title: vscode.l10n.t('Show Before and After'),
        arguments: [entry],
      },
      contextValue: isRestorable(entry) ? 'update-restorable' : 'update',
    });
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
  }

  private async warnOfNewer(): Promise<void> {
    if (this.warned || !(await isNewerHistory(this.services.context.globalStorageUri.fsPath))) return;
    this.warned = true;
    warnOfNewerHistory(this.services);
  }
}

function icon(entry: HistoryEntry, services: Services): vscode.ThemeIcon {
  if (isBeingSent(entry, services)) return new vscode.ThemeIcon('sync');
  if (entry.errorCode === 'in-doubt' || entry.outcome === 'sending') return new vscode.ThemeIcon('question');
  switch (entry.outcome) {
    case 'updated':
      return new vscode.ThemeIcon(entry.restores === undefined ? 'pass' : 'discard');
    case 'failed':
      return new vscode.ThemeIcon('error');
    default:
      return new vscode.ThemeIcon('circle-slash');
  }
}

function localTime(at: string): string {
  return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'short', timeStyle: 'medium' }).format(
    new Date(at),
  );
}
