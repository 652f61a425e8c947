import { succeed, type Result } from '../core/errors.js';
import { recordText } from '../core/diff.js';
import type { Campaign, CampaignAgent, CampaignStatus, Customer, RawRecord } from '../core/record.js';
import { recordCustomer, type RecordCustomer } from '../core/recordCustomer.js';
import type { CampaignKnowledge } from '../core/statusRules.js';
import { CrmCampaigns, type Holdings } from './crmCampaigns.js';
import { ListCache, type ListOptions } from './listCache.js';
import {
  recordsPageLimit,
  type CallOptions,
  type CustomerKey,
  type RecordsPage,
  type RecordsQuery,
  type ThuliumClient,
} from './types.js';

/** How many names are remembered at least before they are forgotten together. */
const mostNames = 1000;

/** Which records of a campaign to list, a page at a time. */
export type RecordsFilter = Pick<RecordsQuery, 'offset' | 'statusIds' | 'systemStatuses'>;

/**
 * What a user can choose from at one connection. Campaigns, statuses and agents are kept in memory for a
 * short while, concurrent asks share one call, failures are not kept; a call which this API user may not
 * make is remembered until asked to refresh. Of records and customers no more than the names shown last is kept.
 */
export interface Directory {
  /** Those fed from the CRM marked, as far as that becomes known in a short while. */
  campaigns(options?: ListOptions): Promise<Result<Campaign[]>>;
  statuses(campaignId: string, options?: ListOptions): Promise<Result<CampaignStatus[]>>;
  agents(campaignId: string, options?: ListOptions): Promise<Result<CampaignAgent[]>>;
  records(campaignId: string, filter: RecordsFilter, options?: ListOptions): Promise<Result<RecordsPage>>;
  customers(key: CustomerKey, value: string, options?: ListOptions): Promise<Result<Customer[]>>;
  /** Which campaigns hold a customer. */
  holdings(customerId: string, options?: Pick<CallOptions, 'signal'>): Promise<Result<Holdings>>;
  /** Whose record it is, of the pages of records that were shown last; in memory, for as long as the window lives. */
  shownCustomer(customerId: string): RecordCustomer | undefined;
  /** What was read already, for judging and naming without waiting. */
  known(campaignId: string): CampaignKnowledge & { campaign?: Campaign };
}

/** Makes a directory over a client; `now` is milliseconds of any steady clock, `common` goes with every call. */
export function createDirectory(
  client: ThuliumClient,
  now: () => number,
  common: Pick<CallOptions, 'onAttempt'> = {},
): Directory {
  const cache = new ListCache(now, common);
  const crm = new CrmCampaigns(client, common);
  const call = (options: ListOptions = {}): CallOptions => {
    const { refresh, ...rest } = options;
    return { ...common, ...rest, skipForbidden: refresh !== true };
  };
  const names = new Map<string, RecordCustomer>();
  const note = (records: readonly RawRecord[]): void => {
    if (names.size > mostNames) names.clear();
    for (const record of records) {
      const customer = recordCustomer(record);
      if (customer.name !== undefined) names.set(recordText(record, 'customer_id') ?? '', customer);
    }
  };
  const listed = (options?: ListOptions): Promise<Result<Campaign[]>> =>
    cache.get('campaigns', options, (each) => client.listCampaigns(each));

  return {
    async campaigns(options) {
      const all = await listed(options);
      return all.ok ? succeed(await crm.mark(all.value)) : all;
    },
    statuses: (campaignId, options) =>
      cache.get(`statuses/${campaignId}`, options, (each) => client.listStatuses(campaignId, each)),
    agents: (campaignId, options) =>
      cache.get(`agents/${campaignId}`, options, (each) => client.listAgents(campaignId, each)),
    async records(campaignId, filter, options) {
      const query = { ...filter, limit: recordsPageLimit, includeCustomer: true };
      const page = await client.listRecords(campaignId, query, call(options));
      crm.note(campaignId, page);
      if (page.ok) note(page.value.records);
      return page;
    },
    customers: (key, value, options) => client.findCustomers(key, value, call(options)),
    async holdings(customerId, options) {
      const all = await listed();
      return all.ok ? crm.holdings(crm.marked(all.value), customerId, options?.signal) : all;
    },
    shownCustomer: (customerId) => names.get(customerId),
    known(campaignId) {
      const statuses = cache.last(`statuses/${campaignId}`) as CampaignStatus[] | undefined;
      const agents = cache.last(`agents/${campaignId}`) as CampaignAgent[] | undefined;
      const campaigns = cache.last('campaigns') as Campaign[] | undefined;
      const campaign = campaigns?.find(({ id }) => id === campaignId);
      return {
        ...(statuses ? { statuses } : {}),
        ...(agents ? { agents } : {}),
        ...(campaign ? { campaign } : {}),
      };
    },
  };
}
