import {
  diffFields,
  recordFieldNames,
  type CampaignStatus,
  type RecordFieldName,
  type RecordFields,
} from '../../core/record.js';
import { checkCustomerId, digitsPattern, sameNumber } from '../../core/ids.js';
import { suggestDate } from '../../core/nextCallDate.js';
import { findStatus, requiredFields } from '../../core/statusRules.js';
import { documented, likely, unknown, type Diagnosis, type Knowledge } from './codes.js';
import { probableName } from './probableName.js';
import { raw } from '../../core/foreign.js';

/** The known fields of a body as text, `''` for an empty string or null, and what is wrong with them. */
export interface FieldsReading {
  fields: RecordFields;
  /** Only on the call that adds a record. */
  customerId?: string;
  diagnoses: Diagnosis[];
}

/** Judges keys and values of the object in a body. `adds` is true for the call that adds a record. */
export function readFields(body: Readonly<Record<string, unknown>>, adds: boolean): FieldsReading {
  const known: readonly string[] = adds ? [...recordFieldNames, 'customer_id'] : recordFieldNames;
  const reading: FieldsReading = { fields: {}, diagnoses: [] };
  for (const [key, value] of Object.entries(body)) {
    if (!known.includes(key)) {
      reading.diagnoses.push(unknownKey(key, known));
      continue;
    }
    const { text, diagnosis } = readValue(key, value);
    if (diagnosis) reading.diagnoses.push(diagnosis);
    if (text === undefined) continue;
    if (key === 'customer_id') reading.customerId = text;
    else if (isFieldName(key)) reading.fields[key] = text;
  }
  return reading;
}

function isFieldName(key: string): key is RecordFieldName {
  return recordFieldNames.some((name) => name === key);
}

function readValue(key: string, value: unknown): { text?: string; diagnosis?: Diagnosis } {
  if (value === null) return { text: '', diagnosis: unknown('null-value', { kind: 'null', field: key }) };
  if (value === '') return { text: '', diagnosis: unknown('null-value', { kind: 'empty', field: key }) };
  if (typeof value !== 'string' && typeof value !== 'number') {
    return {
      diagnosis: likely('null-value', {
        kind: 'type',
        field: key,
        type: Array.isArray(value) ? 'array' : typeof value,
      }),
    };
  }
  const text = String(value);
  if (key === 'order' && !digitsPattern.test(text)) {
    return { text, diagnosis: unknown('null-value', { kind: 'number', field: key, value: text }) };
  }
  return { text };
}

/** Names that people give to a field when they guess. */
const aliases: Readonly<Record<string, RecordFieldName | 'customer_id'>> = {
  status: 'status_id',
  agentid: 'agent_login',
  id: 'customer_id',
  client: 'customer_id',
  clientid: 'customer_id',
  customer: 'customer_id',
  agent: 'agent_login',
  login: 'agent_login',
  user: 'agent_login',
  date: 'next_call_date',
  calldate: 'next_call_date',
  nextcontactdate: 'next_call_date',
  nextcontact: 'next_call_date',
  dictionarystatus: 'dictionary_status_id',
  priority: 'order',
  position: 'order',
};

function unknownKey(key: string, known: readonly string[]): Diagnosis {
  const probable = probableName(key, known, aliases);
  return unknown('unknown-key', { key, ...(probable !== undefined && { probable }) });
}

/** Judges what the fields say against the campaign's statuses and agents, and the clock. */
export function judgeFields(fields: RecordFields, knowledge: Knowledge): Diagnosis[] {
  return [
    ...judgeStatus(fields, knowledge.statuses),
    ...judgeAgent(fields, knowledge),
    ...judgeDate(fields, knowledge),
  ];
}

function judgeStatus(fields: RecordFields, statuses: readonly CampaignStatus[] | undefined): Diagnosis[] {
  if (!statuses) return [];
  const { status_id: id, dictionary_status_id: dictionary } = fields;
  const found: Diagnosis[] = [];
  if (id && !statuses.some((each) => sameNumber(each.status_id, id))) {
    found.push(documented('status-unknown', { field: 'status_id', value: id, ...statusHint(id, statuses) }));
  }
  const named = statuses.filter(
    (each) => dictionary && sameNumber(each.dictionary_status_id ?? '', dictionary),
  );
  if (dictionary && named.length === 0) {
    const byId = statuses.find((each) => sameNumber(each.status_id, dictionary));
    const hint: Record<string, string> = byId
      ? { kind: 'status', meant: byId.status_id, name: raw(byId.name) }
      : {};
    found.push(documented('status-unknown', { field: 'dictionary_status_id', value: dictionary, ...hint }));
  } else if (dictionary && id && !named.some((each) => sameNumber(each.status_id, id))) {
    found.push(
      unknown('status-unknown', {
        kind: 'mismatch',
        field: 'dictionary_status_id',
        value: dictionary,
        other: id,
      }),
    );
  }
  const status = findStatus(withoutEmpty(fields), statuses);
  for (const name of requiredFields(status?.system_status)) {
    if (fields[name]) continue;
    const code = name === 'agent_login' ? 'agent-required' : 'date-required';
    found.push(
      documented(code, {
        field: name,
        status: raw(status?.name ?? ''),
        systemStatus: status?.system_status ?? '',
      }),
    );
  }
  return found;
}

