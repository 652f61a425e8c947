import path from 'node:path';
import { succeed, fail, type CodedFailure, type Result } from '../core/errors.js';
import type { Files } from '../storage/files.js';
import { lockFile, type Lock } from '../storage/lock.js';
import type { Clock } from './clock.js';
import { FileProblemError, type FileProblem } from './fileProblems.js';
import type { Hold, Stop } from './gate.js';
import { openJournal, type JournalWriter } from './journal.js';
import type { JournalHeader } from './journalLines.js';
import { readMappedRows } from './mappedRows.js';
import { Rate } from './rate.js';
import { hashFile } from './read/rows.js';
import { JournalDamageError, openLines, replayJournal, type Replay } from './replay.js';
import {
  journalFailure,
  Runner,
  type BulkClient,
  type DoubtPolicy,
  type RowEnd,
  type WorkItem,
} from './runner.js';

/** How a run is sent; the settings of the user, mostly. */
export interface SendOptions {
  client: BulkClient;
  concurrency: number;
  requestsPerSecond: number;
  maxAttempts: number;
  /** For rows in doubt whose record may not be read; `leave` unless told. */
  onDoubt?: DoubtPolicy;
  onProgress?: (progress: RunProgress) => void;
}

/** Counts of a run; `total` is the sum of the others. */
export interface RunCounts {
  total: number;
  updated: number;
  failed: number;
  skipped: number;
  inDoubt: number;
  remaining: number;
}

export interface RunProgress extends RunCounts {
  runId: string;
  /** Why nothing is sent at the moment. */
  hold?: Hold;
  perSecond?: number;
  /** Milliseconds, estimated from the rate. */
  msLeft?: number;
}

/** How a session of a run ended. */
export interface RunEnd extends RunCounts {
  runId: string;
  state: 'completed' | 'stopped' | 'cancelled';
  failure?: CodedFailure;
  /** Records could not be read, so values before are not known. */
  unchecked: string[];
}

/** A run under way. */
export interface RunHandle {
  runId: string;
  pause(): void;
  resume(): void;
  /** Begins no further request; those in flight finish and are recorded. */
  cancel(): void;
  progress(): RunProgress;
  done: Promise<RunEnd>;
}

export interface ExecuteOptions extends SendOptions {
  files: Files;
  folder: string;
  clock: Clock;
  random: () => number;
  redact?: (text: string) => string;
}

/** Longest time in milliseconds that a bulk run waits without success. */
const maxWaitMs = 600_000;

export function journalFile(folder: string): string {
  return path.join(folder, 'journal.jsonl');
}

/** What a header says to read its rows from. */
export function sourceOf(header: JournalHeader, folder: string): string {
  return header.source === undefined ? header.file : path.join(folder, header.source);
}

/** Reads a run's journal; damage becomes a coded failure. */
export async function readRun(files: Files, folder: string): Promise<Result<Replay>> {
  try {
    return succeed(await replayJournal(files, journalFile(folder)));
  } catch (error) {
    if (!(error instanceof JournalDamageError)) throw error;
    const { reason, line } = error.damage;
    return fail({
      code: 'journal-damaged',
      detail: reason,
      ...(line === undefined ? {} : { params: { line: String(line) } }),
    });
  }
}

/**
 * Takes the lock of a run, reads its journal, holds the file and the connection against it, and sends
 * what is still to be sent. Nothing is sent when it fails.
 */
export async function execute(options: ExecuteOptions): Promise<Result<RunHandle>> {
  const { folder } = options;
  const lost = { call: (): void => undefined };
  const lock = await lockFile(path.join(folder, 'run'), {
    onLost: () => {
      lost.call();
    },
  });
  if (!lock) return fail({ code: 'run-locked' });
  const replay = await checkedReplay(options);
  if (!replay.ok) {
    await lock.release();
    return replay;
  }
  try {
    const session = await Session.open(options, replay.value, lock);
    lost.call = () => {
      session.stop({ state: 'stopped', failure: { code: 'run-locked' } });
    };
    return succeed(session.start());
  } catch (error) {
    await lock.release();
    return fail(journalFailure(error));
  }
}

async function checkedReplay({ files, folder, client }: ExecuteOptions): Promise<Result<Replay>> {
  const replay = await readRun(files, folder);
  if (!replay.ok) return replay;
  const { header } = replay.value;
  if (header.connection.origin !== client.baseUrl) {
    const params = { expected: header.connection.origin, found: client.baseUrl };
    return fail({ code: 'journal-damaged', detail: 'other-origin', params });
  }
  try {
    const same = (await hashFile(sourceOf(header, folder))) === header.hash;
    return same ? replay : fail({ code: 'file-changed', params: { file: header.file } });
  } catch (error) {
    if (error instanceof FileProblemError) return fail(fileFailure(error.problem, header.file));
    throw error;
  }
}

/** A problem of the whole file as a failure: `detail` is the problem's code. */
export function fileFailure(problem: FileProblem, file: string): CodedFailure {
  const line = problem.line === undefined ? {} : { line: String(problem.line) };
  return { code: 'invalid-input', detail: problem.code, params: { ...problem.params, ...line, file } };
}

