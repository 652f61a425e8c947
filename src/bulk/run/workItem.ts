import type { CodedFailure } from '../../core/errors.js';
import type { RecordUpdate } from '../../core/record.js';
import type { RowOutcome } from '../journal/journalLines.js';
import type { ValuesBefore } from '../journal/valuesBefore.js';

/** A row to send. */
export interface WorkItem {
  row: number;
  update: RecordUpdate;
  /** Of the record when the plan was made; 0 when it was not read. */
  fingerprint: number;
  /** An earlier session sent it, or was about to, and nobody knows the end. */
  unfinished?: { before?: ValuesBefore };
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
