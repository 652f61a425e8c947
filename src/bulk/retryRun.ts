import path from 'node:path';
import { fail, type Result } from '../core/errors.js';
import type { Files } from '../storage/files.js';
import type { EngineContext, RunHandle, SendOptions } from './run/run.js';
import type { JournalHeader } from './journal/journalLines.js';
import { verdicts } from './plan/plan.js';
import { openLines, readHeader, unchosenVerdict, type Replay } from './journal/replay.js';
import {
  damageFailure,
  findRun,
  journalFile,
  keepCopy,
  newRunId,
  runFolder,
  sourceOf,
} from './journal/runFiles.js';
import { begin } from './run/startRun.js';

/** Failures of a row that a later try can get past. */
const passingCodes: ReadonlySet<string> = new Set([
  'server-error',
  'rate-limited',
  'timeout',
  'network',
  'unexpected-response',
  'response-too-large',
]);

/** Begins a run of the rows that failed for a reason that may have passed. */
export async function retryFailedRows(
  context: EngineContext,
  runId: string,
  send: SendOptions,
): Promise<Result<RunHandle>> {
  const { files, runsFolder, clock } = context;
  const found = await findRun(files, runsFolder, runId);
  if (!found.ok) return found;
  const { folder, replay } = found.value;
  const { chosen, total } = await rowsToRetry(files, runsFolder, folder, replay);
  if (total === 0) {
    const { damage } = replay;
    return fail(damage ? damageFailure(damage) : { code: 'invalid-input', detail: 'nothing-to-retry' });
  }
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
  return begin(context, retried, facts, send);
}

/** Verdicts of a retry, 0 for the rows chosen, and the count of these; what an earlier retry took over is left to it. */
export async function rowsToRetry(
  files: Files,
  runsFolder: string,
  folder: string,
  replay: Replay,
): Promise<{ chosen: Uint8Array; total: number }> {
  const chosen = new Uint8Array(replay.header.rows).fill(unchosenVerdict);
  let total = 0;
  // Most runs fail no row: then neither this journal nor those of other runs are gone through.
  if (replay.counts.failed === 0) return { chosen, total };
  const isTakenOver = await retriedSince(files, runsFolder, replay.header.runId);
  const lines = await openLines(files, journalFile(folder));
  try {
    for (let row = 0; row < replay.header.rows; row++) {
      const isOpen = replay.state(row) === 'failed' && !isTakenOver(row);
      const at = isOpen ? replay.doneAt(row) : undefined;
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

/** Tells rows that a retry of a run, or a retry of that, has sent or still has to send; those that failed again it has not. */
async function retriedSince(
  files: Files,
  runsFolder: string,
  runId: string,
): Promise<(row: number) => boolean> {
  // By who says whose retry it is, never by time: the clock may have been set back between two runs.
  const childrenOf = new Map<string, string[]>();
  for (const id of await files.list(runsFolder)) {
    const folder = runFolder(runsFolder, id);
    const header = folder === undefined ? undefined : await readHeader(files, journalFile(folder));
    if (header?.kind !== 'retry' || header.parent === undefined) continue;
    childrenOf.set(header.parent, [...(childrenOf.get(header.parent) ?? []), id]);
  }
  const retries: Replay[] = [];
  const lineage = new Set<string>([runId]);
  for (const id of lineage) {
    for (const child of childrenOf.get(id) ?? []) {
      const found = lineage.has(child) ? undefined : await findRun(files, runsFolder, child);
      // A run that cannot be read any more must not keep the others from being retried.
      if (!found?.ok) continue;
      lineage.add(child);
      retries.push(found.value.replay);
    }
  }
  return (row) =>
    retries.some((retry) => {
      const state = retry.state(row);
      return state !== 'failed' && state !== 'unchosen';
    });
}
