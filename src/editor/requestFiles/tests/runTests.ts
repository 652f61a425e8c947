import * as vscode from 'vscode';
import type { UpdateOutcome } from '../../../core/outcome.js';
import { hidden } from '../../../core/redact.js';
import type { FileUpdate } from '../../../requestFile/parseRequestFile.js';
import { type Comparison, runFileTest } from '../../../requestFile/runFileTest.js';
import type { AttemptReport, ThuliumClient } from '../../../thulium/types.js';
import type { Access, Services } from '../../services.js';
import { refusedOutcome } from '../../../messages/outcomes.js';
import { runUpdate } from '../../update/updater.js';
import { plainText, askModal } from '../../door.js';
import type { Connection } from '../../../core/connection.js';
import { fail, succeed, type CodedFailure, type Result } from '../../../core/errors.js';
import { wordFailure } from '../../../messages/failures.js';
import { simulatorConnectionId } from '../../simulator/windowSimulator.js';
import { bindConnection } from '../requestFileConnection.js';
import { readFile, type FileContent, type TestItems } from './testItems.js';

interface OneTest {
  run: vscode.TestRun;
  item: vscode.TestItem;
  services: Services;
  access: Access;
  /** With an expectation. */
  entry: FileUpdate;
  signal: AbortSignal;
}

/** Sends one update through the one sender and holds what came of it against its expectation. */
async function runTest(test: OneTest): Promise<void> {
  const { run, item, entry, services, access, signal } = test;
  run.started(item);
  const { outcome, compared } = await runFileTest(entry, {
    context: { dates: services.dates(), templates: services.templates() },
    send: (update) =>
      runUpdate(services, {
        access: { ...access, client: recorded(access.client, test) },
        update,
        signal,
        quiet: true,
        // Whoever started the run was asked before it began.
        review: () => Promise.resolve('send'),
      }),
    refuse: refusedOutcome,
    readRecord: async (campaignId, customerId) => {
      const read = await access.client.getRecord(campaignId, customerId, { signal });
      return read.ok ? read.value : undefined;
    },
  });
  if (signal.aborted && outcome.outcome === 'cancelled') {
    say(test, vscode.l10n.t('Canceled.'));
    // Bytes may have left: that is worth more than a grey mark.
    if (outcome.error?.code === 'in-doubt') {
      run.errored(item, new vscode.TestMessage(outcome.error.message), outcome.durationMs);
    } else run.skipped(item);
    return;
  }
  if (outcome.error) say(test, `[${outcome.error.code}] ${outcome.error.message}`);
  if (!compared) run.errored(item, new vscode.TestMessage(outcome.error?.message ?? ''));
  else if (compared.met) run.passed(item, outcome.durationMs);
  else run.failed(item, difference(test, compared, outcome), outcome.durationMs);
}

/** The client, telling the test's output of each request of the update itself. */
function recorded(client: ThuliumClient, test: OneTest): ThuliumClient {
  const own: Pick<ThuliumClient, 'updateRecord'> = {
    updateRecord: (update, options) =>
      client.updateRecord(update, {
        ...options,
        onAttempt: (report) => {
          say(test, exchangeText(report));
          options?.onAttempt?.(report);
        },
      }),
  };
  return Object.assign(Object.create(client) as ThuliumClient, own);
}

function exchangeText(report: AttemptReport): string {
  const { request, requestHeaders, status, durationMs, failure } = report;
  const headers = (all: Readonly<Record<string, string>>): string[] =>
    Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [
    `${request.method} ${request.url}`,
    ...headers({ authorization: `Basic ${hidden}`, ...requestHeaders }),
    '',
    request.body ?? '',
    '',
    `${status === undefined ? `[${failure?.code ?? '?'}]` : `HTTP ${status}`} (${Math.round(durationMs)} ms)`,
    ...headers(report.responseHeaders ?? {}),
    '',
    report.responseBody ?? '',
  ].join('\n');
}

function difference(
  { services, item }: OneTest,
  compared: Comparison,
  outcome: UpdateOutcome,
): vscode.TestMessage {
  const text = (value: unknown): string => services.redactor.redact(JSON.stringify(value, undefined, 2));
  const message = vscode.TestMessage.diff(
    [vscode.l10n.t('The update didn’t end as expected.'), outcome.error?.message].filter(Boolean).join(' '),
    text(compared.expected),
    text(compared.actual),
  );
  if (item.uri && item.range) message.location = new vscode.Location(item.uri, item.range.start);
  return message;
}

/**
 * Writes to the test's output, which is a terminal: secrets hidden, and a server's escape sequences as text. Without a location: with one, the
 * editor would squeeze the whole request into a line of the file.
 */
function say({ run, item }: OneTest, text: string): void {
  const clean = text.split(/\r?\n/).map(plainText).join('\r\n');
  run.appendOutput(`${clean}\r\n`, undefined, item);
}

/** Where a run goes: the simulator unless the user chose the system that the file names. */
export type TestSystem = 'simulator' | 'file';

interface TestRunContext {
  services: Services;
  controller: vscode.TestController;
  items: TestItems;
  request: vscode.TestRunRequest;
  token: vscode.CancellationToken;
}

