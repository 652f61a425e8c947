import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.js';
import type { Connections } from './connections.js';
import { treeItem } from '../door.js';

/** The Connections view: one row a system, the active one marked. A click selects and does nothing else. */
export class ConnectionsTree implements vscode.TreeDataProvider<Connection>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[];
  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly connections: Connections) {
    const changed = (): void => {
      this.changed.fire();
    };
    this.subscriptions = [
      this.changed,
      connections.onDidChange(changed),
      connections.active.onDidChange(changed),
    ];
  }

  getChildren(element?: Connection): Promise<Connection[]> {
    return element ? Promise.resolve([]) : this.connections.list();
  }

  getTreeItem(connection: Connection): vscode.TreeItem {
    const isActive = this.connections.active.get()?.id === connection.id;
    const kind = connection.production ? vscode.l10n.t('production') : vscode.l10n.t('test system');
    const facts = [
      ...(isActive ? [vscode.l10n.t('active in this window')] : []),
      ...(connection.readOnly ? [vscode.l10n.t('read-only')] : []),
    ];
    const { name, baseUrl, username } = connection;
    const description = [new URL(baseUrl).host, ...facts].join(' · ');
    return treeItem({
      id: connection.id,
      label: name,
      description,
      iconPath: icon(connection, isActive),
      tooltip: [name, baseUrl, username, [kind, ...facts].join(' · ')],
      contextValue: `${connection.id === 'simulator' ? 'simulator' : 'connection'}${isActive ? '-active' : ''}`,
      accessibilityInformation: { label: [name, kind, description].join(', ') },
    });
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
  }
}

function icon(connection: Connection, isActive: boolean): vscode.ThemeIcon {
  if (connection.id === 'simulator') return new vscode.ThemeIcon('beaker');
  if (connection.readOnly) return new vscode.ThemeIcon('lock');
  const danger = connection.production ? new vscode.ThemeColor('errorForeground') : undefined;
  return new vscode.ThemeIcon(isActive ? 'circle-filled' : 'circle-outline', danger);
}
