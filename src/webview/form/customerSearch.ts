import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import * as l10n from '@vscode/l10n';
import type { Lookup, LookupResult, Option } from '../../protocol/form.js';
import { button, setDisabled } from '../kit/button.js';
import { element } from '../kit/element.js';

type CustomerKey = Extract<Lookup, { kind: 'customers' }>['key'];

const keys: readonly CustomerKey[] = ['phone_number', 'email', 'nip', 'identifier'];

function keyLabel(key: CustomerKey): string {
  switch (key) {
    case 'phone_number':
      return l10n.t('Phone number');
    case 'email':
      return l10n.t('E-mail');
    case 'nip':
      return l10n.t('Tax number (NIP)');
    case 'identifier':
      return l10n.t('Your own identifier');
  }
}

/** Finds a customer's `customer_id` by something else that is known of the customer. */
export function createCustomerSearch(
  search: (key: CustomerKey, value: string) => Promise<LookupResult>,
  choose: (option: Option) => void,
  say: (text: string) => void,
): HTMLElement {
  const select = element(
    'vscode-single-select',
    { label: l10n.t('Find by') },
    ...keys.map((key, index) =>
      element('vscode-option', { value: key, selected: index === 0 }, keyLabel(key)),
    ),
  );
  const value = element('input', {
    type: 'text',
    autocomplete: 'off',
    spellcheck: 'false',
    maxlength: '200',
    'aria-label': l10n.t('What to find'),
  });
  const results = element('div', { class: 'found' });
  const find = button(l10n.t('Find'), () => void run(), { secondary: true });
  const details = element(
    'details',
    { class: 'search' },
    element('summary', {}, l10n.t('Find the customer by phone, e-mail, tax number or your own identifier')),
    element('div', { class: 'search-row' }, select, element('div', { class: 'control' }, value), find),
    results,
  );

  async function run(): Promise<void> {
    const key = keys.find((each) => each === select.value) ?? 'phone_number';
    if (value.value === '') {
      value.focus();
      return;
    }
    setDisabled(find, true);
    show(l10n.t('Looking for the customer…'));
    try {
      const found = await search(key, value.value);
      if (found.ok) list(found.items);
      else show(found.message);
    } catch {
      show(l10n.t('Customers could not be searched. The customer_id can be typed.'));
    } finally {
      setDisabled(find, false);
    }
  }

  function show(text: string): void {
    results.replaceChildren(element('div', { class: 'hint' }, text));
    say(text);
  }

  function list(options: readonly Option[]): void {
    show(
      options.length === 0 ? l10n.t('No customer found.') : l10n.t('Customers found: {0}', options.length),
    );
    results.append(
      ...options.map((option) => {
        const words = [option.label, option.description, option.detail].filter(Boolean).join(' · ');
        const made = element('button', { type: 'button', class: 'link' }, words);
        made.addEventListener('click', () => {
          choose(option);
          results.replaceChildren();
          details.open = false;
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
