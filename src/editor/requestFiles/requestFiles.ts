import * as vscode from 'vscode';
import type { Services } from '../services.js';
import {
  RequestFileLenses,
  requestFileFormatter,
  RequestFileHover,
  requestFileSymbols,
} from './languageFeatures.js';
import { completionTriggers, RequestFileCompletion } from './completion.js';
import { RequestFileDiagnostics, RequestFileFixes } from './requestFileDiagnostics.js';
import { LiveLists } from './liveLists.js';
import { requestFileLanguage, requestFileSelector } from './registerRequestFiles.js';
import { RequestFileTests } from './tests/testItems.js';
import {
  parseRequestFile,
  type FileUpdate,
  type RequestFile,
  type Span,
} from '../../requestFile/parseRequestFile.js';

/** Everything that the editor offers in a request file; made when there is one. */
export class RequestFiles implements vscode.Disposable {
  private readonly parts: vscode.Disposable[];

  constructor(services: Services) {
    const { languages } = vscode;
    const live = new LiveLists(services);
    const diagnostics = new RequestFileDiagnostics(services, live);
    const lenses = new RequestFileLenses();
    const selector = requestFileSelector;
    this.parts = [
      diagnostics,
      lenses,
      new RequestFileTests(services),
      languages.registerCodeLensProvider(selector, lenses),
      languages.registerHoverProvider(selector, new RequestFileHover(services, live)),
      languages.registerCompletionItemProvider(
        selector,
        new RequestFileCompletion(services, live),
        ...completionTriggers,
      ),
      languages.registerCodeActionsProvider(
        selector,
        new RequestFileFixes(diagnostics),
        RequestFileFixes.metadata,
      ),
      // A file that the user gave another language is formatted and outlined by that language's own extension.
      languages.registerDocumentRangeFormattingEditProvider(requestFileLanguage, requestFileFormatter),
      languages.registerDocumentSymbolProvider(requestFileLanguage, requestFileSymbols),
    ];
  }

  dispose(): void {
    for (const each of this.parts) each.dispose();
  }
}

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
