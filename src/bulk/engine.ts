import { fail, succeed, type Result } from '../core/errors.js';
import { realFiles } from '../storage/files.js';
import { systemClock, type EngineContext, type RunHandle, type SendOptions } from './run/run.js';
import { execute, planRun, type PlanRequest, startRun, type StartOptions } from './run/startRun.js';
import { journalFailure, withDiskCoded } from './journal/journal.js';
import type { Knowledge } from './plan/checkRow.js';
import type { Plan, PlanResult } from './plan/plan.js';
import { planRunRestore, restoreRun, type RestorePlan, type RestoreRequest } from './restoreRun.js';
import { FileChangedError, fileFailure, FileProblemError } from './source/fileStart.js';
import { writeResults, writeToAdd, writeToFix } from './results.js';
import { retryFailedRows, rowsToRetry } from './retryRun.js';
import { findRun, journalFile, runFolder, sourceOf } from './journal/runFiles.js';
import { deleteRun, listRuns, summaryOf, type DamagedRun, type RunSummary } from './runs.js';

export type { Plan, PlanCounts, PlanResult } from './plan/plan.js';
export type { PlanRequest } from './run/startRun.js';
export type { RestorePlan, RestoreRequest } from './restoreRun.js';
export type { RunCounts, RunEnd, RunHandle, RunProgress, SendOptions } from './run/run.js';
export type { DamagedRun, RunSummary } from './runs.js';
export type { StartOptions } from './run/startRun.js';

/** The world may be left to its real self: `files`, `clock` and `random` are for tests. */
export type EngineOptions = Omit<EngineContext, 'files' | 'clock' | 'random'> &
  Partial<Pick<EngineContext, 'files' | 'clock' | 'random'>>;

/** A run with what a retry of it would send. */
export interface RunDescription extends RunSummary {
  /** Rows that failed for a reason that may have passed. */
  retryable: number;
}

/** The door to bulk updates, for the editor and for a bench. */
export interface BulkEngine {
  /** Reads and judges a file; nothing is written, neither to the disk nor to Thulium. */
  planRun(request: PlanRequest): Promise<PlanResult>;
  /** `NAME.to-fix.csv` beside the file; undefined when every row is fine. */
  writeToFix(plan: Plan): Promise<string | undefined>;
  /** `NAME.to-add.csv` beside the file: rows whose customer was searched for and is not there; undefined without any. */
  writeToAdd(plan: Plan): Promise<string | undefined>;
  startRun(plan: Plan, options: StartOptions): Promise<Result<RunHandle>>;
  resumeRun(runId: string, options: SendOptions): Promise<Result<RunHandle>>;
  /** A run of the rows that failed for a reason that may have passed. */
  retryFailedRows(runId: string, options: SendOptions): Promise<Result<RunHandle>>;
  /** Reads journal and records; the plan's `changed` rows are left alone unless forced. */
  planRestore(runId: string, request: RestoreRequest): Promise<Result<RestorePlan>>;
  restoreRun(plan: RestorePlan, options: SendOptions): Promise<Result<RunHandle>>;
  /** `NAME.results.csv` beside the file. */
  writeResults(runId: string, knowledge?: Knowledge): Promise<Result<string>>;
  describeRun(runId: string): Promise<Result<RunDescription>>;
  listRuns(): Promise<{ runs: RunSummary[]; damaged: DamagedRun[] }>;
  deleteRun(runId: string): Promise<Result<undefined>>;
}

/** Makes the engine; nothing is read or written yet. */
export function createBulkEngine(options: EngineOptions): BulkEngine {
  const context: EngineContext = {
    files: realFiles,
    clock: systemClock,
    random: Math.random,
    ...options,
  };
  const { files, runsFolder, dates, words } = context;

  return {
    planRun: (request) => planRun(context, request),
    writeToFix: (plan) =>
      writeToFix(files, plan, dates, { column: words.toFixColumn, problem: (each) => words.problem(each) }),
    writeToAdd: (plan) =>
      writeToAdd(files, plan, dates, { column: words.toFixColumn, problem: (each) => words.problem(each) }),

    startRun: (plan, send) => withDiskCoded(() => startRun(context, plan, send)),

    resumeRun(runId, send) {
      const folder = runFolder(runsFolder, runId);
      return folder === undefined
        ? Promise.resolve(fail({ code: 'invalid-input', detail: 'run-unknown' }))
        : execute({ ...context, ...send, folder });
    },

    retryFailedRows: (runId, send) => withDiskCoded(() => retryFailedRows(context, runId, send)),
    planRestore: (runId, request) => withDiskCoded(() => planRunRestore(context, runId, request)),
    restoreRun: (plan, send) => withDiskCoded(() => restoreRun(context, plan, send)),

    async writeResults(runId, knowledge) {
      const found = await findRun(files, runsFolder, runId);
      if (!found.ok) return found;
      const { folder, replay } = found.value;
      const source = sourceOf(replay.header, folder);
      try {
        return succeed(
          await writeResults({
            files,
            replay,
            journalFile: journalFile(folder),
            source,
            dates,
            words,
            ...(knowledge ? { knowledge } : {}),
          }),
        );
      } catch (error) {
        const { file } = replay.header;
        if (error instanceof FileChangedError)
          return fail({ code: 'file-changed', detail: 'results', params: { file } });
        return fail(
          error instanceof FileProblemError
            ? fileFailure(error.problem, file)
            : journalFailure(error, 'write'),
        );
      }
    },

    async describeRun(runId) {
      const found = await findRun(files, runsFolder, runId);
      if (!found.ok) return found;
      const { folder, replay } = found.value;
      return withDiskCoded(async () => {
        const { total } = await rowsToRetry(files, runsFolder, folder, replay);
        return succeed({ ...summaryOf(replay), retryable: total });
      });
    },

    listRuns: () => listRuns(files, runsFolder),
    deleteRun: (runId) => withDiskCoded(() => deleteRun(files, runsFolder, runId)),
  };
}