/** Runs the wanted tests one after another, in the order of their files: an update may build on the one before. */
export async function runOn(system: TestSystem, context: TestRunContext): Promise<void> {
  const { services, controller, request, token, items } = context;
  const files = await wantedTests(context);
  const run = controller.createTestRun(request);
  const abort = new AbortController();
  token.onCancellationRequested(() => {
    abort.abort();
  });
  try {
    for (const tests of files.values()) for (const item of tests) run.enqueued(item);
    // Read before the question about production, and never again: what runs is what the question was about.
    const contents = new Map<string, FileContent | undefined>();
    for (const uri of files.keys()) contents.set(uri, await readFile(vscode.Uri.parse(uri)));
    const entries = new Map(
      [...files].flatMap(([uri, tests]) =>
        tests.map((item) => [item, entryOf(contents.get(uri), items.indexOf(item))] as const),
      ),
    );
    const accesses = await openAll(system, services, contents);
    for (const [uri, tests] of files) {
      const access = accesses.get(uri) ?? fail({ code: 'cancelled' });
      for (const item of tests) {
        if (isAborted(abort.signal)) run.skipped(item);
        else await runItem(item, access, entries.get(item));
      }
    }
  } finally {
    run.end();
  }

  async function runItem(
    item: vscode.TestItem,
    access: Result<Access>,
    entry: FileUpdate | undefined,
  ): Promise<void> {
    if (!access.ok) {
      if (access.failure.code === 'cancelled') run.skipped(item);
      else run.errored(item, messageOf(access.failure));
    } else if (!entry?.expect) {
      run.errored(item, new vscode.TestMessage(vscode.l10n.t('Couldn’t read the request file.')));
    } else {
      await runTest({ run, item, services, access: access.value, entry, signal: abort.signal });
    }
  }
}

/** The update of a test in its file; undefined where that cannot be read. */
function entryOf(content: FileContent | undefined, index: number | undefined): FileUpdate | undefined {
  return content?.file.readable === true
    ? content.file.updates.find((each) => each.index === index)
    : undefined;
}

/** Other code aborts it meanwhile, which the compiler does not see. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function messageOf(failure: CodedFailure): vscode.TestMessage {
  const { message, advice } = wordFailure(failure);
  return new vscode.TestMessage([message, advice].filter(Boolean).join(' '));
}

/** The tests of the request by their file, read where they were not yet. */
async function wantedTests({
  items,
  controller,
  request,
}: TestRunContext): Promise<Map<string, vscode.TestItem[]>> {
  if (!request.include) await items.discover();
  const roots = request.include ?? [...controller.items].map(([, item]) => item);
  const excluded = new Set(request.exclude ?? []);
  const wanted = new Map<string, vscode.TestItem[]>();
  for (const root of roots) {
    if (excluded.has(root)) continue;
    await items.resolve(root);
    const tests = items.indexOf(root) === undefined ? [...root.children].map(([, item]) => item) : [root];
    for (const item of tests.filter((each) => !excluded.has(each))) {
      const uri = String(item.uri);
      const known = wanted.get(uri) ?? [];
      if (!known.includes(item)) wanted.set(uri, [...known, item]);
    }
  }
  for (const tests of wanted.values()) {
    tests.sort((one, other) => (items.indexOf(one) ?? 0) - (items.indexOf(other) ?? 0));
  }
  return wanted;
}

/** The access of each file; a production system must be confirmed for this run. */
async function openAll(
  system: TestSystem,
  services: Services,
  contents: ReadonlyMap<string, FileContent | undefined>,
): Promise<Map<string, Result<Access>>> {
  if (system === 'simulator') {
    const access = await openSimulator(services);
    return new Map([...contents.keys()].map((uri) => [uri, access]));
  }
  const accesses = new Map<string, Result<Access>>();
  const allowed = new Map<string, boolean>();
  for (const [uri, content] of contents) accesses.set(uri, await openFileSystem(services, content, allowed));
  return accesses;
}

/** This window's simulator, started where it does not run yet. */
async function openSimulator(services: Services): Promise<Result<Access>> {
  const simulator = await services.simulator();
  if (!simulator.worker) {
    const started = await simulator.start({});
    if (!started.ok) return started;
  }
  return services.openAccess(simulatorConnectionId);
}

async function openFileSystem(
  services: Services,
  content: FileContent | undefined,
  allowed: Map<string, boolean>,
): Promise<Result<Access>> {
  const connection = await bindConnection(services, content?.file.connection?.name);
  if (!connection.ok) return connection;
  const { value } = connection;
  const may = allowed.get(value.id) ?? (!value.production || (await confirmProduction(value)));
  allowed.set(value.id, may);
  if (!may) return fail({ code: 'cancelled' });
  const access = await services.openAccess(value.id);
  return access.ok ? succeed(access.value) : access;
}

async function confirmProduction(connection: Connection): Promise<boolean> {
  const run = vscode.l10n.t('Run on Production');
  const answer = await askModal(
    vscode.l10n.t('Run these tests on {0} (production)?', connection.name),
    {
      detail: [
        vscode.l10n.t(
          'Each test sends its update and changes a real record. Nothing is restored automatically.',
        ),
      ],
    },
    run,
  );
  return answer === run;
}
