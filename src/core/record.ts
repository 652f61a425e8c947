import { type Foreign, raw } from './foreign.js';
import { sameNumber } from './ids.js';

/**
 * Parameters of the body of `PUT crm_outbounds/:id/records/:customer_id`, in the order of the
 * vendor's page. All travel as JSON strings, as in its documented example.
 */
export const recordFieldNames = [
  'status_id',
  'dictionary_status_id',
  'agent_login',
  'next_call_date',
  'order',
] as const;

export type RecordFieldName = (typeof recordFieldNames)[number];

/** The fields to write; one that is left out stays as it is in Thulium. */
export type RecordFields = Partial<Record<RecordFieldName, string>>;

/** A validated update: the one model that every surface hands to the one sender. */
export interface RecordUpdate {
  /** Five ASCII letters or digits; leading zeros matter. */
  campaignId: string;
  /** The CRM's id of the customer, 1 to 20 digits, as text because it may exceed 2^53. */
  customerId: string;
  fields: RecordFields;
}

/** A record as `GET crm_outbounds/:id/records/:customer_id` returned it, unknown keys included. */
export type RawRecord = Readonly<Record<string, unknown>>;

/** System statuses of the vendor's page; others may exist and are kept as text. */
export const systemStatuses = [
  'TO_CALL',
  'IN_PROGRESS',
  'CALL',
  'MY_RECORD',
  'NO_CALL',
  'ABANDONED_AFTER_N_TRIES',
  'CALL_NO_SOONER_THAN',
  'CALL_PROGRESSIVE',
] as const;

/** One row of `GET outbounds/:id/statuses`, ids as text. */
export interface CampaignStatus {
  status_id: string;
  dictionary_status_id: string | null;
  name: Foreign;
  system_status: string;
}

/** One row of `GET outbounds/:id/agents`. */
export interface CampaignAgent {
  login: string;
  name?: Foreign;
  number?: Foreign;
  active: boolean;
  active_in_outbound: boolean;
}

/** One campaign of `GET outbounds`, joined with `GET outbounds/stats`. */
export interface Campaign {
  id: string;
  name?: Foreign;
  records_count?: number;
  completion_percent?: number;
  /** Undefined where the answer does not tell: record calls work only on campaigns fed from the CRM. */
  fedFromCrm?: boolean;
}

/** One customer of `GET customers`, read leniently: its answer's fields are not documented. */
export interface Customer {
  customer_id: string;
  name?: Foreign;
  phone_numbers: Foreign[];
  email?: Foreign;
  /** The tax number. */
  nip?: Foreign;
  /** The integrator's own id, easily mistaken for `customer_id`. */
  identifier?: Foreign;
}

/** One field before and after an update, as text; undefined where the record does not carry it. */
export interface FieldChange {
  field: RecordFieldName;
  before: string | undefined;
  after: string;
  changes: boolean;
}

/** A value of a record as the API would take it back: numbers as text, null and undefined as nothing. */
export function recordText(record: RawRecord | undefined, field: string): string | undefined {
  const value = record?.[field];
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** Holds the fields of an update against the record as it is now. */
export function diffFields(before: RawRecord | undefined, fields: RecordFields): FieldChange[] {
  return recordFieldNames.flatMap((field) => {
    const after = fields[field];
    if (after === undefined) return [];
    const current = recordText(before, field);
    return [{ field, before: current, after, changes: !sameValue(field, current, after) }];
  });
}

/** Whether two texts are the same value of a field: numbers are, whatever their leading zeros. */
export function sameValue(field: RecordFieldName, current: string | undefined, after: string): boolean {
  const isText = field === 'agent_login' || field === 'next_call_date';
  return isText || current === undefined ? current === after : sameNumber(current, after);
}

/** Fields whose value read back differs from the one sent; a field that the record does not carry is left out. */
export function readBackDifferences(after: RawRecord, fields: RecordFields): FieldChange[] {
  return diffFields(after, fields).filter((change) => change.changes && change.before !== undefined);
}

/**
 * Fields of an update that cannot be put back later: the record does not carry them
 * (`dictionary_status_id` never does), or they were empty, and nobody has documented how a field is cleared.
 */
export function unrestorableFields(before: RawRecord | undefined, fields: RecordFields): RecordFieldName[] {
  return diffFields(before, fields)
    .filter((change) => change.changes && (change.before === undefined || change.before === ''))
    .map((change) => change.field);
}

/** What of a record tells that somebody else changed it since it was read. */
export const watchedKeys = [
  'status_id',
  'agent_login',
  'next_call_date',
  'order',
  'call_date',
  'last_note',
] as const;

/** One watched value in two readings of a record, as text. */
export interface ForeignChange {
  field: (typeof watchedKeys)[number];
  before: string;
  after: string;
}

/** The watched values in which two readings of a record differ. */
export function changedSince(then: RawRecord, now: RawRecord): ForeignChange[] {
  return watchedKeys.flatMap((field) => {
    const before = recordText(then, field) ?? '';
    const after = recordText(now, field) ?? '';
    return before === after ? [] : [{ field, before, after }];
  });
}

/** As much of a customer as tells whose record it is; for the eye only, never stored. */
export interface RecordCustomer {
  name?: Foreign;
  phone?: Foreign;
}

/**
 * Whose record it is, for the eye only and never stored: the name where the answer has one, and the phone number.
 * The API's `name` is the first name alone, `surname` stands beside it.
 */
export function recordCustomer(record: RawRecord): RecordCustomer {
  const { customer } = record;
  const nested = typeof customer === 'object' && customer !== null ? { ...customer } : {};
  const joined = (row: RawRecord, ...keys: string[]): string =>
    keys
      .map((key) => recordText(row, key) ?? '')
      .filter((text) => text !== '')
      .join(' ');
  const name = [
    recordText(record, 'customer_name'),
    joined(record, 'name', 'surname'),
    joined(nested, 'name', 'surname'),
    joined(nested, 'first_name', 'last_name'),
  ].find((text) => text !== undefined && text !== '');
  const phone = recordText(record, 'phone_number') ?? '';
  return { ...(name === undefined ? {} : { name }), ...(phone === '' ? {} : { phone }) };
}

/**
 * A phone number as people read it, `658982945` as `658 982 945`: Polish ones of nine digits, with the country's
 * prefix or without. Any other number is left as it is, for nobody knows how it is grouped.
 */
export function groupedPhone(phone: Foreign): Foreign {
  const found = /^(\+?48|0048)?(\d{3})(\d{3})(\d{3})$/.exec(raw(phone));
  return found ? found.slice(1).filter(Boolean).join(' ') : phone;
}
