import path from 'node:path';
import * as vscode from 'vscode';
import type { RunSummary } from '../../bulk/runs.js';
import { wordCounts, wordRunState } from '../../messages/bulk.js';
import type { Services, Access } from '../services.js';
import { bulkRunsOf, connectionOfRun } from './runs.js';
import { asRunRow } from './runsTree.js';
import { showMessage, showQuickPick, askModal, showInputBox } from '../door.js';
import type { Connection } from '../../core/connection.js';
import { type CodedFailure, type Result, fail, succeed } from '../../core/errors.js';
import { countOf } from '../../messages/plural.js';
import type { BulkEngine, RunDescription, RestorePlan } from '../../bulk/engine.js';
import type { BulkOutcome } from '../../core/outcome.js';
import { refusedBulk, type Refusal } from '../../messages/outcomes.js';
import { presentRefusal } from './bulkOutcome.js';
import { setting } from '../settings.js';
import { runToEnd, type RunToEnd } from './runToEnd.js';
import { withReadingProgress } from './bulkCommand.js';
import { parseArguments, runArguments } from '../arguments.js';
import { bulkEngine } from './engine.js';

export type RunCommand = 'resume' | 'retry' | 'restore';

const suits: Record<RunCommand, (run: RunSummary) => boolean> = {
  resume: (run) => run.remaining + run.inDoubt > 0,
  retry: (run) => run.failed > 0,
  restore: (run) => run.updated > 0 && run.rememberBefore,
};

/** The run of a row or a button, or one that the user picks; undefined when arguments name it. */
export async function chosenRun(
  services: Services,
  command: RunCommand,
  input: unknown,
): Promise<{ runId: string } | 'cancelled' | undefined> {
  const row = asRunRow(input);
  if (row) return { runId: row.row };
  if (input !== undefined) return undefined;
  const runs = bulkRunsOf(services);
  runs.refresh();
  const items = (await runs.kept()).runs.filter(suits[command]).map((run) => ({
    label: path.basename(run.file),
    description: [
      wordRunState(run),
      run.connection.name,
      new Date(run.startedAt).toLocaleString(vscode.env.language),
    ].join(' · '),
    detail: wordCounts(run, run),
    runId: run.runId,
  }));
  if (items.length === 0) {
    void showMessage('info', titleOfNone(command));
    return 'cancelled';
  }
  const options = {
    title: titleOf(command),
    matchOnDescription: true,
    matchOnDetail: true,
    // A page whose run has just ended may take the focus.
    ignoreFocusOut: true,
  };
  return (await showQuickPick(items, options)) ?? 'cancelled';
}

function titleOf(command: RunCommand): string {
  switch (command) {
    case 'resume':
      return vscode.l10n.t('Select a bulk update to resume');
    case 'retry':
      return vscode.l10n.t('Select a bulk update to retry');
    case 'restore':
      return vscode.l10n.t('Select a bulk update to restore');
  }
}

function titleOfNone(command: RunCommand): string {
  switch (command) {
    case 'resume':
      return vscode.l10n.t('No unfinished bulk updates.');
    case 'retry':
      return vscode.l10n.t('No bulk update has failed rows.');
    case 'restore':
      return vscode.l10n.t('No bulk update can be restored.');
  }
}

/**
 * Holds the number of rows that a caller expects against those that would be sent: on a production
 * system it must be given.
 */
export function checkExpectedRows(
  rows: number,
  expected: number | undefined,
  { production }: Connection,
): CodedFailure | undefined {
  const params = { field: 'expectedRows', rows: String(rows), expected: String(expected) };
  if (expected === undefined) {
    return production ? { code: 'invalid-input', detail: 'expected-rows-missing', params } : undefined;
  }
  return expected === rows ? undefined : { code: 'invalid-input', detail: 'expected-rows', params };
}

/** On a production system the user types how many rows are sent; false when they did not. */
export async function confirmRows(title: string, rows: number, connection: Connection): Promise<boolean> {
  if (!connection.production) return true;
  const wanted = String(rows);
  const typed = await showInputBox({
    title,
    prompt: vscode.l10n.t(
      'To update {0} on {1} (production), type the number of rows.',
      countOf('row', rows),
      connection.name,
    ),
    placeHolder: wanted,
    ignoreFocusOut: true,
    validateInput: (text) =>
      text === '' || text === wanted
        ? undefined
        : vscode.l10n.t('This isn’t the number of rows to be sent: {0}.', wanted),
  });
  return typed === wanted;
}

/** In a workspace that is not trusted nothing is sent unasked, whoever called. */
export async function confirmUntrusted(
  title: string,
  rows: number,
  connection: Connection,
): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const send = vscode.l10n.t('Send');
  const question = vscode.l10n.t('Send the bulk update to {0}?', connection.name);
  return (await askModal(question, { detail: [title, countOf('row', rows)] }, send)) === send;
}

