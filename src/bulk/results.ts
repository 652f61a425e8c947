import path from 'node:path';
import type { CodedFailure } from '../core/errors.js';
import type { NextCallDateChecker } from '../core/nextCallDate.js';
import type { Files } from '../storage/files.js';
import { failureOf } from './journal/journalLines.js';
import { createRowChecker, type Knowledge, type RowProblem } from './plan/checkRow.js';
import { createRowMapper } from './plan/mapping.js';
import type { Plan } from './plan/plan.js';
import { verdicts } from './plan/plan.js';
import { FileChangedError } from './source/fileStart.js';
import { readRows } from './source/rows.js';
import { openLines, type LeftOutVerdict, type Replay, type RowState } from './journal/replay.js';
import { RowWriter } from './source/write.js';

/** Words of the files we write, from the layer that knows the user's language. */
export interface ResultWords {
  /** Headers of the added columns. */
  columns: Record<'outcome' | 'status' | 'requestId' | 'message' | 'attempts' | 'time', string>;
  /** @param restored of a restore: whether the row has all of its values back */
  outcome(state: RowState, restored?: 'fully' | 'partly'): string;
  problem(problem: RowProblem): string;
  failure(failure: CodedFailure): string;
  /** For a row that was left out before anything was sent. */
  leftOut(why: LeftOutVerdict): string;
  /** For a row of which nobody knows whether it was sent. */
  unknown: string;
}

export interface ResultsOptions {
  files: Files;
  replay: Replay;
  journalFile: string;
  /** Where the rows are read from. */
  source: string;
  dates: NextCallDateChecker;
  /** Of this session's plan; without it invalid rows are judged by their form alone. */
  knowledge?: Knowledge;
  words: ResultWords;
}

/**
 * Writes `NAME.results.csv` beside the file: each row in order with what became of it.
 *
 * @returns the name of the file
 */
export async function writeResults(options: ResultsOptions): Promise<string> {
  const { files, replay, words } = options;
  const { header } = replay;
  const lines = await openLines(files, options.journalFile);
  let writer: RowWriter | undefined;
  try {
    writer = await RowWriter.open(files, beside(header.file, 'results'), header.format);
    let first = true;
    const reading = readRows(options.source, header.format, Object.keys(header.mapping.columns));
    for await (const { columns, rows } of reading.batches) {
      if (first) await writer.header(columns, Object.values(words.columns));
      first = false;
      const mapper = createRowMapper(columns, header.mapping, header.constants, header.format.kind);
      const check = createRowChecker(mapper, options.dates, options.knowledge ?? new Map());
      for (const row of rows) {
        const state = replay.state(row.index);
        if (state === 'unchosen') continue;
        const at = replay.doneAt(row.index);
        const line = at === undefined ? undefined : await lines.at(at);
        const done = line?.t === 'done' && state !== 'open' ? line : undefined;
        const problems = state === 'failed' && !done ? check(row).problems : [];
        const message = done?.e
          ? words.failure(failureOf(done.e))
          : problems.length > 0
            ? problems.map((each) => words.problem(each)).join(' ')
            : done || state === 'open'
              ? ''
              : unsent(replay, row.index, words);
        await writer.row(columns, row, {
          [words.columns.outcome]: words.outcome(state, restored(replay, row.index)),
          [words.columns.status]: text(done?.s),
          [words.columns.requestId]: done?.q ?? '',
          [words.columns.message]: message,
          [words.columns.attempts]: text(done?.a),
          [words.columns.time]: done ? new Date(done.at).toISOString() : '',
        });
      }
    }
    // Row by row the journal tells of the file as it was: beside another it would tell untruths.
    if (reading.hash() !== header.hash) throw new FileChangedError();
    return await writer.finish();
  } catch (error) {
    await writer?.discard();
    throw error;
  } finally {
    await lines.close();
  }
}

function unsent(replay: Replay, row: number, words: ResultWords): string {
  const why = replay.leftOutBy(row);
  return why === undefined ? words.unknown : words.leftOut(why);
}

