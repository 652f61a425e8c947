import * as z from 'zod/mini';
import { campaignIdPattern, customerIdPattern, digitsPattern } from '../../core/ids.js';
import { switchesSchema, type SimulatorAgent, type SimulatorCampaign } from '../engine/state.js';
import { errorMessage } from '../../core/errors.js';
import { faultSchema } from '../server/faults.js';
import type { Campaign, CampaignAgent, CampaignStatus } from '../../core/record.js';
import { firstNames, lastNames, toAscii } from '../engine/inventedData.js';
import { raw } from '../../core/foreign.js';

const statusSchema = z.strictObject({
  status_id: z.string().check(z.regex(digitsPattern)),
  dictionary_status_id: z.nullable(z.int()),
  system_status: z.string(),
  name: z.string(),
  name_pl: z.optional(z.string()),
});

const agentSchema = z.strictObject({
  login: z.string(),
  name: z.string(),
  number: z.string(),
  active: z.boolean(),
  active_in_outbound: z.boolean(),
  agent_id: z.int(),
});

const campaignSchema = z.strictObject({
  id: z.string().check(z.regex(campaignIdPattern)),
  name: z.string(),
  fedFromCrm: z.boolean(),
  active: z.boolean(),
  statuses: z.array(statusSchema),
  agents: z.array(agentSchema),
});

const customerSchema = z.strictObject({
  customer_id: z.string().check(z.regex(customerIdPattern)),
  /** The first name alone. */
  name: z.string(),
  surname: z._default(z.string(), ''),
  /** The main number. */
  phone_number: z.string(),
  other_numbers: z.optional(z.array(z.string())),
  email: z.string(),
  nip: z.string(),
  identifier: z.string(),
  company_id: z.optional(z.string()),
  type: z.optional(z.string()),
  group: z.optional(z.string()),
  company_flag: z.optional(z.string()),
  account_manager: z.optional(z.string()),
  updated_at: z.optional(z.string()),
  custom_fields: z.optional(z.record(z.string(), z.nullable(z.string()))),
});

/** Fields of a record that a test may set to anything, to make up a situation. */
export const recordChangesSchema = z.strictObject({
  phone_number: z.optional(z.string()),
  status_id: z.optional(z.string()),
  agent_login: z.optional(z.string()),
  call_date: z.optional(z.string()),
  create_date: z.optional(z.string()),
  next_call_date: z.optional(z.string()),
  last_note: z.optional(z.string()),
  order: z.optional(z.string()),
});

/** A record of a campaign; dates in the API's form, `''` where there is none. */
export const recordSchema = z.strictObject({
  campaignId: z.string(),
  record_id: z.int(),
  customer_id: z.string(),
  phone_number: z.string(),
  status_id: z.string(),
  agent_login: z.string(),
  call_date: z.string(),
  create_date: z.string(),
  next_call_date: z.string(),
  last_note: z.string(),
  order: z.string(),
});

/**
 * A seed file. Everything may be left out: campaigns then are the simulator's own, and customers and
 * records are invented from `random`, the same for the same number.
 */
export const seedSchema = z.strictObject({
  $schema: z.optional(z.string()),
  random: z.optional(z.int()),
  /** ISO 8601 with an offset or `Z`; fixes the clock. */
  clock: z.optional(z.iso.datetime({ offset: true })),
  switches: z.optional(switchesSchema),
  /** In force from the start, and after each reset. */
  faults: z.optional(z.array(faultSchema)),
  campaigns: z.optional(z.array(campaignSchema)),
  customers: z.optional(z.array(customerSchema)),
  records: z.optional(z.array(recordSchema)),
});

export type Seed = z.infer<typeof seedSchema>;
export type RecordChanges = z.infer<typeof recordChangesSchema>;

/** The JSON schema of a seed file, for editors; `media/seed-file.schema.json` is made of it. */
export function seedJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(seedSchema, { io: 'input', target: 'draft-7' });
  return { $schema, title: 'Seed of the Thulium simulator', ...schema };
}

/**
 * Reads the text of a seed file.
 *
 * @throws SeedError with the place and the reason
 */
export function parseSeed(text: string): Seed {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new SeedError(errorMessage(error));
  }
  return checkSeed(value);
}

/**
 * Checks a seed that came as a value.
 *
 * @throws SeedError with the place and the reason
 */
export function checkSeed(value: unknown): Seed {
  const parsed = seedSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new SeedError(describeIssues(parsed.error));
}

/** Places and reasons of a failed check, in one line. */
export function describeIssues(error: z.core.$ZodError): string {
  return error.issues
    .map((issue) => `${issue.path.map(String).join('.') || '(root)'}: ${issue.message}`)
    .join('; ');
}

/** A seed that cannot be used; the message says where and why. */
export class SeedError extends Error {
  override name = 'SeedError';
}

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
