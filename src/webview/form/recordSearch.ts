import * as l10n from '@vscode/l10n';
import type { Lookup, LookupResult, Option, RecordFilter } from '../../protocol/form.js';
import { customerKeyLabel, customerKeys, systemStatusLabel } from '../../messages/fields.js';
import { button, setDisabled, element } from '../kit/controls.js';
import { shown } from '../../core/foreign.js';
import { systemStatuses, type CampaignStatus } from '../../core/record.js';

type CustomerKey = Extract<Lookup, { kind: 'customers' }>['key'];

interface CustomerSearchActions {
  search: (key: CustomerKey, value: string) => Promise<LookupResult>;
  /** Campaigns that hold a customer. */
  holdings: (customerId: string) => Promise<LookupResult>;
  chooseCustomer: (option: Option) => void;
  /** The campaign chosen so far. */
  campaignId: () => string;
  chooseCampaign: (option: Option) => void;
  say: (text: string) => void;
}

/**
 * Finds a customer's `customer_id` by something else that is known of the customer, then the campaigns
 * that hold the customer.
 */
export function createCustomerSearch(actions: CustomerSearchActions): HTMLDetailsElement {
  const { say } = actions;
  const select = element(
    'select',
    { 'aria-label': l10n.t('Find by') },
    ...customerKeys.map((key) => element('option', { value: key }, customerKeyLabel(key))),
  );
  const value = element('input', {
    type: 'text',
    autocomplete: 'off',
    spellcheck: 'false',
    maxlength: '200',
    'aria-label': l10n.t('Search Term'),
  });
  const results = element('div', { class: 'found' });
  const find = button(l10n.t('Find'), () => void run(), { secondary: true });
  const details = element(
    'details',
    { class: 'search' },
    element('summary', {}, l10n.t('Find a customer by phone, email, tax number, or your own identifier')),
    element('div', { class: 'search-row' }, select, element('div', { class: 'control' }, value), find),
    results,
  );

  async function run(): Promise<void> {
    const key = customerKeys.find((each) => each === select.value) ?? 'phone_number';
    if (value.value === '') {
      value.focus();
      return;
    }
    setDisabled(find, true);
    show(l10n.t('Looking for the customer…'));
    const found = await answer(actions.search(key, value.value));
    setDisabled(find, false);
    if (!found.ok) show(found.message);
    else if (found.items.length === 0) show(l10n.t('No customer found.'));
    else
      list(l10n.t('Customers found: {0}', found.items.length), found.items, (option) => void choose(option));
  }

  async function choose(customer: Option): Promise<void> {
    actions.chooseCustomer(customer);
    show(l10n.t('Looking for campaigns with customer {0}…', customer.value));
    const found = await answer(actions.holdings(customer.value));
    const here = actions.campaignId();
    if (!found.ok) show(found.message);
    else if (found.items.some((each) => each.value === here)) {
      show(l10n.t('Campaign {0} contains customer {1}.', here, customer.value));
    } else if (found.items.length === 0) {
      show(found.note ?? l10n.t('No readable campaign contains this customer.'));
    } else {
      const heading = l10n.t('Campaigns with customer {0}:', customer.value);
      list([heading, found.note ?? ''].join(' ').trim(), found.items, (option) => {
        actions.chooseCampaign(option);
        results.replaceChildren();
        details.open = false;
      });
    }
  }

  async function answer(asked: Promise<LookupResult>): Promise<LookupResult> {
    try {
      return await asked;
    } catch {
      return {
        ok: false,
        message: l10n.t('Couldn’t search customers. You can still enter the customer_id.'),
      };
    }
  }

  function show(text: string): void {
    results.replaceChildren(element('div', { class: 'hint' }, text));
    say(text);
  }

  function list(heading: string, options: readonly Option[], take: (option: Option) => void): void {
    show(heading);
    results.append(
      ...options.map((option) => {
        const words = [option.label, option.description, option.detail].filter(Boolean).join(' · ');
        const made = element('button', { type: 'button', class: 'link' }, words);
        made.addEventListener('click', () => {
          take(option);
        });
        return made;
      }),
    );
  }

  value.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    void run();
  });
  return details;
}

/** Which of a campaign's records the customer field offers. */
interface RecordFilterBox {
  root: HTMLElement;
  readonly current: RecordFilter;
  /** The statuses of the campaign, as soon as they are known. */
  showStatuses(statuses: readonly CampaignStatus[]): void;
}

interface Row {
  value: string;
  label: string;
  filter: RecordFilter;
}

export function createRecordFilter(onChange: () => void): RecordFilterBox {
  const label = l10n.t('Filter records');
  const select = element('select', { 'aria-label': label });
  const root = element('div', { class: 'search-row' }, element('span', { class: 'hint' }, label), select);
  let rows: readonly Row[] = [];

  function draw(statuses: readonly CampaignStatus[]): void {
    const chosen = select.value;
    rows = filterRows(statuses);
    const selected = rows.some((row) => row.value === chosen) ? chosen : '';
    select.replaceChildren(
      ...rows.map(({ value, label: text }) =>
        element('option', { value, selected: value === selected }, text),
      ),
    );
  }

  draw([]);
  select.addEventListener('change', onChange);
  return {
    root,
    get current() {
      return rows.find((row) => row.value === select.value)?.filter ?? {};
    },
    showStatuses: draw,
  };
}

function filterRows(statuses: readonly CampaignStatus[]): Row[] {
  return [
    { value: '', label: l10n.t('All'), filter: {} },
    ...systemStatuses.map((systemStatus) => ({
      value: systemStatus,
      label: l10n.t('System status: {0}', systemStatusLabel(systemStatus)),
      filter: { systemStatus },
    })),
    ...statuses.map(({ status_id, name }) => ({
      value: `status ${status_id}`,
      label: l10n.t('Status: {0}', shown(name)),
      filter: { statusId: status_id },
    })),
  ];
}
