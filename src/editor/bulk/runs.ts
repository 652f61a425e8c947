import * as vscode from 'vscode';
import { existsSync } from 'node:fs';
import '../shared.js';
import type { DamagedRun, RunSummary } from '../../bulk/runs.js';
import type { BulkOutcome } from '../../core/outcome.js';
import { lazy } from '../../core/lazy.js';
import type { Services } from '../services.js';
import { BulkDiagnostics } from './diagnostics.js';
import { bulkEngine } from './engine.js';
import type { LiveRun } from './runToEnd.js';
import type { BulkEngine } from '../../bulk/engine.js';
import { runFolder } from '../../bulk/journal/runFiles.js';
import type { JournalHeader } from '../../bulk/journal/journalLines.js';
import type { Connection } from '../../core/connection.js';
import { fail, succeed, type Result } from '../../core/errors.js';

/** All bulk updates that are kept. */
export interface KeptRuns {
  runs: RunSummary[];
  damaged: DamagedRun[];
}

const ofServices = new WeakMap<Services, BulkRuns>();

/** The one list of bulk updates of this window. */
export function bulkRunsOf(services: Services): BulkRuns {
  let found = ofServices.get(services);
  if (!found) {
    found = new BulkRuns(services);
    services.own(found);
    ofServices.set(services, found);
    services.announceBulkRuns(found);
  }
  return found;
}

/** Bulk updates as this window knows them: those it runs, live, and those on the disk. */
export class BulkRuns implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly live = new Map<string, { run: LiveRun; outcome: Promise<BulkOutcome> }>();
  private readKept = this.keptReader();
  readonly diagnostics = new BulkDiagnostics();
  /** A run began, moved, ended or was deleted. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly services: Services) {}

  /** The journals are read once, and again after {@link refresh}. */
  kept(): Promise<KeptRuns> {
    return this.readKept();
  }

  /** Another window may have begun or finished runs. */
  refresh(): void {
    this.readKept = this.keptReader();
    this.changed.fire();
  }

  /** A run under way in this window, and what it will have come to. */
  liveRun(runId: string): { run: LiveRun; outcome: Promise<BulkOutcome> } | undefined {
    return this.live.get(runId);
  }

  /** Follows a run to its end. */
  async follow(run: LiveRun, outcome: Promise<BulkOutcome>): Promise<BulkOutcome> {
    const { runId } = run;
    this.live.set(runId, { run, outcome });
    this.refresh();
    const subscription = run.onDidChange(() => {
      this.changed.fire();
    });
    try {
      return await outcome;
    } finally {
      this.live.delete(runId);
      subscription.dispose();
      this.refresh();
    }
  }

  dispose(): void {
    for (const { run } of this.live.values()) run.dispose();
    this.diagnostics.dispose();
    this.changed.dispose();
  }

  private keptReader(): () => Promise<KeptRuns> {
    return lazy(() => bulkEngine(this.services).listRuns());
  }
}

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
