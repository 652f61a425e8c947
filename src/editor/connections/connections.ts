import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import {
  checkConnection,
  checkPassword,
  loweredBy,
  refuseChanged,
  withChange,
  type Connection,
  type ConnectionChange,
  type ConnectionInput,
  type Protection,
} from '../../core/connection.js';
import {
  errorMessage,
  fail,
  invalidInput,
  succeed,
  type CodedFailure,
  type Result,
} from '../../core/errors.js';
import type { Redactor } from '../../core/redact.js';
import type { ActiveConnection, ActiveConnectionInfo } from './active.js';
import type { ConnectionFile, Passwords } from './connectionStore.js';
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
    try {
      return refuseChanged(settled, await this.kept(settled));
    } catch (error) {
      const reason = errorMessage(error);
      return { code: 'no-connection', detail: 'unreadable', params: { name: settled.name, reason } };
    }
  }

  /**
   * A connection as it is at this moment, undefined when it is gone.
   *
   * @throws the system's error when the file cannot be read
   */
  async kept({ id }: Pick<Connection, 'id'>): Promise<Connection | undefined> {
    if (this.transient?.connection.id === id) return this.transient.connection;
    return (await this.file.readChanged()).find((each) => each.id === id);
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
    const id = randomUUID();
    const saved = await this.save(id, password, (_, taken) => succeed(checkConnection(input, taken)));
    if (saved.ok) await this.passwords.set(saved.value.now, password);
    return this.settled(saved);
  }

  /**
   * Makes a change to a connection as it is kept at that moment: what another window changed meanwhile stays. A changed
   * origin drops the password kept for the old one.
   *
   * @param mayLower asked for the protections that the change takes away; without it nothing is changed
   */
  async edit(
    { id, name }: Connection,
    change: ConnectionChange,
    password: string | undefined,
    mayLower: (connection: Connection, lowered: readonly Protection[]) => Promise<boolean>,
  ): Promise<Result<Connection>> {
    const allowed = new Set<Protection>();
    for (;;) {
      const refused: { kept?: Connection; lowered: Protection[] } = { lowered: [] };
      const saved = await this.save(id, password, (all, taken) => {
        const kept = all.find((each) => each.id === id);
        if (!kept) return fail({ code: 'no-connection', detail: 'removed', params: { name } });
        refused.lowered = loweredBy(kept, change).filter((each) => !allowed.has(each));
        refused.kept = kept;
        if (refused.lowered.length > 0) return fail({ code: 'cancelled' });
        const others = taken.filter((each) => each.id !== id);
        return succeed(checkConnection(withChange(kept, change), others));
      });
      if (refused.kept && refused.lowered.length > 0) {
        if (!(await mayLower(refused.kept, refused.lowered))) return fail({ code: 'cancelled' });
        for (const each of refused.lowered) allowed.add(each);
        continue;
      }
      if (saved.ok) {
        const { now, before } = saved.value;
        if (password !== undefined) await this.passwords.set(now, password);
        else if (before && new URL(before.baseUrl).origin !== new URL(now.baseUrl).origin) {
          await this.passwords.delete(id);
        }
      }
      return this.settled(saved);
    }
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
      title: vscode.l10n.t('Password for {0} at {1}', connection.username, connection.name),
      prompt: vscode.l10n.t(
        'Enter the password for {0}. It’s saved only in VS Code’s secret storage.',
        new URL(connection.baseUrl).origin,
      ),
      password: true,
      ignoreFocusOut: true,
      validateInput: (text) =>
        text === '' || checkPassword(text).length === 0
          ? undefined
          : vscode.l10n.t('A password can’t contain control characters.'),
    });
    if (password === undefined || password === '') return undefined;
    await this.passwords.set(connection, password);
    return password;
  }

  /** Checks and keeps a connection under the lock of the file, so that no other window comes in between. */
  private async save(
    id: string,
    password: string | undefined,
    make: (
      kept: readonly Connection[],
      taken: readonly Connection[],
    ) => Result<ReturnType<typeof checkConnection>>,
  ): Promise<Result<{ now: Connection; before: Connection | undefined }>> {
    const transient = this.transient ? [this.transient.connection] : [];
    let result: Result<{ now: Connection; before: Connection | undefined }> = fail({ code: 'cancelled' });
    const kept = await this.file.update((all) => {
      const made = make(all, [...transient, ...all]);
      if (!made.ok) {
        result = made;
        return all;
      }
      const { connection, problems } = made.value;
      const found = password === undefined ? problems : [...problems, ...checkPassword(password)];
      if (!connection || found.length > 0) {
        result = fail(invalidInput(found));
        return all;
      }
      const before = all.find((each) => each.id === id);
      const now: Connection = { id, ...connection };
      result = succeed({ now, before });
      return before ? all.map((each) => (each.id === id ? now : each)) : [...all, now];
    });
    return kept ? result : fail({ code: 'no-connection', detail: 'newer' });
  }

  private async settled(saved: Result<{ now: Connection }>): Promise<Result<Connection>> {
    if (!saved.ok) return saved;
    const { now } = saved.value;
    if (this.active.get()?.id === now.id) await this.activate(now);
    this.changed.fire();
    return succeed(now);
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

/** A row of the Connections view hands itself over where a command expects an argument object. */
export function asConnectionRow(input: unknown): Connection | undefined {
  return typeof input === 'object' && input !== null && 'id' in input && 'baseUrl' in input
    ? (input as Connection)
    : undefined;
}

/** The argument object that names the connection of a row; any other argument as it is. */
export function connectionOf(input: unknown): unknown {
  const row = asConnectionRow(input);
  return row ? { connection: row.id } : input;
}
