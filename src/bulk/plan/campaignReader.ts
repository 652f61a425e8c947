import { campaignIdPattern } from '../../core/ids.js';
import type { CampaignKnowledge } from '../../core/statusRules.js';
import type { ThuliumClient } from '../../thulium/types.js';
import type { BulkMapping, RowMapper } from './mapping.js';
import type { PlanOptions } from './plan.js';
import { namesOfStatuses } from './rowProblems.js';

/** Learns statuses and agents of each campaign once, best effort. */
export class CampaignReader {
  readonly known = new Map<string, CampaignKnowledge & { statusNames?: Record<string, string> }>();
  readonly unchecked = new Set<string>();
  private readonly names: Record<string, Record<string, string>> = {};

  constructor(private readonly options: PlanOptions) {}

  /** A mapping that sees the names of statuses as they become known. */
  share(mapping: BulkMapping): BulkMapping {
    return { ...mapping, statusNames: this.names };
  }

  learn(campaignId: string, mapper: RowMapper): Promise<void> | undefined {
    const { client } = this.options;
    if (!client || this.known.has(campaignId) || !campaignIdPattern.test(campaignId)) return undefined;
    const wantsAgents =
      mapper.columnOf('agent_login') !== undefined ||
      this.options.constants?.fields?.agent_login !== undefined;
    return this.ask(client, campaignId, wantsAgents);
  }

  private async ask(client: ThuliumClient, campaignId: string, wantsAgents: boolean): Promise<void> {
    const options = this.options.signal ? { signal: this.options.signal } : {};
    const [statuses, agents] = await Promise.all([
      client.listStatuses(campaignId, options),
      wantsAgents ? client.listAgents(campaignId, options) : undefined,
    ]);
    const known: CampaignKnowledge & { statusNames?: Record<string, string> } = {};
    if (statuses.ok) {
      known.statuses = statuses.value;
      known.statusNames = this.names[campaignId] = namesOfStatuses(statuses.value);
    } else this.unchecked.add('statuses');
    if (agents?.ok === true) known.agents = agents.value;
    else if (agents) this.unchecked.add('agents');
    this.known.set(campaignId, known);
  }
}
