import { createNextCallDateChecker, type NextCallDateChecker } from '../../core/nextCallDate.js';
import type { CampaignStatus } from '../../core/record.js';
import type { Seed } from '../seed/seedFile.js';
import { createClock, type SimulatorClock } from './clock.js';
import { defaultCampaigns } from './defaultCampaigns.js';
import { generateCustomers, generateRecords } from './generate.js';
import type { SimulatorCampaign, SimulatorCustomer, SimulatorRecord } from './model.js';
import { createRandom } from './random.js';
import { defaultSwitches, withSwitches, type Switches } from './switches.js';

/** A campaign with what its calls look up. */
export interface CampaignState {
  campaign: SimulatorCampaign;
  /** As the diagnosis wants them: ids as text. */
  statuses: CampaignStatus[];
  statusById: ReadonlyMap<string, SimulatorCampaign['statuses'][number]>;
  /** By customer id. */
  records: Map<string, SimulatorRecord>;
}

/** Everything the simulator knows; plain data that its calls read and change. */
export interface SimulatorState {
  campaigns: ReadonlyMap<string, CampaignState>;
  campaignList: readonly SimulatorCampaign[];
  customers: Map<string, SimulatorCustomer>;
  customerByIdentifier: Map<string, SimulatorCustomer>;
  switches: Switches;
  clock: SimulatorClock;
  dates: NextCallDateChecker;
  timeZone: string;
  random: number;
  nextRecordId: number;
  nextCustomerId: number;
  /** Writes that succeeded, by what was sent, with the status they were answered; the newest last. */
  lastWrites: Map<string, number>;
}

/** The zone by which Thulium's clocks are read. */
export const simulatorTimeZone = 'Europe/Warsaw';
/** Invented dates lie around this instant unless the clock is fixed, so that a seed gives the same data any day. */
const dataEpoch = Date.UTC(2026, 0, 12, 9);

/** Builds the state that a seed describes; what it leaves out is invented. */
export function createState(seed: Seed, clock: SimulatorClock = createClock()): SimulatorState {
  const number = seed.random ?? 1;
  const random = createRandom(number);
  const fixed = seed.clock === undefined ? undefined : Date.parse(seed.clock);
  clock.fix(fixed);
  const campaignList = seed.campaigns ?? defaultCampaigns();
  const customers = seed.customers ?? generateCustomers(random);
  const records =
    seed.records ?? generateRecords(random, campaignList, customers, fixed ?? dataEpoch, simulatorTimeZone);
  const campaigns = new Map(campaignList.map((campaign) => [campaign.id, campaignState(campaign)]));
  for (const record of records)
    campaigns.get(record.campaignId)?.records.set(record.customer_id, { ...record });
  return {
    campaigns,
    campaignList,
    customers: new Map(customers.map((each) => [each.customer_id, each])),
    customerByIdentifier: new Map(customers.map((each) => [each.identifier, each])),
    switches: withSwitches(defaultSwitches, seed.switches ?? {}),
    clock,
    dates: createNextCallDateChecker(simulatorTimeZone, () => clock.now()),
    timeZone: simulatorTimeZone,
    random: number,
    nextCustomerId: customers.reduce((highest, each) => Math.max(highest, Number(each.customer_id)), 0) + 1,
    lastWrites: new Map(),
    nextRecordId: records.reduce((highest, each) => Math.max(highest, each.record_id), 0) + 1,
  };
}

function campaignState(campaign: SimulatorCampaign): CampaignState {
  return {
    campaign,
    statuses: campaign.statuses.map((each) => ({
      status_id: each.status_id,
      dictionary_status_id: each.dictionary_status_id === null ? null : String(each.dictionary_status_id),
      name: each.name,
      system_status: each.system_status,
    })),
    statusById: new Map(campaign.statuses.map((each) => [each.status_id, each])),
    records: new Map(),
  };
}

/** The whole state as a seed that brings it back. */
export function toSeed(state: SimulatorState): Seed {
  const fixed = state.clock.fixed();
  return {
    random: state.random,
    ...(fixed !== undefined && { clock: new Date(fixed).toISOString() }),
    switches: { ...state.switches },
    campaigns: [...state.campaignList],
    customers: [...state.customers.values()],
    records: [...state.campaigns.values()].flatMap(({ records }) => [...records.values()]),
  };
}
