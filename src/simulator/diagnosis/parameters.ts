import { documented, likely, unknown, type Diagnosis } from './codes.js';
import { probableName } from './probableName.js';
import type { CallName } from './route.js';

const includes = ['include_custom_fields', 'include_address'] as const;
const customerIncludes = [...includes, 'include_invoice_address', 'include_mail_drop_address'] as const;

/** The documented parameters of a query, and the largest page; a call that is not here takes none. */
const known: Readonly<Partial<Record<CallName, { names: readonly string[]; largest?: number }>>> = {
  listRecords: {
    names: [
      'limit',
      'offset',
      'order',
      'status_id',
      'system_status',
      'create_date_from',
      'create_date_to',
      'call_date_from',
      'call_date_to',
      'include_customer',
      ...includes,
    ],
    largest: 100,
  },
  findCustomers: {
    names: [
      'identifier',
      'email',
      'phone_number',
      'nip',
      'company_id',
      'company_flag',
      'type',
      'group',
      'custom_fields',
      'limit',
      'offset',
      'order',
      ...customerIncludes,
    ],
    largest: 1000,
  },
  getCustomer: { names: customerIncludes },
  removeRecords: { names: ['customer_id'] },
};

/** What people write where these calls say otherwise. */
const aliases: Readonly<Record<string, string>> = {
  externalid: 'identifier',
  customerid: 'identifier',
  clientid: 'identifier',
  id: 'identifier',
  phone: 'phone_number',
  phonenumbers: 'phone_number',
  tel: 'phone_number',
  telephone: 'phone_number',
  mobile: 'phone_number',
  mail: 'email',
  vat: 'nip',
  taxid: 'nip',
  page: 'offset',
  start: 'offset',
  skip: 'offset',
  perpage: 'limit',
  pagesize: 'limit',
  size: 'limit',
  count: 'limit',
  sort: 'order',
  sortby: 'order',
  orderby: 'order',
  status: 'status_id',
  statuses: 'status_id',
};

/** Largest page of a list, 0 for a call that is no list. */
export function largestPage(call: CallName | undefined): number {
  return (call && known[call]?.largest) ?? 0;
}

/** All values of a list in a query, as a PHP server and others read it: `a[]`, `a[0]` and a repeated `a`. */
export function listValues(query: URLSearchParams, name: string): string[] {
  return [...query].filter(([key]) => bracketed(key).name === name).map(([, value]) => value);
}

/** A number of a query. */
export function whole(text: string | null, otherwise: number): number {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : otherwise;
}

/** A switch of a query, such as `include_customer=true`. */
export function isOn(text: string | null): boolean {
  return text !== null && text !== '' && text !== '0' && text !== 'false';
}

/** The values of `name[Key][0]` and `name[Key]`, by key. */
export function keyedValues(query: URLSearchParams, name: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [key, value] of query) {
    const { name: own, keys } = bracketed(key);
    const [first = ''] = keys;
    if (own !== name || first === '') continue;
    found.set(first, [...(found.get(first) ?? []), value]);
  }
  return found;
}

function bracketed(key: string): { name: string; keys: string[] } {
  const open = key.indexOf('[');
  if (open < 1 || !key.endsWith(']')) return { name: key, keys: [] };
  return { name: key.slice(0, open), keys: key.slice(open + 1, -1).split('][') };
}

/**
 * Judges the query of a call. A filter that does not exist is likely ignored, so the answer is everybody; on a write
 * the fields belong into the body.
 */
export function judgeParameters(call: CallName, query: URLSearchParams): Diagnosis[] {
  const { names = [], largest } = known[call] ?? {};
  const seen = new Set<string>();
  const found: Diagnosis[] = [];
  for (const [key] of query) {
    const { name } = bracketed(key);
    if (names.includes(name) || seen.has(name)) continue;
    seen.add(name);
    if (call === 'updateRecord' || call === 'addRecord' || call === 'addRecords' || call === 'addCustomer') {
      found.push(unknown('unknown-parameter', { kind: 'body', parameter: name }));
      continue;
    }
    const probable = names.length === 0 ? undefined : probableName(name, names, aliases);
    found.push(
      likely('unknown-parameter', {
        kind: largest === undefined ? 'ignored' : 'everybody',
        parameter: name,
        ...(probable !== undefined && { probable }),
      }),
    );
  }
  const limit = query.get('limit') ?? '';
  if (largest !== undefined && /^\d{1,9}$/.test(limit) && Number(limit) > largest)
    found.push(documented('limit-cut', { kind: 'limit', limit, largest: String(largest) }));
  return found;
}

/**
 * Judges how much of a list an answer holds, by its `count`.
 *
 * @param alone the request is all that is known of the client; one that pages tells so by its `limit` or `offset`
 */
export function judgeCount(query: URLSearchParams, count: number, read: number, alone: boolean): Diagnosis[] {
  const until = whole(query.get('offset'), 0) + read;
  const paging = query.has('limit') || query.has('offset');
  if (until >= count || read === 0 || (paging && !alone)) return [];
  return [
    likely('limit-cut', { kind: 'count', count: String(count), read: String(read), offset: String(until) }),
  ];
}

/** Reads `{"count":420,"result":[…]}` of a pasted answer. */
export function readCount(body: string): { count: number; read: number } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('count' in value) || !('result' in value))
    return undefined;
  const { count, result } = value;
  return typeof count === 'number' && Array.isArray(result) ? { count, read: result.length } : undefined;
}