/** A run that a command takes up, and who settles how many rows are sent. */
export interface ChosenRun {
  engine: BulkEngine;
  access: Access;
  run: RunDescription;
  /** Given by an argument object; a row of the view or a button lets the user type it. */
  expectedRows: number | undefined;
  /** Send also what takes a record out of Do not call; the run's own choice where it is left out. */
  includeDoNotCall?: boolean | undefined;
  isAsked: boolean;
}

/** Why these rows are not sent: the number that was expected or typed is another. */
export async function settleRows(
  { access, expectedRows, isAsked }: ChosenRun,
  title: string,
  rows: number,
): Promise<CodedFailure | undefined> {
  const { connection } = access;
  if (connection.readOnly) return { code: 'read-only', params: { name: connection.name } };
  const failure = isAsked ? undefined : checkExpectedRows(rows, expectedRows, connection);
  if (failure || rows === 0) return failure;
  const isSettled =
    (await confirmUntrusted(title, rows, connection)) &&
    (!isAsked || (await confirmRows(title, rows, connection)));
  return isSettled ? undefined : { code: 'cancelled' };
}

/** Says why nothing was sent. */
export function refuse(
  services: Services,
  title: string,
  failure: CodedFailure,
  more: Refusal = {},
): BulkOutcome {
  presentRefusal(services, title, failure);
  return refusedBulk(failure, more);
}

/** Plans the restore of a run, shows what it can and cannot do, and sends it. */
export async function sendRestore(
  services: Services,
  chosen: ChosenRun,
  title: string,
): Promise<BulkOutcome> {
  const { engine, access, run } = chosen;
  const { runId } = run;
  const wanted = { force: false, includeDoNotCall: chosen.includeDoNotCall ?? false };
  let restore = await planRestore(chosen, wanted);
  if (!restore) return refusedBulk({ code: 'cancelled' }, { runId });
  if (!restore.ok) return refuse(services, title, restore.failure, { runId });
  if (chosen.isAsked) {
    for (;;) {
      const answer = await askRestore(restore.value, path.basename(run.file), access.connection);
      if (answer === 'restore') break;
      await engine.deleteRun(restore.value.runId);
      if (answer === 'cancel') return refusedBulk({ code: 'cancelled' }, { runId });
      if (answer === 'force') wanted.force = true;
      else wanted.includeDoNotCall = true;
      restore = await planRestore(chosen, wanted);
      if (!restore) return refusedBulk({ code: 'cancelled' }, { runId });
      if (!restore.ok) return refuse(services, title, restore.failure, { runId });
      if (answer === 'force') break;
    }
  }
  const planned = restore.value;
  const { counts } = planned.plan;
  const failure = await settleRows(chosen, title, counts.send);
  if (failure) {
    await engine.deleteRun(planned.runId);
    return refuse(services, title, failure, { runId, counts });
  }
  return runToEnd(services, {
    engine,
    access,
    file: run.file,
    knowledge: planned.plan.knowledge,
    includeDoNotCall: wanted.includeDoNotCall,
    refusal: { runId, counts },
    start: (send) => engine.restoreRun(planned, send),
  });
}

function planRestore(
  { engine, access, run }: ChosenRun,
  { force, includeDoNotCall }: { force: boolean; includeDoNotCall: boolean },
): Promise<Result<RestorePlan> | undefined> {
  return Promise.resolve(
    withReadingProgress(run.file, async (signal, onProgress) => {
      try {
        const result = await engine.planRestore(run.runId, {
          client: access.client,
          concurrency: setting('bulk.concurrency'),
          requestsPerSecond: setting('bulk.requestsPerSecond'),
          signal,
          onProgress,
          ...(force ? { force } : {}),
          includeDoNotCall,
        });
        return signal.aborted ? undefined : result;
      } catch (error) {
        if (signal.aborted) return undefined;
        throw error;
      }
    }),
  );
}

