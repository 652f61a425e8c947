import type { CodedFailure } from '../core/errors.js';
import type { RecordUpdate } from '../core/record.js';
import { backoffDelay } from '../thulium/backoff.js';
import type { SingleAttempt, ThuliumClient } from '../thulium/types.js';
import { createPacer, type Clock, type Pacer } from './clock.js';
import { Gate, type Hold, type Stop } from './gate.js';
import type { JournalWriter } from './journal.js';
import type { DoneLine, RowOutcome } from './journalLines.js';
import { inspectRecord } from './inspectRecord.js';
import type { Remembered } from './remembered.js';
import { errorCode } from '../storage/files.js';

/** A client that can make single attempts. */
export type BulkClient = ThuliumClient & Required<Pick<ThuliumClient, 'attemptUpdate'>>;

/** A row to send. */
export interface WorkItem {
  row: number;
  update: RecordUpdate;
  /** Of the record when the plan was made; 0 when it was not read. */
  fingerprint: number;
  /** An earlier session sent it, or was about to, and nobody knows the end. */
  doubt?: { before?: Remembered };
}

/** What to do with a row in doubt whose record may not be read. */
export type DoubtPolicy = 'resend' | 'skip' | 'leave';

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
  sendInWork: boolean;
  sendDuplicates: boolean;
  onDoubt: DoubtPolicy;
  /** 600,000: what a bulk run waits without success before it stops. */
  maxWaitMs: number;
  clock: Clock;
  random: () => number;
  onHold?: (hold: Hold | undefined) => void;
  onRow?: (row: RowEnd, item: WorkItem) => void;
}

/** How a row ended. */
export interface RowEnd {
  outcome: RowOutcome;
  attempts: number;
  durationMs: number;
  status?: number;
  requestId?: string;
  failure?: CodedFailure;
}

/** Answers that no other row would fare better with: the run stops and can be resumed. */
const stopCodes: ReadonlySet<string> = new Set([
  'unauthorized',
  'forbidden',
  'read-only',
  'no-connection',
  'tls',
  'redirect-refused',
]);

/** Such answers in a row mean that something other than Thulium answers. */
const oddAnswerLimit = 5;

/** Sends the rows of a run: bounded, paced, held and stopped through one gate, every step in the journal first. */
export class Runner {
  readonly gate: Gate;
  private readonly pacer: Pacer;
  private batch: readonly WorkItem[] = [];
  private position = 0;
  private refill: Promise<void> | undefined;
  private exhausted = false;
  private oddAnswers = 0;
  /** The API user may not read records: said once, then not asked again. */
  private unreadable = false;
  private readonly inFlight = new Map<string, Promise<void>>();

  constructor(private readonly options: RunnerOptions) {
    const { clock, random, maxWaitMs, onHold } = options;
    this.gate = new Gate({ clock, random, maxWaitMs, ...(onHold ? { onHold } : {}) });
    this.pacer = createPacer(options.requestsPerSecond, clock);
  }

  /** True once reading a record was refused: values before are then not known. */
  get couldNotRead(): boolean {
    return this.unreadable;
  }

  /** Resolves when every request has ended: to the reason when rows remain, to undefined when none do. */
  async run(): Promise<Stop | undefined> {
    const workers = Array.from({ length: this.options.concurrency }, () => this.work());
    const ended = await Promise.allSettled(workers);
    await this.options.work.return?.();
    for (const each of ended) if (each.status === 'rejected') throw each.reason;
    return this.gate.stopped;
  }

