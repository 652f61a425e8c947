import * as vscode from 'vscode';
import { commands } from '../../manifest.js';
import { historyFileName, isNewerHistory, type HistoryEntry } from '../../storage/history.js';
import type { Services } from '../services.js';
import { subject } from '../update/updater.js';
import { isBeingSent, isRestorable, warnOfNewerHistory, wordOutcome, wordSent } from './entries.js';
import { treeItem, value } from '../door.js';

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
