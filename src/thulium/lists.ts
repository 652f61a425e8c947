import { type Result, succeed, fail } from '../core/errors.js';
import {
  type CallOptions,
  recordsPageLimit,
  type CustomerKey,
  type RecordsPage,
  type RecordsQuery,
  type ThuliumClient,
  type ReadCall,
} from './types.js';
import {
  recordText,
  type Campaign,
  type CampaignAgent,
  type CampaignStatus,
  type Customer,
  type RawRecord,
  recordCustomer,
  type RecordCustomer,
} from '../core/record.js';
import type { CampaignKnowledge } from '../core/statusRules.js';
import { CrmCampaigns, type Holdings } from './crmCampaigns.js';

/** How long a list counts as fresh, in milliseconds: long enough for one sitting at a form, short enough to follow the panel. */
const freshForMs = 60_000;

interface ListOptions extends CallOptions {
  /** Reads again even when a fresh list is at hand, and asks again what was refused before. */
  refresh?: boolean;
}

interface Entry {
  at: number;
  answer: Promise<Result<unknown>>;
}

/** Lists in memory: concurrent asks share one call, failures are not kept. */
class ListCache {
  private readonly entries = new Map<string, Entry>();
  /** The last good answers, however old. */
  private readonly answers = new Map<string, unknown>();

  /** `now` is milliseconds of any steady clock; `common` goes with every call. */
  constructor(
    private readonly now: () => number,
    private readonly common: CallOptions,
  ) {}

  async get<T>(
    key: string,
    options: ListOptions | undefined,
    read: (options: CallOptions) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const refresh = options?.refresh === true;
    const known = this.entries.get(key);
    if (known && !refresh && this.now() - known.at < freshForMs) return known.answer as Promise<Result<T>>;
    // A caller's own cancel must not fail the others who share the call, so no signal is passed on.
    const answer = read({
      ...this.common,
      skipForbidden: !refresh,
      ...(options?.deadlineMs === undefined ? {} : { deadlineMs: options.deadlineMs }),
    });
    const entry = { at: this.now(), answer };
    this.entries.set(key, entry);
    const result = await answer;
    if (result.ok) this.answers.set(key, result.value);
    else if (this.entries.get(key) === entry) this.entries.delete(key);
    return result;
  }

  /** The last good answer; the key tells what it is a list of. */
  last(key: string): unknown {
    return this.answers.get(key);
  }
}

/** How many names are remembered at least before they are forgotten together. */
const mostNames = 1000;

/** Which records of a campaign to list, a page at a time. */
type RecordsFilter = Pick<RecordsQuery, 'offset' | 'statusIds' | 'systemStatuses'>;

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

/**
 * Remembers which reads this API user may not make, for as long as the client lives. Only a 403
 * counts; a later success forgets it, so that a permission granted meanwhile is found by asking anew.
 */
export class CallMemory {
  readonly forbidden = new Set<ReadCall>();

  /** Makes a read unless it is known to be refused and the caller would rather not ask. */
  async ask<T>(call: ReadCall, options: CallOptions, read: () => Promise<Result<T>>): Promise<Result<T>> {
    if (options.skipForbidden === true && this.forbidden.has(call)) {
      return fail({ code: 'forbidden', detail: 'remembered' });
    }
    const result = await read();
    if (result.ok) this.forbidden.delete(call);
    else if (result.failure.code === 'forbidden') this.forbidden.add(call);
    return result;
  }
}

/**
 * The same client, for which an imported status list stands in where the live one cannot be read: pickers,
 * status rules and the check before sending all have it. The live list wins as soon as it can be read.
 */
export function withImportedStatuses(
  client: ThuliumClient,
  imported: (campaignId: string) => Promise<CampaignStatus[] | undefined>,
): ThuliumClient {
  return {
    ...client,
    async listStatuses(campaignId, options) {
      const live = await client.listStatuses(campaignId, options);
      if (live.ok) return live;
      const own = await imported(campaignId);
      return own ? succeed(own) : live;
    },
  };
}

/** Works on all items, at most `limit` at a time; a worker that returns false ends the work early. */
export async function inParallel<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<boolean>,
): Promise<void> {
  const queue = items.values();
  let goOn = true;
  const worker = async (): Promise<void> => {
    for (const item of queue) {
      if (goOn) goOn = (await work(item)) && goOn;
      if (!goOn) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}
