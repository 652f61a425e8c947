import * as vscode from 'vscode';
import { checkCampaignId } from '../../core/ids.js';
import { firstErrorText } from '../../messages/problems.js';
import { pickTypeOrAct, type PickOrTypeOptions } from '../quickInput/pickOrType.js';
import type { StepFrame, StepResult } from '../quickInput/step.js';
import type { Access } from '../services.js';
import { campaignChoice, toChoices } from './choices.js';
import { findCustomer } from './customerSearch.js';

/** The live list of campaigns, in which an id may be typed. */
export function campaignList({ directory }: Access, frame: StepFrame, value = ''): PickOrTypeOptions {
  return {
    ...frame,
    placeholder: vscode.l10n.t('Campaign: its five-character id or a part of its name'),
    value,
    load: async (options) => toChoices(await directory.campaigns(options), campaignChoice),
    check: (text) => firstErrorText(checkCampaignId(text)),
    useTyped: (text) => vscode.l10n.t('Campaign {0}', text),
  };
}

/** Asks for the campaign, or for a customer first and then for one of the campaigns that hold the customer. */
export class CampaignStep {
  /** The step has found the customer too. */
  hasCustomer = false;

  constructor(
    private readonly access: Access,
    private readonly draft: { campaignId?: string; customerId?: string },
  ) {}

  async ask(frame: StepFrame): Promise<StepResult<string>> {
    this.hasCustomer = false;
    for (;;) {
      const result = await this.pick(frame);
      if (result.kind !== 'value') return result;
      if ('value' in result.value) {
        this.draft.campaignId = result.value.value;
        return { kind: 'value', value: result.value.value };
      }
      const ended = await this.search(frame, result.value.typed);
      if (ended) return ended;
    }
  }

  private pick(frame: StepFrame): ReturnType<typeof pickTypeOrAct<'search'>> {
    return pickTypeOrAct<'search'>({
      ...campaignList(this.access, frame, this.draft.campaignId),
      actions: [
        {
          action: 'search',
          icon: 'search',
          label: vscode.l10n.t('Find a customer first, then the campaigns that hold the customer…'),
          button: true,
        },
      ],
    });
  }

  /** Undefined where a campaign is still to be chosen. */
  private async search({ title }: StepFrame, typed: string): Promise<StepResult<string> | undefined> {
    const found = await findCustomer({ access: this.access, title, campaignId: undefined, typed });
    if (found === 'cancel') return { kind: 'cancel' };
    if (found === 'back') return undefined;
    this.draft.customerId = found.customerId;
    if (found.campaignId === undefined) return undefined;
    this.draft.campaignId = found.campaignId;
    this.hasCustomer = true;
    return { kind: 'value', value: found.campaignId };
  }
}
