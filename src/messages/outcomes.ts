import type { PlanCounts } from '../bulk/plan/plan.js';
import type { RunEnd } from '../bulk/run/run.js';
import type { CodedFailure } from '../core/errors.js';
import type { BulkOutcome, UpdateOutcome } from '../core/outcome.js';
import type { UpdateReport } from '../thulium/sendUpdate.js';
import { toFailure } from './failures.js';

/*
 * What the commands of the editor and those of the command line resolve to: the contract of `core/outcome.ts`, its
 * failures in words.
 */

/**
 * How an update ended.
 *
 * @param updateId its id in the history, where there is one
 */
export function updateOutcome(report: UpdateReport, updateId?: string): UpdateOutcome {
  const { outcome, status, requestId, attempts, durationMs, before, after, unchecked, failure } = report;
  return {
    outcome,
    attempts,
    durationMs: Math.round(durationMs),
    ...(updateId === undefined ? {} : { updateId }),
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(before ? { before } : {}),
    ...(after ? { after } : {}),
    ...(unchecked.length > 0 ? { unchecked: [...unchecked] } : {}),
    ...(failure ? { error: toFailure(failure) } : {}),
  };
}

/** An outcome for a failure that came before anything was tried. */
export function refusedOutcome(failure: CodedFailure): UpdateOutcome {
  const outcome = failure.code === 'cancelled' ? 'cancelled' : 'failed';
  return { outcome, attempts: 0, durationMs: 0, error: toFailure(failure) };
}

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
    skipped: counts.duplicate + counts.inWork + counts.doNotCall + counts.changed,
  };
}
