import {
  documented,
  likely,
  unknown,
  type Diagnosis,
  type DiagnosisCode,
  type Exchange,
  type Knowledge,
} from './codes.js';
import { judgeCount, readCount, judgeParameters, listValues } from './parameters.js';
import { type Target, methodMeant, parseTarget, type CallName, type Route } from './route.js';
import { checkCampaignId } from '../../core/ids.js';
import type { RecordFields } from '../../core/record.js';
import { readBody, type BodyReading } from './body.js';
import { judgeCustomer, judgeFields, judgeUnchanged, readFields } from './fields.js';
import { diagnoseAuth, diagnoseContentType, diagnoseDuplicates } from './headers.js';
import { readItems, readNewCustomer, type BatchItem, type NewCustomer } from './batch.js';

/** Words of the API's English and Polish messages that point to one cause. */
const messageHints: readonly (readonly [RegExp, DiagnosisCode])[] = [
  [/agent not found|nie znaleziono agenta/i, 'agent-unknown'],
  [/status.*(not found|unknown|invalid)|(nie znaleziono|nieznany|błędny).*status/i, 'status-unknown'],
  [/(customer|record).*not found|nie znaleziono.*(klienta|rekordu)/i, 'customer-unknown'],
  [/(campaign|outbound).*not found|nie znaleziono.*kampanii/i, 'campaign-unknown'],
  [/already exists|already in (?:the )?campaign|już istnieje|już (?:został|jest) dodan/i, 'record-exists'],
  [/next_call_date.*(required|wymagan)/i, 'date-required'],
  [/agent_login.*(required|wymagan)/i, 'agent-required'],
];

/**
 * What the answer alone suggests, for a request in which nothing else was found: its status, then the
 * words of its messages.
 */
function diagnoseResponse(exchange: Exchange, { route, query }: Target): Diagnosis[] {
  const { response } = exchange;
  if (!response) return [];
  if (response.status >= 200 && response.status < 300) {
    if (route?.call === 'addRecords' || route?.call === 'removeRecords') return diagnoseBatch(response.body);
    if (exchange.method !== 'GET') return diagnoseSuccess(response);
    const page = route?.call === 'listRecords' ? readCount(response.body ?? '') : undefined;
    return page ? judgeCount(query, page.count, page.read, true) : [];
  }
  switch (response.status) {
    case 401:
      return [likely('auth-wrong', { kind: 'response' })];
    case 403:
      return [documented('auth-wrong', { kind: 'forbidden' })];
    case 405:
      return [
        likely('method-wrong', { method: exchange.method, allowed: (route?.allowed ?? []).join(', ') }),
      ];
    case 413:
    case 415:
      return response.status === 415 ? [likely('content-type', { kind: 'response' })] : [];
  }
  if (response.status < 400 || response.status >= 500) return [];
  if (route?.notSimulated) return [];
  const body = (response.body ?? '').slice(0, 10_000);
  const hinted = messageHints.filter(([pattern]) => pattern.test(body)).map(([, code]) => code);
  if (hinted.length > 0) return hinted.map((code) => likely(code, { kind: 'response' }));
  if (response.status !== 404 || !route) return [];
  const codes: DiagnosisCode[] = [];
  if (route.campaignId !== undefined) codes.push('campaign-unknown');
  if (route.customerId !== undefined) codes.push('customer-unknown');
  return codes.map((code) => likely(code, { kind: 'response' }));
}

/** Somebody who asks why a write failed that succeeded has code which takes the answer for an error. */
function diagnoseSuccess({ status, body = '' }: NonNullable<Exchange['response']>): Diagnosis[] {
  return /"errors"\s*:\s*\[\s*[^\]\s]/.test(body.slice(0, 10_000))
    ? []
    : [unknown('success-misread', { kind: 'answer', status: String(status) })];
}

/** The answer of a batch call: its own status says nothing about the single records. */
function diagnoseBatch(body = ''): Diagnosis[] {
  return body.includes('"ALREADY_EXISTS"') ? [documented('record-exists', { kind: 'batch', value: '' })] : [];
}

