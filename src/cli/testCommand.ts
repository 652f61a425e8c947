import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { errorMessage } from '../core/errors.js';
import { startSimulatorWorker } from '../simulator/host.js';
import { parseSeed, type Seed } from '../simulator/seed/seedFile.js';
import { exitCodes, usageError } from './console.js';
import {
  countStates,
  reporterNames,
  reports,
  specLines,
  specSummary,
  type ReporterName,
} from './reporters.js';
import {
  knock,
  openSystem,
  requireWrites,
  systemOf,
  type Context,
  type System,
  type SystemOptions,
} from './system.js';
import { loadFiles, runTests, type TestResult, type TestRun } from './testRun.js';

export interface TestOptions extends SystemOptions {
  simulator?: boolean;
  seed?: string;
  reporter?: string[];
  json?: boolean;
  filter?: string;
  bail?: boolean;
  includePersonalData?: boolean;
}

interface Report {
  name: ReporterName;
  /** The standard output where it is left out. */
  file?: string;
}

/** Where the tests run, in words, and how to bring it back to where it began. */
interface Target {
  system: System;
  words: string;
  reset?: () => Promise<void>;
  close?: () => Promise<void>;
}

/** `test FILES…`: every update that says what it expects is sent and held against that. */
export async function testCommand(
  context: Context,
  patterns: string[],
  options: TestOptions,
): Promise<number> {
  const wanted = readReports(options);
  const loaded = loadFiles(await findFiles(patterns));
  if (loaded.every(({ content }) => content.readable && content.updates.every(({ expect }) => !expect))) {
    throw usageError(l10n.t('No tests found: a test is an update with “expect”.'));
  }
  const target = await openTarget(context, options);
  try {
    return await runOn(context, target, loaded, wanted, options);
  } finally {
    await target.close?.();
  }
}

async function runOn(
  context: Context,
  { system, words, reset }: Target,
  loaded: ReturnType<typeof loadFiles>,
  wanted: readonly Report[],
  options: TestOptions,
): Promise<number> {
  const startedAt = new Date();
  const spec = wanted.some(({ name, file }) => name === 'spec' && file === undefined);
  if (spec) context.console.print(words);
  let shownFile: string | undefined;
  const onResult = (result: TestResult): void => {
    if (!spec) return;
    if (result.file !== shownFile) context.console.print(result.file);
    shownFile = result.file;
    context.console.print(specLines(result));
  };
  const results = await runTests(context, system, loaded, {
    onResult,
    ...(reset ? { reset } : {}),
    ...(options.filter === undefined ? {} : { filter: options.filter }),
    ...(options.bail === undefined ? {} : { bail: options.bail }),
    ...(options.includePersonalData === undefined
      ? {}
      : { includePersonalData: options.includePersonalData }),
  });
  if (results.length === 0) throw usageError(l10n.t('No test matches --filter “{0}”.', options.filter ?? ''));
  if (spec) context.console.print(specSummary(results));
  const run: TestRun = {
    system: words,
    startedAt,
    durationMs: Date.now() - startedAt.getTime(),
    results,
  };
  for (const report of wanted) writeReport(context, report, run);
  if (context.signal.aborted) return exitCodes.interrupted;
  const { failed, error } = countStates(results);
  return failed + error > 0 ? exitCodes.failed : exitCodes.fine;
}

function writeReport({ console }: Context, { name, file }: Report, run: TestRun): void {
  if (name === 'spec' && file === undefined) return;
  const text = reports[name](run, console);
  if (file === undefined) {
    console.document(text);
    return;
  }
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw usageError(`--reporter ${name}=${file}: ${errorMessage(error)}`);
  }
}

/** `spec`, `junit=results.xml` …; at most one of them takes the standard output. */
function readReports({ reporter = [], json = false }: TestOptions): Report[] {
  const texts = json ? [...reporter, 'json'] : reporter;
  const found = (texts.length > 0 ? texts : ['spec']).map((text): Report => {
    const [first = '', ...rest] = text.split('=');
    const name = reporterNames.find((each) => each === first);
    if (!name) {
      throw usageError(l10n.t('--reporter: “{0}” isn’t one of {1}.', first, reporterNames.join(', ')));
    }
    return rest.length > 0 ? { name, file: rest.join('=') } : { name };
  });
  if (found.filter(({ file }) => file === undefined).length > 1) {
    throw usageError(
      l10n.t(
        'Only one reporter can write to the standard output. Give the others a file: junit=results.xml.',
      ),
    );
  }
  return found;
}

/** Files as named, and those that a pattern stands for; a shell that knows no `**` leaves it to us. */
export async function findFiles(patterns: readonly string[]): Promise<string[]> {
  const { glob, isDynamicPattern } = await import('tinyglobby');
  const found: string[] = [];
  for (const pattern of patterns) {
    const files = isDynamicPattern(pattern)
      ? await glob(pattern, { ignore: ['**/node_modules/**'], expandDirectories: false })
      : [pattern];
    if (files.length === 0) throw usageError(l10n.t('No file matches “{0}”.', pattern));
    for (const file of files.sort()) if (!found.includes(file)) found.push(file);
  }
  return found;
}

/** A simulator only when it was asked for: nothing runs green against one by accident. */
async function openTarget(context: Context, options: TestOptions): Promise<Target> {
  if (options.simulator !== true) {
    if (options.seed !== undefined) throw usageError(l10n.t('--seed goes with --simulator.'));
    const system = await openSystem(context, options);
    requireWrites(system, options);
    await knock(context, system);
    return { system, words: l10n.t('Tests on {0}', system.connection.baseUrl) };
  }
  const username = 'api_user';
  const password = randomBytes(12).toString('base64url');
  const server = await startSimulatorWorker({
    workerFile: context.simulatorFile,
    username,
    password,
    host: '127.0.0.1',
    port: 0,
    seed: readSeed(options.seed),
  });
  context.console.redactor.add({ username, password });
  const connection = {
    id: 'simulator',
    name: 'simulator',
    baseUrl: server.url,
    username,
    production: false,
    readOnly: false,
  };
  return {
    system: await systemOf(context, connection, password, options),
    words: l10n.t('Tests on the simulator in this process'),
    reset: () => server.control.reset(),
    close: () => server.stop(),
  };
}

function readSeed(file: string | undefined): Seed {
  if (file === undefined) return {};
  try {
    return parseSeed(readFileSync(file, 'utf8'));
  } catch (error) {
    throw usageError(`--seed ${file}: ${errorMessage(error)}`);
  }
}
