import * as vscode from 'vscode';
import { wordFailure } from '../../messages/failures.js';
import { countOf } from '../../messages/plural.js';
import { customerKeyLabel, customerKeys } from '../../messages/fields.js';
import type { CustomerKey } from '../../thulium/types.js';
import { inputText, runInnerSteps, type StepResult } from '../quickInput/step.js';
import { pickOrType, pickTypeOrAct, type Choices } from '../quickInput/pickOrType.js';
import type { Access } from '../services.js';
import { customerChoice, holdingChoice, toChoices } from './campaignStep.js';

/** A customer who was found, and the campaign that was chosen for the update. */
export interface FoundCustomer {
  customerId: string;
  campaignId?: string;
}

export interface SearchOptions {
  access: Access;
  title: string;
  /** The campaign chosen already: where it holds the customer, no other is asked for. */
  campaignId: string | undefined;
  /** What was typed before the search was wanted. */
  typed: string;
}

/**
 * Finds a customer by phone number, e-mail, tax number or the user's own identifier, then the campaigns
 * that hold the customer.
 */
export async function findCustomer(options: SearchOptions): Promise<FoundCustomer | 'cancel' | 'back'> {
  const search = new CustomerSearch(options);
  const ended = await runInnerSteps([
    () => search.askKey(),
    () => search.askValue(),
    () => search.askCustomer(),
    () => search.askCampaign(),
  ]);
  return ended === 'finished' ? search.found : ended;
}

class CustomerSearch {
  readonly found: FoundCustomer = { customerId: '' };
  private key: CustomerKey = 'phone_number';
  private value: string;

  constructor(private readonly options: SearchOptions) {
    this.value = options.typed;
    if (options.campaignId !== undefined) this.found.campaignId = options.campaignId;
  }

  async askKey(): Promise<StepResult<string>> {
    const result = await pickOrType({
      ...this.frame(1),
      placeholder: vscode.l10n.t('Find the customer by'),
      fixed: customerKeys.map((key) => ({ value: key, label: customerKeyLabel(key), description: key })),
      check: () => vscode.l10n.t('Select a value from the list'),
      useTyped: (text) => text,
    });
    const key = customerKeys.find((each) => result.kind === 'value' && each === result.value);
    if (key) this.key = key;
    return result;
  }

  async askValue(): Promise<StepResult<string>> {
    const result = await inputText({
      ...this.frame(2),
      prompt: vscode.l10n.t('The customer’s {0}, exactly as in Thulium', customerKeyLabel(this.key)),
      value: this.value,
      check: (text) => (text === '' ? vscode.l10n.t('Enter a search term') : undefined),
    });
    if (result.kind === 'value') this.value = result.value;
    return result;
  }

  async askCustomer(): Promise<StepResult<string>> {
    const result = await pickOrType({
      ...this.frame(3),
      placeholder: vscode.l10n.t('Customers with {0} {1}', customerKeyLabel(this.key), this.value),
      load: async (options) => this.customers(options),
      check: () => vscode.l10n.t('Select a value from the list'),
      useTyped: (text) => text,
    });
    if (result.kind === 'value') this.found.customerId = result.value;
    return result;
  }

  private async customers(options: { refresh: boolean }): Promise<Choices> {
    const customers = await this.options.access.directory.customers(this.key, this.value, options);
    if (customers.ok && customers.value.length === 0) {
      return { unavailable: vscode.l10n.t('No customer found.') };
    }
    return toChoices(customers, customerChoice);
  }

  /** Asks nothing where the campaign chosen before holds the customer. */
  async askCampaign(): Promise<StepResult<unknown>> {
    const abort = new AbortController();
    const holdings = this.options.access.directory.holdings(this.found.customerId, { signal: abort.signal });
    const { campaignId } = this.options;
    if (campaignId !== undefined) {
      const record = await this.options.access.client.getRecord(campaignId, this.found.customerId, {
        deadlineMs: 3000,
        skipForbidden: true,
      });
      if (record.ok) {
        abort.abort();
        return { kind: 'skip' };
      }
    }
    const result = await pickTypeOrAct<'stay'>({
      ...this.frame(4),
      placeholder: vscode.l10n.t('Campaigns with customer {0}', this.found.customerId),
      load: async ({ refresh }) => {
        const { directory } = this.options.access;
        return holdingChoices(refresh ? await directory.holdings(this.found.customerId) : await holdings);
      },
      check: () => vscode.l10n.t('Select a value from the list'),
      useTyped: (text) => text,
      actions: [{ action: 'stay', icon: 'arrow-right', label: this.stayLabel() }],
    });
    abort.abort();
    if (result.kind === 'value' && 'value' in result.value) this.found.campaignId = result.value.value;
    return result;
  }

  private stayLabel(): string {
    const { campaignId } = this.options;
    return campaignId === undefined
      ? vscode.l10n.t('Select from All Campaigns')
      : vscode.l10n.t('Keep Campaign {0}', campaignId);
  }

  private frame(step: number): { title: string; step: number; totalSteps: number; canGoBack: boolean } {
    return { title: this.options.title, step, totalSteps: 4, canGoBack: true };
  }
}

/** The campaigns of a search, with what could not be asked. */
export function holdingChoices(holdings: Awaited<ReturnType<Access['directory']['holdings']>>): Choices {
  if (!holdings.ok) return { unavailable: wordFailure(holdings.failure).message };
  const { held, unread } = holdings.value;
  const notes = [
    held.length === 0 ? vscode.l10n.t('No readable campaign contains this customer.') : '',
    unread > 0 ? vscode.l10n.t('Couldn’t ask: {0}.', countOf('campaign', unread)) : '',
  ].filter((text) => text !== '');
  return { items: held.map(holdingChoice), ...(notes.length > 0 ? { note: notes.join(' ') } : {}) };
}
