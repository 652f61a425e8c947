import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { createBulkEngine, type BulkEngine } from '../bulk/engine.js';
import type { Knowledge } from '../bulk/plan/checkRow.js';
import type { RunHandle, RunProgress, SendOptions } from '../bulk/run/run.js';
import type { CodedFailure, Result } from '../core/errors.js';
import type { BulkOutcome } from '../core/outcome.js';
import { wordCounts, wordProgress, bulkFileWords } from '../messages/bulk.js';
import { endedOutcome } from '../messages/outcomes.js';
import { exitCodes, failureText, usageError } from './console.js';
import { failureError, wholeNumber, type Context, type System, type SystemOptions } from './system.js';

/** Options of whatever sends rows. */
export interface BulkOptions extends SystemOptions {
  json?: boolean;
  state?: string;
  concurrency?: string;
  requestsPerSecond?: string;
  expectedRows?: string;
  maxRows?: string;
  maxFailed?: string;
}

/** Where runs are kept unless `--state` names a folder: beside the work, so that a pipeline can keep it as an artifact. */
const defaultState = '.thulium-runs';
const maxAttempts = 3;
/** Between two lines of progress where no terminal is, and between two redraws of one, in milliseconds. */
const lineMs = 5000;
const redrawMs = 100;

/** The engine of a folder of runs; the editor opens the same folder. */
export function openEngine(
  { console }: Context,
  options: BulkOptions,
  { dates }: Pick<System, 'dates'>,
): BulkEngine {
  return createBulkEngine({
    runsFolder: path.resolve(options.state ?? defaultState),
    dates,
    words: bulkFileWords(),
    redact: (text) => console.redactor.redact(text),
  });
}

/** How requests are paced, as the settings of the editor name it. */
export function pacing(options: BulkOptions): Pick<SendOptions, 'concurrency' | 'requestsPerSecond'> {
  return {
    concurrency: wholeNumber('--concurrency', options.concurrency, { least: 1, most: 64 }) ?? 4,
    requestsPerSecond:
      wholeNumber('--requests-per-second', options.requestsPerSecond, { least: 0, most: 1000 }) ?? 10,
  };
}

/** Ends the program unless as many rows would be sent as the caller foresaw. */
export function settleRows({ connection }: System, rows: number, options: BulkOptions): void {
  const most = { least: 0, most: 100_000_000 };
  const expected = wholeNumber('--expected-rows', options.expectedRows, most);
  const limit = wholeNumber('--max-rows', options.maxRows, most);
  if (connection.production && expected === undefined && limit === undefined) {
    throw usageError(
      l10n.t(
        '{0} isn’t this machine. Add --expected-rows {1} or --max-rows. Nothing was sent.',
        connection.name,
        rows,
      ),
    );
  }
  if (expected !== undefined && expected !== rows) {
    throw usageError(
      l10n.t('--expected-rows is {0}, but {1} would be sent. Nothing was sent.', expected, rows),
    );
  }
  if (limit !== undefined && rows > limit) {
    throw usageError(l10n.t('--max-rows is {0}, but {1} would be sent. Nothing was sent.', limit, rows));
  }
}

/** Failed rows after which nothing more is sent; a share is one of all rows. */
export function failedLimit({ maxFailed }: BulkOptions, total: number): number {
  if (maxFailed === undefined) return Infinity;
  const [, number = '', percent = ''] = /^(\d{1,9}(?:\.\d{1,4})?)(%?)$/.exec(maxFailed) ?? [];
  const isShare = percent !== '';
  if (number === '' || (isShare ? Number(number) > 100 : number.includes('.'))) {
    throw usageError(l10n.t('--max-failed: “{0}” isn’t a number of rows or a share such as 1%.', maxFailed));
  }
  return isShare ? Math.floor((total * Number(number)) / 100) : Number(number);
}

export interface Sending {
  context: Context;
  options: BulkOptions;
  system: System;
  engine: BulkEngine;
  /** Rows of the run, of which `--max-failed` may be a share. */
  total: number;
  start: (send: SendOptions) => Promise<Result<RunHandle>>;
  knowledge?: Knowledge;
  rejectsFile?: string | undefined;
}

/** Brings a run to its end: progress, the results file, the outcome, and the exit code. */
export async function runToEnd(sending: Sending): Promise<number> {
  const { context, options, system, engine, total } = sending;
  const limit = failedLimit(options, total);
  const tell = progressTeller(context, options);
  const begun = await sending.start({
    ...pacing(options),
    client: system.client,
    maxAttempts,
    maxFailed: limit,
    onProgress: tell,
  });
  if (!begun.ok) throw failureError(begun.failure);
  const { value: run } = begun;
  const cancel = (): void => {
    run.cancel();
  };
  if (context.signal.aborted) cancel();
  context.signal.addEventListener('abort', cancel);
  const end = await run.done;
  const results = await engine.writeResults(end.runId, sending.knowledge);
  if (!results.ok) context.console.note(failureText(results.failure));
  const { rejectsFile } = sending;
  const outcome = endedOutcome(end, {
    ...(results.ok ? { resultsFile: results.value } : {}),
    ...(rejectsFile === undefined ? {} : { rejectsFile }),
  });
  const stopped = outcome.failed > limit && outcome.remaining > 0;
  tellEnd(context, options, outcome, stopped, end.failure);
  if (context.signal.aborted) return exitCodes.interrupted;
  return outcomeCode(outcome);
}

/** What the program ends with after a run. */
export function outcomeCode({ state, failed, inDoubt, remaining }: BulkOutcome): number {
  if (state !== 'completed' && remaining + inDoubt > 0) return exitCodes.stopped;
  return failed + inDoubt > 0 ? exitCodes.failed : exitCodes.fine;
}

function tellEnd(
  { console }: Context,
  options: BulkOptions,
  outcome: BulkOutcome,
  tooMany: boolean,
  failure: CodedFailure | undefined,
): void {
  if (tooMany) {
    console.note(l10n.t('Stopped: more rows failed than --max-failed {0} allows.', options.maxFailed ?? ''));
  }
  if (failure) console.note(failureText(failure));
  const resumable = outcome.remaining + outcome.inDoubt > 0;
  if (resumable) console.note(l10n.t('Resume it with: {0}', `thulium-records bulk resume ${outcome.runId}`));
  if (options.json === true) console.json(outcome);
  else if (!console.isTerminal) console.json({ event: 'end', ...outcome });
  else {
    console.print(`${outcome.runId}: ${wordCounts(outcome)}`);
    if (outcome.resultsFile !== undefined) console.print(outcome.resultsFile);
  }
}

/** A line that is written over on a terminal, a line of JSON now and then elsewhere, nothing beside one JSON. */
function progressTeller({ console }: Context, { json }: BulkOptions): (progress: RunProgress) => void {
  let next = 0;
  return (progress) => {
    if (json === true || performance.now() < next) return;
    next = performance.now() + (console.isTerminal ? redrawMs : lineMs);
    if (console.isTerminal) console.progress(wordProgress(progress, Date.now()));
    else console.json({ event: 'progress', ...progress });
  };
}

/** A failure before anything was sent; what the arguments named wrongly is theirs. */
export function refusalError(failure: CodedFailure): Error {
  if (failure.code !== 'invalid-input') return failureError(failure);
  return usageError(failureText(failure));
}
