import path from 'node:path';
import { fail, succeed, type Result } from '../core/errors.js';
import type { NextCallDateChecker } from '../core/nextCallDate.js';
import { realFiles, replaceFile, type Files } from '../storage/files.js';
import { createPacer, systemClock, type Clock } from './clock.js';
import {
  execute,
  fileFailure,
  journalFile,
  readRun,
  sourceOf,
  type RunHandle,
  type SendOptions,
} from './execute.js';
import { createJournal } from './journal.js';
import { journalVersion, type JournalHeader } from './journalLines.js';
import type { Knowledge } from './judge.js';
import { makePlan, verdicts, type Plan, type PlanOptions, type PlanResult } from './plan.js';
import { readRecordsForPlan, type PlanReadOptions } from './planReads.js';
import { journalFailure } from './runner.js';
import { openLines, unchosenVerdict, type Replay } from './replay.js';
import { writeResults, writeToFix, type ResultWords } from './results.js';
import { gatherRestoreRows, restoreName } from './restorePlan.js';
import { locateProblems } from './read/positions.js';
import {
  deleteRun,
  listRuns,
  newRunId,
  runFolder,
  summaryOf,
  type DamagedRun,
  type RunSummary,
} from './runs.js';

export interface EngineOptions {
  /** Holds a folder a run. */
  runsFolder: string;
  dates: NextCallDateChecker;
  words: ResultWords & { toFixColumn: string };
  /** Stands in front of everything of the server's that is written down. */
  redact?: (text: string) => string;
  files?: Files;
  clock?: Clock;
  random?: () => number;
}

export interface PlanRequest extends Omit<PlanOptions, 'dates'> {
  /** Read the records too, to find those in work or missing and to tell what can be restored. */
  readRecords?: boolean;
  sendInWork?: boolean;
  concurrency?: number;
  requestsPerSecond?: number;
  /** Reads of records at most; 1000 unless told. */
  maxReads?: number;
}

export interface StartOptions extends SendOptions {
  connection: { id: string; name: string };
  rememberBefore: boolean;
  sendInWork?: boolean;
  sendDuplicates?: boolean;
  /** The run of which this file is the corrected rest. */
  parent?: string;
  /**
   * The plan's file is a copy of our own, such as an editor's selection: the run keeps it beside its
   * journal, and results are written beside the file named here.
   */
  copyOf?: string;
}

/** A run with what a retry of it would send. */
export interface RunDescription extends RunSummary {
  /** Rows that failed for a reason that may have passed. */
  retryable: number;
}

export interface RestorePlan {
  plan: Plan;
  /** Rows of the run of which nothing can be put back, and those put back only in part. */
  notRestorable: number;
  partly: number;
  unchanged: number;
  parent: JournalHeader;
  runId: string;
}

