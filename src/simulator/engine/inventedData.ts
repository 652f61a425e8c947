import {
  wallClock,
  type SimulatorAgent,
  type SimulatorCampaign,
  type SimulatorCustomer,
  type SimulatorRecord,
  type SimulatorStatus,
} from './state.js';

/** Invented people: any likeness is chance. Every Polish diacritic occurs, so that encodings are exercised. */
export const firstNames = [
  'Łucja',
  'Zdzisław',
  'Świętosława',
  'Józef',
  'Żaneta',
  'Błażej',
  'Małgorzata',
  'Grażyna',
  'Wiesław',
  'Agnieszka',
  'Bartłomiej',
  'Róża',
  'Stanisław',
  'Elżbieta',
  'Michał',
  'Ewa',
] as const;

export const lastNames = [
  'Brzęczyszczykiewicz',
  'Żółkiewicz',
  'Ćwiertnia',
  'Gołąb',
  'Śliwińczyk',
  'Źrebiec',
  'Kądziołka',
  'Jaźwiec',
  'Pączek',
  'Dąbrówczak',
  'Niedźwiedź',
  'Trzęsowski',
  'Łabędź',
  'Wąs',
  'Młynarczuk',
  'Kos',
] as const;

const notes = [
  '',
  'Poprosił o telefon po południu',
  'Nie odebrała, poczta głosowa',
  'Prosi o ofertę e-mailem',
  'Decyzja po rozmowie z żoną',
  'Last note for record',
] as const;

/** Polish letters as ASCII, for e-mail addresses and logins. */
export function toAscii(text: string): string {
  return text
    .replaceAll('ł', 'l')
    .replaceAll('Ł', 'L')
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}

/** Numbers in [0, 1), the same for the same seed on every machine. */
export type Random = () => number;

/** Mulberry32: 32 bits of state are plenty for invented data, and the sequence is the same everywhere. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from `low` to `high`, both included. */
export function between(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/** One of a list that is not empty. */
function pick<T>(random: Random, list: readonly [T, ...T[]]): T {
  return list[Math.floor(random() * list.length)] ?? list[0];
}

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

/** [id, dictionary id, system status, English name, Polish name]; the names are the vendor's own labels. */
const statusRows: readonly (readonly [number, number | null, string, string, string])[] = [
  [1, null, 'TO_CALL', 'To be called', 'Do dzwonienia'],
  [2, null, 'IN_PROGRESS', 'In progress', 'Obrabiane'],
  [3, 2, 'CALL', 'Call', 'Dzwonić'],
  [4, 9, 'NO_CALL', 'Do not call', 'Nie dzwonić'],
  [5, 3, 'MY_RECORD', 'My record', 'Mój rekord'],
  [6, 7, 'CALL_NO_SOONER_THAN', 'Call after date', 'Kontakt nie wcześniej niż'],
  [7, null, 'ABANDONED_AFTER_N_TRIES', 'Rejected after n tries', 'Odrzucony po n próbach'],
  [8, 12, 'CALL_PROGRESSIVE', 'Call progressive', 'Dzwonić w trybie progressive'],
  [9, 20, 'NO_CALL', 'Not interested', 'Niezainteresowany'],
  [10, 21, 'CALL', 'Contact needed', 'Potrzebny kontakt'],
];

/** Status ids belong to one campaign, so each campaign has its own: an id of another one is a common mistake. */
function statuses(firstId: number): SimulatorStatus[] {
  return statusRows.map(([id, dictionary, system_status, name, name_pl]) => ({
    status_id: String(firstId - 1 + id),
    dictionary_status_id: dictionary,
    system_status,
    name,
    name_pl,
  }));
}

const agents: readonly SimulatorAgent[] = [
  agent(11, 'j.doe', 'Jan Dołęga', true, true),
  agent(12, 'jkowalski', 'Jędrzej Kowalski', true, true),
  agent(13, 'a.nowak', 'Alicja Nowak', true, true),
  agent(14, 'k.zolw', 'Krzysztof Żółw', true, true),
  agent(15, 'm.wojcik', 'Marta Wójcik', false, false),
  agent(16, 'p.szymanska', 'Pola Szymańska', true, false),
];

function agent(
  id: number,
  login: string,
  name: string,
  active: boolean,
  activeInOutbound: boolean,
): SimulatorAgent {
  return {
    login,
    name,
    number: String(3100 + id),
    active,
    active_in_outbound: activeInOutbound,
    agent_id: id,
  };
}

/** The campaigns of a simulator that was given none: four, one of them not fed from the CRM. */
export function defaultCampaigns(): SimulatorCampaign[] {
  const make = (id: string, name: string, firstStatus: number, fedFromCrm = true): SimulatorCampaign => ({
    id,
    name,
    fedFromCrm,
    active: true,
    statuses: statuses(firstStatus),
    agents: agents.map((each) => ({ ...each })),
  });
  return [
    make('00001', 'Odnowienia umów', 1),
    make('00002', 'Nowi klienci', 31),
    make('A1b2C', 'Windykacja polubowna', 61),
    make('00004', 'Ankieta satysfakcji', 91, false),
  ];
}