function statusHint(value: string, statuses: readonly CampaignStatus[]): Record<string, string> {
  const byDictionary = statuses.find((each) => sameNumber(each.dictionary_status_id ?? '', value));
  if (byDictionary)
    return { kind: 'dictionary', meant: byDictionary.status_id, name: raw(byDictionary.name) };
  const lower = value.toLowerCase();
  const byName = statuses.find(
    (each) => raw(each.name).toLowerCase() === lower || each.system_status.toLowerCase() === lower,
  );
  return byName ? { kind: 'name', meant: byName.status_id, name: raw(byName.name) } : {};
}

function withoutEmpty(fields: RecordFields): RecordFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}

function judgeAgent({ agent_login: login }: RecordFields, { agents }: Knowledge): Diagnosis[] {
  if (!login || !agents) return [];
  const agent = agents.find((each) => each.login === login);
  if (agent) {
    return agent.active && agent.active_in_outbound ? [] : [unknown('agent-inactive', { value: login })];
  }
  const near = agents.find((each) => each.login.toLowerCase() === login.trim().toLowerCase());
  return [documented('agent-unknown', { value: login, ...(near && { meant: near.login }) })];
}

function judgeDate({ next_call_date: text }: RecordFields, { dates }: Knowledge): Diagnosis[] {
  if (!text) return [];
  if (!dates) {
    const suggestion = suggestDate(text);
    return suggestion === text
      ? []
      : [documented('date-format', { value: text, ...(suggestion && { suggestion }) })];
  }
  return dates.check(text).flatMap((problem) => {
    const params = { value: text, ...problem.params };
    switch (problem.code) {
      case 'date-impossible':
        return [likely('date-impossible', { kind: 'calendar', ...params })];
      case 'date-gap':
        return [likely('date-impossible', { kind: 'gap', ...params })];
      case 'date-overlap':
        return [unknown('date-impossible', { kind: 'twice', ...params })];
      case 'date-past':
        return [unknown('date-impossible', { kind: 'past', ...params })];
      default:
        return [documented('date-format', params)];
    }
  });
}

/** Judges the customer of a record call; the path or, when a record is added, the body names it. */
export function judgeCustomer(
  customerId: string | undefined,
  knowledge: Knowledge,
  adds: boolean,
): Diagnosis[] {
  if (customerId === undefined || customerId === '') {
    return adds ? [documented('customer-unknown', { kind: 'missing' })] : [];
  }
  const owner = knowledge.customerByIdentifier;
  const hint = (): Record<string, string> => {
    const meant = owner?.(customerId)?.customer_id;
    return meant === undefined ? {} : { kind: 'identifier', meant };
  };
  const [wrong] = checkCustomerId(customerId);
  if (wrong && isNothing(customerId))
    return [documented('customer-unknown', { kind: 'nothing', value: customerId })];
  if (wrong) {
    const kind = wrong.code === 'customer-id-scientific' ? 'scientific' : 'shape';
    return [documented('customer-unknown', { kind, value: customerId, ...hint() })];
  }
  const missing = adds ? knowledge.hasCustomer?.(customerId) === false : knowledge.record === null;
  if (!missing) return [];
  const noRecord = !adds && knowledge.hasCustomer?.(customerId) === true;
  return [
    documented('customer-unknown', { kind: noRecord ? 'no-record' : 'plain', value: customerId, ...hint() }),
  ];
}

/** What languages print for a value that is not there: the program read a key that the answer does not have. */
function isNothing(text: string): boolean {
  return /^(?:undefined|null|none|nil|nan|\[object object\]|array|:?customer_id)$/i.test(text);
}

/** Tells that an update changes nothing, when that is certain. */
export function judgeUnchanged(fields: RecordFields, knowledge: Knowledge): Diagnosis[] {
  const { record, statuses } = knowledge;
  if (Object.keys(fields).length === 0) return [documented('unchanged', { kind: 'no-fields' })];
  if (!record) return [];
  const status = findStatus(fields, statuses);
  const { dictionary_status_id: dictionary, ...readable } = fields;
  const compared: RecordFields =
    dictionary === undefined ? readable : { status_id: status?.status_id ?? '?', ...readable };
  const changes = diffFields(record, compared);
  return changes.length > 0 && changes.every((each) => !each.changes)
    ? [documented('unchanged', { kind: 'same' })]
    : [];
}
