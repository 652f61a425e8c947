import path from 'node:path';
import { fail, succeed, type Result } from '../../core/errors.js';
import { lockFile, type Lock } from '../../storage/lock.js';
import { fileFailure, FileProblemError } from '../source/fileStart.js';
import { withDiskCoded, createJournal, type JournalFacts } from '../journal/journal.js';
import { fileStamp, hashFile } from '../source/rows.js';
import type { Replay } from '../journal/replay.js';
import { type RunHandle, type EngineContext, type SendOptions, createPacer } from './run.js';
import { damageFailure, readRun, sourceOf, journalFile, keepCopy, newRunId } from '../journal/runFiles.js';
import { Session, type SessionOptions } from './session.js';
import { journalVersion, type JournalHeader } from '../journal/journalLines.js';
import type { Plan, PlanOptions, PlanResult } from '../plan/plan.js';
import { CustomerFinder } from '../plan/customerFinder.js';
import { makePlan } from '../plan/planner.js';
import { readRecordsForPlan, type PlanReadOptions } from '../plan/readBefore.js';
import { locateProblems } from '../source/positions.js';

/**
 * Takes the lock of a run, reads its journal, holds the file and the connection against it, and sends
 * what is still to be sent. Nothing is sent when it fails.
 */
export function execute(options: SessionOptions): Promise<Result<RunHandle>> {
  return withDiskCoded(() => executeLocked(options), 'write');
}

async function executeLocked(options: SessionOptions): Promise<Result<RunHandle>> {
  const { folder } = options;
  const lost = { call: (): void => undefined };
  let lock: Lock | undefined;
  let session: Session | undefined;
  try {
    lock = await lockFile(path.join(folder, 'run'), {
      onLost: () => {
        lost.call();
      },
    });
    if (!lock) return fail({ code: 'run-locked' });
    const replay = await checkedReplay(options);
    if (!replay.ok) return replay;
    session = await Session.open(options, replay.value.replay, lock, replay.value.stamp);
  } finally {
    // From here on the lock is the session's own.
    if (!session) await lock?.release();
  }
  lost.call = () => {
    session.stop({ state: 'stopped', failure: { code: 'run-locked' } });
  };
  return succeed(session.start());
}

async function checkedReplay({
  files,
  folder,
  client,
}: SessionOptions): Promise<Result<{ replay: Replay; stamp: string }>> {
  const read = await readRun(files, folder);
  if (!read.ok) return read;
  const replay = read.value;
  const { header, damage } = replay;
  if (damage) return fail(damageFailure(damage));
  if (header.connection.origin !== client.baseUrl) {
    const params = { expected: header.connection.origin, found: client.baseUrl };
    return fail({ code: 'journal-damaged', detail: 'other-origin', params });
  }
  try {
    const file = sourceOf(header, folder);
    // Taken before the hash: whatever is put in the file's place from now on does not have this stamp.
    const stamp = await fileStamp(file);
    const same = (await hashFile(file)) === header.hash;
    return same ? succeed({ replay, stamp }) : fail({ code: 'file-changed', params: { file: header.file } });
  } catch (error) {
    if (error instanceof FileProblemError) return fail(fileFailure(error.problem, header.file));
    throw error;
  }
}

export interface StartOptions extends SendOptions {
  connection: { id: string; name: string };
  rememberBefore: boolean;
  includeInWork?: boolean;
  sendDuplicates?: boolean;
  /** The run of which this file is the corrected rest. */
  parent?: string;
  /**
   * The plan's file is a copy of our own, such as an editor's selection: the run keeps it beside its
   * journal, and results are written beside the file named here.
   */
  copyOf?: string;
}

/** Begins a run of the rows that a plan would send. */
export async function startRun(
  context: EngineContext,
  plan: Plan,
  send: StartOptions,
): Promise<Result<RunHandle>> {
  const { files, runsFolder, clock } = context;
  const header = headerOf(plan, send, newRunId(clock.now()), clock.now());
  if (send.copyOf === undefined) return begin(context, header, plan.facts, send);
  const source = `input${path.extname(plan.file)}`;
  const copied = await keepCopy(files, plan.file, path.join(runsFolder, header.runId, source));
  if (!copied.ok) return copied;
  return begin(context, { ...header, file: send.copyOf, source }, plan.facts, send);
}

/** The header of a run that sends what a plan says. */
export function headerOf(plan: Plan, send: StartOptions, runId: string, now: number): JournalHeader {
  const { file, hash, format, columns, mapping, constants, counts } = plan;
  return {
    t: 'run',
    v: journalVersion,
    runId,
    kind: send.parent === undefined ? 'update' : 'linked',
    ...(send.parent === undefined ? {} : { parent: send.parent }),
    at: now,
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
    includeInWork: send.includeInWork ?? false,
    includeDoNotCall: send.includeDoNotCall ?? false,
    doNotCall: doNotCallStatuses(plan),
    sendDuplicates: send.sendDuplicates ?? false,
  };
}

/** The statuses of a plan's campaigns that are Do not call, as the journal's header holds them. */
function doNotCallStatuses({ knowledge }: Plan): string[] {
  return [...knowledge].flatMap(([campaignId, { statuses = [] }]) =>
    statuses
      .filter(({ system_status }) => system_status === 'NO_CALL')
      .flatMap(({ status_id, dictionary_status_id: dictionary }) => [
        `${campaignId}/${status_id}`,
        ...(dictionary === null ? [] : [`${campaignId}/d${dictionary}`]),
      ]),
  );
}

/** Writes the journal of a new run and begins to send. */
export async function begin(
  context: EngineContext,
  header: JournalHeader,
  facts: JournalFacts,
  send: SendOptions,
): Promise<Result<RunHandle>> {
  const { files } = context;
  const folder = path.join(context.runsFolder, header.runId);
  const begun = await withDiskCoded(async () => {
    await createJournal(files, journalFile(folder), header, facts);
    return execute({ ...context, ...send, folder });
  }, 'write');
  // Who is told that nothing began will begin anew: a run left to be resumed would send the rows twice.
  if (!begun.ok) await files.remove(journalFile(folder)).catch(() => undefined);
  return begun;
}

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
