import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Services } from '../../services.js';
import { showQuickPick } from '../../door.js';
import '../../shared.js';
import type { BulkOutcome } from '../../../core/outcome.js';
import { panels } from '../../../manifest.js';
import { drawPage, portOf } from '../../webviews/webviewPage.js';
import { refusedBulk } from '../../../messages/outcomes.js';
import { BulkSession } from './session.js';
import { readSaved, savePage, type SavedPage } from './choices.js';

/** What a bulk update is taken from. */
export interface Source {
  /** On this machine; a copy of our own where `copyOf` is set. */
  file: string;
  /** The file that the selection was taken from. */
  copyOf?: string;
  /** Added to a line of the copy to get the line in that file. */
  lineShift?: number;
}

const extensions = ['csv', 'tsv', 'txt', 'jsonl', 'ndjson'];

/** The file that a menu names, or what the active editor holds, or one that the user chooses. */
export async function findSource(
  services: Services,
  uri: vscode.Uri | undefined,
): Promise<Source | undefined> {
  const editor = vscode.window.activeTextEditor;
  const isTable = editor !== undefined && isTableFile(editor.document.uri);
  if (editor && isTable && (!uri || uri.toString() === editor.document.uri.toString())) {
    if (!editor.selection.isEmpty) {
      const choice = await askForSelection(editor);
      if (choice === undefined) return undefined;
      if (choice === 'selection') return copySelection(services, editor);
    }
    await editor.document.save();
    return { file: editor.document.uri.fsPath };
  }
  if (uri) return { file: uri.fsPath };
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Update Records from File'),
    openLabel: vscode.l10n.t('Open'),
    filters: { [vscode.l10n.t('Tables')]: extensions, [vscode.l10n.t('All files')]: ['*'] },
  });
  const [first] = chosen ?? [];
  return first ? { file: first.fsPath } : undefined;
}

function isTableFile({ scheme, fsPath }: vscode.Uri): boolean {
  return scheme === 'file' && extensions.includes(path.extname(fsPath).slice(1).toLowerCase());
}

async function askForSelection(editor: vscode.TextEditor): Promise<'selection' | 'file' | undefined> {
  const { start } = editor.selection;
  const items = [
    {
      label: vscode.l10n.t('Selected lines'),
      description: `${start.line + 1}–${lastLine(editor.selection) + 1}`,
      choice: 'selection' as const,
    },
    {
      label: vscode.l10n.t('The whole file'),
      description: path.basename(editor.document.fileName),
      choice: 'file' as const,
    },
  ];
  const title = vscode.l10n.t('Select the records to update');
  return (await showQuickPick(items, { title }))?.choice;
}

/** A selection that ends before the first character of a line does not mean that line. */
function lastLine({ start, end }: vscode.Selection): number {
  return end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
}

/** Whole lines, with the file's first line in front where it is not among them: it names the columns. */
async function copySelection(
  services: Services,
  { document, selection }: vscode.TextEditor,
): Promise<Source> {
  const { start } = selection;
  const all = new vscode.Range(start.line, 0, lastLine(selection), Number.MAX_SAFE_INTEGER);
  const lines = document.getText(all);
  const isJson = /\.(jsonl|ndjson)$/i.test(document.fileName);
  const hasHeader = start.line > 0 && !isJson;
  const text = hasHeader ? `${document.lineAt(0).text}\n${lines}` : lines;
  const folder = path.join(services.context.globalStorageUri.fsPath, 'selections');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, `${randomUUID()}${path.extname(document.fileName)}`);
  await writeFile(file, text, { mode: 0o600 });
  return { file, copyOf: document.uri.fsPath, lineShift: hasHeader ? start.line - 1 : start.line };
}

/** Opens the page of a bulk update; resolves to how its run ended, or to `cancelled` when it is closed before. */
export async function openBulkPage(services: Services, uri: vscode.Uri | undefined): Promise<BulkOutcome> {
  const source = await findSource(services, uri);
  if (!source) return refusedBulk({ code: 'cancelled' });
  const panel = vscode.window.createWebviewPanel(
    panels.bulkPlan,
    vscode.l10n.t('Bulk Update'),
    vscode.ViewColumn.Active,
    { retainContextWhenHidden: true },
  );
  return fill(services, panel, false, {
    id: randomUUID(),
    source,
    chosen: {
      request: { file: source.file, constants: {} },
      options: { rememberBefore: true, includeInWork: false, includeDoNotCall: false, sendDuplicates: false },
    },
  });
}

/** Fills a panel that VS Code restored, with what was chosen on it before. */
export function restoreBulkPage(services: Services, panel: vscode.WebviewPanel, state: unknown): void {
  const saved = readSaved(services, state);
  if (saved) void fill(services, panel, true, saved);
  else panel.dispose();
}

function fill(
  services: Services,
  panel: vscode.WebviewPanel,
  isRestored: boolean,
  saved: SavedPage,
): Promise<BulkOutcome> {
  const title = vscode.l10n.t('Bulk Update');
  const session = new BulkSession(services, portOf(panel.webview), saved, {
    isRestored,
    onChosen: (page) => {
      void savePage(services, page);
    },
    onSubject: (name) => {
      panel.title = `${title}: ${name}`;
    },
  });
  panel.onDidDispose(() => {
    session.dispose();
  });
  drawPage(panel.webview, services.context.extensionUri, { name: 'bulk', title });
  return session.ended;
}
