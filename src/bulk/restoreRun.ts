import path from 'node:path';
import { recordFieldNames, type RawRecord, type RecordUpdate } from '../core/record.js';
import { planRestore } from '../core/restore.js';
import { replaceFile, type Files } from '../storage/files.js';
import type { IntentLine, JournalHeader } from './journal/journalLines.js';
import { openLines, type LineReader, type Replay, partlyVerdict } from './journal/replay.js';
import { carrierOf, isLeftAlone, remember } from './journal/valuesBefore.js';
import { fail, succeed, type Result } from '../core/errors.js';
import type { EngineContext, RunHandle, SendOptions } from './run/run.js';
import { fileFailure } from './source/fileStart.js';
import { verdicts, type Plan } from './plan/plan.js';
import { planRun, type PlanRequest, begin, headerOf } from './run/startRun.js';
import { damageFailure, findRun, journalFile, newRunId } from './journal/runFiles.js';
import { dropAbandonedPlans } from './runs.js';

/** What a run's journal says can be put back, written as JSON Lines to be planned like any other file. */
interface RestoreRows {
  /** Rows written: at least one field of each can be put back. */
  rows: number;
  /** Rows of which nothing can: the record was not read before (these are `unread`), or the fields were empty. */
  notRestorable: number;
  unread: number;
  /** Rows of which some fields cannot be put back. */
  partly: number;
  /** Rows whose update changed nothing. */
  unchanged: number;
  /** True when the record no longer holds what the run wrote, or somebody called or made a note since. */
  isChanged(row: number, record: RawRecord): Promise<boolean>;
  /** Whether a row that was written does not get all of its values back. */
  isPartly(row: number): boolean;
  close(): Promise<void>;
}

/**
 * Gathers the values before of every row that a run updated.
 *
 * @param target where the rows are written
 */
async function gatherRestoreRows(
  files: Files,
  journal: string,
  replay: Replay,
  target: string,
): Promise<RestoreRows> {
  const lines = await openLines(files, journal);
  try {
    return await gather(lines, files, replay, target);
  } catch (error) {
    await lines.close();
    throw error;
  }
}

async function gather(lines: LineReader, files: Files, replay: Replay, target: string): Promise<RestoreRows> {
  const counts = { rows: 0, notRestorable: 0, unread: 0, partly: 0, unchanged: 0 };
  const partly = new Set<number>();
  const places: number[] = [];
  const parts: string[] = [];
  for (let row = 0; row < replay.header.rows; row++) {
    if (replay.state(row) !== 'updated') continue;
    const at = replay.intentAt(row);
    const line = at === undefined ? undefined : await lines.at(at);
    const restore = line?.t === 'intent' ? valuesBefore(line) : undefined;
    if (at === undefined || !restore) {
      counts.notRestorable++;
      counts.unread++;
      continue;
    }
    const { update, lost } = restore;
    if (Object.keys(update.fields).length === 0) {
      counts[lost > 0 ? 'notRestorable' : 'unchanged']++;
      continue;
    }
    if (lost > 0) {
      counts.partly++;
      partly.add(counts.rows);
    }
    counts.rows++;
    places.push(at);
    const { campaignId, customerId, fields } = update;
    parts.push(`${JSON.stringify({ campaign_id: campaignId, customer_id: customerId, ...fields })}\n`);
  }
  await replaceFile(files, target, Buffer.from(parts.join('')));
  return {
    ...counts,
    async isChanged(row, record) {
      const line = await lines.at(places[row] ?? 0);
      return (
        line?.t !== 'intent' || !line.b || !line.u || !isLeftAlone(remember(record), line.b, line.u.fields)
      );
    },
    isPartly: (row) => partly.has(row),
    close: () => lines.close(),
  };
}

/** The update that puts values back, and the count of fields that cannot be. */
function valuesBefore({ b, u }: IntentLine): { update: RecordUpdate; lost: number } | undefined {
  if (!b || !u) return undefined;
  // A dictionary status moves the record to the status that it belongs to: the former status brings both back.
  const moved = u.fields.dictionary_status_id === undefined ? {} : { status_id: '' };
  const { fields, notRestorable } = planRestore(b.values, { ...b.values, ...moved, ...u.fields });
  const carriers = recordFieldNames.filter((name) => u.fields[name] !== undefined).map(carrierOf);
  const missing = carriers.filter((name) => b.values[name] === undefined);
  return { update: { ...u, fields }, lost: notRestorable.length + missing.length };
}

/** The name beside the run's own file under which a restore's results are written. */
export function restoreName(file: string): string {
  const { dir, name } = path.parse(file);
  return path.join(dir, `${name}.restore.jsonl`);
}

export interface RestorePlan {
  plan: Plan;
  /** Rows of the run of which nothing can be put back, and those put back only in part. */
  notRestorable: number;
  /** Of those of which nothing can: the values before were not read. The other ones had empty fields. */
  unread: number;
  partly: number;
  unchanged: number;
  isPartly: (row: number) => boolean;
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

const sendVerdict = verdicts.indexOf('send');

/** Name, in a restore's folder, of the rows that it sends. */
const restoreSource = 'input.jsonl';

/**
 * Makes the plan that puts back the values before a run, its rows written into a folder of its own: `deleteRun`
 * removes a plan that is not started.
 */
export async function planRunRestore(
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
    const { notRestorable, unread, partly, unchanged } = rows;
    return succeed({
      plan: result.plan,
      notRestorable,
      unread,
      partly,
      unchanged,
      isPartly: (row) => rows.isPartly(row),
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
  { plan, isPartly, parent, runId }: RestorePlan,
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
  const { verdicts: planned, fingerprints } = plan.facts;
  const marked = (row: number): number => {
    const verdict = planned.get(row);
    return verdict === sendVerdict && isPartly(row) ? partlyVerdict : verdict;
  };
  return begin(context, header, { verdicts: { get: marked }, fingerprints }, send);
}
