import { succeed, type Result } from '../core/errors.js';
import type { Campaign, CampaignAgent, CampaignStatus } from '../core/record.js';
import type { CallOptions, ThuliumClient } from './types.js';

/** How long a list counts as fresh, in milliseconds: long enough for one sitting at a form, short enough to follow the panel. */
const freshForMs = 60_000;

export interface DirectoryOptions extends CallOptions {
  /** Reads again even when a fresh list is at hand. */
  refresh?: boolean;
}

/**
 * Campaigns, statuses and agents of one connection, kept in memory for a short while. Concurrent
 * asks share one call; failures are not kept, except that a call which this API user may not make
 * is remembered until asked to refresh.
 */
export interface Directory {
  campaigns(options?: DirectoryOptions): Promise<Result<Campaign[]>>;
  statuses(campaignId: string, options?: DirectoryOptions): Promise<Result<CampaignStatus[]>>;
  agents(campaignId: string, options?: DirectoryOptions): Promise<Result<CampaignAgent[]>>;
  /** Uses this status list for a campaign whose statuses the API user may not read. */
  importStatuses(campaignId: string, statuses: CampaignStatus[]): void;
}

/** Makes a directory over a client; `now` is milliseconds of any steady clock. */
export function createDirectory(client: ThuliumClient, now: () => number): Directory {
  const imported = new Map<string, CampaignStatus[]>();
  const cached = createCache(now);
  return {
    campaigns: (options) => cached('campaigns', options, (call) => client.listCampaigns(call)),
    statuses: async (campaignId, options) => {
      const own = imported.get(campaignId);
      if (own) return succeed(own);
      return cached(`statuses/${campaignId}`, options, (call) => client.listStatuses(campaignId, call));
    },
    agents: (campaignId, options) =>
      cached(`agents/${campaignId}`, options, (call) => client.listAgents(campaignId, call)),
    importStatuses(campaignId, statuses) {
      imported.set(campaignId, statuses);
    },
  };
}

interface Entry {
  at: number;
  answer: Promise<Result<unknown>>;
}

function createCache(now: () => number) {
  const entries = new Map<string, Entry>();
  return async function cached<T>(
    key: string,
    options: DirectoryOptions | undefined,
    read: (options: CallOptions) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const known = entries.get(key);
    if (known && options?.refresh !== true && now() - known.at < freshForMs) {
      return known.answer as Promise<Result<T>>;
    }
    // A caller's own cancel must not fail the others who share the call, so no signal is passed on.
    const answer = read(options?.deadlineMs === undefined ? {} : { deadlineMs: options.deadlineMs });
    const entry = { at: now(), answer };
    entries.set(key, entry);
    const result = await answer;
    const keep = result.ok || result.failure.code === 'forbidden';
    if (!keep && entries.get(key) === entry) entries.delete(key);
    return result;
  };
}
