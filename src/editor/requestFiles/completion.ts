import { findNodeAtLocation, getLocation, type Location } from 'jsonc-parser';
import * as vscode from 'vscode';
import { quickDates } from '../../core/nextCallDate.js';
import { longestRequestFile, type FilePath, properties } from '../../requestFile/parseRequestFile.js';
import { knownKeys } from '../../requestFile/fixes.js';
import { expectedErrorCodes, expectedOutcomes } from '../../requestFile/entrySchema.js';
import { resolveTemplates, templateExamples, type TemplateContext } from '../../core/templates.js';
import type { Choice } from '../quickInput/pickOrType.js';
import type { Services } from '../services.js';
import { timeZone } from '../settings.js';
import { agentChoice, campaignChoice, statusChoice } from '../update/campaignStep.js';
import type { LiveLists } from './liveLists.js';
import { campaignAt, rangeOf, requestFileIn } from './requestFiles.js';
import { wordKey } from '../../messages/requestFiles.js';

export const completionTriggers = ['"', ':', ' '];

/** Offers keys, and values from the live system where it can be asked without troubling the user. */
export class RequestFileCompletion implements vscode.CompletionItemProvider {
  constructor(
    private readonly services: Services,
    private readonly live: LiveLists,
  ) {}

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    const text = document.getText();
    if (text.length > longestRequestFile) return [];
    const location = getLocation(text, document.offsetAt(position));
    if (isInComment(document.lineAt(position).text.slice(0, position.character))) return [];
    const range = replacedRange(document, location, position);
    if (location.isAtPropertyKey) return keyItems(document, location, range);
    const choices = [
      ...(await this.valuesAt(document, position, location.path)),
      ...templateChoices(location.path, this.services.templates()),
    ];
    return choices.map((choice, index) => valueItem(choice, index, range));
  }

  private async valuesAt(
    document: vscode.TextDocument,
    position: vscode.Position,
    path: FilePath,
  ): Promise<Choice[]> {
    const connection = requestFileIn(document).connection?.name;
    const campaignId = campaignAt(document, position);
    const statuses = async () => (await this.live.statuses(connection, campaignId)) ?? [];
    switch (shapeOf(path)) {
      case 'connection':
        return (await this.services.connections.list()).map(({ name, baseUrl }) => ({
          value: name,
          label: name,
          description: baseUrl,
        }));
      case 'updates/*/campaignId':
        return (await this.live.campaigns(connection)).map(campaignChoice);
      case 'updates/*/fields/status_id':
      case 'updates/*/expect/record/status_id':
        return (await statuses()).map(statusChoice);
      case 'updates/*/fields/dictionary_status_id':
        return (await statuses()).flatMap((status) =>
          status.dictionary_status_id === null
            ? []
            : [{ ...statusChoice(status), value: status.dictionary_status_id }],
        );
      case 'updates/*/fields/agent_login':
      case 'updates/*/expect/record/agent_login':
        return ((await this.live.agents(connection, campaignId)) ?? []).map(agentChoice);
      case 'updates/*/fields/next_call_date':
        return quickDates(timeZone(), Date.now()).map(({ text }) => ({ value: text, label: text }));
      case 'updates/*/expect/outcome':
        return expectedOutcomes.map(plainChoice);
      case 'updates/*/expect/errorCode':
        return expectedErrorCodes.map(plainChoice);
      default:
        return [];
    }
  }
}

/** Templates with what they stand for at this moment: dates where a date is wanted, variables for any value. */
function templateChoices(path: FilePath, context: TemplateContext): Choice[] {
  const shape = shapeOf(path);
  const key = String(path.at(-1));
  const isValue = /^updates\/\*\/(?:campaignId|customerId|fields\/\w+|expect\/record\/\w+)$/.test(shape);
  if (!isValue) return [];
  const examples = key === 'next_call_date' ? templateExamples : [];
  return [...examples, ...variablesIn(context.env)].map((value) => {
    const resolved = resolveTemplates(value, key, context);
    return { value, label: value, ...('text' in resolved ? { description: resolved.text } : {}) };
  });
}

