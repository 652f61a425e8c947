import path from 'node:path';
import type { Result } from '../../core/errors.js';
import type { EngineContext } from './context.js';
import { execute } from './execute.js';
import { createJournal, withDiskCoded, type JournalFacts } from '../journal/journal.js';
import { journalVersion, type JournalHeader } from '../journal/journalLines.js';
import type { Plan } from '../plan/plan.js';
import type { RunHandle, SendOptions } from './run.js';
import { journalFile, keepCopy, newRunId } from '../journal/runFiles.js';

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
