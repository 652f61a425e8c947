import type { Campaign, CampaignAgent, CampaignStatus } from '../../core/record.js';
import type { SimulatorAgent, SimulatorCampaign } from '../engine/model.js';
import { firstNames, lastNames, toAscii } from '../engine/names.js';
import type { Seed } from './seedFile.js';
import { raw } from '../../core/foreign.js';

/** What was read of one campaign of a real system. */
export interface ReadCampaign {
  campaign: Campaign;
  statuses: readonly CampaignStatus[];
  agents: readonly CampaignAgent[];
}

/**
 * A seed with the campaigns and statuses of a real system. Its agents get invented names, logins and numbers, the
 * same agent the same ones in each campaign; customers and records are invented by the simulator.
 */
export function seedFromSystem(read: readonly ReadCampaign[]): Seed {
  const invented = new Map<string, Omit<SimulatorAgent, 'active' | 'active_in_outbound'>>();
  const invent = (login: string): Omit<SimulatorAgent, 'active' | 'active_in_outbound'> => {
    const known = invented.get(login);
    if (known) return known;
    const made = inventAgent(invented.size);
    invented.set(login, made);
    return made;
  };
  return {
    campaigns: read.map(({ campaign, statuses, agents }): SimulatorCampaign => ({
      id: campaign.id,
      name: raw(campaign.name ?? campaign.id),
      fedFromCrm: campaign.fedFromCrm ?? true,
      active: true,
      statuses: statuses.map(({ dictionary_status_id, ...status }) => ({
        ...status,
        name: raw(status.name),
        dictionary_status_id: dictionary_status_id === null ? null : Number(dictionary_status_id),
      })),
      agents: agents.map(({ login, active, active_in_outbound }) => ({
        ...invent(login),
        active,
        active_in_outbound,
      })),
    })),
  };
}

function inventAgent(index: number): Omit<SimulatorAgent, 'active' | 'active_in_outbound'> {
  const first = firstNames[index % firstNames.length] ?? '';
  const last = lastNames[(index * 7) % lastNames.length] ?? '';
  const round = Math.floor(index / firstNames.length);
  return {
    login: `${toAscii(first).charAt(0)}.${toAscii(last)}${round === 0 ? '' : round}`,
    name: `${first} ${last}`,
    number: String(3101 + index),
    agent_id: index + 1,
  };
}
