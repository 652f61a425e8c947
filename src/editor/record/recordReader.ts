import type { RecordRow, RecordSubject, RecordWatch } from '../../protocol/record.js';
import type { CodedFailure, ErrorCode } from '../../core/errors.js';
import type { RawRecord } from '../../core/record.js';
import { lacksNames, recordRows, type RecordNames } from './rows.js';
import type { RecordServices } from './recordSession.js';

/** Remembers what changed between the readings of one page. */
class ChangeMarks {
  private last: readonly RecordRow[] | undefined;
  private readonly changed = new Map<string, NonNullable<RecordRow['changed']>>();

  /** Takes a reading's rows and gives them back with the marks of this and earlier changes. */
  take(rows: readonly RecordRow[], at: string): RecordRow[] {
    for (const { field, before } of differences(this.last ?? rows, rows)) {
      this.changed.set(field, { at, before });
    }
    this.last = rows;
    return this.mark(rows);
  }

  /** The rows of the same reading drawn anew, such as with names that came later. */
  mark(rows: readonly RecordRow[]): RecordRow[] {
    this.last = rows;
    return rows.map((row) => {
      const changed = this.changed.get(row.field);
      return changed ? { ...row, changed } : row;
    });
  }
}

function differences(
  then: readonly RecordRow[],
  now: readonly RecordRow[],
): { field: string; before: RecordRow['value'] }[] {
  return now.flatMap(({ field, value }) => {
    const before = then.find((each) => each.field === field)?.value ?? { text: '' };
    return before.text === value.text ? [] : [{ field, before }];
  });
}

/** How often a watched record is read, in milliseconds. */
const watchIntervalMs = 3000;
/** The longest pause between two readings that fail, in milliseconds. */
const longestPauseMs = 60_000;

/** Failures that only the user can mend: reading on could lock the API user out, or ask for a password. */
const final: ReadonlySet<ErrorCode> = new Set([
  'unauthorized',
  'forbidden',
  'no-connection',
  'missing-secret',
  'redirect-refused',
  'tls',
]);

/**
 * Milliseconds until the next reading after so many failures in a row; never sooner than the server
 * asked for. Undefined when there should be none.
 */
function nextReadingMs(failure: CodedFailure | undefined, failuresInARow: number): number | undefined {
  if (!failure) return watchIntervalMs;
  if (final.has(failure.code)) return undefined;
  const asked = Number(failure.params?.retryAfterSeconds ?? 0) * 1000;
  return Math.max(Math.min(watchIntervalMs * 2 ** failuresInARow, longestPauseMs), asked);
}

/** Runs something later; the function returned cancels it. */
export type Timer = (run: () => void, ms: number) => () => void;

/** What is known of a record after its latest reading. */
interface Reading {
  record: RawRecord | undefined;
  rows: readonly RecordRow[];
  names: RecordNames;
  readAt: string | null;
  reading: boolean;
  failure: CodedFailure | undefined;
}

interface RecordReaderOptions {
  services: RecordServices;
  subject: RecordSubject;
  onChange: () => void;
  timer: Timer;
  now: () => Date;
}

/** Reads one record on demand, and again and again while it is watched and can be seen. */
export class RecordReader {
  private state: Reading = {
    record: undefined,
    rows: [],
    names: {},
    readAt: null,
    reading: false,
    failure: undefined,
  };
  private readonly marks = new ChangeMarks();
  private running: Promise<void> | undefined;
  private failuresInARow = 0;
  /** The ids for which names were asked last. */
  private namedIds: string | undefined;
  private watching = false;
  private visible = true;
  private disposed = false;
  private cancelTimer: (() => void) | undefined;

  constructor(private readonly options: RecordReaderOptions) {}

  get current(): Reading {
    return this.state;
  }

  get watch(): RecordWatch {
    if (!this.watching) return { state: 'off' };
    const { failure } = this.state;
    if (!failure) return { state: 'on', everySeconds: watchIntervalMs / 1000 };
    const next = nextReadingMs(failure, this.failuresInARow);
    return next === undefined ? { state: 'stopped' } : { state: 'backing-off', seconds: next / 1000 };
  }

  /** Takes a record that somebody else has just read. */
  show(record: RawRecord): void {
    this.accept(record);
    this.schedule();
    void this.nameIds();
  }

  /** Reads now; asks that come while a reading is under way share it. */
  read(options: { ask: boolean }): Promise<void> {
    this.running ??= this.readOnce(options).finally(() => {
      this.running = undefined;
      this.schedule();
    });
    return this.running;
  }

  setWatching(on: boolean, options: { ask: boolean }): void {
    this.watching = on;
    this.options.onChange();
    if (on) void this.read(options);
    else this.cancelTimer?.();
  }

  /** Nothing is read while nobody can see it; what is watched is read as soon as it is seen again. */
  setVisible(visible: boolean): void {
    if (visible === this.visible) return;
    this.visible = visible;
    if (!visible) this.cancelTimer?.();
    else if (this.watching && this.watch.state !== 'stopped') void this.read({ ask: false });
  }

  dispose(): void {
    this.disposed = true;
    this.cancelTimer?.();
  }

  private async readOnce({ ask }: { ask: boolean }): Promise<void> {
    const { services, subject } = this.options;
    this.cancelTimer?.();
    if (ask) this.namedIds = undefined;
    this.set({ reading: true });
    const result = await services.read(subject, { ask });
    if (result.ok) this.accept(result.value);
    else {
      this.failuresInARow += 1;
      this.set({ reading: false, failure: result.failure });
    }
    if (result.ok) await this.nameIds();
  }

  private accept(record: RawRecord): void {
    const readAt = this.options.now().toISOString();
    this.failuresInARow = 0;
    const rows = this.marks.take(recordRows(record, this.state.names), readAt);
    this.set({ record, rows, readAt, reading: false, failure: undefined });
  }

  /** Names are read once for the ids that a record has, whatever comes of it, not at every reading. */
  private async nameIds(): Promise<void> {
    const { record, names } = this.state;
    if (!record) return;
    const ids = JSON.stringify([record.status_id, record.agent_login]);
    if (this.namedIds !== undefined && (ids === this.namedIds || !lacksNames(record, names))) return;
    this.namedIds = ids;
    const found = await this.options.services.names(this.options.subject, record);
    const all = { ...this.state.names, ...found };
    const { record: latest } = this.state;
    if (latest) this.set({ names: all, rows: this.marks.mark(recordRows(latest, all)) });
  }

  private schedule(): void {
    this.cancelTimer?.();
    if (!this.watching || !this.visible || this.disposed) return;
    const wait = nextReadingMs(this.state.failure, this.failuresInARow);
    if (wait === undefined) return;
    this.cancelTimer = this.options.timer(() => void this.read({ ask: false }), wait);
  }

  private set(change: Partial<Reading>): void {
    this.state = { ...this.state, ...change };
    if (!this.disposed) this.options.onChange();
  }
}
