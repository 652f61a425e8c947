import type { BulkEngine } from '../../bulk/engine.js';
import type { Plan } from '../../bulk/plan/plan.js';
import type { BulkOutcome } from '../../core/outcome.js';
import type { Access, Services } from '../services.js';
import { runToEnd } from './runToEnd.js';
import type { LiveRun } from './liveRun.js';
import { parentOf, rememberToFix } from './toFix.js';

export interface Sending {
  engine: BulkEngine;
  access: Access;
  plan: Plan;
  rejectsFile: string | undefined;
  concurrency: number | undefined;
  rememberBefore: boolean;
  includeInWork?: boolean;
  includeDoNotCall?: boolean;
  sendDuplicates?: boolean;
  /** The file from which the plan's own was copied, such as that of a selection. */
  copyOf?: string | undefined;
  onBegun?: (run: LiveRun) => void;
}

/** Sends the good rows of a plan. */
export async function sendPlan(services: Services, sending: Sending): Promise<BulkOutcome> {
  const { engine, access, plan, rejectsFile, concurrency, copyOf, onBegun } = sending;
  const { rememberBefore, includeInWork = false, includeDoNotCall = false, sendDuplicates = false } = sending;
  const { id, name } = access.connection;
  const parent = parentOf(services, plan.file);
  const outcome = await runToEnd(services, {
    access,
    engine,
    file: copyOf ?? plan.file,
    concurrency,
    ...(onBegun ? { onBegun } : {}),
    knowledge: plan.knowledge,
    rejectsFile,
    refusal: { counts: plan.counts },
    start: (send) =>
      engine.startRun(plan, {
        ...send,
        connection: { id, name },
        rememberBefore,
        includeInWork,
        includeDoNotCall,
        sendDuplicates,
        ...(copyOf === undefined ? {} : { copyOf }),
        ...(parent === undefined ? {} : { parent }),
      }),
  });
  if (rejectsFile !== undefined) await rememberToFix(services, rejectsFile, outcome.runId);
  return outcome;
}
