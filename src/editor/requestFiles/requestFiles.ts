import * as vscode from 'vscode';
import type { Services } from '../services.js';
import { RequestFileLenses } from './codeLenses.js';
import { completionTriggers, RequestFileCompletion } from './completion.js';
import { RequestFileDiagnostics } from './diagnostics.js';
import { requestFileFormatter } from './format.js';
import { RequestFileHover } from './hover.js';
import { LiveLists } from './liveLists.js';
import { RequestFileFixes } from './quickFixes.js';
import { requestFileLanguage, requestFileSelector } from './selector.js';
import { requestFileSymbols } from './symbols.js';
import { RequestFileTests } from './tests/controller.js';

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