function variablesIn(env: TemplateContext['env']): string[] {
  return Object.keys(env)
    .filter((name) => /^THULIUM_VAR_\w+$/.test(name))
    .sort()
    .map((name) => `{{env.${name}}}`);
}

function plainChoice(value: string): Choice {
  return { value, label: value };
}

/** A path with its indexes left open. */
export function shapeOf(path: FilePath): string {
  return path.map((step) => (typeof step === 'number' ? '*' : step)).join('/');
}

function keyItems(
  document: vscode.TextDocument,
  location: Location,
  range: vscode.Range,
): vscode.CompletionItem[] {
  const path = location.path.slice(0, -1);
  const { root } = requestFileIn(document);
  const object = root && findNodeAtLocation(root, path);
  const current = location.previousNode;
  const taken = (object ? properties(object) : [])
    .filter(({ keyNode }) => keyNode.offset !== current?.offset)
    .map(({ key }) => key);
  const hasValue = /^\s*:/.test(restOfLine(document, current));
  return knownKeys(path)
    .filter((key) => !taken.includes(key))
    .map((key, index) => {
      const item = new vscode.CompletionItem(key, vscode.CompletionItemKind.Property);
      const quoted = JSON.stringify(key);
      item.range = range;
      item.filterText = quoted;
      item.insertText = hasValue ? quoted : new vscode.SnippetString(`${quoted}: ${valueSnippet(key)}`);
      item.sortText = String(index).padStart(3, '0');
      const documentation = wordKey(key);
      if (documentation !== undefined) item.documentation = documentation;
      return item;
    });
}

/** The line behind a node; empty where there is none. */
function restOfLine(document: vscode.TextDocument, node: Location['previousNode']): string {
  if (!node) return '';
  const { line, character } = document.positionAt(node.offset + node.length);
  return document.lineAt(line).text.slice(character);
}

function valueSnippet(key: string): string {
  switch (key) {
    case 'updates':
      return '[\n\t{$0}\n]';
    case 'fields':
    case 'expect':
    case 'record':
      return '{ $0 }';
    case 'status':
      return '${1:204}';
    default:
      return '"$1"';
  }
}

function valueItem(choice: Choice, index: number, range: vscode.Range): vscode.CompletionItem {
  const { value, label, description, detail } = choice;
  const text = JSON.stringify(value);
  const named = label !== value;
  const item = new vscode.CompletionItem(
    {
      label: value,
      description: [named ? label : description, named ? '' : detail].filter(Boolean).join(' · '),
    },
    vscode.CompletionItemKind.Value,
  );
  item.range = range;
  item.insertText = text;
  // Found by the id and by the name, quotation marks included, for the range holds them.
  item.filterText = `"${[value, label, description].filter(Boolean).join(' ')}"`;
  item.sortText = String(index).padStart(6, '0');
  if (detail) item.detail = detail;
  return item;
}

/** The string or literal under the cursor, else nothing. */
function replacedRange(
  document: vscode.TextDocument,
  { previousNode }: Location,
  position: vscode.Position,
): vscode.Range {
  if (!previousNode || !['property', 'string', 'number', 'boolean', 'null'].includes(previousNode.type)) {
    return new vscode.Range(position, position);
  }
  const range = rangeOf(document, {
    start: previousNode.offset,
    end: previousNode.offset + previousNode.length,
  });
  // A string that is not closed yet reaches to the end of its line.
  return range.contains(position) && range.isSingleLine ? range : new vscode.Range(position, position);
}

/** In the line, behind `//` that is in no string. */
function isInComment(line: string): boolean {
  return line.replace(/"(?:[^"\\]|\\.)*"/g, '').includes('//');
}
