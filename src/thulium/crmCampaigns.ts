import type { CodedFailure, Result } from '../core/errors.js';
import { fail, succeed } from '../core/errors.js';
import type { Campaign, RawRecord } from '../core/record.js';
import { pause } from './retryPolicy.js';
import { inParallel } from './lists.js';
import type { CallOptions, ThuliumClient } from './types.js';

/** Calls at a time, so that telling campaigns apart stays a light load. */
const atOnce = 4;
/** Campaigns that are tried at most for one list. */
const triedAtMost = 40;
/** How long a list of campaigns waits to be told which are fed from the CRM, in milliseconds. */
const markPatienceMs = 1500;
const callDeadlineMs = 5000;

/** A campaign that holds a customer, with the customer's record there. */
export interface Holding {
  campaign: Campaign;
  record: RawRecord;
}

/** Where a customer is; `unread` counts campaigns that did not tell. */
export interface Holdings {
  held: Holding[];
  unread: number;
}

/**
 * Tells which campaigns are fed from the CRM. `GET outbounds` lists all kinds and is not documented to
 * say which; a record call on another kind fails, so a page of one record tells them apart.
 */
export class CrmCampaigns {
  private readonly fed = new Map<string, boolean>();
  private telling: Promise<void> | undefined;

  constructor(
    private readonly client: ThuliumClient,
    private readonly common: CallOptions,
  ) {}

  /** What a record call on a campaign has shown of its kind. */
  note(campaignId: string, result: Result<unknown>): void {
    if (result.ok) this.fed.set(campaignId, true);
    else if (result.failure.code === 'not-found' || result.failure.code === 'rejected') {
      this.fed.set(campaignId, false);
    }
  }

  /** The campaigns with their kind, as far as it becomes known in a short while; what is late is there the next time. */
  async mark(campaigns: readonly Campaign[]): Promise<Campaign[]> {
    const open = campaigns.filter((each) => each.fedFromCrm === undefined && !this.fed.has(each.id));
    if (open.length > 0) {
      this.telling ??= this.tell(open.slice(0, triedAtMost)).finally(() => (this.telling = undefined));
      const patience = new AbortController();
      await Promise.race([this.telling, pause(markPatienceMs, patience.signal)]);
      patience.abort();
    }
    return this.marked(campaigns);
  }

  /** The campaigns with what is known of their kind now. */
  marked(campaigns: readonly Campaign[]): Campaign[] {
    return campaigns.map((each) => {
      const fedFromCrm = each.fedFromCrm ?? this.fed.get(each.id);
      return fedFromCrm === undefined ? each : { ...each, fedFromCrm };
    });
  }

  /** Looks for a customer in every campaign that may be fed from the CRM. */
  async holdings(
    campaigns: readonly Campaign[],
    customerId: string,
    signal?: AbortSignal,
  ): Promise<Result<Holdings>> {
    const found = new Map<string, RawRecord>();
    let unread = 0;
    let stopped: CodedFailure | undefined;
    const candidates = campaigns.filter((each) => each.fedFromCrm !== false);
    await inParallel(candidates, atOnce, async ({ id }) => {
      const record = await this.client.getRecord(id, customerId, {
        ...this.call(),
        ...(signal ? { signal } : {}),
      });
      if (record.ok) found.set(id, record.value);
      else if (record.failure.code === 'forbidden' || record.failure.code === 'cancelled') {
        stopped = record.failure;
      } else if (record.failure.code !== 'not-found' && record.failure.code !== 'rejected') unread += 1;
      return stopped === undefined;
    });
    if (stopped) return fail(stopped);
    const held = candidates.flatMap((campaign) => {
      const record = found.get(campaign.id);
      return record ? [{ campaign: { ...campaign, fedFromCrm: true }, record }] : [];
    });
    for (const { campaign } of held) this.fed.set(campaign.id, true);
    return succeed({ held, unread });
  }

  private tell(campaigns: readonly Campaign[]): Promise<void> {
    return inParallel(campaigns, atOnce, async ({ id }) => {
      const page = await this.client.listRecords(id, { limit: 1, offset: 0 }, this.call());
      this.note(id, page);
      return page.ok || page.failure.code !== 'forbidden';
    });
  }

  private call(): CallOptions {
    return { ...this.common, deadlineMs: callDeadlineMs, skipForbidden: true };
  }
}
