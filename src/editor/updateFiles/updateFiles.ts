import * as vscode from 'vscode';
import type { Services } from '../services.js';
import { UpdateFileLenses } from './codeLenses.js';
import { completionTriggers, UpdateFileCompletion } from './completion.js';
import { UpdateFileDiagnostics } from './diagnostics.js';
import { updateFileFormatter } from './format.js';
import { UpdateFileHover } from './hover.js';
import { LiveLists } from './live.js';
import { UpdateFileFixes } from './quickFixes.js';
import { updateFileLanguage, updateFileSelector } from './selector.js';
import { updateFileSymbols } from './symbols.js';
import { UpdateFileTests } from './tests/controller.js';

/** Everything that the editor offers in a request file; made when there is one. */
export class UpdateFiles implements vscode.Disposable {
  private readonly parts: vscode.Disposable[];

  constructor(services: Services) {
    const { languages } = vscode;
    const live = new LiveLists(services);
    const diagnostics = new UpdateFileDiagnostics(services, live);
    const lenses = new UpdateFileLenses();
    const selector = updateFileSelector;
    this.parts = [
      diagnostics,
      lenses,
      new UpdateFileTests(services),
      languages.registerCodeLensProvider(selector, lenses),
      languages.registerHoverProvider(selector, new UpdateFileHover(live)),
      languages.registerCompletionItemProvider(
        selector,
        new UpdateFileCompletion(services, live),
        ...completionTriggers,
      ),
      languages.registerCodeActionsProvider(
        selector,
        new UpdateFileFixes(diagnostics),
        UpdateFileFixes.metadata,
      ),
      // A file that the user gave another language is formatted and outlined by that language's own extension.
      languages.registerDocumentRangeFormattingEditProvider(updateFileLanguage, updateFileFormatter),
      languages.registerDocumentSymbolProvider(updateFileLanguage, updateFileSymbols),
    ];
  }

  dispose(): void {
    for (const each of this.parts) each.dispose();
  }
}
