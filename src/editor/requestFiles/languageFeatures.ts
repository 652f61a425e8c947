import * as vscode from 'vscode';
import { format, type FormattingOptions, getLocation } from 'jsonc-parser';
import { type FileUpdate, longestRequestFile } from '../../requestFile/parseRequestFile.js';
import { commands } from '../../manifest.js';
import { requestFileIn, rangeOf, campaignAt, updateAt } from './requestFiles.js';
import { isRequestFile } from './registerRequestFiles.js';
import { recordOf, titleOf } from '../../requestFile/runFileTest.js';
import { sameNumber } from '../../core/ids.js';
import { templateAt } from '../../requestFile/resolveEntry.js';
import { resolveTemplates } from '../../core/templates.js';
import { fieldLabel, quoted } from '../../messages/fields.js';
import { wordProblem } from '../../messages/problems.js';
import type { Services } from '../services.js';
import { agentChoice, campaignChoice, statusChoice } from '../update/campaignStep.js';
import type { Choice } from '../quickInput/pickOrType.js';
import { shapeOf } from './completion.js';
import type { LiveLists } from './liveLists.js';
import { plainMarkdown } from '../door.js';
import { wordKey } from '../../messages/requestFiles.js';

/** Above this many updates only those near the visible lines get lenses: each lens is a row the editor must lay out. */
const wholeFileLimit = 500;
/** Lines above and below the visible ones. */
const margin = 100;

/** Send · Preview · Copy As above each update. */
export class RequestFileLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly subscription: vscode.Disposable;

  constructor() {
    this.subscription = vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor: { document } }) => {
      if (isRequestFile(document) && requestFileIn(document).updates.length > wholeFileLimit) {
        this.changed.fire();
      }
    });
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const { readable, updates } = requestFileIn(document);
    if (!readable) return [];
    const visible = updates.length > wholeFileLimit ? visibleLines(document) : undefined;
    return updates.flatMap((update) => {
      const { line } = document.positionAt(update.start);
      const near = visible?.some(
        ({ start, end }) => start.line - margin <= line && line <= end.line + margin,
      );
      return near === false ? [] : lensesOf(document, update);
    });
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}

function visibleLines(document: vscode.TextDocument): readonly vscode.Range[] {
  const editors = vscode.window.visibleTextEditors.filter((editor) => editor.document === document);
  return editors.length > 0
    ? editors.flatMap(({ visibleRanges }) => visibleRanges)
    : [new vscode.Range(0, 0, 0, 0)];
}

function lensesOf(document: vscode.TextDocument, update: FileUpdate): vscode.CodeLens[] {
  const position = document.positionAt(update.start);
  const range = new vscode.Range(position, position);
  const target = { uri: document.uri.toString(), index: update.index };
  const lens = (title: string, command: string): vscode.CodeLens =>
    new vscode.CodeLens(range, { title, command, arguments: [target] });
  return [
    // The editor swallows a plain space after an icon.
    lens(`$(send)\u00a0${vscode.l10n.t('Send')}`, commands.sendRequestFileUpdate),
    lens(vscode.l10n.t('Preview'), commands.previewRequestFileUpdate),
    lens(vscode.l10n.t('Copy As…'), commands.copyRequestAs),
  ];
}

/** How new text is indented: as the editor that shows the document does it. */
export function formattingOf(document: vscode.TextDocument): FormattingOptions {
  const editor = vscode.window.visibleTextEditors.find((each) => each.document === document);
  const { tabSize, insertSpaces } = editor?.options ?? {};
  return {
    tabSize: typeof tabSize === 'number' ? tabSize : 2,
    insertSpaces: insertSpaces !== false,
    eol: document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n',
  };
}

