import * as vscode from 'vscode';
import { fail, succeed, type Result } from '../../core/errors.js';
import type { BulkOutcome } from '../../core/outcome.js';
import { parseArguments, runArguments } from '../arguments.js';
import type { Services } from '../services.js';
import { bulkRunsOf } from './runs.js';
import { runToEnd, type RunToEnd } from './runToEnd.js';
import { bulkEngine } from './engine.js';
import { chosenRun, type RunCommand } from './pickRun.js';
import { connectionOfRun } from './runsFolders.js';
import { sendRestore } from './restore.js';
import { asRunRow } from './runRow.js';
import { refuse, settleRows, type ChosenRun } from './chosenRun.js';

/** `thulium.resumeBulkUpdate`: goes on with a run that was paused, stopped, cancelled or killed. */
export async function resumeBulkUpdate(services: Services, input?: unknown): Promise<BulkOutcome> {
  const onUnknown = asRunRow(input)?.onUnknown;
  const title = vscode.l10n.t('Resume a Bulk Update');
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
  const title = vscode.l10n.t('Retry Failed Rows of a Bulk Update');
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
