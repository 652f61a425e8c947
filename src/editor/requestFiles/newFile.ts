import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Failure } from '../../core/outcome.js';
import type { Expectation } from '../../requestFile/entrySchema.js';
import { toFailure } from '../../messages/failures.js';
import { parseArguments } from '../arguments.js';
import type { Services } from '../services.js';
import { requestFileLanguage } from './selector.js';

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
    'Updates of campaign records. One with “expect” is a test in the Testing view, run on the local simulator.',
  );
  return `// ${comment}\n${JSON.stringify({ updates: [update] }, undefined, 2)}\n`;
}