function restored(replay: Replay, row: number): 'fully' | 'partly' | undefined {
  if (replay.header.kind !== 'restore') return undefined;
  return replay.isPartly(row) ? 'partly' : 'fully';
}

/**
 * Writes `NAME.to-fix.csv` beside the file: every row with an error and the reasons, to be corrected and
 * taken up as a run of its own. Who is to be added first is in {@link writeToAdd}'s file instead.
 *
 * @returns undefined when there is none
 */
export async function writeToFix(
  files: Files,
  plan: Plan,
  dates: NextCallDateChecker,
  words: ReasonWords,
): Promise<string | undefined> {
  const { invalid, notFound } = plan.counts;
  const count = plan.mapping.customers ? invalid - plan.toAdd : invalid + notFound;
  return count === 0 ? undefined : writeRows(files, plan, dates, words, 'to-fix');
}

/**
 * Writes `NAME.to-add.csv` beside the file: rows that say what their customer is found by, and whose customer is not in
 * the CRM, or not in the campaign.
 *
 * @returns undefined when there is none
 */
export async function writeToAdd(
  files: Files,
  plan: Plan,
  dates: NextCallDateChecker,
  words: ReasonWords,
): Promise<string | undefined> {
  const count = plan.mapping.customers ? plan.toAdd + plan.counts.notFound : 0;
  return count === 0 ? undefined : writeRows(files, plan, dates, words, 'to-add');
}

/** Header of the column with the reasons, and the reasons. */
export interface ReasonWords {
  column: string;
  problem: (problem: RowProblem) => string;
}

async function writeRows(
  files: Files,
  plan: Plan,
  dates: NextCallDateChecker,
  words: ReasonWords,
  what: 'to-fix' | 'to-add',
): Promise<string> {
  const { mapping, format } = plan;
  const writer = await RowWriter.open(files, beside(plan.file, what), format);
  try {
    let first = true;
    const reading = readRows(plan.file, format, Object.keys(mapping.columns));
    for await (const { columns, rows } of reading.batches) {
      // The reasons of an earlier round are answered: they are not written a second time.
      const old = format.kind === 'csv' ? columns.indexOf(words.column) : -1;
      if (first) await writer.header(without(columns, old), [words.column]);
      first = false;
      const mapper = createRowMapper(columns, mapping, plan.constants, format.kind);
      const check = createRowChecker(mapper, dates, plan.knowledge);
      for (const row of rows) {
        const verdict = verdicts[plan.facts.verdicts.get(row.index)];
        if (verdict !== 'invalid' && verdict !== 'not-found') continue;
        const problems = verdict === 'invalid' ? check(row).problems : [notFound(row.index, row.line)];
        if (belongs(problems, mapping) !== what) continue;
        const shown = { ...row, cells: without(row.cells, old) };
        await writer.row(without(columns, old), shown, {
          [words.column]: problems.map((each) => words.problem(each)).join(' '),
        });
      }
    }
    if (reading.hash() !== plan.hash) throw new FileChangedError();
    return await writer.finish();
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

/** Rows whose customer has to be added before anything of theirs can be corrected. */
function belongs(problems: readonly RowProblem[], mapping: Plan['mapping']): 'to-fix' | 'to-add' {
  const isMissing = problems.some(({ code }) => code === 'customer-unknown' || code === 'record-not-found');
  return mapping.customers && isMissing ? 'to-add' : 'to-fix';
}

function without<T>(items: readonly T[], position: number): readonly T[] {
  return position < 0 ? items : items.filter((_, index) => index !== position);
}

function notFound(row: number, line: number): RowProblem {
  return { code: 'record-not-found', severity: 'error', field: 'customerId', row, line };
}

function beside(file: string, what: string): string {
  const { dir, name, ext } = path.parse(file);
  return path.join(dir, `${name}.${what}${ext === '' ? '.csv' : ext}`);
}

function text(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}
