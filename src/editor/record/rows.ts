import type { CampaignAgent, CampaignStatus, RawRecord } from '../../core/record.js';
import type { RecordRow, RecordValue } from '../../protocol/record.js';
import { systemStatusLabel } from '../../messages/fields.js';
import { shown, shownLines, type Foreign } from '../../core/foreign.js';

/** What the live lists tell of a record's ids; a list that could not be read is left out. */
export interface RecordNames {
  /** Whose record it is, fit to be shown. */
  customer?: string;
  campaign?: string;
  statuses?: readonly CampaignStatus[];
  agents?: readonly CampaignAgent[];
}

/** What people look for first; keys that are not documented follow in the answer's own order. */
const order = [
  'status_id',
  'system_status',
  'agent_login',
  'next_call_date',
  'order',
  'call_date',
  'last_note',
  'phone_number',
  'create_date',
  'customer_id',
  'record_id',
];

/** Keys that only name another key's value. */
const namedBy: Readonly<Record<string, string>> = { status: 'status_id', agent_name: 'agent_login' };

/** A record as rows, names beside ids. */
export function recordRows(record: RawRecord, names: RecordNames): RecordRow[] {
  const keys = Object.keys(record).filter((key) => {
    const carrier = Object.hasOwn(namedBy, key) ? namedBy[key] : undefined;
    return carrier === undefined || !Object.hasOwn(record, carrier);
  });
  const known = order.filter((key) => keys.includes(key));
  const others = keys.filter((key) => !order.includes(key));
  return [...known, ...others].map((field) => ({ field, value: valueOf(record, field, names) }));
}

/** Whether the lists at hand leave an id of the record without its name. */
export function lacksNames(record: RawRecord, names: RecordNames): boolean {
  return ['status_id', 'agent_login'].some((field) => {
    const { text, name } = valueOf(record, field, names);
    return text !== '' && name === undefined;
  });
}

function valueOf(record: RawRecord, field: string, names: RecordNames): RecordValue {
  const text = textOf(record[field]);
  const name = nameOf(record, field, text, names);
  const fit = shownLines(text);
  return name === undefined || name === '' || name === text
    ? { text: fit }
    : { text: fit, name: shown(name) };
}

function nameOf(record: RawRecord, field: string, text: string, names: RecordNames): Foreign | undefined {
  switch (field) {
    case 'status_id':
      return textOf(record.status) || names.statuses?.find((each) => each.status_id === text)?.name;
    case 'system_status':
      return systemStatusLabel(text);
    case 'agent_login':
      return textOf(record.agent_name) || names.agents?.find((each) => each.login === text)?.name;
    default:
      return undefined;
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