/** One session of a run: from a start or a resume to its end. */
class Session {
  private readonly counts: Replay['counts'];
  private readonly rate: Rate;
  private readonly runner: Runner;
  private hold: Hold | undefined;

  private constructor(
    private readonly options: ExecuteOptions,
    private readonly replay: Replay,
    private readonly lock: Lock,
    private readonly journal: JournalWriter,
  ) {
    const { header } = replay;
    this.counts = { ...replay.counts };
    this.rate = new Rate(() => options.clock.now());
    this.runner = new Runner({
      ...options,
      journal,
      work: this.work(),
      rememberBefore: header.rememberBefore,
      sendInWork: header.sendInWork,
      sendDuplicates: header.sendDuplicates,
      onDoubt: options.onDoubt ?? 'leave',
      maxWaitMs,
      onHold: (hold) => {
        this.hold = hold;
        this.report();
      },
      onRow: (end, item) => {
        this.ended(end, item);
      },
    });
  }

  static async open(options: ExecuteOptions, replay: Replay, lock: Lock): Promise<Session> {
    const failed = { call: (): void => undefined };
    const journal = await openJournal(options.files, journalFile(options.folder), {
      validLength: replay.validLength,
      ...(options.redact ? { redact: options.redact } : {}),
      onFailure: () => {
        failed.call();
      },
    });
    const session = new Session(options, replay, lock, journal);
    failed.call = () => {
      session.stop({ state: 'stopped', failure: journalFailure(journal.failure) });
    };
    await journal.append({ t: 'resume', at: options.clock.now() });
    return session;
  }

  stop(stop: Stop): void {
    this.runner.gate.stop(stop);
  }

  start(): RunHandle {
    const { gate } = this.runner;
    return {
      runId: this.replay.header.runId,
      pause: () => {
        gate.pause('user');
      },
      resume: () => {
        gate.resume();
      },
      cancel: () => {
        gate.stop({ state: 'cancelled' });
      },
      progress: () => this.progress(),
      done: this.finish(),
    };
  }

  private async finish(): Promise<RunEnd> {
    const stop = await this.sendAll();
    const state = stop?.state ?? 'completed';
    const failure = stop?.failure;
    const end = failure
      ? { code: failure.code, ...(failure.detail === undefined ? {} : { detail: failure.detail }) }
      : undefined;
    await this.journal
      .append({ t: 'end', at: this.options.clock.now(), state, ...(end ? { e: end } : {}) })
      .catch(() => undefined);
    await this.journal.close();
    await this.lock.release();
    return {
      runId: this.replay.header.runId,
      state,
      total: this.replay.header.total,
      ...this.counts,
      ...(failure ? { failure } : {}),
      unchecked: this.runner.couldNotRead ? ['records'] : [],
    };
  }

  private async sendAll(): Promise<Stop | undefined> {
    try {
      return await this.runner.run();
    } catch (error) {
      if (error instanceof FileProblemError) {
        return { state: 'stopped', failure: fileFailure(error.problem, this.replay.header.file) };
      }
      if (error instanceof FileChangedError) {
        return {
          state: 'stopped',
          failure: { code: 'file-changed', params: { file: this.replay.header.file } },
        };
      }
      throw error;
    }
  }

  /** The rows still to be sent, read from the file once more. */
  private async *work(): AsyncGenerator<readonly WorkItem[], void> {
    const { replay, options } = this;
    const { header } = replay;
    const lines = await openLines(options.files, journalFile(options.folder));
    try {
      const reading = readMappedRows({ ...header, file: sourceOf(header, options.folder) });
      for await (const { rows } of reading.batches) {
        const items: WorkItem[] = [];
        for (const { source, mapped } of rows) {
          const row = source.index;
          const state = replay.state(row);
          if (state !== 'open' && state !== 'doubt' && state !== 'in-doubt') continue;
          const item: WorkItem = { row, update: mapped, fingerprint: replay.fingerprint(row) };
          if (state !== 'open') {
            const line = await lines.at(replay.intentAt(row) ?? 0);
            item.doubt = line?.t === 'intent' && line.b ? { before: line.b } : {};
          }
          items.push(item);
        }
        if (items.length > 0) yield items;
      }
      if (reading.hash() !== header.hash) throw new FileChangedError();
    } finally {
      await lines.close();
    }
  }

  private ended(end: RowEnd, item: WorkItem): void {
    this.counts[item.doubt ? 'inDoubt' : 'remaining']--;
    this.counts[countOf[end.outcome]]++;
    this.rate.add();
    this.report();
  }

  private report(): void {
    this.options.onProgress?.(this.progress());
  }

  private progress(): RunProgress {
    const { counts, hold } = this;
    const perSecond = this.rate.perSecond();
    const left = counts.remaining;
    return {
      runId: this.replay.header.runId,
      total: this.replay.header.total,
      ...counts,
      ...(hold ? { hold } : {}),
      ...(perSecond === undefined ? {} : { perSecond }),
      ...(perSecond === undefined || perSecond === 0
        ? {}
        : { msLeft: Math.round((left / perSecond) * 1000) }),
    };
  }
}

class FileChangedError extends Error {}

const countOf = {
  updated: 'updated',
  failed: 'failed',
  skipped: 'skipped',
  'in-doubt': 'inDoubt',
  'put-back': 'remaining',
} as const;
