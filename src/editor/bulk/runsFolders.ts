import { existsSync } from 'node:fs';
import type { BulkEngine } from '../../bulk/engine.js';
import { runFolder } from '../../bulk/journal/runFiles.js';
import type { JournalHeader } from '../../bulk/journal/journalLines.js';
import type { Connection } from '../../core/connection.js';
import { fail, succeed, type Result } from '../../core/errors.js';
import type { Services } from '../services.js';

const stateKey = 'bulk.runsFolders';
/** Opened folders that are remembered; older ones can be opened again. */
const keptFolders = 20;

/** Folders of runs other than this editor's own, such as one that a pipeline kept. */
export function openedFolders(services: Services): readonly string[] {
  return services.context.globalState.get<string[]>(stateKey) ?? [];
}

/** Remembers a folder of runs. */
export async function rememberFolder(services: Services, folder: string): Promise<void> {
  const others = openedFolders(services).filter((each) => each !== folder);
  await services.context.globalState.update(stateKey, [...others, folder].slice(-keptFolders));
}

/**
 * One engine for several folders: each run is taken up where it lies, and what follows from it, such as its restore, is
 * kept beside it. New runs go to the first folder.
 */
export function engineOfFolders(
  folders: readonly string[],
  engineOf: (folder: string) => BulkEngine,
): BulkEngine {
  const engines = folders.map((folder) => ({ folder, engine: engineOf(folder) }));
  const [own] = engines;
  if (!own) throw new TypeError('Runs need a folder');
  const at = (runId: string): BulkEngine => {
    const holds = engines.find(({ folder }) => {
      const place = runFolder(folder, runId);
      return place !== undefined && existsSync(place);
    });
    return (holds ?? own).engine;
  };
  return {
    planRun: (request) => own.engine.planRun(request),
    writeToFix: (plan) => own.engine.writeToFix(plan),
    writeToAdd: (plan) => own.engine.writeToAdd(plan),
    startRun: (plan, options) => own.engine.startRun(plan, options),
    resumeRun: (runId, options) => at(runId).resumeRun(runId, options),
    retryFailedRows: (runId, options) => at(runId).retryFailedRows(runId, options),
    planRestore: (runId, request) => at(runId).planRestore(runId, request),
    restoreRun: (plan, options) => at(plan.parent.runId).restoreRun(plan, options),
    writeResults: (runId, knowledge) => at(runId).writeResults(runId, knowledge),
    describeRun: (runId) => at(runId).describeRun(runId),
    deleteRun: (runId) => at(runId).deleteRun(runId),
    async listRuns() {
      const all = await Promise.all(engines.map(({ engine }) => engine.listRuns()));
      return {
        runs: all.flatMap(({ runs }) => runs).sort((a, b) => b.startedAt - a.startedAt),
        damaged: all.flatMap(({ damaged }) => damaged),
      };
    },
  };
}

/**
 * The user's connection to the system of a run: the one with which it began, else one to the same address. A run from
 * a command line knows no connection of this editor.
 */
export async function connectionOfRun(
  services: Services,
  { id, origin }: JournalHeader['connection'],
): Promise<Result<Connection>> {
  const all = (await services.connections.list()).filter(({ baseUrl }) => baseUrl === origin);
  const active = services.connections.active.get()?.id;
  const found = all.find((each) => each.id === id) ?? all.find((each) => each.id === active) ?? all[0];
  return found
    ? succeed(found)
    : fail({ code: 'no-connection', detail: 'unknown', params: { name: origin } });
}
