import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { BulkEngine, RunDescription } from '../bulk/engine.js';
import { fixes, type Fix } from '../bulk/plan/columnFixes.js';
import { readMapping } from '../bulk/plan/mappingArgument.js';
import type { BulkMapping, Constants } from '../bulk/plan/mapping.js';
import type { Plan } from '../bulk/plan/plan.js';
import type { PlanRequest } from '../bulk/run/startRun.js';
import { delimiterNamed } from '../bulk/source/detect.js';
import { encodingNamed } from '../bulk/source/encoding.js';
import { fileFailure } from '../bulk/source/fileStart.js';
import { errorMessage } from '../core/errors.js';
import { wordCounts, wordPlanCounts, wordRowProblem, wordRunState } from '../messages/bulk.js';
import { dryOutcome } from '../messages/outcomes.js';
import {
  failedLimit,
  openEngine,
  outcomeCode,
  pacing,
  refusalError,
  runToEnd,
  settleRows,
  type BulkOptions,
  type Sending,
} from './bulkRun.js';
import { CliError, exitCodes, usageError } from './console.js';
import { fieldsOf, type FieldOptions } from './records.js';
import {
  failureError,
  knock,
  localClock,
  openSystem,
  requireWrites,
  type Context,
  type System,
} from './system.js';

export type StartOptions = BulkOptions &
  FieldOptions & {
    campaign?: string;
    mapping?: string;
    fix?: string[];
    encoding?: string;
    delimiter?: string;
    dryRun?: boolean;
    rememberBefore?: boolean;
    includeInWork?: boolean;
    includeDuplicates?: boolean;
  };

/** Problems of a file that are written to the terminal; all of them are in its to-fix file. */
const shownProblems = 20;

/** `bulk FILE`: plans a file and sends its good rows. */
export async function bulkUpdate(context: Context, file: string, options: StartOptions): Promise<number> {
  const request = requestOf(file, options);
  const system = await openSystem(context, options);
  if (options.dryRun !== true) requireWrites(system, options);
  await knock(context, system);
  const engine = openEngine(context, options, system);
  const plan = await planFile(context, engine, system, request, options);
  const rejectsFile = await engine.writeToFix(plan);
  const { counts } = plan;
  tellPlan(context, plan, options);
  if (options.dryRun === true) {
    const outcome = dryOutcome(counts, rejectsFile === undefined ? {} : { rejectsFile });
    if (options.json === true || !context.console.isTerminal) context.console.json(outcome);
    return outcomeCode(outcome);
  }
  settleRows(system, counts.send, options);
  if (counts.send === 0) throw usageError(l10n.t('No row can be sent. Nothing was sent.'));
  const bad = counts.invalid + counts.notFound;
  if (bad > failedLimit(options, counts.total)) {
    throw new CliError(
      l10n.t(
        '{0} rows have errors, more than --max-failed {1} allows. Nothing was sent.',
        bad,
        options.maxFailed ?? '',
      ),
      exitCodes.failed,
    );
  }
  return runToEnd({
    context,
    options,
    system,
    engine,
    rejectsFile,
    total: counts.total,
    knowledge: plan.knowledge,
    start: (send) =>
      engine.startRun(plan, {
        ...send,
        connection: { id: system.connection.id, name: system.connection.name },
        rememberBefore: options.rememberBefore ?? true,
        includeInWork: options.includeInWork ?? false,
        sendDuplicates: options.includeDuplicates ?? false,
      }),
  });
}

function requestOf(file: string, options: StartOptions): PlanRequest & { fixes: Fix[] } {
  const { encoding, delimiter, fix = [], mapping } = options;
  const found = { encoding: encodingNamed(encoding ?? ''), delimiter: delimiterNamed(delimiter ?? '') };
  if (encoding !== undefined && !found.encoding) throw wrongValue('--encoding', encoding);
  if (delimiter !== undefined && !found.delimiter) throw wrongValue('--delimiter', delimiter);
  const chosen = fix.map((name) => {
    const known = fixes.find((each) => each === name);
    if (!known) throw usageError(l10n.t('--fix: “{0}” isn’t one of {1}.', name, fixes.join(', ')));
    return known;
  });
  return {
    file: path.resolve(file),
    fixes: chosen,
    ...(found.encoding ? { encoding: found.encoding } : {}),
    ...(found.delimiter ? { delimiter: found.delimiter } : {}),
    ...(mapping === undefined ? {} : { mapping: mappingOf(mapping) }),
    includeInWork: options.includeInWork ?? false,
    sendDuplicates: options.includeDuplicates ?? false,
  };
}

function wrongValue(option: string, value: string): CliError {
  return usageError(l10n.t('{0} can’t be “{1}”.', option, value));
}

/** A mapping as JSON, in a file or as the argument itself. */
function mappingOf(text: string): BulkMapping {
  try {
    const json = text.trimStart().startsWith('{') ? text : readFileSync(text, 'utf8');
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null) throw new SyntaxError('{…}');
    const mapping = readMapping({ ...value });
    if (!mapping.ok) throw refusalError(mapping.failure);
    return mapping.value;
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw usageError(`--mapping: ${errorMessage(error)}`);
  }
}