/** The door to bulk updates, for the editor and for a bench. */
export interface BulkEngine {
  /** Reads and judges a file; nothing is written, neither to the disk nor to Thulium. */
  planRun(request: PlanRequest): Promise<PlanResult>;
  /** `NAME.to-fix.csv` beside the file; undefined when every row is fine. */
  writeToFix(plan: Plan): Promise<string | undefined>;
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

export interface RestoreRequest extends Pick<
  PlanRequest,
  'client' | 'concurrency' | 'requestsPerSecond' | 'maxReads' | 'signal' | 'onProgress'
> {
  /** Put values back even where somebody changed the record since. */
  force?: boolean;
}

/** Failures of a row that a later try can get past. */
const passingCodes: ReadonlySet<string> = new Set([
  'server-error',
  'rate-limited',
  'timeout',
  'network',
  'unexpected-response',
  'response-too-large',
]);

const defaultMaxReads = 1000;

/** Makes the engine; nothing is read or written yet. */
export function createBulkEngine(options: EngineOptions): BulkEngine {
  const { runsFolder, dates, words, redact } = options;
  const files = options.files ?? realFiles;
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;

  async function planRun(
    request: PlanRequest,
    isChanged?: PlanReadOptions['isChanged'],
  ): Promise<PlanResult> {
    const result = await makePlan({ ...request, dates });
    if (!result.ok) return result;
    const { plan, index } = result;
    if (plan.problems.length > 0) await locateProblems(plan.file, plan.format, plan.problems);
    if (request.readRecords === true && request.client && index) {
      await readRecordsForPlan({
        plan,
        index,
        client: request.client,
        pacer: createPacer(request.requestsPerSecond ?? 0, clock),
        concurrency: request.concurrency ?? 4,
        sendInWork: request.sendInWork ?? false,
        maxReads: request.maxReads ?? defaultMaxReads,
        ...(isChanged ? { isChanged } : {}),
        ...(request.signal ? { signal: request.signal } : {}),
        ...(request.onProgress ? { onProgress: request.onProgress } : {}),
      });
    }
    return { ok: true, plan };
  }

  function run(runId: string, folder: string, send: SendOptions): Promise<Result<RunHandle>> {
    return execute({ ...send, files, folder, clock, random, ...(redact ? { redact } : {}) });
  }

  function header(plan: Plan, send: StartOptions, runId: string): JournalHeader {
    const { file, hash, format, columns, mapping, constants, counts } = plan;
    return {
      t: 'run',
      v: journalVersion,
      runId,
      kind: send.parent === undefined ? 'update' : 'linked',
      ...(send.parent === undefined ? {} : { parent: send.parent }),
      at: clock.now(),
      file,
      hash,
      format,
      columns: [...columns],
      mapping,
      constants,
      connection: { ...send.connection, origin: send.client.baseUrl },
      total: counts.total,
      rows: counts.total,
      rememberBefore: send.rememberBefore,
      sendInWork: send.sendInWork ?? false,
      sendDuplicates: send.sendDuplicates ?? false,
    };
  }

  async function begin(
    made: JournalHeader,
    facts: Parameters<typeof createJournal>[3],
    send: SendOptions,
  ): Promise<Result<RunHandle>> {
    const folder = path.join(runsFolder, made.runId);
    try {
      await createJournal(files, journalFile(folder), made, facts);
    } catch (error) {
      return fail(journalFailure(error));
    }
    return run(made.runId, folder, send);
  }

  async function known(runId: string): Promise<Result<{ folder: string; replay: Replay }>> {
    const folder = runFolder(runsFolder, runId);
    if (folder === undefined) return fail({ code: 'invalid-input', detail: 'run-unknown' });
    const replay = await readRun(files, folder);
    return replay.ok ? succeed({ folder, replay: replay.value }) : replay;
  }

  return {
    planRun: (request) => planRun(request),
    writeToFix: (plan) =>
      writeToFix(files, plan, dates, { column: words.toFixColumn, problem: (each) => words.problem(each) }),

    async startRun(plan, send) {
      const made = header(plan, send, newRunId(clock.now()));
      if (send.copyOf === undefined) return begin(made, plan.facts, send);
      const source = `input${path.extname(plan.file)}`;
      const copied = await keepCopy(files, plan.file, path.join(runsFolder, made.runId, source));
      return copied.ok ? begin({ ...made, file: send.copyOf, source }, plan.facts, send) : copied;
    },

    async resumeRun(runId, send) {
      const folder = runFolder(runsFolder, runId);
      return folder === undefined
        ? fail({ code: 'invalid-input', detail: 'run-unknown' })
        : run(runId, folder, send);
    },

    async retryFailedRows(runId, send) {
      const found = await known(runId);
      if (!found.ok) return found;
      const { folder, replay } = found.value;
      const { chosen, total } = await rowsToRetry(files, folder, replay);
      if (total === 0) return fail({ code: 'invalid-input', detail: 'nothing-to-retry' });
      const retried: JournalHeader = {
        ...replay.header,
        runId: newRunId(clock.now()),
        kind: 'retry',
        parent: runId,
        at: clock.now(),
        total,
      };
      if (replay.header.source !== undefined) {
        const target = path.join(runsFolder, retried.runId, replay.header.source);
        const copied = await keepCopy(files, sourceOf(replay.header, folder), target);
        if (!copied.ok) return copied;
      }
      const facts = {
        verdicts: { get: (row: number) => chosen[row] ?? unchosenVerdict },
        fingerprints: { get: () => 0 },
      };
      return begin(retried, facts, send);
    },

    async planRestore(runId, request) {
      const found = await known(runId);
      if (!found.ok) return found;
      const { folder, replay } = found.value;
      const restoreId = newRunId(clock.now());
      const target = path.join(runsFolder, restoreId, restoreSource);
      const rows = await gatherRestoreRows(files, journalFile(folder), replay, target);
      try {
        if (rows.rows === 0) {
          await files.remove(path.dirname(target));
          return fail({ code: 'invalid-input', detail: 'nothing-to-restore' });
        }
        const { force, ...rest } = request;
        const result = await planRun(
          {
            ...rest,
            file: target,
            kind: 'jsonl',
            encoding: 'utf-8',
            readRecords: true,
            sendInWork: true,
            sendDuplicates: true,
          },
          force === true ? undefined : (row, record) => rows.isChanged(row, record),
        );
        if (!result.ok) return fail(fileFailure(result.problem, target));
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
      }
    },

    restoreRun({ plan, parent, runId }, send) {
      const restored = header(plan, { ...send, connection: parent.connection, rememberBefore: true }, runId);
      return begin(
        {
          ...restored,
          kind: 'restore',
          parent: parent.runId,
          file: restoreName(parent.file),
          source: restoreSource,
          sendInWork: true,
        },
        plan.facts,
        send,
      );
    },

    async writeResults(runId, knowledge) {
      const found = await known(runId);
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
        return fail(journalFailure(error));
      }
    },

    async describeRun(runId) {
      const found = await known(runId);
      if (!found.ok) return found;
      const { folder, replay } = found.value;
      const { total } = await rowsToRetry(files, folder, replay);
      return succeed({ ...summaryOf(replay), retryable: total });
    },

    listRuns: () => listRuns(files, runsFolder),
    deleteRun: (runId) => deleteRun(files, runsFolder, runId),
  };
}

/** Name, in a restore's folder, of the rows that it sends. */
const restoreSource = 'input.jsonl';

/** Keeps a copy of our own of what a run reads. */
async function keepCopy(files: Files, from: string, to: string): Promise<Result<undefined>> {
  const bytes = await files.read(from);
  if (!bytes) return fail({ code: 'file-changed', params: { file: from } });
  try {
    await replaceFile(files, to, bytes);
    return succeed(undefined);
  } catch (error) {
    return fail(journalFailure(error));
  }
}

/** Verdicts of a retry, 0 for the rows chosen, and the count of these. */
async function rowsToRetry(
  files: Files,
  folder: string,
  replay: Replay,
): Promise<{ chosen: Uint8Array; total: number }> {
  const chosen = new Uint8Array(replay.header.rows).fill(unchosenVerdict);
  let total = 0;
  const lines = await openLines(files, journalFile(folder));
  try {
    for (let row = 0; row < replay.header.rows; row++) {
      const at = replay.state(row) === 'failed' ? replay.doneAt(row) : undefined;
      const line = at === undefined ? undefined : await lines.at(at);
      if (line?.t !== 'done' || !line.e || !passingCodes.has(line.e.code)) continue;
      chosen[row] = verdicts.indexOf('send');
      total++;
    }
  } finally {
    await lines.close();
  }
  return { chosen, total };
}
