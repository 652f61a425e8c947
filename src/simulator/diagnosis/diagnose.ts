import { checkCampaignId } from '../../core/ids.js';
import type { RecordFields } from '../../core/record.js';
import { readBody } from './body.js';
import { documented, unknown, type Diagnosis } from './codes.js';
import type { Exchange, Knowledge } from './exchange.js';
import { judgeCustomer, judgeFields, judgeUnchanged, readFields } from './fields.js';
import { diagnoseAuth, diagnoseContentType, diagnoseDuplicates } from './headers.js';
import { diagnoseResponse } from './response.js';
import { parseTarget, type Route, type Target } from './route.js';

/** A diagnosed request, with what had to be read of it on the way. */
export interface Examination {
  target: Target;
  diagnoses: Diagnosis[];
  /** The known fields of a write, `''` where the request wants a field cleared. */
  fields: RecordFields;
  /** Of the path or, when a record is added, of the body. */
  customerId: string | undefined;
}

/**
 * Says what is wrong, or odd, about a request to the API: the simulator and "Explain a Failed Request"
 * both ask here. Pure; what `knowledge` lacks is not judged.
 */
export function diagnose(exchange: Exchange, knowledge: Knowledge): Diagnosis[] {
  return examine(exchange, knowledge).diagnoses;
}

/** As {@link diagnose}; a target that is parsed already may be handed in. */
export function examine(
  exchange: Exchange,
  knowledge: Knowledge,
  target = parseTarget(exchange.method, exchange.target),
): Examination {
  const { headers } = exchange;
  const writing = readWrite(exchange, target.route, knowledge);
  const diagnoses = [
    ...(headers ? [...diagnoseDuplicates(headers), ...diagnoseAuth(exchange, headers, knowledge)] : []),
    ...judgePath(exchange, target),
    ...judgeCampaign(target.route, knowledge),
    ...writing.diagnoses,
  ];
  const explained = diagnoses.some((each) => each.certainty !== 'unknown' && each.code !== 'unchanged');
  return {
    target,
    fields: writing.fields,
    customerId: writing.customerId,
    diagnoses: explained ? diagnoses : [...diagnoses, ...diagnoseResponse(exchange, target.route)],
  };
}

function judgePath({ method }: Exchange, { route, path, trailingSlash, suggestion }: Target): Diagnosis[] {
  if (!route) return [documented('path-wrong', { path, ...(suggestion !== undefined && { suggestion }) })];
  const slash = trailingSlash ? [unknown('trailing-slash', { path: path.slice(0, -1) })] : [];
  if (route.call) return slash;
  return [...slash, documented('method-wrong', { method, allowed: route.allowed.join(', ') })];
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
  const forRecords = route.allowed.some((method) => method !== 'GET');
  return forRecords && campaign.fedFromCrm === false
    ? [documented('campaign-unknown', { kind: 'not-crm', value: id })]
    : [];
}

interface Writing {
  fields: RecordFields;
  customerId: string | undefined;
  diagnoses: Diagnosis[];
}

function readWrite(exchange: Exchange, route: Route | undefined, knowledge: Knowledge): Writing {
  const writes = route?.call === 'updateRecord' || route?.call === 'addRecord';
  if (!route || !writes) {
    const diagnoses = judgeCustomer(route?.customerId, knowledge, false);
    return { fields: {}, customerId: route?.customerId, diagnoses };
  }
  const adds = route.call === 'addRecord';
  if (exchange.bodyUnknown === true) {
    const diagnoses = adds ? [] : judgeCustomer(route.customerId, knowledge, false);
    return { fields: {}, customerId: route.customerId, diagnoses };
  }
  const { headers = [], body } = exchange;
  const type = exchange.headers && body.byteLength > 0 ? diagnoseContentType(headers) : [];
  const reading = readBody(exchange, headers);
  const read = reading.fields ? readFields(reading.fields, adds) : { fields: {}, diagnoses: [] };
  const customerId = adds ? read.customerId : route.customerId;
  const judged = [
    ...(adds && !reading.fields ? [] : judgeCustomer(customerId, knowledge, adds)),
    ...type,
    ...reading.diagnoses,
    ...read.diagnoses,
    ...judgeFields(read.fields, knowledge),
  ];
  const sound = reading.fields !== undefined && !adds && judged.every((each) => each.certainty === 'unknown');
  const unchanged = sound ? judgeUnchanged(read.fields, knowledge) : [];
  return { fields: read.fields, customerId, diagnoses: [...judged, ...unchanged] };
}
