import { CustomerFinder } from '../plan/customerFinder.js';
import { createPacer } from './clock.js';
import type { EngineContext } from './context.js';
import { makePlan } from '../plan/makePlan.js';
import type { PlanOptions, PlanResult } from '../plan/plan.js';
import { readRecordsForPlan, type PlanReadOptions } from '../plan/planReads.js';
import { locateProblems } from '../source/positions.js';

export interface PlanRequest extends Omit<PlanOptions, 'dates'> {
  /** Read the records too, to find those in work or missing and to tell what can be restored. */
  readRecords?: boolean;
  includeInWork?: boolean;
  includeDoNotCall?: boolean;
  requestsPerSecond?: number;
  /** Reads of records at most; 1000 unless told. */
  maxReads?: number;
}

const defaultMaxReads = 1000;

/**
 * Plans a file with everything that the user asked to know before.
 *
 * @param isChanged in a restore: tells records that somebody changed since
 */
export async function planRun(
  { dates, clock }: EngineContext,
  request: PlanRequest,
  isChanged?: PlanReadOptions['isChanged'],
): Promise<PlanResult> {
  const pacer = createPacer(request.requestsPerSecond ?? 0, clock);
  const customers = request.customers ?? (request.client && new CustomerFinder(request.client, pacer));
  const result = await makePlan({ ...request, dates, ...(customers ? { customers } : {}) });
  if (!result.ok) return result;
  const { plan, index } = result;
  if (plan.problems.length > 0) await locateProblems(plan.file, plan.format, plan.problems);
  if (request.readRecords === true && request.client && index) {
    await readRecordsForPlan({
      plan,
      index,
      client: request.client,
      pacer,
      concurrency: request.concurrency ?? 4,
      includeInWork: request.includeInWork ?? false,
      includeDoNotCall: request.includeDoNotCall ?? false,
      maxReads: request.maxReads ?? defaultMaxReads,
      ...(isChanged ? { isChanged } : {}),
      ...(request.signal ? { signal: request.signal } : {}),
      ...(request.onProgress ? { onProgress: request.onProgress } : {}),
    });
  }
  return { ok: true, plan };
}
