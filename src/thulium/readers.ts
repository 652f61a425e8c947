import * as z from 'zod/mini';
import { campaignIdPattern } from '../core/ids.js';
import {
  type Campaign,
  type CampaignAgent,
  type CampaignStatus,
  type Customer,
  type RawRecord,
  recordCustomer,
  type RecordCustomer,
} from '../core/record.js';
import type { RecordsPage } from './types.js';

/*
 * Readers of the API's answers. Documented fields are read in every form in which they could come
 * (ids as text or number); of answers whose fields nobody has documented, only what can be told.
 * Each reader gives undefined for an answer that is no such thing at all.
 */

const object = z.record(z.string(), z.unknown());
const rowsSchema = z.array(z.unknown());
type Row = Record<string, unknown>;

/** Keys under which lists have been seen in this API (`result`) and in its neighbours. */
const listKeys = ['result', 'results', 'data', 'items', 'outbounds', 'customers'] as const;

/** One record, unknown keys included. */
export function readRecord(value: unknown): RawRecord | undefined {
  const row = toRow(value);
  if (row === undefined || 'record_id' in row || 'customer_id' in row) return row;
  return toRow(row.result) ?? (Object.keys(row).length > 0 ? row : undefined);
}

/** `{"count":1,"result":[…]}`. */
export function readRecordsPage(value: unknown): RecordsPage | undefined {
  const records = rows(value);
  if (records === undefined) return undefined;
  const count = number(toRow(value)?.count) ?? records.length;
  return { count, records };
}

/** `GET outbounds/:id/statuses`. */
export function readStatuses(value: unknown): CampaignStatus[] | undefined {
  return rows(value)?.flatMap((row) => {
    const status_id = text(row.status_id);
    if (status_id === undefined) return [];
    return [
      {
        status_id,
        dictionary_status_id: text(row.dictionary_status_id) ?? null,
        name: text(row.name) ?? '',
        system_status: text(row.system_status) ?? '',
      },
    ];
  });
}

/** `GET outbounds/:id/agents`; an agent is active unless the answer says otherwise. */
export function readAgents(value: unknown): CampaignAgent[] | undefined {
  return rows(value)?.flatMap((row) => {
    const login = text(row.login);
    if (login === undefined) return [];
    const name = text(row.name) ?? joined(row.first_name, row.last_name);
    const phone = text(row.number);
    return [
      {
        login,
        ...(name === undefined ? {} : { name }),
        ...(phone === undefined ? {} : { number: phone }),
        active: flag(row.active) ?? true,
        active_in_outbound: flag(row.active_in_outbound) ?? true,
      },
    ];
  });
}

/** `GET outbounds`, whose fields are not documented; a campaign without a five-character id is of no use here. */
export function readCampaigns(value: unknown): Campaign[] | undefined {
  return rows(value)?.flatMap((row) => {
    const id = campaignId(row);
    if (id === undefined) return [];
    const name = text(row.name);
    const fedFromCrm = tellFedFromCrm(row);
    return [
      {
        id,
        ...(name === undefined ? {} : { name }),
        ...(fedFromCrm === undefined ? {} : { fedFromCrm }),
      },
    ];
  });
}

/** `GET outbounds/stats`, by campaign id. */
export function readCampaignStats(value: unknown): Map<string, Omit<Campaign, 'id'>> | undefined {
  const stats = rows(value);
  if (stats === undefined) return undefined;
  const byId = new Map<string, Omit<Campaign, 'id'>>();
  for (const row of stats) {
    const id = campaignId(row);
    const records_count = number(row.records_count);
    const completion_percent = number(row.completion_percent);
    if (id === undefined) continue;
    byId.set(id, {
      ...(records_count === undefined ? {} : { records_count }),
      ...(completion_percent === undefined ? {} : { completion_percent }),
    });
  }
  return byId;
}

/** `GET customers`; its row is that of `GET customers/:id`, read leniently. */
export function readCustomers(value: unknown): Customer[] | undefined {
  return rows(value)?.flatMap((row) => {
    const customer_id = text(row.customer_id) ?? text(row.id);
    if (customer_id === undefined) return [];
    // `name` is the first name alone where there is a `surname`.
    const name = joined(row.name, row.surname) ?? joined(row.first_name ?? row.firstname, row.last_name);
    const email = texts(row.email, row.emails)[0];
    const identifier = text(row.identifier);
    const nip = text(row.nip);
    return [
      {
        customer_id,
        ...(name === undefined ? {} : { name }),
        phone_numbers: texts(row.phone_number, row.phone_numbers, row.phones, row.phone),
        ...(email === undefined ? {} : { email }),
        ...(nip === undefined ? {} : { nip }),
        ...(identifier === undefined ? {} : { identifier }),
      },
    ];
  });
}

/** `GET customers/:id`: name, surname and phone number, and nothing else of the person. */
export function readCustomer(value: unknown): RecordCustomer | undefined {
  const row = toRow(value);
  if (row === undefined) return undefined;
  const { name, surname, phone_number } = toRow(row.result) ?? row;
  return recordCustomer({ name, surname, phone_number });
}

function rows(value: unknown): Row[] | undefined {
  const list = rowsSchema.safeParse(value);
  if (list.success) {
    return list.data.map(toRow).filter((row) => row !== undefined);
  }
  const wrapper = toRow(value);
  const key = listKeys.find((each) => Array.isArray(wrapper?.[each]));
  return key === undefined ? undefined : rows(wrapper?.[key]);
}

function toRow(value: unknown): Row | undefined {
  const parsed = object.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** A number that stood for an id has lost its leading zeros. */
function campaignId(row: Row): string | undefined {
  const id = row.id ?? row.outbound_id ?? row.campaign_id;
  const found = typeof id === 'number' ? String(id).padStart(5, '0') : text(id);
  return found !== undefined && campaignIdPattern.test(found) ? found : undefined;
}

/** Any key or kind that speaks of the CRM; silence says nothing. */
function tellFedFromCrm(row: Row): boolean | undefined {
  for (const [key, value] of Object.entries(row)) {
    const named = /crm/i.test(key) ? flag(value) : undefined;
    if (named !== undefined) return named;
    if (/type|kind|source|mode/i.test(key) && typeof value === 'string' && /crm/i.test(value)) return true;
  }
  return undefined;
}

function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' ? String(value) : undefined;
}

function number(value: unknown): number | undefined {
  const parsed = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : undefined;
}

function flag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 1 || value === '1' || value === 'true') return true;
  return value === 0 || value === '0' || value === 'false' ? false : undefined;
}

function joined(...parts: unknown[]): string | undefined {
  const known = parts.flatMap((part) => text(part) ?? []);
  return known.length === 0 ? undefined : known.join(' ');
}

/** Texts in values, in lists of them, and in lists of objects that carry one under a telling key. */
function texts(...values: unknown[]): string[] {
  const found = values.flatMap((value): string[] => {
    if (Array.isArray(value)) return value.flatMap((each) => texts(each));
    const row = toRow(value);
    const plain = text(row ? (row.phone_number ?? row.number ?? row.email ?? row.value) : value);
    return plain === undefined ? [] : [plain];
  });
  return [...new Set(found)];
}
