import { getLocation } from 'jsonc-parser';
import * as vscode from 'vscode';
import { sameNumber } from '../../core/ids.js';
import { templateAt } from '../../requestFile/resolveEntry.js';
import { resolveTemplates } from '../../core/templates.js';
import { longestRequestFile } from '../../requestFile/parseRequestFile.js';
import { fieldLabel } from '../../messages/fields.js';
import { wordProblem } from '../../messages/problems.js';
import { quoted } from '../../messages/quoted.js';
import type { Services } from '../services.js';
import { agentChoice, campaignChoice, statusChoice } from '../update/choices.js';
import type { Choice } from '../quickInput/pickOrType.js';
import { shapeOf } from './completion.js';
import type { LiveLists } from './liveLists.js';
import { campaignAt, rangeOf, requestFileIn, updateAt } from './parsed.js';
import { plainMarkdown } from '../door.js';
import { wordKey } from '../../messages/requestFiles.js';

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
