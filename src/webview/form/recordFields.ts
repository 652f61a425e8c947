import * as l10n from '@vscode/l10n';
import { campaignIdPattern } from '../../core/ids.js';
import type { CampaignStatus } from '../../core/record.js';
import { findStatus, requiredFields } from '../../core/statusRules.js';
import type { Draft, Lookup, LookupResult, Option } from '../../protocol/form.js';
import { fieldLabel } from '../../messages/fields.js';
import { createCombobox, type Combobox, type OptionSource } from '../kit/combobox.js';
import { element } from '../kit/controls.js';
import { createField, type Field } from '../kit/field.js';
import { createCustomerSearch, createRecordFilter } from './recordSearch.js';
import { createDateField, type QuickDateKind } from './dateField.js';
import { fieldNames, readField, type FieldName } from './fieldChecks.js';

export interface RecordFieldsOptions {
  timeZone: string;
  draft: () => Draft;
  onInput: (name: FieldName, text: string) => void;
  lookup: (lookup: Lookup) => Promise<LookupResult>;
  quickDate: (kind: QuickDateKind) => Promise<string>;
  /** A list has come that the draft can be judged by. */
  onKnown: () => void;
  /** Changes with the connection: lists of one are not offered for another. */
  connectionKey: () => string | undefined;
  say: (text: string) => void;
}

/** All fields of the form, in order. */
export interface RecordFields {
  root: HTMLElement;
  byName: Readonly<Record<FieldName, Field>>;
  /** Draws the draft into the inputs. */
  showDraft(): void;
  /** Marks what the chosen status requires, and what typed ids mean; to be called after each change. */
  refresh(): void;
  /** Shows the way to the right customer. */
  offerSearch(): void;
}

/** Builds the fields. */
export function createRecordFields(options: RecordFieldsOptions): RecordFields {
  const { draft, say } = options;
  let statuses: CampaignStatus[] | undefined;

  const common = (name: FieldName): Parameters<typeof createField>[0] => ({
    name,
    label: fieldLabel(name),
    parameter: name === 'campaignId' ? 'id' : name === 'customerId' ? 'customer_id' : name,
    onInput: (text) => {
      options.onInput(name, text);
    },
  });
  const campaignKey = (): string | undefined => {
    const connection = options.connectionKey();
    const { campaignId } = draft();
    return connection !== undefined && campaignIdPattern.test(campaignId)
      ? `${connection}/${campaignId}`
      : undefined;
  };
  const keyMissing = l10n.t('Live values appear once a connection and a campaign are selected.');
  const filter = createRecordFilter(() => {
    customer.prepare();
  });
  const ofCampaign = (
    kind: 'statuses' | 'agents',
    adapt: (items: readonly Option[]) => Option[] = (items) => [...items],
    onLoaded?: (items: readonly Option[]) => void,
  ): OptionSource => ({
    key: campaignKey,
    keyMissing,
    load: async (refresh) => {
      const result = await options.lookup({ kind, campaignId: draft().campaignId, refresh });
      return result.ok ? { ok: true, items: adapt(result.items) } : result;
    },
    onLoaded: (items) => {
      onLoaded?.(items);
      options.onKnown();
    },
  });

  const campaign = createCombobox(
    { ...common('campaignId'), placeholder: '00001' },
    {
      key: options.connectionKey,
      keyMissing: l10n.t('Live values appear once a connection is selected.'),
      load: (refresh) => options.lookup({ kind: 'campaigns', refresh }),
    },
    say,
  );
  const customer = createCombobox(
    { ...common('customerId'), placeholder: '441' },
    {
      key: () => {
        const key = campaignKey();
        return key && `${key}/${JSON.stringify(filter.current)}`;
      },
      keyMissing,
      load: (refresh, offset) =>
        options.lookup({
          kind: 'records',
          campaignId: draft().campaignId,
          refresh,
          offset,
          filter: filter.current,
        }),
    },
    say,
  );
  const status = createCombobox(
    common('status_id'),
    ofCampaign('statuses', undefined, (items) => {
      statuses = items.flatMap(toStatus);
      filter.showStatuses(statuses);
      refresh();
    }),
    say,
  );
  const dictionary = createCombobox(
    common('dictionary_status_id'),
    ofCampaign('statuses', byDictionary),
    say,
  );
  const agent = createCombobox(common('agent_login'), ofCampaign('agents'), say);
  const date = createDateField(common('next_call_date'), options.timeZone, options.quickDate);
  const order = createField({ ...common('order'), placeholder: '50' });
  order.input.inputMode = 'numeric';
  const byName: Record<FieldName, Field> = {
    campaignId: campaign,
    customerId: customer,
    status_id: status,
    dictionary_status_id: dictionary,
    agent_login: agent,
    next_call_date: date,
    order,
  };
  const comboboxes: readonly Combobox[] = [campaign, customer, status, dictionary, agent];

  const write = (name: 'campaignId' | 'customerId', text: string): void => {
    byName[name].setText(text);
    options.onInput(name, text);
    byName[name].input.focus();
  };
  const search = createCustomerSearch({
    search: (key, value) => options.lookup({ kind: 'customers', key, value }),
    holdings: (customerId) => options.lookup({ kind: 'holdings', customerId }),
    chooseCustomer: ({ value }) => {
      write('customerId', value);
    },
    campaignId: () => draft().campaignId,
    chooseCampaign: ({ value }) => {
      write('campaignId', value);
    },
    say,
  });
  customer.below.append(filter.root, search);
  campaign.setRequired(true);
  customer.setRequired(true);

  let preparedFor: string | undefined;
  function refresh(): void {
    const key = campaignKey();
    if (key !== preparedFor) {
      preparedFor = key;
      statuses = undefined;
      if (key !== undefined) status.prepare();
    }
    const { fields } = draft();
    const named = {
      ...(fields.status_id !== '' && { status_id: fields.status_id }),
      ...(fields.dictionary_status_id !== '' && { dictionary_status_id: fields.dictionary_status_id }),
    };
    const required = requiredFields(findStatus(named, statuses)?.system_status);
    // The list tells whether a login is known, so it is wanted as soon as there is one to judge.
    if (key !== undefined && (fields.agent_login !== '' || required.includes('agent_login'))) agent.prepare();
    agent.setRequired(required.includes('agent_login'));
    date.setRequired(required.includes('next_call_date'));
    for (const each of comboboxes) each.refreshMeaning();
  }

  return {
    byName,
    root: element(
      'div',
      { class: 'fields' },
      ...fieldNames.slice(0, 2).map((name) => byName[name].root),
      element('h2', {}, l10n.t('New values')),
      element('p', { class: 'hint' }, l10n.t('Empty fields aren’t changed in Thulium.')),
      ...fieldNames.slice(2).map((name) => byName[name].root),
    ),
    showDraft() {
      for (const name of fieldNames) byName[name].setText(readField(draft(), name));
      refresh();
    },
    refresh,
    offerSearch() {
      search.open = true;
    },
  };
}

function toStatus(option: Option): CampaignStatus[] {
  return option.status ? [{ status_id: option.value, name: option.label, ...option.status }] : [];
}

/** The same statuses by their `dictionary_status_id`; those without one cannot be named by it. */
function byDictionary(items: readonly Option[]): Option[] {
  return items.flatMap((item) => {
    const id = item.status?.dictionary_status_id;
    return typeof id === 'string' ? [{ ...item, value: id }] : [];
  });
}
