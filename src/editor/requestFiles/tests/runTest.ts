import * as vscode from 'vscode';
import type { UpdateOutcome } from '../../../core/outcome.js';
import { hidden } from '../../../core/redact.js';
import type { FileUpdate } from '../../../requestFile/parseRequestFile.js';
import type { Comparison } from '../../../requestFile/expect.js';
import { runFileTest } from '../../../requestFile/runFileTest.js';
import type { AttemptReport, ThuliumClient } from '../../../thulium/types.js';
import type { Access, Services } from '../../services.js';
import { refusedOutcome } from '../../../messages/outcomes.js';
import { runUpdate } from '../../update/updater.js';
import { plainText } from '../../door.js';

export interface OneTest {
  run: vscode.TestRun;
  item: vscode.TestItem;
  services: Services;
  access: Access;
  /** With an expectation. */
  entry: FileUpdate;
  signal: AbortSignal;
}

/** Sends one update through the one sender and holds what came of it against its expectation. */
export async function runTest(test: OneTest): Promise<void> {
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
    say(test, vscode.l10n.t('Cancelled.'));
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
    [vscode.l10n.t('The update did not end as expected.'), outcome.error?.message].filter(Boolean).join(' '),
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
