import path from 'node:path';
import { fail, succeed, type Result } from '../core/errors.js';
import type { EngineContext } from './run/context.js';
import { fileFailure } from './source/fileProblems.js';
import type { JournalHeader } from './journal/journalLines.js';
import type { Plan } from './plan/plan.js';
import { planRun, type PlanRequest } from './run/planRun.js';
import { gatherRestoreRows, restoreName } from './restorePlan.js';
import type { RunHandle, SendOptions } from './run/run.js';
import { damageFailure, findRun, journalFile, newRunId } from './journal/runFiles.js';
import { dropAbandonedPlans } from './runs.js';
import { begin, headerOf } from './run/startRun.js';

export interface RestorePlan {
  plan: Plan;
  /** Rows of the run of which nothing can be put back, and those put back only in part. */
  notRestorable: number;
  partly: number;
  unchanged: number;
  parent: JournalHeader;
  runId: string;
}

export interface RestoreRequest extends Pick<
  PlanRequest,
  'client' | 'concurrency' | 'requestsPerSecond' | 'maxReads' | 'signal' | 'onProgress'
> {
  /** Put values back even where that takes the record out of Do not call. */
  includeDoNotCall?: boolean;
  /** Put values back even where somebody changed the record since. */
  force?: boolean;
}

/** Name, in a restore's folder, of the rows that it sends. */
const restoreSource = 'input.jsonl';

/**
 * Makes the plan that puts back the values before a run, its rows written into a folder of its own: `deleteRun`
 * removes a plan that is not started.
 */
export async function planRestore(
  context: EngineContext,
  runId: string,
  request: RestoreRequest,
): Promise<Result<RestorePlan>> {
  const { files, runsFolder, clock } = context;
  const found = await findRun(files, runsFolder, runId);
  if (!found.ok) return found;
  const { folder, replay } = found.value;
  await dropAbandonedPlans(files, runsFolder, clock.now());
  const restoreId = newRunId(clock.now());
  const target = path.join(runsFolder, restoreId, restoreSource);
  const rows = await gatherRestoreRows(files, journalFile(folder), replay, target);
  let isPlanned = false;
  try {
    if (rows.rows === 0) {
      const { damage } = replay;
      return fail(damage ? damageFailure(damage) : { code: 'invalid-input', detail: 'nothing-to-restore' });
    }
    const { force, ...rest } = request;
    const result = await planRun(
      context,
      {
        ...rest,
        file: target,
        kind: 'jsonl',
        encoding: 'utf-8',
        readRecords: true,
        includeInWork: true,
        sendDuplicates: true,
      },
      force === true ? undefined : (row, record) => rows.isChanged(row, record),
    );
    if (request.signal?.aborted === true) return fail({ code: 'cancelled' });
    if (!result.ok) return fail(fileFailure(result.problem, target));
    isPlanned = true;
    const { notRestorable, partly, unchanged } = rows;
    return succeed({
      plan: result.plan,
      notRestorable,
      partly,
      unchanged,
      parent: replay.header,
      runId: restoreId,
    });
  } finally {
    await rows.close();
    if (!isPlanned) await files.remove(path.dirname(target));
  }
}

/** Begins to send a plan of {@link planRestore}. */
export function restoreRun(
  context: EngineContext,
  { plan, parent, runId }: RestorePlan,
  send: SendOptions,
): Promise<Result<RunHandle>> {
  const options = { ...send, connection: parent.connection, rememberBefore: true };
  const header: JournalHeader = {
    ...headerOf(plan, options, runId, context.clock.now()),
    kind: 'restore',
    parent: parent.runId,
    file: restoreName(parent.file),
    source: restoreSource,
    includeInWork: true,
  };
  return begin(context, header, plan.facts, send);
}
