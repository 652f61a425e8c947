import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';
import type { Connection } from '../core/connection.js';
import { succeed, type Result } from '../core/errors.js';
import { createNextCallDateChecker, type NextCallDateChecker } from '../core/nextCallDate.js';
import { createRedactor, type Redactor } from '../core/redact.js';
import type { CampaignKnowledge } from '../core/statusRules.js';
import type { TemplateContext } from '../core/templates.js';
import { createDirectory, type Directory, withImportedStatuses } from '../thulium/lists.js';
import { openHistory, type History } from '../storage/history.js';
import { openStatusLists, type StatusLists } from '../storage/statusLists.js';
import { createThuliumClient } from '../thulium/client.js';
import type { ThuliumClient } from '../thulium/types.js';
import type { BulkRuns } from './bulk/runs.js';
import type { ActiveConnection } from './connections/active.js';
import { Connections, type OpenConnection } from './connections/connections.js';
import { openConnectionFile, Passwords } from './connections/connectionStore.js';
import { Documents } from './documents.js';
import { lazy } from '../core/lazy.js';
import { hideSecretsBy } from './door.js';
import { Output } from './output.js';
import { Presenter } from './present.js';
import { onDidRefuseSetting, responseLanguage, setting, timeZone } from './settings.js';

/** A connection's client and its live lists. */
export interface Access {
  connection: Connection;
  client: ThuliumClient;
  directory: Directory;
}

/** What the features share; made when the first of them is used. */
export class Services implements vscode.Disposable {
  readonly redactor: Redactor = createRedactor();
  readonly output: Output;
  readonly presenter: Presenter;
  readonly connections: Connections;
  readonly documents = new Documents();
  readonly history: History;
  readonly statusLists: StatusLists;
  private readonly historyChanged = new vscode.EventEmitter<void>();
  readonly onDidChangeHistory = this.historyChanged.event;
  private readonly bulkRunsMade = new vscode.EventEmitter<BulkRuns>();
  /** The list of bulk updates was wanted for the first time, and is there from now on. */
  readonly onDidMakeBulkRuns = this.bulkRunsMade.event;
  /** Ids in the history of the updates that this window is sending. */
  readonly sending = new Set<string>();
  private checker: { zone: string; dates: NextCallDateChecker } | undefined;
  private readonly owned: vscode.Disposable[] = [];
  private disposed = false;
  private readonly accesses = new Map<string, Access & { fingerprint: string }>();

  constructor(
    readonly context: vscode.ExtensionContext,
    channel: vscode.LogOutputChannel,
    active: ActiveConnection,
  ) {
    this.output = new Output(channel, this.redactor);
    hideSecretsBy(this.redactor);
    this.presenter = new Presenter(this.output);
    this.own(
      onDidRefuseSetting((text) => {
        this.presenter.warning(text);
      }),
    );
    this.history = announced(openHistory(context.globalStorageUri.fsPath), () => {
      this.historyChanged.fire();
    });
    this.statusLists = openStatusLists(context.globalStorageUri.fsPath);
    this.connections = new Connections(
      openConnectionFile(context.globalStorageUri.fsPath),
      new Passwords(context.secrets),
      active,
      this.redactor,
    );
  }

  /** For the one who makes them. */
  announceBulkRuns(runs: BulkRuns): void {
    this.bulkRunsMade.fire(runs);
  }

  /** The client of a connection; the same one until the connection, its password or a setting changes. */
  access({ connection, password }: OpenConnection): Access {
    const settings = {
      timeoutSeconds: setting('timeoutSeconds'),
      maxAttempts: setting('maxAttempts'),
      language: responseLanguage(),
    };
    const fingerprint = JSON.stringify([connection, password, settings]);
    const known = this.accesses.get(connection.id);
    if (known?.fingerprint === fingerprint) return known;
    const client = withImportedStatuses(
      createThuliumClient({
        connection,
        password,
        settings,
        refuseWrite: () => this.connections.refuseWrite(connection),
      }),
      (campaignId) => this.statusLists.get(connection, campaignId),
    );
    const directory = createDirectory(client, () => performance.now(), {
      onAttempt: (attempt) => {
        this.output.attempt(attempt);
      },
    });
    const access = { connection, client, directory, fingerprint };
    this.accesses.set(connection.id, access);
    return access;
  }

  /** Forgets a connection's client and lists: the next use reads anew. */
  forgetAccess(connectionId: string): void {
    this.accesses.delete(connectionId);
  }

  /** What was read already of a campaign at the window's active connection; nothing is asked. */
  knownLists(campaignId: string): CampaignKnowledge {
    const active = this.connections.active.get();
    return this.accesses.get(active?.id ?? '')?.directory.known(campaignId) ?? {};
  }

  /** The client of the named connection, or of the window's active one, its password asked for where it is missing. */
  async openAccess(reference?: string): Promise<Result<Access>> {
    const connection = await this.connections.resolve(reference);
    if (!connection.ok) return connection;
    const opened = await this.connections.open(connection.value);
    return opened.ok ? succeed(this.access(opened.value)) : opened;
  }

  /**
   * Judges dates by the clock of the time zone that is configured when the first of them is judged: the platform takes
   * 15 ms to load its clocks, which nobody should wait for who has typed no date.
   */
  dates(): NextCallDateChecker {
    let checker: NextCallDateChecker | undefined;
    return {
      get timeZone() {
        return timeZone();
      },
      check: (text, field) => (checker ??= this.checkerOfZone()).check(text, field),
      isPast: (text, at) => (checker ??= this.checkerOfZone()).isPast(text, at),
    };
  }

  /** What `{{…}}` stands for at this moment. */
  templates(): TemplateContext {
    return { now: Date.now(), timeZone: timeZone(), env: process.env };
  }

  private checkerOfZone(): NextCallDateChecker {
    const zone = timeZone();
    if (this.checker?.zone !== zone) {
      this.checker = { zone, dates: createNextCallDateChecker(zone, () => Date.now()) };
    }
    return this.checker.dates;
  }

  /** This window's simulator, whose code is loaded when it is first wanted. */
  readonly simulator = lazy(async () => {
    const { WindowSimulator } = await import('./simulator/feature.js');
    const made = new WindowSimulator(this);
    this.own(made);
    return made;
  });

  /** Disposes of something when the extension ends; of what comes too late, at once. */
  own(disposable: vscode.Disposable): void {
    if (this.disposed) disposable.dispose();
    else this.owned.push(disposable);
  }

  dispose(): void {
    this.disposed = true;
    for (const each of this.owned.splice(0)) each.dispose();
    this.connections.dispose();
    this.documents.dispose();
    this.historyChanged.dispose();
    this.bulkRunsMade.dispose();
  }
}

/** The history, telling this window's views of each change made in it. */
function announced(history: History, changed: () => void): History {
  const after = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work;
    changed();
    return result;
  };
  return {
    list: () => history.list(),
    put: (entry, limit) => after(history.put(entry, limit)),
    delete: (id) => after(history.delete(id)),
    clear: () => after(history.clear()),
  };
}
