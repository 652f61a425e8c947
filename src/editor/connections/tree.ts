import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.js';
import { commands } from '../../manifest.js';
import type { Connections } from './connections.js';

/** The Connections view: one row a system, the active one marked. */
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
    const item = new vscode.TreeItem(connection.name);
    item.id = connection.id;
    const kind = connection.production ? vscode.l10n.t('production') : vscode.l10n.t('test system');
    const facts = [
      ...(isActive ? [vscode.l10n.t('active in this window')] : []),
      ...(connection.readOnly ? [vscode.l10n.t('read-only')] : []),
    ];
    item.description = [new URL(connection.baseUrl).host, ...facts].join(' · ');
    item.iconPath = icon(connection, isActive);
    const { name, baseUrl, username } = connection;
    item.tooltip = [name, baseUrl, username, [kind, ...facts].join(' · ')].join('\n');
    item.contextValue = `${connection.id === 'simulator' ? 'simulator' : 'connection'}${isActive ? '-active' : ''}`;
    item.accessibilityInformation = {
      label: [name, kind, item.description].join(', '),
    };
    if (!isActive) {
      item.command = {
        command: commands.switchConnection,
        title: vscode.l10n.t('Use in this window'),
        arguments: [{ connection: connection.id }],
      };
    }
    return item;
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
