import type { NewCustomer } from '../diagnosis/batch.js';
import { isOn, keyedValues, largestPage, whole } from '../diagnosis/parameters.js';
import { wallClock, type SimulatorCustomer, type SimulatorState } from './state.js';

const defaultLimit = 100;

const addresses = ['address', 'invoice_address', 'mail_drop_address'] as const;

/** Which parts of a customer a query asks for beside the documented ones. */
export function included(query: URLSearchParams): Set<string> {
  return new Set(['custom_fields', ...addresses].filter((name) => isOn(query.get(`include_${name}`))));
}

/** Ids are numbers in the API's answers; one that no number can hold stays text. */
export function numeric(id: string): number | string {
  const number = Number(id);
  return id !== '' && Number.isSafeInteger(number) ? number : id;
}

/** A customer as the API answers it: `name` is the first name alone. */
export function customerAnswer(customer: SimulatorCustomer, parts: ReadonlySet<string>): object {
  const { customer_id, name, surname, phone_number, email, nip, identifier } = customer;
  return {
    customer_id: numeric(customer_id),
    name,
    surname,
    phone_number,
    phone_numbers: phoneNumbers(customer),
    email,
    nip,
    company_id: customer.company_id ?? '',
    identifier,
    type: customer.type ?? '',
    group: customer.group ?? '',
    company_flag: customer.company_flag ?? '',
    account_manager: customer.account_manager ?? '',
    updated_at: customer.updated_at ?? '',
    ...(parts.has('custom_fields') && { custom_fields: customer.custom_fields ?? {} }),
    ...Object.fromEntries(addresses.filter((each) => parts.has(each)).map((each) => [each, {}])),
  };
}

function phoneNumbers({ phone_number, other_numbers = [] }: SimulatorCustomer): string[] {
  return [phone_number, ...other_numbers].filter((each) => each !== '');
}

const plainFilters = ['email', 'nip', 'identifier', 'company_id', 'type', 'group'] as const;

/**
 * `GET customers`. An empty `identifier` or `phone_number` asks for those who have none; what is no documented
 * filter narrows nothing, so that the answer is everybody.
 */
export function findCustomers(state: SimulatorState, query: URLSearchParams): object[] {
  const filters: ((customer: SimulatorCustomer) => boolean)[] = [];
  for (const key of plainFilters) {
    const value = query.get(key);
    if (value !== null) filters.push((customer) => (customer[key] ?? '') === value);
  }
  const phone = query.get('phone_number');
  if (phone !== null) {
    filters.push((customer) => {
      const numbers = phoneNumbers(customer);
      return phone === '' ? numbers.length === 0 : numbers.includes(phone);
    });
  }
  const company = query.get('company_flag');
  if (company !== null) filters.push((customer) => isOn(customer.company_flag ?? null) === isOn(company));
  for (const [name, values] of keyedValues(query, 'custom_fields')) {
    filters.push((customer) => values.includes(customer.custom_fields?.[name] ?? ''));
  }
  const found = [...state.customers.values()].filter((each) => filters.every((holds) => holds(each)));
  sort(found, query.get('order'));
  const offset = whole(query.get('offset'), 0);
  const limit = Math.min(whole(query.get('limit'), defaultLimit), largestPage('findCustomers'));
  return found.slice(offset, offset + limit).map((each) => customerAnswer(each, included(query)));
}

/** Nobody has told which fields may be named: these are the likely ones, and others are ignored. */
function sort(customers: SimulatorCustomer[], order: string | null): void {
  const name = (['customer_id', 'name', 'surname', 'email', 'identifier', 'updated_at'] as const).find(
    (each) => order?.replace(/^-/, '') === each,
  );
  if (name === undefined) return;
  const sign = order?.startsWith('-') === true ? -1 : 1;
  const key = (customer: SimulatorCustomer): string => {
    const value = customer[name] ?? '';
    return name === 'customer_id' ? value.padStart(20, '0') : value;
  };
  customers.sort((a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/** Adds a customer and returns its id. */
export function addCustomer(state: SimulatorState, given: NewCustomer): string {
  const customer_id = String(state.nextCustomerId++);
  const [phone_number = '', ...other_numbers] = given.phone_numbers;
  const customer: SimulatorCustomer = {
    customer_id,
    name: given.name,
    surname: given.surname,
    phone_number,
    ...(other_numbers.length > 0 && { other_numbers }),
    email: given.email,
    nip: given.nip,
    identifier: given.identifier,
    updated_at: wallClock(state.clock.now(), state.timeZone),
  };
  state.customers.set(customer_id, customer);
  if (customer.identifier !== '') state.customerByIdentifier.set(customer.identifier, customer);
  return customer_id;
}