async function planFile(
  context: Context,
  engine: BulkEngine,
  system: System,
  { fixes: chosen, ...request }: PlanRequest & { fixes: Fix[] },
  options: StartOptions,
): Promise<Plan> {
  const constants: Constants = {
    ...(options.campaign === undefined ? {} : { campaignId: options.campaign }),
    fields: fieldsOf(options, system),
  };
  const common = { ...request, constants, signal: context.signal };
  const plan = async (more: Partial<PlanRequest>): Promise<Plan> => {
    const result = await engine.planRun({ ...common, ...more }).catch((error: unknown) => {
      if (context.signal.aborted) throw failureError({ code: 'cancelled' });
      throw error;
    });
    if (result.ok) return result.plan;
    throw refusalError(fileFailure(result.problem, request.file));
  };
  const live = { client: system.client, readRecords: options.rememberBefore ?? true, ...pacing(options) };
  if (chosen.length === 0) return plan(live);
  // Which columns there are is known after a first reading, which asks nothing of the server.
  const mapping = request.mapping ?? (await plan({})).mapping;
  return plan({ ...live, mapping: { ...mapping, fixes: [...(mapping.fixes ?? []), ...chosen] } });
}

function tellPlan({ console }: Context, plan: Plan, { json }: StartOptions): void {
  for (const problem of plan.problems.slice(0, shownProblems)) {
    console.note(`${plan.file}:${problem.line}: ${wordRowProblem(problem)}`);
  }
  if (json !== true && console.isTerminal) console.print(wordPlanCounts(plan.counts).join('\n'));
}

/** `bulk resume`: goes on with a run, wherever it began. */
export function resumeRun(
  context: Context,
  runId: string | undefined,
  options: BulkOptions,
): Promise<number> {
  return takeUp(context, runId, options, 'resume', ({ engine, system, run }) => {
    settleRows(system, run.remaining + run.inDoubt, options);
    return { total: run.total, start: (send) => engine.resumeRun(run.runId, send) };
  });
}

/** `bulk retry`: a new run of the rows whose failure may have passed. */
export function retryRun(context: Context, runId: string | undefined, options: BulkOptions): Promise<number> {
  return takeUp(context, runId, options, 'retry', ({ engine, system, run }) => {
    settleRows(system, run.retryable, options);
    return { total: run.retryable, start: (send) => engine.retryFailedRows(run.runId, send) };
  });
}

/** `bulk restore`: a new run that puts back the values before, as far as they are known. */
export function restoreRun(
  context: Context,
  runId: string | undefined,
  options: BulkOptions & { force?: boolean },
): Promise<number> {
  return takeUp(context, runId, options, 'restore', async ({ engine, system, run }) => {
    const planned = await engine.planRestore(run.runId, {
      client: system.client,
      signal: context.signal,
      ...pacing(options),
      ...(options.force === true ? { force: true } : {}),
    });
    if (!planned.ok) throw refusalError(planned.failure);
    const { plan, notRestorable, partly } = planned.value;
    context.console.note(wordPlanCounts(plan.counts).join(' · '));
    if (partly + notRestorable > 0) {
      context.console.note(
        l10n.t('Restored only partially: {0}; can’t be restored: {1}', partly, notRestorable),
      );
    }
    try {
      settleRows(system, plan.counts.send, options);
    } catch (error) {
      await engine.deleteRun(planned.value.runId);
      throw error;
    }
    return { total: plan.counts.total, start: (send) => engine.restoreRun(planned.value, send) };
  });
}

interface TakenUp {
  engine: BulkEngine;
  system: System;
  run: RunDescription;
}

type Prepared = Pick<Sending, 'start' | 'total'>;

async function takeUp(
  context: Context,
  runId: string | undefined,
  options: BulkOptions,
  command: 'resume' | 'retry' | 'restore',
  prepare: (taken: TakenUp) => Prepared | Promise<Prepared>,
): Promise<number> {
  const system = await openSystem(context, options);
  requireWrites(system, options);
  const engine = openEngine(context, options, system);
  const run = await engine.describeRun(runId ?? (await newest(engine, command)));
  if (!run.ok) throw refusalError(run.failure);
  const { origin } = run.value.connection;
  // A run belongs to one system, whatever it was called where it began.
  if (origin !== system.client.baseUrl) {
    throw usageError(
      l10n.t('This bulk update belongs to {0}, not to {1}. Nothing was sent.', origin, system.client.baseUrl),
    );
  }
  await knock(context, system);
  const prepared = await prepare({ engine, system, run: run.value });
  return runToEnd({ context, options, system, engine, ...prepared });
}

async function newest(engine: BulkEngine, command: 'resume' | 'retry' | 'restore'): Promise<string> {
  const { runs } = await engine.listRuns();
  const fits = {
    resume: runs.find(({ remaining, inDoubt }) => remaining + inDoubt > 0),
    retry: runs.find(({ failed }) => failed > 0),
    restore: runs.find(({ kind, updated }) => kind !== 'restore' && updated > 0),
  }[command];
  if (fits) return fits.runId;
  throw usageError(l10n.t('No such bulk update is in the folder of --state.'));
}

/** `bulk list`: the runs of a folder, newest first. */
export async function listRuns(context: Context, options: BulkOptions): Promise<number> {
  const { runs, damaged } = await openEngine(context, options, localClock(context, options)).listRuns();
  if (options.json === true) context.console.json({ runs, damaged });
  else {
    for (const run of runs) {
      const { runId, connection, file } = run;
      context.console.print(
        `${runId}  ${wordRunState(run)}  ${wordCounts(run, run)}  ${connection.origin}  ${path.basename(file)}`,
      );
    }
  }
  for (const { runId, failure } of damaged) context.console.note(`${runId}: ${failure.code}`);
  return exitCodes.fine;
}
