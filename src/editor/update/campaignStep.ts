import * as vscode from 'vscode';
import type { Result } from '../../core/errors.js';
import {
  type Campaign,
  type CampaignAgent,
  type CampaignStatus,
  type Customer,
  type RawRecord,
  recordText,
  recordCustomer,
} from '../../core/record.js';
import type { Holding } from '../../thulium/crmCampaigns.js';
import { countOf } from '../../messages/plural.js';
import { wordFailure } from '../../messages/failures.js';
import { systemStatusLabel } from '../../messages/fields.js';
import {
  type Choice,
  type Choices,
  pickTypeOrAct,
  type PickOrTypeOptions,
} from '../quickInput/pickOrType.js';
import type { Foreign } from '../../core/foreign.js';
import { value as fit } from '../door.js';
import { checkCampaignId } from '../../core/ids.js';
import { firstErrorText } from '../../messages/problems.js';
import type { StepFrame, StepResult } from '../quickInput/step.js';
import type { Access } from '../services.js';
import { findCustomer } from './customerSearch.js';

/** Choices of a live list, or in words why there are none. */
export function toChoices<T>(result: Result<readonly T[]>, toChoice: (item: T) => Choice): Choices {
  return result.ok
    ? { items: result.value.map(toChoice) }
    : { unavailable: vscode.l10n.t('Enter Manually: {0}', wordFailure(result.failure).message) };
}

export function campaignChoice(campaign: Campaign): Choice {
  const facts = [
    campaign.records_count === undefined ? '' : countOf('record', campaign.records_count),
    campaign.fedFromCrm === true ? vscode.l10n.t('CRM campaign') : '',
    campaign.fedFromCrm === false ? vscode.l10n.t('Not a CRM campaign; records can’t be updated') : '',
  ].filter((text) => text !== '');
  return {
    value: campaign.id,
    label: campaign.id,
    description: fit(campaign.name),
    detail: facts.join(' · '),
  };
}

export function statusChoice(status: CampaignStatus): Choice {
  const dictionary =
    status.dictionary_status_id === null ? '' : `, dictionary_status_id ${status.dictionary_status_id}`;
  const other = otherSystemStatus(status.name, status.system_status);
  return {
    value: status.status_id,
    label: fit(status.name),
    description: `status_id ${status.status_id}${dictionary}`,
    ...(other === '' ? {} : { detail: other }),
  };
}

/** The system status in words; empty where the status bears its name, as most do: nobody needs to read it twice. */
export function otherSystemStatus(name: Foreign, systemStatus: string): string {
  const label = systemStatusLabel(systemStatus);
  return label === name ? '' : label;
}

export function agentChoice(agent: CampaignAgent): Choice {
  const facts = [
    agent.active ? '' : vscode.l10n.t('inactive'),
    agent.active_in_outbound
      ? vscode.l10n.t('active in this campaign')
      : vscode.l10n.t('not active in this campaign'),
  ].filter((text) => text !== '');
  return { value: agent.login, label: agent.login, description: fit(agent.name), detail: facts.join(' · ') };
}

export function recordChoice(record: RawRecord): Choice {
  const text = (field: string): string => recordText(record, field) ?? '';
  const { name, phone } = recordCustomer(record);
  const other = otherSystemStatus(text('status'), text('system_status'));
  const facts = [other, text('agent_login'), text('next_call_date')];
  return {
    value: text('customer_id'),
    label: text('customer_id'),
    description: together([name, phone, text('status')]),
    detail: together(facts),
  };
}

/** A campaign that holds a customer, with the record there. */
export function holdingChoice({ campaign, record }: Holding): Choice {
  const { value, label, description = '' } = campaignChoice(campaign);
  const { detail = '' } = recordChoice(record);
  const status = recordText(record, 'status') ?? '';
  return {
    value,
    label,
    description,
    detail: [fit(status), detail].filter((each) => each !== '').join(' · '),
  };
}

export function customerChoice(customer: Customer): Choice {
  return {
    value: customer.customer_id,
    label: customer.customer_id,
    description: fit(customer.name),
    detail: together([...customer.phone_numbers, customer.email]),
  };
}

/** Values of a server side by side, each fit to be shown; those that are empty are left out. */
function together(values: readonly (Foreign | undefined)[]): string {
  return values
    .map(fit)
    .filter((text) => text !== '')
    .join(' · ');
}

/** The live list of campaigns, in which an id may be typed. */
export function campaignList({ directory }: Access, frame: StepFrame, value = ''): PickOrTypeOptions {
  return {
    ...frame,
    placeholder: vscode.l10n.t('Campaign ID or part of its name'),
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
          label: vscode.l10n.t('Search for a Customer First…'),
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