/** A diagnosed request, with what had to be read of it on the way. */
export interface Examination {
  target: Target;
  diagnoses: Diagnosis[];
  /** The known fields of a write, `''` where the request wants a field cleared. */
  fields: RecordFields;
  /** Of the path or, when a record is added, of the body. */
  customerId: string | undefined;
  /** Of a batch call, each with what is wrong with it: a batch is answered item by item. */
  items: BatchItem[];
  /** Of a call that adds a customer. */
  customer: NewCustomer | undefined;
}

/**
 * Says what is wrong, or odd, about a request to the API: the simulator and "Explain a Failed Request"
 * both ask here. Pure; what `knowledge` lacks is not judged.
 */
export function diagnose(exchange: Exchange, knowledge: Knowledge): Diagnosis[] {
  const { diagnoses, items } = examine(exchange, knowledge);
  return [...diagnoses, ...items.flatMap((each) => each.diagnoses)];
}

/** As {@link diagnose}; a target that is parsed already may be handed in. */
export function examine(
  exchange: Exchange,
  knowledge: Knowledge,
  target = parseTarget(exchange.method, exchange.target),
): Examination {
  const { headers } = exchange;
  const { call } = target.route ?? {};
  const { diagnoses: written, items = [], customer, ...writing } = readWrite(exchange, target, knowledge);
  const diagnoses = [
    ...(headers ? [...diagnoseDuplicates(headers), ...diagnoseAuth(exchange, headers, knowledge)] : []),
    ...judgePath(exchange, target),
    ...judgeCampaign(target.route, knowledge),
    ...(call ? judgeParameters(call, target.query) : []),
    ...written,
  ];
  const explained = [...diagnoses, ...items.flatMap((each) => each.diagnoses)].some(explains);
  return {
    target,
    ...writing,
    items,
    customer,
    diagnoses: explained ? diagnoses : [...diagnoses, ...diagnoseResponse(exchange, target)],
  };
}

/** What explains no refusal by itself: the answer may say more. */
const remarks: readonly DiagnosisCode[] = [
  'unchanged',
  'content-type',
  'unknown-parameter',
  'limit-cut',
  'not-simulated',
];

function explains({ code, certainty }: Diagnosis): boolean {
  return certainty !== 'unknown' && !remarks.includes(code);
}

function judgePath(exchange: Exchange, target: Target): Diagnosis[] {
  const { method } = exchange;
  const upper = methodMeant(method);
  if (upper !== undefined) {
    const written = documented('method-wrong', { kind: 'case', method, allowed: upper });
    return [written, ...judgePath({ ...exchange, method: upper }, parseTarget(upper, exchange.target))];
  }
  const { route, path, trailingSlash, suggestion } = target;
  const meant = suggestion !== undefined && { suggestion };
  if (!route)
    return [
      suggestion === undefined
        ? likely('path-wrong', { path })
        : documented('path-wrong', { path, ...meant }),
    ];
  const slash = trailingSlash ? [unknown('trailing-slash', { path: path.slice(0, -1) })] : [];
  if (route.call) return slash;
  const { notSimulated, allowed, ofRecords, customerId } = route;
  if (notSimulated) {
    const { kind } = notSimulated;
    const params = { method, path, ...(kind !== undefined && { kind }), ...meant };
    return [
      ...slash,
      kind === 'group' ? likely('not-simulated', params) : documented('not-simulated', params),
    ];
  }
  const missing = ofRecords === true && customerId === undefined && ['PUT', 'PATCH'].includes(method);
  const params = { method, allowed: allowed.join(', '), ...(missing && { kind: 'no-customer' }) };
  return [...slash, documented('method-wrong', params)];
}

function judgeCampaign(route: Route | undefined, { campaigns }: Knowledge): Diagnosis[] {
  const id = route?.campaignId;
  if (!route || id === undefined) return [];
  const [shape] = checkCampaignId(id);
  if (shape) return [documented('campaign-id-shape', { value: id, ...shape.params })];
  if (!campaigns) return [];
  const campaign = campaigns.find((each) => each.id === id);
  if (!campaign) {
    const meant = campaigns.find((each) => each.id.toLowerCase() === id.toLowerCase())?.id;
    return [documented('campaign-unknown', { value: id, ...(meant !== undefined && { meant }) })];
  }
  return route.ofRecords === true && campaign.fedFromCrm === false
    ? [documented('campaign-unknown', { kind: 'not-crm', value: id })]
    : [];
}

