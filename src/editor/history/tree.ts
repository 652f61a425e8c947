import * as vscode from 'vscode';
import type { HistoryEntry } from '../../storage/history.js';
import { fieldLabel } from '../../words/fields.js';
import type { Services } from '../services.js';
import { subject } from '../update/updater.js';

/** The History view: this user's updates, newest first. */
export class HistoryTree implements vscode.TreeDataProvider<HistoryEntry>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly services: Services) {
    this.subscription = services.onDidChangeHistory(() => {
      this.changed.fire();
    });
  }

  getChildren(element?: HistoryEntry): Promise<HistoryEntry[]> {
    return element ? Promise.resolve([]) : this.services.history.list();
  }

  getTreeItem(entry: HistoryEntry): vscode.TreeItem {
    const item = new vscode.TreeItem(subject(entry));
    const sent = Object.entries(entry.fields).map(([name, value]) => `${fieldLabel(name)} ${value}`);
    const outcome = wordOutcome(entry);
    item.id = entry.id;
    item.description = [sent.join(', '), entry.connectionName, localTime(entry.at)].join(' · ');
    item.iconPath = icon(entry);
    item.tooltip = [
      outcome,
      item.description,
      entry.requestId === undefined ? '' : `request_id ${entry.requestId}`,
    ]
      .filter((text) => text !== '')
      .join('\n');
    item.accessibilityInformation = { label: `${subject(entry)}, ${outcome}, ${item.description}` };
    item.contextValue = entry.before && entry.outcome !== 'failed' ? 'update-restorable' : 'update';
    return item;
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}

/** How an update ended, in words. */
export function wordOutcome(entry: HistoryEntry): string {
  if (entry.errorCode === 'in-doubt') return vscode.l10n.t('result unknown');
  switch (entry.outcome) {
    case 'updated':
      return entry.restores === undefined ? vscode.l10n.t('updated') : vscode.l10n.t('restored');
    case 'failed':
      return vscode.l10n.t('failed: {0}', entry.errorCode ?? '');
    case 'cancelled':
      return vscode.l10n.t('cancelled');
    case 'sending':
      return vscode.l10n.t('result unknown: the window closed while it was sent');
  }
}

function icon(entry: HistoryEntry): vscode.ThemeIcon {
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
