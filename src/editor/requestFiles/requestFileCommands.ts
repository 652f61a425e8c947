import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { CodedFailure } from '../../core/errors.js';
import type { UpdateOutcome, Failure } from '../../core/outcome.js';
import { parseArguments } from '../arguments.js';
import type { Services, Access } from '../services.js';
import { updateRecord } from '../update/updateCommand.js';
import { refusedOutcome } from '../../messages/outcomes.js';
import { bindConnection, chooseConnection, requireTarget, boundConnection } from './requestFileConnection.js';
import { requestFileIn } from './requestFiles.js';
import { isRequestFile, requestFileLanguage } from './registerRequestFiles.js';
import type { Expectation } from '../../requestFile/entrySchema.js';
import { toFailure } from '../../messages/failures.js';
import type { Connection } from '../../core/connection.js';
import type { RecordUpdate } from '../../core/record.js';
import { hidden } from '../../core/redact.js';
import { updateRequest } from '../../core/request.js';
import { checkFileUpdate } from '../../requestFile/checkEntry.js';
import { createHead } from '../../thulium/attempt.js';
import { sendUpdate } from '../../thulium/sendUpdate.js';
import { wordProblem } from '../../messages/problems.js';
import { responseLanguage } from '../settings.js';
import { reviewLines, reviewOf } from '../update/review.js';
import { LiveLists } from './liveLists.js';

const nameArguments = z.strictObject({ name: z.optional(z.string()) });

/** `thulium.sendRequestFileUpdate`: sends the update of a lens, or the one at the cursor, as `thulium.updateRecord` does. */
export async function sendRequestFileUpdate(services: Services, input?: unknown): Promise<UpdateOutcome> {
  const target = await requireTarget(services, input);
  if (!target.ok) {
    tellNoUpdate(services, target.failure);
    return refusedOutcome(target.failure);
  }
  const { file, update } = target.value;
  const connection = await bindConnection(services, file.connection?.name);
  if (!connection.ok) {
    if (connection.failure.code !== 'cancelled') {
      services.presenter.failure(vscode.l10n.t('Update Campaign Record'), connection.failure);
    }
    return refusedOutcome(connection.failure);
  }
  // What is missing is asked of the file's author by its diagnostics, never of the sender in a palette.
  const given = { campaignId: '', customerId: '', fields: {}, ...update.input };
  return updateRecord(services, { ...given, connection: connection.value.id });
}

/** Says that the command needs an update: the cursor is in none, the file cannot be read, or a template in it. */
export function tellNoUpdate(services: Services, failure: CodedFailure): void {
  if (failure.problems) {
    services.presenter.failure(vscode.l10n.t('Update Campaign Record'), failure);
    return;
  }
  services.presenter.warning(
    vscode.workspace.isTrusted
      ? vscode.l10n.t('Place the cursor in an update of a valid request file.')
      : vscode.l10n.t('Request files are disabled until you trust this workspace.'),
  );
}

/** `thulium.selectRequestFileConnection`: asks anew which system a file's logical name means in this workspace. */
export async function selectRequestFileConnection(services: Services, input?: unknown): Promise<void> {
  const parsed = parseArguments(nameArguments, input);
  const name = (parsed.ok ? parsed.value.name : undefined) ?? activeName();
  if (name === undefined) {
    services.presenter.warning(vscode.l10n.t('The request file in the editor doesn’t name a connection.'));
    return;
  }
  if ((await services.connections.list()).length === 0) {
    services.presenter.failure(name, { code: 'no-connection', detail: 'none' });
    return;
  }
  await chooseConnection(services, name);
}

function activeName(): string | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document && isRequestFile(document) ? requestFileIn(document).connection?.name : undefined;
}

const newFileArguments = z.strictObject({
  campaignId: z.optional(z.string()),
  customerId: z.optional(z.union([z.string(), z.number()])),
});

/** What a new request file says of its first update; what is left out waits to be filled in. */
export interface FirstUpdate {
  campaignId?: string | undefined;
  customerId?: string | number | undefined;
  fields?: Readonly<Record<string, string>>;
  name?: string;
  expect?: Expectation;
}

/** `thulium.newRequestFile`: an unsaved request file in an editor; resolves to its URI. */
export async function newRequestFile(
  services: Services,
  input?: unknown,
): Promise<string | { error: Failure }> {
  const parsed = parseArguments(newFileArguments, isResource(input) ? undefined : input);
  if (!parsed.ok) {
    services.presenter.failure(vscode.l10n.t('New Request File'), parsed.failure);
    return { error: toFailure(parsed.failure) };
  }
  return openRequestFile(parsed.value);
}

/** Opens a new, unsaved request file with one update; resolves to its URI. */
export async function openRequestFile(update: FirstUpdate): Promise<string> {
  const content = contentOf(update);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const document = folder
    ? await openUnsaved(await freeUri(folder), content)
    : await vscode.workspace.openTextDocument({ language: requestFileLanguage, content });
  await vscode.window.showTextDocument(document);
  return document.uri.toString();
}

/** Menus hand over the resource that they were opened on. */
function isResource(input: unknown): boolean {
  return typeof input === 'object' && input !== null && 'scheme' in input;
}

async function openUnsaved(uri: vscode.Uri, content: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), content);
  await vscode.workspace.applyEdit(edit);
  return document;
}

/** The first name that neither a file nor an open document has. */
async function freeUri(folder: vscode.Uri): Promise<vscode.Uri> {
  for (let number = 1; ; number++) {
    const file = vscode.Uri.joinPath(folder, `updates${number === 1 ? '' : `-${number}`}.thulium.json`);
    const open = vscode.workspace.textDocuments.some(({ uri }) => uri.path === file.path);
    if (!open && !(await exists(file))) return vscode.Uri.from({ scheme: 'untitled', path: file.path });
  }
}

/** True for a file that is on disk, or wherever its scheme keeps it. */
export async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

function contentOf({ campaignId, customerId, fields, name, expect }: FirstUpdate): string {
  const update = {
    name: name ?? vscode.l10n.t('First update'),
    campaignId: campaignId ?? '',
    customerId: String(customerId ?? ''),
    fields: fields ?? { status_id: '' },
    expect: expect ?? { outcome: 'updated' },
  };
  const comment = vscode.l10n.t(
    'Updates of campaign records. An update with “expect” is a test in the Testing view, run on the local simulator.',
  );
  return `// ${comment}\n${JSON.stringify({ updates: [update] }, undefined, 2)}\n`;
}

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
