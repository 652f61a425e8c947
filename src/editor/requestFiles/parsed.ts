import * as vscode from 'vscode';
import { parseRequestFile, type FileUpdate, type RequestFile } from '../../requestFile/parseRequestFile.js';
import type { Span } from '../../requestFile/nodes.js';

const parsed = new WeakMap<vscode.TextDocument, { version: number; file: RequestFile }>();

/** The request file in a document; read once for each of its versions. */
export function requestFileIn(document: vscode.TextDocument): RequestFile {
  const known = parsed.get(document);
  if (known?.version === document.version) return known.file;
  const file = parseRequestFile(document.getText());
  parsed.set(document, { version: document.version, file });
  return file;
}

export function rangeOf(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** The update whose braces hold the position. */
export function updateAt(document: vscode.TextDocument, position: vscode.Position): FileUpdate | undefined {
  const offset = document.offsetAt(position);
  return requestFileIn(document).updates.find(({ start, end }) => start <= offset && offset <= end);
}

/** The campaign id of the update at the position, as far as it is written; empty where there is none. */
export function campaignAt(document: vscode.TextDocument, position: vscode.Position): string {
  const id = updateAt(document, position)?.input.campaignId;
  return typeof id === 'string' ? id : '';
}
