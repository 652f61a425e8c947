import * as vscode from 'vscode';
import type { Inspector } from './inspector.js';
import { stateRows, treeItem, type Row } from './rows.js';

/** The view "Simulator requests": what is out of the ordinary, then the requests, newest first. */
export class RequestsTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: { dispose(): void };
  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly inspector: Inspector,
    private readonly view: vscode.TreeView<Row>,
  ) {
    this.subscription = inspector.onDidChange(() => {
      this.describe();
      this.changed.fire();
    });
    this.describe();
  }

  getChildren(element?: Row): Row[] {
    if (element) return [];
    const { state, entries } = this.inspector;
    return [...stateRows(state), ...entries.map((entry): Row => ({ kind: 'request', entry }))];
  }

  getTreeItem(row: Row): vscode.TreeItem {
    return treeItem(row);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  /** Says beside the title and above the rows why requests are not seen. */
  private describe(): void {
    const { filter, paused, entries, count } = this.inspector;
    const parts = [paused ? vscode.l10n.t('paused') : '', filter === '' ? '' : `“${filter}”`];
    this.view.description = parts.filter((part) => part !== '').join(' · ');
    const hidesAll = filter !== '' && entries.length === 0 && count > 0;
    this.view.message = hidesAll ? vscode.l10n.t('No request matches “{0}”.', filter) : '';
  }
}
