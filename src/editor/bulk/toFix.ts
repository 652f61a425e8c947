import path from 'node:path';
import type { BulkEngine } from '../../bulk/engine.js';
import { errorCode } from '../../storage/files.js';
import type { Plan } from '../../bulk/plan/plan.js';
import type { Services } from '../services.js';

const stateKey = 'bulk.toFixFiles';
/** Files remembered; older ones are then runs of their own. */
const keptFiles = 100;

type ToFixFiles = Record<string, string>;

/** Writes the rows with errors beside the file, best effort: a folder that cannot be written stops no run. */
export async function saveToFix(
  services: Services,
  engine: BulkEngine,
  plan: Plan,
): Promise<string | undefined> {
  try {
    return await engine.writeToFix(plan);
  } catch (error) {
    services.output.warn(`${path.basename(plan.file)}: ${errorCode(error) ?? String(error)}`);
    return undefined;
  }
}

/** Writes the rows whose customer is to be added first beside the file, best effort. */
export async function saveToAdd(
  services: Services,
  engine: BulkEngine,
  plan: Plan,
): Promise<string | undefined> {
  try {
    return await engine.writeToAdd(plan);
  } catch (error) {
    services.output.warn(`${path.basename(plan.file)}: ${errorCode(error) ?? String(error)}`);
    return undefined;
  }
}

/** Takes down that a file holds the rows that a run left out, so that its run is linked to it. */
export async function rememberToFix(services: Services, file: string, runId: string): Promise<void> {
  if (runId === '') return;
  const { globalState } = services.context;
  const known = Object.entries(globalState.get<ToFixFiles>(stateKey) ?? {});
  await globalState.update(stateKey, Object.fromEntries([...known, [file, runId]].slice(-keptFiles)));
}

/** The run whose rows a file corrects. */
export function parentOf(services: Services, file: string): string | undefined {
  return services.context.globalState.get<ToFixFiles>(stateKey)?.[file];
}
