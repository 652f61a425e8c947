import * as vscode from 'vscode';
import type { Result } from '../../core/errors.js';
import type { Campaign, CampaignAgent, CampaignStatus, Customer, RawRecord } from '../../core/record.js';
import { recordText } from '../../core/diff.js';
import { recordCustomer } from '../../core/recordCustomer.js';
import type { Holding } from '../../thulium/crmCampaigns.js';
import { countOf } from '../../messages/plural.js';
import { wordFailure } from '../../messages/failures.js';
import { systemStatusLabel } from '../../messages/statuses.js';
import type { Choice, Choices } from '../quickInput/pickOrType.js';
import type { Foreign } from '../../core/foreign.js';
import { value as fit } from '../door.js';

/** Choices of a live list, or in words why there are none. */
export function toChoices<T>(result: Result<readonly T[]>, toChoice: (item: T) => Choice): Choices {
  return result.ok
    ? { items: result.value.map(toChoice) }
    : { unavailable: vscode.l10n.t('Type it: {0}', wordFailure(result.failure).message) };
}

export function campaignChoice(campaign: Campaign): Choice {
  const facts = [
    campaign.records_count === undefined ? '' : countOf('record', campaign.records_count),
    campaign.fedFromCrm === true ? vscode.l10n.t('fed from the CRM') : '',
    campaign.fedFromCrm === false ? vscode.l10n.t('not fed from the CRM: its records cannot be updated') : '',
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
