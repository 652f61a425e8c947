import { recordText } from './diff.js';
import { raw, type Foreign } from './foreign.js';
import type { RawRecord } from './record.js';

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
