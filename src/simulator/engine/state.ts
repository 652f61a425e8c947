import * as z from 'zod/mini';
import { recordFieldNames, type CampaignStatus } from '../../core/record.js';
import { createNextCallDateChecker, type NextCallDateChecker } from '../../core/nextCallDate.js';
import type { Seed } from '../seed/seedFile.js';
import { defaultCampaigns, generateCustomers, generateRecords, createRandom } from './inventedData.js';

/** The simulator's clock: the machine's, or one instant for as long as it is fixed. */
interface SimulatorClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** The fixed instant, or undefined while the clock runs. */
  fixed(): number | undefined;
  fix(epochMilliseconds: number | undefined): void;
}

/** Makes a clock that runs. */
export function createClock(): SimulatorClock {
  let instant: number | undefined;
  return {
    now: () => instant ?? Date.now(),
    fixed: () => instant,
    fix(epochMilliseconds) {
      instant = epochMilliseconds;
    },
  };
}

/**
 * An instant as the wall clock of a time zone shows it, in the API's `YYYY-MM-DD hh:mm`.
 * The Swedish locale writes exactly this form.
 */
export function wallClock(epochMilliseconds: number, timeZone: string): string {
  return formatter(timeZone).format(epochMilliseconds);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  let found = formatters.get(timeZone);
  if (!found) {
    found = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
    formatters.set(timeZone, found);
  }
  return found;
}

const acceptedOrRefused = z.enum(['accepted', 'refused']);

/** One switch for each thing that nobody has documented; all may be left out. */
export const switchesSchema = z.strictObject({
  /** 204: the documented codes (PUT 204, POST 201); 200: every single write that succeeded answers 200. */
  successStatus: z.optional(z.literal([204, 200])),
  /** What `""` and `null` do to a field. */
  emptyString: z.optional(z.enum(['clears', 'refused'])),
  pastDates: z.optional(acceptedOrRefused),
  unknownKeys: z.optional(acceptedOrRefused),
  /** A parameter of a query that does not exist; accepted means ignored. */
  unknownParameters: z.optional(acceptedOrRefused),
  inactiveAgents: z.optional(acceptedOrRefused),
  trailingSlash: z.optional(acceptedOrRefused),
  /** A write with another `Content-Type` than JSON: taken, taken but its body left unread, or refused. */
  contentType: z.optional(z.enum(['lenient', 'unread', 'strict'])),
  /** A form in the body of a write; accepted means that its fields are read. */
  formBody: z.optional(acceptedOrRefused),
  /** A record that is added although the customer has one; accepted means that it is changed. */
  existingRecord: z.optional(acceptedOrRefused),
  /** A field that writes silently leave as it was, so that what is read back differs from what was sent. */
  ignoredField: z.optional(z.nullable(z.enum(recordFieldNames))),
});

export type SwitchesInput = z.infer<typeof switchesSchema>;

/** How the simulator behaves where the documentation is silent. */
export type Switches = { readonly [Name in keyof SwitchesInput]-?: Exclude<SwitchesInput[Name], undefined> };

/**
 * What nobody has documented is accepted, but for what is likely refused: a form, and a record that is there already
 * (the batch call answers it with an error). The codes of success are those of the vendor's table; its own PHP sample
 * takes 200 alone, which is one switch away.
 */
export const defaultSwitches: Switches = {
  successStatus: 204,
  emptyString: 'clears',
  pastDates: 'accepted',
  unknownKeys: 'accepted',
  unknownParameters: 'accepted',
  inactiveAgents: 'accepted',
  trailingSlash: 'accepted',
  contentType: 'lenient',
  formBody: 'refused',
  existingRecord: 'refused',
  ignoredField: null,
};

/** The switches given over the ones in force. */
export function withSwitches(current: Switches, given: SwitchesInput): Switches {
  return {
    successStatus: given.successStatus ?? current.successStatus,
    emptyString: given.emptyString ?? current.emptyString,
    pastDates: given.pastDates ?? current.pastDates,
    unknownKeys: given.unknownKeys ?? current.unknownKeys,
    unknownParameters: given.unknownParameters ?? current.unknownParameters,
    inactiveAgents: given.inactiveAgents ?? current.inactiveAgents,
    trailingSlash: given.trailingSlash ?? current.trailingSlash,
    contentType: given.contentType ?? current.contentType,
    formBody: given.formBody ?? current.formBody,
    existingRecord: given.existingRecord ?? current.existingRecord,
    ignoredField: given.ignoredField === undefined ? current.ignoredField : given.ignoredField,
  };
}

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

/** A status of one campaign: `name` is English, `name_pl` what a client asking for Polish reads. */
export interface SimulatorStatus {
  status_id: string;
  dictionary_status_id: number | null;
  system_status: string;
  name: string;
  name_pl?: string | undefined;
}

/** An agent as one campaign lists it. */
export interface SimulatorAgent {
  login: string;
  name: string;
  number: string;
  active: boolean;
  active_in_outbound: boolean;
  agent_id: number;
}

export interface SimulatorCampaign {
  /** Five ASCII letters or digits. */
  id: string;
  name: string;
  /** Record calls fail on a campaign that is not fed from the CRM. */
  fedFromCrm: boolean;
  /** Only active campaigns are in `outbounds/stats`. */
  active: boolean;
  statuses: SimulatorStatus[];
  agents: SimulatorAgent[];
}

export interface SimulatorCustomer {
  /** The CRM's id, digits. */
  customer_id: string;
  /** The first name alone. */
  name: string;
  surname: string;
  /** The main number. */
  phone_number: string;
  /** Further numbers. */
  other_numbers?: string[] | undefined;
  email: string;
  nip: string;
  /** The integrator's own id: never the same as `customer_id`, as people mistake one for the other. */
  identifier: string;
  company_id?: string | undefined;
  type?: string | undefined;
  group?: string | undefined;
  company_flag?: string | undefined;
  account_manager?: string | undefined;
  /** `YYYY-MM-DD hh:mm` */
  updated_at?: string | undefined;
  custom_fields?: Record<string, string | null> | undefined;
}

/** A record of a campaign; dates in the API's `YYYY-MM-DD hh:mm`, `''` where there is none. */
export interface SimulatorRecord {
  campaignId: string;
  record_id: number;
  customer_id: string;
  phone_number: string;
  status_id: string;
  agent_login: string;
  call_date: string;
  create_date: string;
  next_call_date: string;
  last_note: string;
  order: string;
}
