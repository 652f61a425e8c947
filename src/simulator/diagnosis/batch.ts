import type { RecordFields } from '../../core/record.js';
import { documented, likely, unknown, type Diagnosis, type Knowledge } from './codes.js';
import { judgeCustomer, judgeFields, readFields } from './fields.js';

/** One record of a batch call; its diagnoses decide on it alone. */
export interface BatchItem {
  customerId: string | undefined;
  fields: RecordFields;
  diagnoses: Diagnosis[];
}

/** What the call that adds a customer was given. */
export interface NewCustomer {
  name: string;
  surname: string;
  /** The main number first. */
  phone_numbers: string[];
  email: string;
  nip: string;
  identifier: string;
}

type Body = Readonly<Record<string, unknown>>;

/** Reads `{"records":[…]}`; the documentation of 2017 called the call itself `add_records`. */
export function readItems(body: Body, knowledge: Knowledge): { items: BatchItem[]; diagnoses: Diagnosis[] } {
  const diagnoses = Object.keys(body)
    .filter((key) => key !== 'records')
    .map((key) => unknown('unknown-key', { key, ...('records' in body ? {} : { probable: 'records' }) }));
  const { records } = body;
  if (!Array.isArray(records) || records.length === 0) {
    return {
      items: [],
      diagnoses: [...diagnoses, documented('null-value', { kind: 'required', field: 'records' })],
    };
  }
  return { items: records.map((each: unknown) => readItem(each, knowledge)), diagnoses };
}

function readItem(value: unknown, knowledge: Knowledge): BatchItem {
  if (!isObject(value)) {
    return {
      customerId: undefined,
      fields: {},
      diagnoses: [documented('body-not-object', { kind: 'item' })],
    };
  }
  const { customerId, fields, diagnoses } = readFields(value, true);
  const exists = customerId !== undefined && knowledge.hasRecord?.(customerId) === true;
  return {
    customerId,
    fields,
    diagnoses: [
      ...judgeCustomer(customerId, knowledge, true),
      ...diagnoses,
      ...judgeFields(fields, knowledge),
      ...(exists ? [documented('record-exists', { kind: 'batch', value: customerId })] : []),
    ],
  };
}

/** Names that people give to a customer's parameters; those that nobody has documented stay unjudged. */
const aliases: Readonly<Record<string, string>> = {
  first_name: 'name',
  firstname: 'name',
  firstName: 'name',
  last_name: 'surname',
  lastname: 'surname',
  lastName: 'surname',
  phone: 'phone_number',
  external_id: 'identifier',
  externalId: 'identifier',
  mail: 'email',
};

/** Reads the body of the call that adds a customer; only the surname is required. */
export function readNewCustomer(body: Body): { customer: NewCustomer; diagnoses: Diagnosis[] } {
  const text = (key: string): string => {
    const value = body[key];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const { phone_number: phones } = body;
  const numbers: unknown[] = Array.isArray(phones) ? phones : [phones];
  const diagnoses = Object.keys(body)
    .filter((key) => Object.hasOwn(aliases, key))
    .map((key) => unknown('unknown-key', { key, probable: aliases[key] ?? '' }));
  if (text('surname') === '')
    diagnoses.push(documented('null-value', { kind: 'required', field: 'surname' }));
  else if (text('name') === '' && /^\S+\s+\S+$/.test(text('surname').trim()))
    diagnoses.push(unknown('null-value', { kind: 'whole-name', field: 'surname', value: text('surname') }));
  const wrong = numbers.find(
    (each) => each !== undefined && typeof each !== 'string' && typeof each !== 'number',
  );
  if (wrong !== undefined)
    diagnoses.push(likely('null-value', { kind: 'type', field: 'phone_number', type: typeof wrong }));
  return {
    customer: {
      name: text('name'),
      surname: text('surname'),
      phone_numbers: numbers.flatMap((each) =>
        (typeof each === 'string' && each !== '') || typeof each === 'number' ? [String(each)] : [],
      ),
      email: text('email'),
      nip: text('nip'),
      identifier: text('identifier'),
    },
    diagnoses,
  };
}

function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
