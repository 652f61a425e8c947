import type { NextCallDateChecker } from '../../core/nextCallDate.js';
import { errorCode, type Files } from '../../storage/files.js';
import type { Lock } from '../../storage/lock.js';
import type { Clock, RunEnd, RunHandle, SendOptions } from './run.js';
import { FileChangedError, fileFailure, FileProblemError } from '../source/fileStart.js';
import type { Stop } from './gate.js';
import { journalFailure } from '../journal/journal.js';
import { openJournal, type JournalWriter } from '../journal/journalWriter.js';
import { Progress } from './progress.js';
import { remainingRows } from './workQueue.js';
import type { Replay } from '../journal/replay.js';
import { journalFile } from '../journal/runFiles.js';
import { Runner } from './runner.js';

/** Longest time in milliseconds that a bulk run waits without success. */
const maxWaitMs = 600_000;

export interface SessionOptions extends SendOptions {
  files: Files;
  folder: string;
  clock: Clock;
  dates: NextCallDateChecker;
  random: () => number;
  redact?: (text: string) => string;
}

/** One session of a run: from a start or a resume to its end. */
export class Session {
  private readonly progress: Progress;
  private readonly runner: Runner;

  private constructor(
    private readonly options: SessionOptions,
    private readonly replay: Replay,
    private readonly lock: Lock,
    private readonly journal: JournalWriter,
    stamp: string,
  ) {
    const { header } = replay;
    this.progress = new Progress(replay, options);
    this.runner = new Runner({
      ...options,
      journal,
      work: remainingRows(options.files, options.folder, replay, stamp),
      begunAt: header.at,
      rememberBefore: header.rememberBefore,
      includeInWork: header.includeInWork,
      includeDoNotCall: options.includeDoNotCall ?? header.includeDoNotCall ?? false,
      doNotCall: new Set(header.doNotCall),
      sendDuplicates: header.sendDuplicates,
      onUnknown: options.onUnknown ?? 'leave',
      maxWaitMs,
      onHold: (hold) => {
        this.progress.hold(hold);
      },
      onRow: (end, item) => {
        this.progress.ended(end, item);
        if (this.progress.counts().failed > (options.maxFailed ?? Infinity)) this.stop({ state: 'stopped' });
      },
    });
  }

  /** @param stamp of the file as it was when its hash was taken */
  static async open(options: SessionOptions, replay: Replay, lock: Lock, stamp: string): Promise<Session> {
    const failed = { call: (): void => undefined };
    const journal = await openJournal(options.files, journalFile(options.folder), {
      validLength: replay.validLength,
      maxUnsynced: options.concurrency,
      ...(options.redact ? { redact: options.redact } : {}),
      onFailure: () => {
        failed.call();
      },
    });
    const session = new Session(options, replay, lock, journal, stamp);
    failed.call = () => {
      session.stop({ state: 'stopped', failure: journalFailure(journal.failure) });
    };
    try {
      await journal.append({ t: 'resume', at: options.clock.now() });
      return session;
    } catch (error) {
      await journal.close();
      throw error;
    }
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
      progress: () => this.progress.now(),
      done: this.finish(),
    };
  }

  private async finish(): Promise<RunEnd> {
    let stop: Stop | undefined;
    try {
      stop = await this.sendAll();
      await this.keepEnd(stop ?? { state: 'completed' });
    } finally {
      await this.journal.close();
      // A lock that cannot be removed is no longer refreshed, so it counts as abandoned soon.
      await this.lock.release().catch(() => undefined);
    }
    const lost = this.journal.failure;
    const { state, failure }: Pick<RunEnd, 'state' | 'failure'> =
      stop ?? (lost ? { state: 'stopped', failure: journalFailure(lost) } : { state: 'completed' });
    return {
      runId: this.replay.header.runId,
      state,
      ...this.progress.counts(),
      ...(failure ? { failure } : {}),
      unchecked: this.runner.couldNotRead ? ['records'] : [],
    };
  }

  private async keepEnd({ state, failure }: Pick<RunEnd, 'state' | 'failure'>): Promise<void> {
    const end = failure
      ? { code: failure.code, ...(failure.detail === undefined ? {} : { detail: failure.detail }) }
      : undefined;
    await this.journal
      .append({ t: 'end', at: this.options.clock.now(), state, ...(end ? { e: end } : {}) })
      .catch(() => undefined);
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
      if (errorCode(error) === undefined) throw error;
      return { state: 'stopped', failure: journalFailure(error, 'read') };
    }
  }
}
