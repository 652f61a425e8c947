import type { Result } from '../../core/errors.js';
import type { Campaign, CampaignAgent, CampaignStatus } from '../../core/record.js';
import type { CampaignKnowledge } from '../../core/statusRules.js';
import type { Access, Services } from '../services.js';
import { boundConnection } from './requestFileConnection.js';

/** How long a system that failed to answer is left alone, in milliseconds. */
const restMs = 60_000;
const anything = '*';

/**
 * Live lists for help while typing. Nothing here asks the user for anything: a connection without a
 * password, or one that failed a moment ago, simply has no lists.
 */
export class LiveLists {
  /** By access and list; `anything` where the system itself did not answer. */
  private readonly failures = new WeakMap<Access, Map<string, number>>();

  constructor(private readonly services: Services) {}

  async campaigns(connection: string | undefined): Promise<readonly Campaign[]> {
    return (await this.read(connection, 'campaigns', ({ directory }) => directory.campaigns())) ?? [];
  }

  statuses(
    connection: string | undefined,
    campaignId: string,
  ): Promise<readonly CampaignStatus[] | undefined> {
    return this.read(connection, `statuses/${campaignId}`, ({ directory }) => directory.statuses(campaignId));
  }

  agents(connection: string | undefined, campaignId: string): Promise<readonly CampaignAgent[] | undefined> {
    return this.read(connection, `agents/${campaignId}`, ({ directory }) => directory.agents(campaignId));
  }

  /** What is known of a campaign for the validator's status rules. */
  async knowledge(connection: string | undefined, campaignId: string): Promise<CampaignKnowledge> {
    const statuses = await this.statuses(connection, campaignId);
    return statuses ? { statuses } : {};
  }

  /** The access to a file's connection when it needs no question; its origin is never contacted by this alone. */
  async access(name: string | undefined): Promise<Access | undefined> {
    const { connections } = this.services;
    if (name === undefined && connections.active.get() === undefined) return undefined;
    const connection = await boundConnection(this.services, name);
    if (!connection.ok) return undefined;
    const opened = await connections.openUnasked(connection.value);
    return opened && this.services.access(opened);
  }

  private async read<T>(
    name: string | undefined,
    list: string,
    ask: (access: Access) => Promise<Result<T>>,
  ): Promise<T | undefined> {
    const access = await this.access(name);
    if (!access || this.rests(access, list)) return undefined;
    const result = await ask(access);
    if (result.ok) return result.value;
    const concerns = ['forbidden', 'not-found'].includes(result.failure.code) ? list : anything;
    const failures = this.failures.get(access) ?? new Map<string, number>();
    this.failures.set(access, failures.set(concerns, performance.now()));
    return undefined;
  }

  private rests(access: Access, list: string): boolean {
    const failures = this.failures.get(access);
    const last = Math.max(failures?.get(list) ?? -Infinity, failures?.get(anything) ?? -Infinity);
    return performance.now() - last < restMs;
  }
}
