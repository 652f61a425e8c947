import type { CodedFailure } from '../../core/errors.js';
import type { ThuliumClient } from '../../thulium/types.js';
import type { Hold } from './gate.js';

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
