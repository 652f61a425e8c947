import { wallClock } from './clock.js';
import type {
  SimulatorAgent,
  SimulatorCampaign,
  SimulatorCustomer,
  SimulatorRecord,
  SimulatorStatus,
} from './model.js';
import { firstNames, lastNames, notes, toAscii } from './names.js';
import { between, pick, type Random } from './random.js';

const firstCustomerId = 101;
const customerCount = 420;
const hour = 3_600_000;

/** Invented customers with ids 101 to 520; their `identifier` looks like an id too, but is another number. */
export function generateCustomers(random: Random): SimulatorCustomer[] {
  return Array.from({ length: customerCount }, (_, index) => {
    const id = firstCustomerId + index;
    const first = pick(random, firstNames);
    const last = pick(random, lastNames);
    return {
      customer_id: String(id),
      name: first,
      surname: last,
      phone_number: `${between(random, 500, 799)}${between(random, 100_000, 999_999)}`,
      email: `${toAscii(first)}.${toAscii(last)}${id}@example.com`,
      nip: invalidNip(random),
      identifier: String(900_000 + id),
    };
  });
}

/** Ten digits whose check digit is wrong, so that no real company is named by chance. */
function invalidNip(random: Random): string {
  const digits = Array.from({ length: 9 }, () => between(random, 0, 9));
  const sum = [6, 5, 7, 2, 3, 4, 5, 6, 7].reduce((total, weight, i) => total + weight * (digits[i] ?? 0), 0);
  return `${digits.join('')}${((sum % 11) + 1) % 10}`;
}

/**
 * A record of every customer in the first campaign fed from the CRM, of every second and third one in the others.
 *
 * @param now milliseconds since the epoch around which the dates lie
 */
export function generateRecords(
  random: Random,
  campaigns: readonly SimulatorCampaign[],
  customers: readonly SimulatorCustomer[],
  now: number,
  timeZone: string,
): SimulatorRecord[] {
  const records: SimulatorRecord[] = [];
  const crm = campaigns.filter((each) => each.fedFromCrm && each.statuses.length > 0);
  crm.forEach((campaign, place) => {
    customers.forEach((customer, index) => {
      if (index % Math.min(place + 1, 3) !== 0) return;
      records.push(generateRecord(random, campaign, customer, records.length + 1, now, timeZone));
    });
  });
  return records;
}

function generateRecord(
  random: Random,
  campaign: SimulatorCampaign,
  customer: SimulatorCustomer,
  recordId: number,
  now: number,
  timeZone: string,
): SimulatorRecord {
  const status = chooseStatus(random, campaign.statuses);
  const system = status?.system_status ?? 'TO_CALL';
  const created = now - between(random, 200, 2000) * hour;
  const called = system === 'TO_CALL' ? undefined : created + between(random, 1, 199) * hour;
  const later = system === 'MY_RECORD' || system === 'CALL_NO_SOONER_THAN' || system === 'CALL';
  const agent =
    system === 'MY_RECORD' || system === 'IN_PROGRESS' ? chooseAgent(random, campaign.agents) : undefined;
  return {
    campaignId: campaign.id,
    record_id: recordId,
    customer_id: customer.customer_id,
    phone_number: customer.phone_number,
    status_id: status?.status_id ?? '',
    agent_login: agent?.login ?? '',
    call_date: called === undefined ? '' : wallClock(called, timeZone),
    create_date: wallClock(created, timeZone),
    next_call_date: later ? wallClock(now + between(random, 1, 400) * hour, timeZone) : '',
    last_note: called === undefined ? '' : pick(random, notes),
    order: random() < 0.3 ? String(between(random, 1, 100)) : '',
  };
}

/** Half of the records are fresh, as in a campaign that runs. */
function chooseStatus(random: Random, statuses: readonly SimulatorStatus[]): SimulatorStatus | undefined {
  const fresh = statuses.find((each) => each.system_status === 'TO_CALL');
  if (fresh && random() < 0.5) return fresh;
  return statuses[between(random, 0, statuses.length - 1)];
}

function chooseAgent(random: Random, agents: readonly SimulatorAgent[]): SimulatorAgent | undefined {
  const working = agents.filter((each) => each.active && each.active_in_outbound);
  return working[between(random, 0, working.length - 1)];
}