async function askRestore(
  { plan, notRestorable, unread, partly, unchanged }: RestorePlan,
  file: string,
  connection: Connection,
): Promise<'restore' | 'force' | 'do-not-call' | 'cancel'> {
  const { send, changed, inWork, doNotCall, notFound } = plan.counts;
  const line = (count: number, text: string): string[] =>
    count > 0 ? [`${countOf('row', count)}: ${text}`] : [];
  const restore = vscode.l10n.t('Restore');
  const force = vscode.l10n.t('Overwrite Changed Ones Too');
  const leave = vscode.l10n.t('Include Those That Leave Do Not Call');
  const detail = [
    ...line(send, vscode.l10n.t('can be restored')),
    ...line(partly, vscode.l10n.t('only partially, because a field was empty or couldn’t be read before')),
    ...line(changed, vscode.l10n.t('changed by someone since, left alone')),
    ...line(inWork, vscode.l10n.t('in progress')),
    ...line(doNotCall, vscode.l10n.t('leave Do not call, left out')),
    ...line(notFound, vscode.l10n.t('no longer in Thulium')),
    ...line(notRestorable - unread, vscode.l10n.t('can’t be restored, because the fields were empty before')),
    ...line(unread, vscode.l10n.t('can’t be restored, because the values before couldn’t be read')),
    ...line(unchanged, vscode.l10n.t('already had these values')),
    vscode.l10n.t('Calls made in the meantime can’t be undone.'),
  ];
  const answer = await askModal(
    connection.production
      ? vscode.l10n.t('Restore previous values of {0} on {1} (production)?', file, connection.name)
      : vscode.l10n.t('Restore previous values of {0} on {1}?', file, connection.name),
    { detail },
    // The first button has the focus: one that overwrites nothing.
    ...(connection.production || changed > 0 ? [vscode.l10n.t('Don’t Restore')] : []),
    ...(send > 0 ? [restore] : []),
    ...(changed > 0 ? [force] : []),
    ...(doNotCall > 0 ? [leave] : []),
  );
  if (answer === leave) return 'do-not-call';
  return answer === restore ? 'restore' : answer === force ? 'force' : 'cancel';
}

/** `thulium.resumeBulkUpdate`: goes on with a run that was paused, stopped, cancelled or killed. */
export async function resumeBulkUpdate(services: Services, input?: unknown): Promise<BulkOutcome> {
  const onUnknown = asRunRow(input)?.onUnknown;
  const title = vscode.l10n.t('Resume Bulk Update');
  return take(services, 'resume', title, input, (chosen) => {
    const { engine, run } = chosen;
    return send(services, chosen, title, run.remaining + run.inDoubt, {
      ...(onUnknown ? { onUnknown } : {}),
      start: (options) => engine.resumeRun(run.runId, options),
    });
  });
}

/** `thulium.retryFailedRows`: a new run of the rows whose failure may have passed. */
export async function retryFailedRows(services: Services, input?: unknown): Promise<BulkOutcome> {
  const title = vscode.l10n.t('Retry Failed Rows');
  return take(services, 'retry', title, input, (chosen) => {
    const { engine, run } = chosen;
    return send(services, chosen, title, run.retryable, {
      start: (options) => engine.retryFailedRows(run.runId, options),
    });
  });
}

/** `thulium.restoreBulkUpdate`: a new run that puts back the values before, as far as they are known. */
export async function restoreBulkUpdate(services: Services, input?: unknown): Promise<BulkOutcome> {
  const title = vscode.l10n.t('Restore Values of a Bulk Update');
  return take(services, 'restore', title, input, (chosen) => sendRestore(services, chosen, title));
}

async function take(
  services: Services,
  command: RunCommand,
  title: string,
  input: unknown,
  work: (chosen: ChosenRun) => Promise<BulkOutcome>,
): Promise<BulkOutcome> {
  const named = await nameRun(services, command, input);
  if (!named.ok) return refuse(services, title, named.failure);
  const { runId } = named.value;
  const live = bulkRunsOf(services).liveRun(runId);
  if (live && command === 'resume') {
    await live.run.resume();
    return live.outcome;
  }
  const engine = bulkEngine(services);
  const run = await engine.describeRun(runId);
  if (!run.ok) return refuse(services, title, run.failure, { runId });
  const connection = await connectionOfRun(services, run.value.connection);
  if (!connection.ok) return refuse(services, title, connection.failure, { runId });
  const access = await services.openAccess(connection.value.id);
  if (!access.ok) return refuse(services, title, access.failure, { runId });
  return work({ ...named.value, engine, access: access.value, run: run.value });
}

async function nameRun(
  services: Services,
  command: RunCommand,
  input: unknown,
): Promise<Result<Pick<ChosenRun, 'expectedRows' | 'includeDoNotCall' | 'isAsked'> & { runId: string }>> {
  const chosen = await chosenRun(services, command, input);
  if (chosen === 'cancelled') return fail({ code: 'cancelled' });
  if (chosen !== undefined) return succeed({ runId: chosen.runId, expectedRows: undefined, isAsked: true });
  const parsed = parseArguments(runArguments, input);
  if (!parsed.ok) return parsed;
  const { runId, expectedRows, includeDoNotCall } = parsed.value;
  return succeed({ runId, expectedRows, includeDoNotCall, isAsked: false });
}

async function send(
  services: Services,
  chosen: ChosenRun,
  title: string,
  rows: number,
  more: Pick<RunToEnd, 'start' | 'onUnknown'>,
): Promise<BulkOutcome> {
  const { engine, access, run } = chosen;
  const failure = await settleRows(chosen, title, rows);
  if (failure) return refuse(services, title, failure, { runId: run.runId, rows });
  return runToEnd(services, {
    ...more,
    includeDoNotCall: chosen.includeDoNotCall,
    engine,
    access,
    file: run.file,
    refusal: { runId: run.runId, rows },
  });
}
