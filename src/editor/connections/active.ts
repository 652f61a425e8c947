import * as vscode from 'vscode';
import { commands, contextKeys } from '../../manifest.js';
import type { Connection } from '../../core/connection.js';
import { createStatusBarItem, type StatusBarItem } from '../door.js';

/** As much of a connection as the status bar shows, and where it led when it was chosen. */
export type ActiveConnectionInfo = Pick<Connection, 'id' | 'name' | 'production' | 'readOnly'> &
  Partial<Pick<Connection, 'baseUrl'>>;

const stateKey = 'activeConnection';

/**
 * Which connection this window uses. Kept in the window's own workspace state and read once, at
 * activation: another window never switches this one.
 */
export class ActiveConnection implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly statusBar: StatusBarItem;
  private current: ActiveConnectionInfo | undefined;
  readonly onDidChange = this.changed.event;

  constructor(private readonly state: vscode.Memento) {
    this.statusBar = createStatusBarItem('connection', commands.switchConnection);
    this.current = state.get<ActiveConnectionInfo>(stateKey);
    this.show();
  }

  get(): ActiveConnectionInfo | undefined {
    return this.current;
  }

  /** Makes a connection active in this window, or none. One that goes with the window is not remembered. */
  async set(connection: ActiveConnectionInfo | undefined, options?: { remember: boolean }): Promise<void> {
    this.current = connection && {
      id: connection.id,
      name: connection.name,
      production: connection.production,
      readOnly: connection.readOnly,
      ...(connection.baseUrl === undefined ? {} : { baseUrl: connection.baseUrl }),
    };
    this.show();
    this.changed.fire();
    await this.state.update(stateKey, options?.remember === false ? undefined : this.current);
  }

  /** A signal that is aborted when the window turns to another connection than now, or to none. */
  untilSwitched(): { signal: AbortSignal } & vscode.Disposable {
    const { id } = this.current ?? {};
    const abort = new AbortController();
    const subscription = this.onDidChange(() => {
      if (this.current?.id !== id) abort.abort();
    });
    return {
      signal: abort.signal,
      dispose: () => {
        subscription.dispose();
      },
    };
  }

  dispose(): void {
    this.statusBar.dispose();
    this.changed.dispose();
  }

  private show(): void {
    const { current, statusBar } = this;
    const danger = current?.production === true && !current.readOnly;
    statusBar.show({
      icon: current?.readOnly === true ? 'lock' : danger ? 'warning' : 'broadcast',
      text: current?.name ?? vscode.l10n.t('Thulium: No Connection'),
      tooltip: describe(current),
      isDanger: danger,
    });
    void vscode.commands.executeCommand('setContext', contextKeys.connected, current !== undefined);
  }
}

function describe(current: ActiveConnectionInfo | undefined): string {
  if (!current) return vscode.l10n.t('Thulium: no active connection in this window');
  if (current.readOnly) return vscode.l10n.t('Thulium: {0}, read-only', current.name);
  return current.production
    ? vscode.l10n.t('Thulium: {0} (production; updates change real records)', current.name)
    : vscode.l10n.t('Thulium: {0}', current.name);
}
