import { recordText } from './diff.js';
import type { RawRecord } from './record.js';

/**
 * Whose record it is, for the eye only and never stored: a name where the answer has one (nobody has
 * documented the form of `include_customer`), and the phone number.
 */
export function recordCustomer(record: RawRecord): { name?: string; phone?: string } {
  const { customer } = record;
  const nested = typeof customer === 'object' && customer !== null ? { ...customer } : {};
  const name = [
    recordText(record, 'customer_name'),
    recordText(record, 'name'),
    recordText(nested, 'name'),
    ['first_name', 'last_name'].flatMap((key) => recordText(nested, key) ?? []).join(' '),
  ].find((text) => text !== undefined && text !== '');
  const phone = recordText(record, 'phone_number') ?? '';
  return { ...(name === undefined ? {} : { name }), ...(phone === '' ? {} : { phone }) };
}
