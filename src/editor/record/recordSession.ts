import { dialingOf } from '../../core/dialing.js';
import { wordDialing } from '../../messages/dialing.js';
import type { CodedFailure, ErrorCode, Result } from '../../core/errors.js';
import type { RawRecord } from '../../core/record.js';
import {
  recordContract,
  type RecordContract,
  type RecordSubject,
  type RecordView,
} from '../../protocol/record.js';
import { type CallResult, type Port, serve, type RpcServer } from '../../protocol/rpc.js';
import { wordFailure } from '../../messages/failures.js';
import { reportText } from '../../protocol/rpc.js';
import { RecordReader, type Timer } from './recordReader.js';
import type { RecordNames } from './rows.js';

interface RecordSessionOptions {
  port: Port;
  services: RecordServices;
  subject: RecordSubject;
  /** BCP 47, and the translations of that language by English text. */
  language: string;
  bundle: Record<string, string>;
  timer?: Timer;
  now?: () => Date;
}

/** Failures that a change of the connections may have mended. */
const mendable: ReadonlySet<ErrorCode | undefined> = new Set<ErrorCode>(['no-connection', 'missing-secret']);

/** One open record page: answers its page and tells it of what changes. Knows nothing of VS Code. */
export class RecordSession {
  private readonly server: RpcServer<RecordContract>;
  private readonly reader: RecordReader;
  private readonly subscription: { dispose(): void };
  private connection: RecordView['connection'] = null;

  constructor(private readonly options: RecordSessionOptions) {
    const { services, subject, port } = options;
    this.reader = new RecordReader({
      services,
      subject,
      onChange: () => {
        this.server.notify('view', this.view());
      },
      timer: options.timer ?? realTimer,
      now: options.now ?? (() => new Date()),
    });
    this.server = serve(
      recordContract,
      port,
      {
        start: () => this.start(),
        refresh: () => taken(this.reader.read({ ask: true })),
        watch: ({ on }) => {
          this.reader.setWatching(on, { ask: true });
          return done();
        },
        copy: ({ field }) => done(services.copy(this.textOf(field))),
        update: () => taken(services.update(subject)),
        showOutput: () => {
          services.showOutput();
          return done();
        },
      },
      {
        report: (report) => {
          services.report(reportText('The record page', report));
        },
      },
    );
    this.subscription = services.onDidChangeConnections(() => void this.connectionsChanged());
  }

  /** Shows a record that was just read. */
  show(record: RawRecord): void {
    this.reader.show(record);
  }

  /** Reads the record of a page that VS Code restored, without asking for anything. */
  async restore(watching: boolean): Promise<void> {
    if (watching) this.reader.setWatching(true, { ask: false });
    else await this.reader.read({ ask: false });
  }

  setVisible(visible: boolean): void {
    this.reader.setVisible(visible);
  }

  dispose(): void {
    this.subscription.dispose();
    this.reader.dispose();
    this.server.dispose();
  }

  private async start(): Promise<CallResult<RecordContract, 'start'>> {
    const { language, bundle, services, subject } = this.options;
    this.connection = await services.connection(subject.connectionId);
    return { language, bundle, view: this.view() };
  }

  private view(): RecordView {
    const { record, rows, names, readAt, reading, failure } = this.reader.current;
    const dialing = record && dialingOf(record, names.agents);
    return {
      subject: this.options.subject,
      connection: this.connection,
      campaignName: names.campaign,
      customer: names.customer,
      rows: [...rows],
      dialing: dialing ? wordDialing(dialing) : null,
      json: record ? JSON.stringify(record, undefined, 2) : '',
      readAt,
      reading,
      problem: failure ? problemText(failure) : null,
      watch: this.reader.watch,
    };
  }

  private textOf(field: string | null): string {
    const { record, rows } = this.reader.current;
    if (field === null) return record ? `${JSON.stringify(record, undefined, 2)}\n` : '';
    return rows.find((row) => row.field === field)?.value.text ?? '';
  }

  private async connectionsChanged(): Promise<void> {
    this.connection = await this.options.services.connection(this.options.subject.connectionId);
    if (mendable.has(this.reader.current.failure?.code)) await this.reader.read({ ask: false });
    else this.server.notify('view', this.view());
  }
}

function problemText(failure: CodedFailure): string {
  const { message, advice } = wordFailure(failure);
  return [message, advice].filter((text) => text !== undefined).join(' ');
}

/** An order that is only taken up here; what comes of it is seen in the view. */
function taken(work: Promise<void>): Promise<Record<string, never>> {
  void work;
  return done();
}

async function done(work?: Promise<void>): Promise<Record<string, never>> {
  await work;
  return {};
}

const realTimer: Timer = (run, ms) => {
  const timer = setTimeout(run, ms);
  return () => {
    clearTimeout(timer);
  };
};

/** What the record page needs of the extension. */
export interface RecordServices {
  connection(connectionId: string): Promise<RecordView['connection']>;
  /** Reads the record; `ask` allows asking the user for a password that is missing. Never rejects. */
  read(subject: RecordSubject, options: { ask: boolean }): Promise<Result<RawRecord>>;
  /** Names for the record's ids, as far as they can be read. */
  names(subject: RecordSubject, record: RawRecord): Promise<RecordNames>;
  /** Hears when a connection was added, edited or removed. */
  onDidChangeConnections(listener: () => void): { dispose(): void };
  /** Opens the update form for the record, on the connection of the page. */
  update(subject: RecordSubject): Promise<void>;
  copy(text: string): Promise<void>;
  showOutput(): void;
  /** For the log: a message from the page that was not served. No secret, no customer data. */
  report(text: string): void;
}