/** Formats request files as VS Code formats JSON with comments. */
export const requestFileFormatter: vscode.DocumentRangeFormattingEditProvider = {
  provideDocumentRangeFormattingEdits(document, range, { tabSize, insertSpaces }) {
    const offset = document.offsetAt(range.start);
    const edits = format(
      document.getText(),
      { offset, length: document.offsetAt(range.end) - offset },
      { ...formattingOf(document), tabSize, insertSpaces, keepLines: true },
    );
    return edits.map(({ offset: start, length, content }) =>
      vscode.TextEdit.replace(rangeOf(document, { start, end: start + length }), content),
    );
  },
};

/** The updates in the outline and the breadcrumbs. */
export const requestFileSymbols: vscode.DocumentSymbolProvider = {
  provideDocumentSymbols(document) {
    return requestFileIn(document).updates.map((update) => {
      const range = rangeOf(document, update);
      const detail = update.name === undefined ? '' : recordOf(update);
      return new vscode.DocumentSymbol(titleOf(update), detail, vscode.SymbolKind.Object, range, range);
    });
  },
};

/** Says what a key means, and by its name in the live system what a value means. */
export class RequestFileHover implements vscode.HoverProvider {
  constructor(
    private readonly services: Services,
    private readonly live: LiveLists,
  ) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const content = document.getText();
    if (content.length > longestRequestFile) return undefined;
    const template = this.templateHover(document, position);
    if (template) return template;
    const { path, previousNode, isAtPropertyKey } = getLocation(content, document.offsetAt(position));
    const key = path.at(-1);
    if (!previousNode || typeof key !== 'string') return undefined;
    const text = isAtPropertyKey
      ? keyText(key)
      : choiceText(await this.choiceAt(document, position, shapeOf(path), String(previousNode.value)));
    if (text === undefined) return undefined;
    const range = rangeOf(document, {
      start: previousNode.offset,
      end: previousNode.offset + previousNode.length,
    });
    return range.contains(position) ? new vscode.Hover(plainMarkdown([text]), range) : undefined;
  }

  /** What a value with `{{…}}` stands for at this moment. */
  private templateHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const entry = updateAt(document, position);
    const found = entry && templateAt(entry, document.offsetAt(position));
    if (!found) return undefined;
    const resolved = resolveTemplates(found.text, '', this.services.templates());
    const text =
      'text' in resolved
        ? vscode.l10n.t('Right now: {0}', quoted(resolved.text))
        : wordProblem(resolved.problem);
    return new vscode.Hover(
      plainMarkdown([text]),
      rangeOf(document, { start: found.node.offset, end: found.node.offset + found.node.length }),
    );
  }

  private async choiceAt(
    document: vscode.TextDocument,
    position: vscode.Position,
    shape: string,
    value: string,
  ): Promise<Choice | undefined> {
    const connection = requestFileIn(document).connection?.name;
    const campaignId = campaignAt(document, position);
    switch (shape) {
      case 'updates/*/campaignId': {
        const found = (await this.live.campaigns(connection)).find(({ id }) => id === value);
        return found && campaignChoice(found);
      }
      case 'updates/*/fields/status_id':
      case 'updates/*/fields/dictionary_status_id':
      case 'updates/*/expect/record/status_id': {
        const statuses = (await this.live.statuses(connection, campaignId)) ?? [];
        const name = shape.endsWith('dictionary_status_id') ? 'dictionary_status_id' : 'status_id';
        const found = statuses.find((each) => sameNumber(each[name] ?? '', value));
        return found && statusChoice(found);
      }
      case 'updates/*/fields/agent_login': {
        const agents = (await this.live.agents(connection, campaignId)) ?? [];
        const found = agents.find(({ login }) => login === value);
        return found && agentChoice(found);
      }
      default:
        return undefined;
    }
  }
}

function keyText(key: string): string | undefined {
  const meaning = wordKey(key);
  if (meaning === undefined) return undefined;
  const label = fieldLabel(key);
  return label === key ? meaning : `${label}: ${meaning}`;
}

function choiceText(choice: Choice | undefined): string | undefined {
  if (!choice) return undefined;
  const facts = new Set([choice.label, choice.description, choice.detail]);
  return [...facts].filter(Boolean).join(' · ');
}