  private async work(): Promise<void> {
    try {
      while (await this.gate.pass()) {
        const item = this.batch[this.position] ? this.batch[this.position++] : await this.take();
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

  private async take(): Promise<WorkItem | undefined> {
    while (this.position >= this.batch.length && !this.exhausted) {
      this.refill ??= this.fill();
      await this.refill;
    }
    return this.batch[this.position++];
  }

  private async fill(): Promise<void> {
    const next = await this.options.work.next();
    this.position = 0;
    this.batch = next.done === true ? [] : next.value;
    this.exhausted = next.done === true;
    this.refill = undefined;
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
    let before: Remembered | undefined;
    if (item.doubt || this.options.rememberBefore) {
      const seen = await inspectRecord(item, {
        ...this.options,
        unreadable: this.unreadable,
        pace: () => this.pacer.take(),
        gate: this.gate,
      });
      if (seen.unreadable === true) this.unreadable = true;
      if (seen.end) return seen.end === 'remains' ? undefined : seen.end;
      before = seen.before;
    }
    const paced = this.pacer.take();
    if (paced) await paced;
    if (this.gate.stopped) return item.doubt ? ended('in-doubt', noTries) : undefined;
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
    return this.tryUntilEnd(item, item.doubt !== undefined);
  }

  private async tryUntilEnd(item: WorkItem, fromDoubt: boolean): Promise<RowEnd> {
    const tries = { attempts: 0, durationMs: 0 };
    let mayHaveApplied = fromDoubt;
    /** Tries that count against the row's own limit. */
    let spent = 0;
    let last: SingleAttempt | undefined;
    for (;;) {
      if (this.gate.stopped) return ended(mayHaveApplied ? 'in-doubt' : 'put-back', tries, last);
      last = await this.options.client.attemptUpdate(item.update, { attempt: tries.attempts + 1 });
      tries.attempts += last.attempts;
      tries.durationMs += last.durationMs;
      const { failure } = last;
      if (!failure) {
        this.answered();
        return ended('updated', tries, last);
      }
      mayHaveApplied ||= last.mayHaveApplied;
      if (!this.meet(failure, last)) {
        this.answered(failure);
        return ended(mayHaveApplied ? 'in-doubt' : 'failed', tries, last);
      }
      if (this.isOwnFault(failure, last)) {
        spent++;
        const again = this.gate.fail(failure, last.retryAfterMs);
        if (spent >= this.options.maxAttempts && (again || !this.gate.isTroubled)) {
          return ended(mayHaveApplied ? 'in-doubt' : 'failed', tries, last);
        }
        if (again) await this.gate.wait(backoffDelay(spent, this.options.random));
      }
      if (!(await this.gate.pass())) return ended(mayHaveApplied ? 'in-doubt' : 'put-back', tries, last);
      const paced = this.pacer.take();
      if (paced) await paced;
    }
  }

  /** Tells the gate what concerns all rows; false when the answer settles this row. */
  private meet(failure: CodedFailure, last: SingleAttempt): boolean {
    if (stopCodes.has(failure.code)) this.gate.stop({ state: 'stopped', failure });
    else if (failure.code === 'missing-secret') this.gate.pause('missing-secret', failure);
    else if (failure.code === 'rate-limited') this.gate.limit(last.retryAfterMs, failure);
    else if (failure.code === 'cancelled') this.gate.stop({ state: 'cancelled' });
    else if (last.retryable && !this.isOwnFault(failure, last)) this.gate.lose(failure);
    else return last.retryable;
    return true;
  }

  /** A server error or a lost reply; a request that never left says nothing about its row. */
  private isOwnFault(failure: CodedFailure, last: SingleAttempt): boolean {
    return failure.code === 'server-error' || (last.retryable && last.mayHaveApplied);
  }

  private answered(failure?: CodedFailure): void {
    this.gate.succeed();
    this.oddAnswers = failure?.code === 'unexpected-response' ? this.oddAnswers + 1 : 0;
    if (failure && this.oddAnswers >= oddAnswerLimit) this.gate.stop({ state: 'stopped', failure });
  }

  private stopForJournal(error: unknown): void {
    this.gate.stop({ state: 'stopped', failure: journalFailure(error) });
  }
}

const noTries = { attempts: 0, durationMs: 0 };

function ended(
  outcome: RowOutcome,
  tries: { attempts: number; durationMs: number },
  last?: SingleAttempt,
): RowEnd {
  const failure = outcome === 'updated' ? undefined : last?.failure;
  return {
    outcome,
    ...tries,
    ...(last?.status === undefined ? {} : { status: last.status }),
    ...(last?.requestId === undefined ? {} : { requestId: last.requestId }),
    ...(failure === undefined
      ? {}
      : { failure: outcome === 'in-doubt' ? { ...failure, code: 'in-doubt' } : failure }),
  };
}

/** The disk refused the journal, so nothing more may be sent. */
export function journalFailure(error: unknown): CodedFailure {
  return { code: 'journal-damaged', detail: 'write', params: { reason: errorCode(error) ?? 'unknown' } };
}

function failureLine(failure: CodedFailure): NonNullable<DoneLine['e']> {
  const { problems, params, apiErrors, ...rest } = failure;
  return {
    ...rest,
    ...(params ? { params: { ...params } } : {}),
    ...(apiErrors ? { apiErrors: apiErrors.map((each) => ({ ...each })) } : {}),
    ...(problems?.[0] ? { detail: problems[0].code } : {}),
  };
}
