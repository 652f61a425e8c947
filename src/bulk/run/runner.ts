import type { CodedFailure } from '../../core/errors.js';
import type { NextCallDateChecker } from '../../core/nextCallDate.js';
import { createPacer, type Clock, type Pacer, type BulkClient, type UnknownPolicy } from './run.js';
import { failureLine, type DoneLine } from '../journal/journalLines.js';
import { Gate, type Hold, type Stop } from './gate.js';
import { inspectRecord } from './inspectRecord.js';
import { journalFailure } from '../journal/journal.js';
import type { JournalWriter } from '../journal/journalWriter.js';
import type { ValuesBefore } from '../journal/valuesBefore.js';
import { RowSender } from './rowSender.js';
import { type RowEnd, type WorkItem, WorkQueue } from './workQueue.js';

export interface RunnerOptions {
  client: BulkClient;
  journal: JournalWriter;
  /** Rows in the file's order. */
  work: AsyncIterator<readonly WorkItem[], void>;
  /** 1 to 64 requests at a time. */
  concurrency: number;
  /** 0 for no limit; reads count too. */
  requestsPerSecond: number;
  /** PUTs of one row that may be lost or end in a server error. */
  maxAttempts: number;
  rememberBefore: boolean;
  /** Send although somebody works on the record (`IN_PROGRESS`). */
  includeInWork: boolean;
  /** Send although that takes the record out of Do not call. */
  includeDoNotCall: boolean;
  /** See {@link InspectOptions}. */
  doNotCall: ReadonlySet<string>;
  sendDuplicates: boolean;
  onUnknown: UnknownPolicy;
  /** 600,000: what a bulk run waits without success before it stops. */
  maxWaitMs: number;
  clock: Clock;
  dates: Pick<NextCallDateChecker, 'isPast'>;
  /** When the run was begun, by the clock that is written down. */
  begunAt: number;
  random: () => number;
  onHold?: (hold: Hold | undefined) => void;
  onRow?: (row: RowEnd, item: WorkItem) => void;
}

/** Sends the rows of a run: bounded, paced, held and stopped through one gate, every step in the journal first. */
export class Runner {
  readonly gate: Gate;
  private readonly pacer: Pacer;
  private readonly queue: WorkQueue;
  private readonly sender: RowSender;
  /** The API user may not read records: said once, then not asked again. */
  private unreadable = false;
  private readonly inFlight = new Map<string, Promise<void>>();

  constructor(private readonly options: RunnerOptions) {
    const { client, clock, random, maxAttempts, maxWaitMs, onHold } = options;
    this.gate = new Gate({ clock, random, maxWaitMs, ...(onHold ? { onHold } : {}) });
    this.pacer = createPacer(options.requestsPerSecond, clock);
    this.queue = new WorkQueue(options.work);
    this.sender = new RowSender({ client, gate: this.gate, pacer: this.pacer, maxAttempts, random });
  }

  /** True once reading a record was refused: values before are then not known. */
  get couldNotRead(): boolean {
    return this.unreadable;
  }

  /** Resolves when every request has ended: to the reason when rows remain, to undefined when none do. */
  async run(): Promise<Stop | undefined> {
    const workers = Array.from({ length: this.options.concurrency }, () => this.work());
    const ended = await Promise.allSettled(workers);
    await this.queue.close();
    for (const each of ended) if (each.status === 'rejected') throw each.reason;
    return this.gate.stopped;
  }

  private async work(): Promise<void> {
    try {
      for (;;) {
        // Looked for first: who waits at the gate of a paused run waits for a row, and without one the run is over.
        const more = this.queue.hasMore();
        if (!(more instanceof Promise ? await more : more)) break;
        if (!(await this.gate.pass(() => this.queue.isEmpty))) break;
        const next = this.queue.take();
        const item = next instanceof Promise ? await next : next;
        if (!item) break;
        if (this.options.sendDuplicates) await this.inOrder(item);
        else await this.row(item);
      }
    } catch (error) {
      this.gate.stop({ state: 'stopped' });
      throw error;
    } finally {
      this.gate.release();
    }
  }

  /** Two rows of one record must reach the server in the file's order. */
  private async inOrder(item: WorkItem): Promise<void> {
    const key = `${item.update.campaignId}/${item.update.customerId}`;
    const before = this.inFlight.get(key) ?? Promise.resolve();
    const mine = before.then(() => this.row(item));
    this.inFlight.set(key, mine);
    try {
      await mine;
    } finally {
      if (this.inFlight.get(key) === mine) this.inFlight.delete(key);
    }
  }

  private async row(item: WorkItem): Promise<void> {
    const end = await this.send(item);
    if (end) this.end(item, end);
  }

  private end(item: WorkItem, end: RowEnd): void {
    const line: DoneLine = {
      t: 'done',
      r: item.row,
      o: end.outcome,
      at: this.options.clock.now(),
      a: end.attempts,
    };
    line.ms = Math.round(end.durationMs);
    if (end.status !== undefined) line.s = end.status;
    if (end.requestId !== undefined) line.q = end.requestId;
    if (end.failure) line.e = failureLine(end.failure);
    this.options.journal.append(line).catch((error: unknown) => {
      this.stopForJournal(error);
    });
    this.options.onRow?.(end, item);
  }

  /** Undefined when the row was not begun and simply remains. */
  private async send(item: WorkItem): Promise<RowEnd | undefined> {
    const { journal, clock } = this.options;
    let before: ValuesBefore | undefined;
    if (item.unfinished || this.options.rememberBefore) {
      const seen = await inspectRecord(item, {
        ...this.options,
        unreadable: this.unreadable,
        pace: () => this.pacer.take(this.gate.stopSignal),
        gate: this.gate,
      });
      if (seen.unreadable === true) this.unreadable = true;
      if (seen.end) return seen.end === 'remains' ? undefined : seen.end;
      before = seen.before;
    }
    const paced = this.pacer.take(this.gate.stopSignal);
    if (paced) await paced;
    if (this.gate.stopped)
      return item.unfinished ? { outcome: 'in-doubt', attempts: 0, durationMs: 0 } : undefined;
    const past = this.passed(item);
    if (past) return past;
    try {
      await journal.append({
        t: 'intent',
        r: item.row,
        at: clock.now(),
        ...(before ? { b: before, u: item.update } : {}),
      });
    } catch (error) {
      this.stopForJournal(error);
      return undefined;
    }
    return this.sender.send(item, item.unfinished !== undefined);
  }

  /** The run may have waited so long that a date which was to come when it was planned is past: nobody confirmed that. */
  private passed({ update, unfinished }: WorkItem): RowEnd | undefined {
    const { dates, clock, begunAt } = this.options;
    const date = update.fields.next_call_date;
    if (date === undefined || !dates.isPast(date, clock.now()) || dates.isPast(date, begunAt))
      return undefined;
    const failure: CodedFailure = unfinished
      ? { code: 'in-doubt' }
      : { code: 'conflict', detail: 'date-passed' };
    return { outcome: unfinished ? 'in-doubt' : 'skipped', attempts: 0, durationMs: 0, failure };
  }

  private stopForJournal(error: unknown): void {
    this.gate.stop({ state: 'stopped', failure: journalFailure(error) });
  }
}
