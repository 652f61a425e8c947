import path from 'node:path';
import { fail, succeed, type ErrorCode, type Result } from '../core/errors.js';
import type { Files } from '../storage/files.js';
import { lockFile } from '../storage/lock.js';
import type { JournalHeader } from './journal/journalLines.js';
import type { LeftOut, Replay } from './journal/replay.js';
import type { RunCounts } from './run/run.js';
import { damageFailure, newRunId, readRun, runFolder } from './journal/runFiles.js';

/** A run as the list of runs shows it. */
export interface RunSummary extends RunCounts {
  runId: string;
  kind: JournalHeader['kind'];
  parent?: string;
  file: string;
  connection: JournalHeader['connection'];
  /** Milliseconds since the epoch. */
  startedAt: number;
  lastAt: number;
  /** `unfinished`: killed, or running right now. */
  state: 'completed' | 'stopped' | 'cancelled' | 'unfinished';
  rememberBefore: boolean;
  /** Rows left out before anything was sent, by why. */
  leftOut: LeftOut;
  /** In a restore: of the rows updated, those that have not all of their values back. */
  partly: number;
  failure?: { code: string; detail?: string };
}

/** A folder whose journal does not even tell what the run was. */
export interface DamagedRun {
  runId: string;
  failure: { code: ErrorCode; detail?: string };
}

/** All runs, newest first. */
export async function listRuns(
  files: Files,
  runsFolder: string,
): Promise<{ runs: RunSummary[]; damaged: DamagedRun[] }> {
  const runs: RunSummary[] = [];
  const damaged: DamagedRun[] = [];
  for (const runId of await files.list(runsFolder)) {
    const folder = runFolder(runsFolder, runId);
    const names = folder === undefined ? [] : await files.list(folder).catch(() => []);
    if (folder === undefined || !names.includes('journal.jsonl')) continue;
    const replay = await readRun(files, folder);
    if (!replay.ok) {
      damaged.push({ runId, failure: replay.failure });
      continue;
    }
    runs.push(summaryOf(replay.value));
  }
  runs.sort((a, b) => b.startedAt - a.startedAt);
  return { runs, damaged };
}

/** A run as its journal tells it. */
export function summaryOf({ header, counts, leftOut, partly, end, lastAt, damage }: Replay): RunSummary {
  return {
    runId: header.runId,
    kind: header.kind,
    ...(header.parent === undefined ? {} : { parent: header.parent }),
    file: header.file,
    connection: header.connection,
    startedAt: header.at,
    lastAt,
    state: end?.state ?? 'unfinished',
    rememberBefore: header.rememberBefore,
    total: header.total,
    ...counts,
    leftOut,
    partly,
    ...(damage ? { failure: damageFailure(damage) } : end?.e ? { failure: end.e } : {}),
  };
}

const dayMs = 24 * 60 * 60 * 1000;

/** Removes plans that were never started, such as those of a window closed in mid-question. */
export async function dropAbandonedPlans(files: Files, runsFolder: string, now: number): Promise<void> {
  const young = newRunId(now - dayMs);
  for (const runId of await files.list(runsFolder)) {
    const folder = runFolder(runsFolder, runId);
    if (folder === undefined || runId >= young) continue;
    if (!(await files.list(folder)).includes('journal.jsonl')) await files.remove(folder);
  }
}

/** Removes a run with all it remembers; refused while it is running. */
export async function deleteRun(files: Files, runsFolder: string, runId: string): Promise<Result<undefined>> {
  const folder = runFolder(runsFolder, runId);
  if (folder === undefined) return fail({ code: 'invalid-input', detail: 'run-unknown' });
  const lock = await lockFile(path.join(folder, 'run'));
  if (!lock) return fail({ code: 'run-locked' });
  await lock.release();
  await files.remove(folder);
  return succeed(undefined);
}
