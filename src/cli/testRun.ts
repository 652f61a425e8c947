import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { errorMessage, type CodedFailure } from '../core/errors.js';
import type { Failure } from '../core/outcome.js';
import { refusedOutcome, updateOutcome } from '../messages/outcomes.js';
import { wordIssue } from '../messages/requestFiles.js';
import { checkFileUpdate } from '../requestFile/checkEntry.js';
import {
  parseRequestFile,
  type FileIssue,
  type FileUpdate,
  type RequestFile,
} from '../requestFile/parseRequestFile.js';
import { runFileTest, titleOf } from '../requestFile/runFileTest.js';
import { sendUpdate } from '../thulium/sendUpdate.js';
import { isOpenKey } from './records.js';
import { usageError } from './console.js';
import type { Context, System } from './system.js';

/** One test as reporters see it; nothing in it is personal unless the user said so. */
export interface TestResult {
  file: string;
  /** Counts from 1. */
  line: number;
  name: string;
  state: 'passed' | 'failed' | 'error' | 'skipped';
  durationMs: number;
  /** What went wrong, in words. */
  message?: string;
  failure?: Pick<Failure, 'code' | 'message'>;
  /** What was expected and what came, where these differ. */
  expected?: Readonly<Record<string, unknown>>;
  actual?: Readonly<Record<string, unknown>>;
}

export interface TestRun {
  /** Where it ran, in words. */
  system: string;
  startedAt: Date;
  durationMs: number;
  results: TestResult[];
}

export interface TestRunOptions {
  filter?: string;
  bail?: boolean;
  includePersonalData?: boolean;
  /** Brings a simulator back to its seed before each file. */
  reset?: () => Promise<void>;
  onResult: (result: TestResult) => void;
}

interface LoadedFile {
  file: string;
  text: string;
  content: RequestFile;
}

/** Reads the files at once: what cannot be read ends the program before anything is sent. */
export function loadFiles(files: readonly string[]): LoadedFile[] {
  return files.map((file) => {
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
      return { file, text, content: parseRequestFile(text) };
    } catch (error) {
      throw usageError(`${file}: ${errorMessage(error)}`);
    }
  });
}

/** Runs the tests of the files one after another, in their order: an update may build on the one before. */
export async function runTests(
  context: Context,
  system: System,
  loaded: readonly LoadedFile[],
  options: TestRunOptions,
): Promise<TestResult[]> {
  const results: TestResult[] = [];
  const ended = { early: false };
  const tell = (result: TestResult): void => {
    results.push(result);
    options.onResult(result);
    if (options.bail === true && (result.state === 'failed' || result.state === 'error')) {
      ended.early = true;
    }
  };
  for (const each of loaded) {
    const tests = each.content.updates.filter((update) => isWanted(each, update, options.filter));
    const [broken] = issuesOf(each, system);
    if (broken) {
      if (!ended.early) tell(unusable(each, broken));
      continue;
    }
    await options.reset?.();
    for (const test of tests) {
      if (ended.early || context.signal.aborted)
        tell({ ...placeOf(each, test), state: 'skipped', durationMs: 0 });
      else tell(await runOne(context, system, each, test, options));
    }
  }
  return results;
}

function isWanted({ file }: LoadedFile, update: FileUpdate, filter: string | undefined): boolean {
  if (!update.expect) return false;
  return filter === undefined || `${file} ${titleOf(update)}`.toLowerCase().includes(filter.toLowerCase());
}

/** What makes a file unusable as a whole: its structure, and templates that cannot be resolved. */
function issuesOf({ content }: LoadedFile, { dates, templates }: System): FileIssue[] {
  const context = { dates, templates: templates() };
  const unresolved = content.updates
    .flatMap((update) => checkFileUpdate(update, context).issues)
    .filter((issue) => issue.kind === 'problem' && issue.problem.code.startsWith('template-'));
  return [...content.issues.filter(({ kind }) => kind !== 'duplicate-key'), ...unresolved];
}

function unusable(each: LoadedFile, issue: FileIssue): TestResult {
  return {
    file: each.file,
    line: lineOf(each.text, issue.start),
    name: l10n.t('The file can be read'),
    state: 'error',
    durationMs: 0,
    message: `${placeText(each.file, each.text, issue.start)}: ${wordIssue(issue)}`,
  };
}

async function runOne(
  { signal }: Context,
  { client, dates, templates }: System,
  each: LoadedFile,
  test: FileUpdate,
  { includePersonalData = false }: TestRunOptions,
): Promise<TestResult> {
  const started = performance.now();
  let coded: CodedFailure | undefined;
  const { outcome, compared } = await runFileTest(test, {
    context: { dates, templates: templates() },
    send: async (update) => {
      const report = await sendUpdate({ client, update, dates, verify: true, signal });
      coded = report.failure;
      return updateOutcome(report);
    },
    refuse: refusedOutcome,
    readRecord: async (campaignId, customerId) => {
      const read = await client.getRecord(campaignId, customerId, { signal });
      return read.ok ? read.value : undefined;
    },
  });
  const place = { ...placeOf(each, test), durationMs: Math.round(performance.now() - started) };
  const { error } = outcome;
  const failure = error ? { failure: { code: error.code, message: error.message } } : {};
  if (compared?.met === true) return { ...place, state: 'passed' };
  if (coded?.code === 'cancelled' && outcome.attempts === 0) return { ...place, state: 'skipped' };
  const message = [l10n.t('The update didn’t end as expected.'), error?.message].filter(Boolean).join(' ');
  if (!compared) return { ...place, state: 'error', message, ...failure };
  const shown = (side: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    includePersonalData ? { ...side } : withoutPersonalData(side);
  return {
    ...place,
    state: 'failed',
    message,
    ...failure,
    expected: shown(compared.expected),
    actual: shown(compared.actual),
  };
}

/** Values of a record that may tell of a person are left out on both sides; that they differ is still seen. */
function withoutPersonalData(side: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { record, ...rest } = side;
  if (typeof record !== 'object' || record === null) return { ...side };
  const values = Object.entries(record).map(([key, value]) => [
    key,
    isOpenKey(key) ? (value as unknown) : '•••',
  ]);
  return { ...rest, record: Object.fromEntries(values) as unknown };
}

function placeOf({ file, text }: LoadedFile, update: FileUpdate): Pick<TestResult, 'file' | 'line' | 'name'> {
  return { file, line: lineOf(text, update.start), name: titleOf(update) };
}

/** `file:line:column`, as editors and terminals open it. */
export function placeText(file: string, text: string, offset: number): string {
  const column = offset - text.lastIndexOf('\n', offset - 1);
  return `${path.normalize(file)}:${lineOf(text, offset)}:${column}`;
}

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
