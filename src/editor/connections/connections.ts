import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import {
  checkConnection,
  checkPassword,
  refuseChanged,
  type Connection,
  type ConnectionInput,
} from '../../core/connection.js';
import {
  errorMessage,
  fail,
  invalidInput,
  succeed,
  type CodedFailure,
  type Result,
} from '../../core/errors.js';
import { problem } from '../../core/problems.js';
import type { Redactor } from '../../core/redact.js';
import type { ActiveConnection, ActiveConnectionInfo } from './active.js';
import type { ConnectionFile } from './file.js';
import type { Passwords } from './passwords.js';
import { showInputBox } from '../door.js';

/** A connection with everything a request needs. */
export interface OpenConnection {
  connection: Connection;
  password: string;
}

/**
 * The user's connections and which one a request means. Nothing ever falls back to a production
 * connection that was not named or chosen in this window.
 */
export class Connections implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly asking = new Map<string, Promise<string | undefined>>();
  /** Lives and dies with this window: the simulator's. */
  private transient: OpenConnection | undefined;
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly file: ConnectionFile,
    private readonly passwords: Passwords,
    readonly active: ActiveConnection,
    private readonly redactor: Redactor,
  ) {}

  /** All connections of the user, this window's simulator first. */
  async list(): Promise<Connection[]> {
    const kept = await this.file.read();
    return this.transient ? [this.transient.connection, ...kept] : kept;
  }

  /** The connection of this id or unique name; left out, the window's active one. */
  async resolve(reference?: string): Promise<Result<Connection>> {
    const all = await this.list();
    if (reference !== undefined) {
      const found = all.find((each) => each.id === reference) ?? all.find((each) => each.name === reference);
      return found
        ? succeed(found)
        : fail({ code: 'no-connection', detail: 'unknown', params: { name: reference } });
    }
    const active = this.active.get();
    const current = all.find((each) => each.id === active?.id);
    if (active && current && leadsTo(current, active.baseUrl)) {
      // Another window may have renamed it, or made it a production system: the status bar must say so.
      if (!sameMarks(active, current)) await this.activate(current);
      return succeed(current);
    }
    if (active) await this.active.set(undefined);
    const harmless = all.filter((each) => !each.production);
    const only = harmless.length === 1 ? harmless[0] : undefined;
    if (active || !only)
      return fail({ code: 'no-connection', detail: all.length === 0 ? 'none' : 'not-chosen' });
    await this.activate(only);
    return succeed(only);
  }

  /**
   * Why nothing may be written any more on a connection as it was when the write was settled. Looked up in the file
   * itself: another window, or another program, may have changed it in this very moment.
   */
  async refuseWrite(settled: Connection): Promise<CodedFailure | undefined> {
    const { transient } = this;
    if (transient?.connection.id === settled.id) return refuseChanged(settled, transient.connection);
    try {
      const kept = await this.file.readChanged();
      return refuseChanged(
        settled,
        kept.find((each) => each.id === settled.id),
      );
    } catch (error) {
      const reason = errorMessage(error);
      return { code: 'no-connection', detail: 'unreadable', params: { name: settled.name, reason } };
    }
  }

  /** Makes a connection this window's active one. */
  async activate(connection: Connection | undefined): Promise<void> {
    await this.active.set(connection, { remember: connection?.id !== this.transient?.connection.id });
  }

  /** The connection with its password where that is known; nothing is asked. */
  async openUnasked(connection: Connection): Promise<OpenConnection | undefined> {
    const password =
      this.transient?.connection.id === connection.id
        ? this.transient.password
        : await this.passwords.get(connection);
    if (password === undefined) return undefined;
    this.redactor.add({ username: connection.username, password });
    return { connection, password };
  }

  /** The connection with its password; asks for one that is missing, whatever made it vanish. */
  async open(connection: Connection): Promise<Result<OpenConnection>> {
    const opened = await this.openUnasked(connection);
    if (opened) return succeed(opened);
    // Several lists of a form may find the password gone at once: the user is asked once.
    let asked = this.asking.get(connection.id);
    if (!asked) {
      asked = this.askPassword(connection).finally(() => this.asking.delete(connection.id));
      this.asking.set(connection.id, asked);
    }
    const password = await asked;
    if (password === undefined) return fail({ code: 'missing-secret', params: { name: connection.name } });
    this.redactor.add({ username: connection.username, password });
    return succeed({ connection, password });
  }

  async add(input: ConnectionInput, password: string): Promise<Result<Connection>> {
    return this.save(input, password, undefined);
  }

  /** Changes a connection; a changed origin drops the password kept for the old one. */
  async edit(connection: Connection, input: ConnectionInput, password?: string): Promise<Result<Connection>> {
    return this.save(input, password, connection);
  }

  async remove(connection: Connection): Promise<void> {
    await this.file.update((all) => all.filter((each) => each.id !== connection.id));
    await this.passwords.delete(connection.id);
    if (this.active.get()?.id === connection.id) await this.active.set(undefined);
    this.changed.fire();
  }

  /** Puts the simulator's connection in place, or takes it away. */
  async setTransient(transient: OpenConnection | undefined): Promise<void> {
    const gone = this.transient?.connection.id;
    this.transient = transient;
    if (transient) {
      this.redactor.add({ username: transient.connection.username, password: transient.password });
      await this.activate(transient.connection);
    } else if (gone !== undefined && this.active.get()?.id === gone) {
      await this.active.set(undefined);
    }
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }

  private async askPassword(connection: Connection): Promise<string | undefined> {
    const password = await showInputBox({
      title: vscode.l10n.t('Password of {0} at {1}', connection.username, connection.name),
      prompt: vscode.l10n.t(
        'VS Code’s secret storage has no password for {0}. It is kept there and nowhere else.',
        new URL(connection.baseUrl).origin,
      ),
      password: true,
      ignoreFocusOut: true,
      validateInput: (text) =>
        text === '' || checkPassword(text).length === 0
          ? undefined
          : vscode.l10n.t('A password has no control characters.'),
    });
    if (password === undefined || password === '') return undefined;
    await this.passwords.set(connection, password);
    return password;
  }

  private async save(
    input: ConnectionInput,
    password: string | undefined,
    existing: Connection | undefined,
  ): Promise<Result<Connection>> {
    const others = (await this.list()).filter((each) => each.id !== existing?.id);
    const { connection, problems } = checkConnection(input, others);
    const found = password === undefined ? problems : [...problems, ...checkPassword(password)];
    if (!existing && password === undefined) found.push(problem('required', 'password'));
    if (!connection || found.length > 0) return fail(invalidInput(found));

    const saved: Connection = { id: existing?.id ?? randomUUID(), ...connection };
    const kept = await this.file.update((all) =>
      existing ? all.map((each) => (each.id === saved.id ? saved : each)) : [...all, saved],
    );
    if (!kept) return fail({ code: 'no-connection', detail: 'newer' });
    if (password !== undefined) await this.passwords.set(saved, password);
    else if (existing && new URL(existing.baseUrl).origin !== new URL(saved.baseUrl).origin) {
      await this.passwords.delete(saved.id);
    }
    if (this.active.get()?.id === saved.id) await this.activate(saved);
    this.changed.fire();
    return succeed(saved);
  }
}

/** False when another window has given the connection another address than was chosen in this one. */
function leadsTo(connection: Connection, chosen: string | undefined): boolean {
  return chosen === undefined || new URL(chosen).origin === new URL(connection.baseUrl).origin;
}

function sameMarks(active: ActiveConnectionInfo, connection: Connection): boolean {
  return (['name', 'production', 'readOnly', 'baseUrl'] as const).every(
    (key) => active[key] === connection[key],
  );
}
