import type { CodedFailure } from '../../core/errors.js';
import type { ThuliumClient } from '../../thulium/types.js';
import type { Hold } from './gate.js';
import type { NextCallDateChecker } from '../../core/nextCallDate.js';
import type { Files } from '../../storage/files.js';
import type { ResultWords } from '../results.js';

/** A client that can make single attempts. */
export type BulkClient = ThuliumClient & Required<Pick<ThuliumClient, 'attemptUpdate'>>;

/** What to do with a row in doubt whose record may not be read. */
export type UnknownPolicy = 'resend' | 'skip' | 'leave';

/** How a run is sent; the settings of the user, mostly. */
export interface SendOptions {
  client: BulkClient;
  concurrency: number;
  requestsPerSecond: number;
  maxAttempts: number;
  /** For rows in doubt whose record may not be read; `leave` unless told. */
  onUnknown?: UnknownPolicy;
  /** Failed rows of the run, after which it stops, to be resumed; no limit unless told. */
  maxFailed?: number;
  /** Send although that takes the record out of Do not call; the run's own choice unless told. */
  includeDoNotCall?: boolean;
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
  /** Rows that are sent, or were to be: all but those left out before. */
  toSend: number;
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

/** Time as the runner sees it; tests bring their own. */
export interface Clock {
  /** Milliseconds since the epoch, to be written down: somebody may set this clock. */
  now(): number;
  /** Milliseconds from some moment on, to wait by: nobody can set this clock. */
  steady(): number;
  /** Resolves after `ms`, or at once when the signal aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  steady: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal?.addEventListener('abort', end);
    }),
};

/** Spaces calls out evenly. */
export interface Pacer {
  /** Resolves when the next call may begin. */
  take(signal?: AbortSignal): Promise<void> | undefined;
}

/** @param perSecond calls a second; 0 sets no limit */
export function createPacer(perSecond: number, clock: Clock): Pacer {
  const gap = perSecond > 0 ? 1000 / perSecond : 0;
  let next = 0;
  return {
    take(signal) {
      if (gap === 0) return undefined;
      const now = clock.steady();
      const at = Math.max(now, next);
      next = at + gap;
      return at > now ? clock.sleep(at - now, signal) : undefined;
    },
  };
}

/** What every task of the engine needs of the world. */
export interface EngineContext {
  /** Holds a folder a run. */
  runsFolder: string;
  dates: NextCallDateChecker;
  words: ResultWords & { toFixColumn: string };
  /** Stands in front of everything of the server's that is written down. */
  redact?: (text: string) => string;
  files: Files;
  clock: Clock;
  random: () => number;
}
