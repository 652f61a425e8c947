import type { ApiError, ErrorCode } from './errors.js';

/** A failure as commands resolve to it: worded in the user's language. */
export interface Failure {
  code: ErrorCode;
  message: string;
  /** The parameter or property at fault. */
  field?: string;
  apiErrors?: ApiError[];
}

/** What an update of one record resolves to; a contract with callers of the commands. */
export interface UpdateOutcome {
  outcome: 'updated' | 'failed' | 'cancelled';
  /** Id in the history, for `thulium.restoreUpdate`. */
  updateId?: string;
  status?: number;
  requestId?: string;
  /** PUTs begun. */
  attempts: number;
  /** Milliseconds of all calls, without the time for which somebody looked at the review. */
  durationMs: number;
  /** The record as the API returned it, before and after. */
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
  /** What could not be checked or read before or after. */
  unchecked?: string[];
  error?: Failure;
}

/** What a bulk command resolves to; a contract. `total` = updated + failed + skipped + inDoubt + remaining. */
export interface BulkOutcome {
  runId: string;
  dryRun: boolean;
  state: 'completed' | 'stopped' | 'cancelled' | 'refused';
  total: number;
  /** In a dry run: rows that would be sent. */
  updated: number;
  /** Invalid rows, and rows the API refused. */
  failed: number;
  skipped: number;
  inDoubt: number;
  remaining: number;
  resultsFile?: string;
  rejectsFile?: string;
  /** Rows whose customer was searched for and isn't in the CRM or the campaign. */
  toAddFile?: string;
  error?: Failure;
}
