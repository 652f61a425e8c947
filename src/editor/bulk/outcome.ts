import type { RunEnd } from '../../bulk/run/run.js';
import type { PlanCounts } from '../../bulk/plan/plan.js';
import type { CodedFailure } from '../../core/errors.js';
import type { BulkOutcome } from '../../core/outcome.js';
import { toFailure } from '../../messages/failures.js';

/** Files that a bulk update wrote. */
export type WrittenFiles = Pick<BulkOutcome, 'resultsFile' | 'rejectsFile'>;

type Counts = Pick<BulkOutcome, 'total' | 'updated' | 'failed' | 'skipped' | 'inDoubt' | 'remaining'>;

const noRows: Counts = { total: 0, updated: 0, failed: 0, skipped: 0, inDoubt: 0, remaining: 0 };

/** How a run ended, for the caller of a command. */
export function endedOutcome(end: RunEnd, files: WrittenFiles): BulkOutcome {
  const { runId, state, total, updated, failed, skipped, inDoubt, remaining, failure } = end;
  return {
    runId,
    dryRun: false,
    state,
    total,
    updated,
    failed,
    skipped,
    inDoubt,
    remaining,
    ...files,
    ...(failure ? { error: toFailure(failure) } : {}),
  };
}

/** What a plan says would be sent. */
export function dryOutcome(counts: PlanCounts, files: WrittenFiles): BulkOutcome {
  return { runId: '', dryRun: true, state: 'completed', ...plannedCounts(counts, 'updated'), ...files };
}

export interface Refusal {
  runId?: string;
  /** Rows as the plan counted them, where there is one. */
  counts?: PlanCounts;
  /** Rows that would have been sent, where there is no plan. */
  rows?: number;
  dryRun?: boolean;
  files?: WrittenFiles;
}

/** Nothing was sent. */
export function refusedBulk(failure: CodedFailure, more: Refusal = {}): BulkOutcome {
  const { counts, rows = 0 } = more;
  const field = failure.params?.field;
  return {
    runId: more.runId ?? '',
    dryRun: more.dryRun ?? false,
    state: failure.code === 'cancelled' ? 'cancelled' : 'refused',
    ...(counts ? plannedCounts(counts, 'remaining') : { ...noRows, total: rows, remaining: rows }),
    ...more.files,
    error: { ...toFailure(failure), ...(field === undefined ? {} : { field }) },
  };
}

function plannedCounts(counts: PlanCounts, unsent: 'updated' | 'remaining'): Counts {
  return {
    ...noRows,
    total: counts.total,
    [unsent]: counts.send,
    failed: counts.invalid + counts.notFound,
    skipped: counts.duplicate + counts.inWork + counts.changed,
  };
}