interface Writing {
  fields: RecordFields;
  customerId: string | undefined;
  items?: BatchItem[];
  customer?: NewCustomer;
  diagnoses: Diagnosis[];
}

const writes: readonly (CallName | undefined)[] = ['updateRecord', 'addRecord', 'addRecords', 'addCustomer'];

function readWrite(exchange: Exchange, { route, query }: Target, knowledge: Knowledge): Writing {
  const none = { fields: {}, customerId: route?.customerId };
  if (!route) return { ...none, diagnoses: [] };
  if (route.call === 'removeRecords') return readRemoval(listValues(query, 'customer_id'), knowledge);
  const adds = route.call !== 'updateRecord';
  const ofPath = (): Diagnosis[] =>
    route.customerId === undefined
      ? []
      : judgeCustomer(route.customerId, knowledge, route.call === 'getCustomer');
  if (route.notSimulated) return { ...none, diagnoses: [] };
  if (!writes.includes(route.call)) return { ...none, diagnoses: ofPath() };
  if (exchange.bodyUnknown === true) return { ...none, diagnoses: adds ? [] : ofPath() };
  const { headers = [], body } = exchange;
  const type = exchange.headers && body.byteLength > 0 ? diagnoseContentType(headers) : [];
  const reading = readBody(exchange, headers);
  const form = reading.diagnoses.some(({ code }) => code === 'body-form-encoded');
  const before = [...(form ? [] : type), ...reading.diagnoses];
  switch (route.call) {
    case 'addRecords': {
      const { items, diagnoses } = reading.fields
        ? readItems(reading.fields, knowledge)
        : { items: [], diagnoses: [] };
      return { ...none, items, diagnoses: [...before, ...diagnoses] };
    }
    case 'addCustomer': {
      const read = reading.fields && readNewCustomer(reading.fields);
      return {
        ...none,
        ...(read && { customer: read.customer }),
        diagnoses: [...before, ...(read?.diagnoses ?? [])],
      };
    }
    default:
      return readRecordWrite(route, reading, before, knowledge);
  }
}

function readRecordWrite(
  route: Route,
  reading: BodyReading,
  before: readonly Diagnosis[],
  knowledge: Knowledge,
): Writing {
  const adds = route.call === 'addRecord';
  const read = reading.fields ? readFields(reading.fields, adds) : { fields: {}, diagnoses: [] };
  const customerId = adds ? read.customerId : route.customerId;
  const judged = [
    ...(adds && !reading.fields ? [] : judgeCustomer(customerId, knowledge, adds)),
    ...before,
    ...read.diagnoses,
    ...judgeFields(read.fields, knowledge),
  ];
  const sound = reading.fields !== undefined && !judged.some(explains);
  if (!adds) {
    const unchanged = sound ? judgeUnchanged(read.fields, knowledge) : [];
    return { fields: read.fields, customerId, diagnoses: [...judged, ...unchanged] };
  }
  const exists = customerId !== undefined && knowledge.hasRecord?.(customerId) === true;
  const known = exists ? [likely('record-exists', { value: customerId })] : [];
  return { fields: read.fields, customerId, diagnoses: [...judged, ...known] };
}

function readRemoval(customers: readonly string[], knowledge: Knowledge): Writing {
  const items = customers.map((customerId): BatchItem => {
    const diagnoses = judgeCustomer(customerId, {}, true);
    const missing = diagnoses.length === 0 && knowledge.hasRecord?.(customerId) === false;
    return {
      customerId,
      fields: {},
      diagnoses: missing
        ? [documented('customer-unknown', { kind: 'no-record', value: customerId })]
        : diagnoses,
    };
  });
  const diagnoses = items.length === 0 ? [documented('customer-unknown', { kind: 'missing' })] : [];
  return { fields: {}, customerId: undefined, items, diagnoses };
}
