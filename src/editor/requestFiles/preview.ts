import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.js';
import type { RecordUpdate } from '../../core/record.js';
import { hidden } from '../../core/redact.js';
import { updateRequest } from '../../core/request.js';
import { checkFileUpdate } from '../../requestFile/checkEntry.js';
import { createHead } from '../../thulium/head.js';
import { sendUpdate } from '../../thulium/sender.js';
import { wordProblem } from '../../messages/problems.js';
import type { Access, Services } from '../services.js';
import { responseLanguage } from '../settings.js';
import { reviewLines, reviewOf } from '../update/review.js';
import { boundConnection } from './bindings.js';
import { tellNoUpdate } from './commands.js';
import { LiveLists } from './liveLists.js';
import { requireTarget } from './target.js';

/**
 * `thulium.previewRequestFileUpdate`: the exact request with the password hidden and, where the system can be
 * read without a question, what it would change. Nothing is sent.
 */
export async function previewRequestFileUpdate(services: Services, input?: unknown): Promise<void> {
  const target = await requireTarget(services, input);
  if (!target.ok) {
    tellNoUpdate(services, target.failure);
    return;
  }
  const { file, update: entry } = target.value;
  const { update, issues } = checkFileUpdate(entry, {
    dates: services.dates(),
    templates: services.templates(),
  });
  const problems = issues.flatMap((issue) => (issue.kind === 'problem' ? [issue.problem] : []));
  if (!update) {
    services.presenter.failure(vscode.l10n.t('Preview'), { code: 'invalid-input', problems });
    return;
  }
  const connection = await boundConnection(services, file.connection?.name);
  if (!connection.ok) {
    services.presenter.failure(vscode.l10n.t('Preview'), connection.failure);
    return;
  }
  const access = await new LiveLists(services).access(file.connection?.name);
  const notes = access ? await reviewNotes(services, access, update) : problems.map(wordProblem);
  const comments = notes.map((line) => `# ${line}`);
  const text = [...comments, ...(comments.length > 0 ? [''] : []), requestText(connection.value, update)];
  const uri = services.documents.show(
    `${update.campaignId}-${update.customerId}.http`,
    services.redactor.redact(text.join('\n')),
  );
  await vscode.window.showTextDocument(uri, { preview: true, viewColumn: vscode.ViewColumn.Beside });
}

function requestText(connection: Connection, update: RecordUpdate): string {
  const request = updateRequest(connection.baseUrl, update);
  const head = createHead({
    credentials: { username: connection.username, password: '' },
    language: responseLanguage(),
  });
  const headers = { authorization: `Basic ${hidden}`, ...head.shown(request) };
  return [
    `${request.method} ${request.url}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    JSON.stringify(update.fields, undefined, 2),
    '',
  ].join('\n');
}

/** What the review before sending would say: the same checks and reads, stopped before the write. */
async function reviewNotes(services: Services, access: Access, update: RecordUpdate): Promise<string[]> {
  let lines: string[] = [];
  await sendUpdate({
    client: access.client,
    update,
    dates: services.dates(),
    verify: false,
    onAttempt: (attempt) => {
      services.output.attempt(attempt);
    },
    review: (view) => {
      lines = reviewLines(reviewOf(access, view));
      return Promise.resolve('cancel');
    },
  }).then((report) => {
    if (report.failure && report.failure.code !== 'cancelled') lines = report.problems.map(wordProblem);
  });
  return lines;
}
