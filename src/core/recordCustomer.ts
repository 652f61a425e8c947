import { recordText } from './diff.js';
import type { Foreign } from './foreign.js';
import type { RawRecord } from './record.js';

/**
 * Whose record it is, for the eye only and never stored: the name where the answer has one, and the phone number.
 * The API's `name` is the first name alone, `surname` stands beside it.
 */
export function recordCustomer(record: RawRecord): { name?: Foreign; phone?: Foreign } {
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
