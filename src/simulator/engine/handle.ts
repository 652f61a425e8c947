import { createHash, randomBytes } from 'node:crypto';
import { unknown, type Diagnosis, type Exchange, type Knowledge, refuses } from '../diagnosis/codes.js';
import { examine, type Examination } from '../diagnosis/diagnose.js';
import { headerValues } from '../diagnosis/headers.js';
import { judgeCount } from '../diagnosis/parameters.js';
import { parseTarget, type CallName, type Route } from '../diagnosis/route.js';
import { errorAnswer } from './apiErrors.js';
import { addCustomer, customerAnswer, findCustomers, included, numeric } from './customers.js';
import {
  campaignStats,
  listAgents,
  listCampaigns,
  listRecords,
  listStatuses,
  recordAnswer,
} from './reads.js';
import type { CampaignState, SimulatorState } from './state.js';
import { addRecord, addRecords, applyFields, removeRecords } from './writes.js';

export interface Answer {
  status: number;
  /** JSON text, or `''`. */
  body: string;
  requestId: string;
  diagnoses: Diagnosis[];
}

/**
 * Answers one request to the API and changes the state as it asks; whatever it is sent, it does not throw.
 *
 * @param heard false where a fault spoils the answer: a client that sends again has misread nothing
 */
export function handle(
  state: SimulatorState,
  exchange: Exchange,
  checkCredentials: (username: string, password: string) => boolean,
  heard = true,
): Answer {
  const requestId = newRequestId();
  const target = parseTarget(exchange.method, exchange.target);
  const campaign = state.campaigns.get(target.route?.campaignId ?? '');
  const polish = asksForPolish(exchange);
  const examination = examine(
    exchange,
    knowledge(state, target.route, campaign, checkCredentials, polish),
    target,
  );
  const diagnoses = [...examination.diagnoses, ...examination.items.flatMap((each) => each.diagnoses)];
  const refused = examination.diagnoses.filter((each) => refuses(each, state.switches));
  const error = refused.length > 0 ? errorAnswer(refused, polish) : undefined;
  if (error) {
    const body = JSON.stringify({ request_id: requestId, errors: error.errors });
    return { status: error.status, body, requestId, diagnoses };
  }
  const answer = succeed(state, campaign, examination, polish);
  const repeated = heard ? repeats(state, exchange, answer.status) : [];
  return { ...answer, requestId, diagnoses: [...diagnoses, ...(answer.diagnoses ?? []), ...repeated] };
}

/** How many writes that succeeded are remembered. */
const rememberedWrites = 100;

/**
 * Tells when the very same write comes again although it had succeeded: the client perhaps takes another code for
 * success. Queues that deliver twice do the same.
 */
function repeats(state: SimulatorState, exchange: Exchange, status: number): Diagnosis[] {
  const { method, target, body } = exchange;
  if (method === 'GET' || status < 200 || status >= 300) return [];
  const key = createHash('sha256').update(`${method} ${target}\n`).update(body).digest('base64');
  const before = state.lastWrites.get(key);
  state.lastWrites.delete(key);
  state.lastWrites.set(key, status);
  const [oldest] = state.lastWrites.keys();
  if (state.lastWrites.size > rememberedWrites && oldest !== undefined) state.lastWrites.delete(oldest);
  return before === undefined
    ? []
    : [unknown('success-misread', { kind: 'repeated', status: String(before) })];
}

/** An id of the documented form, such as `53678450401cf`. */
export function newRequestId(): string {
  return randomBytes(7).toString('hex').slice(0, 13);
}

/** The error body of an answer that no diagnosis causes, such as a fault or a body too large. */
export function errorBody(requestId: string, message: string, code: number): string {
  return JSON.stringify({ request_id: requestId, errors: [{ message, code }] });
}

/** Whether the answer's own words shall be Polish. */
export function asksForPolish({ headers = [] }: Exchange): boolean {
  const [language = ''] = headerValues(headers, 'accept-language');
  return /^\s*pl\b/i.test(language);
}

function knowledge(
  state: SimulatorState,
  route: Route | undefined,
  campaign: CampaignState | undefined,
  checkCredentials: (username: string, password: string) => boolean,
  polish: boolean,
): Knowledge {
  const customerId = route?.customerId;
  const readable = customerId !== undefined && campaign?.campaign.fedFromCrm === true;
  const record = readable ? campaign.records.get(customerId) : undefined;
  return {
    campaigns: state.campaignList,
    statuses: campaign?.statuses,
    agents: campaign?.campaign.agents,
    record: readable ? (record ? recordAnswer(state, campaign, record, polish) : null) : undefined,
    customerByIdentifier: (identifier) => state.customerByIdentifier.get(identifier),
    hasCustomer: (id) => state.customers.has(id),
    hasRecord: campaign && ((id) => campaign.records.has(id)),
    checkCredentials,
    dates: state.dates,
  };
}

interface Success {
  status: number;
  body: string;
  /** What only the answer shows. */
  diagnoses?: Diagnosis[];
}

function succeed(
  state: SimulatorState,
  campaign: CampaignState | undefined,
  examination: Examination,
  polish: boolean,
): Success {
  const { customer, customerId = '', target } = examination;
  const { call } = target.route ?? {};
  switch (call) {
    case 'listCampaigns':
      return json(listCampaigns(state));
    case 'campaignStats':
      return json(campaignStats(state));
    case 'findCustomers':
      return json(findCustomers(state, target.query));
    case 'getCustomer': {
      const found = state.customers.get(customerId);
      return found ? json(customerAnswer(found, included(target.query))) : notFound;
    }
    case 'addCustomer':
      return customer
        ? json({ customer_id: numeric(addCustomer(state, customer)) }, created(state))
        : notFound;
    default:
      return campaign && call ? succeedIn(state, campaign, call, examination, polish) : notFound;
  }
}

function succeedIn(
  state: SimulatorState,
  campaign: CampaignState,
  call: CallName,
  examination: Examination,
  polish: boolean,
): Success {
  const { target, fields, customerId = '', items } = examination;
  const record = campaign.records.get(customerId);
  switch (call) {
    case 'listStatuses':
      return json(listStatuses(campaign, polish));
    case 'listAgents':
      return json(listAgents(campaign));
    case 'listRecords': {
      const page = listRecords(state, campaign, target.query, polish);
      return { ...json(page), diagnoses: judgeCount(target.query, page.count, page.result.length, false) };
    }
    case 'addRecord':
      return json({ record_id: String(addRecord(state, campaign, customerId, fields)) }, created(state));
    case 'addRecords':
      return json(addRecords(state, campaign, items, polish), 207);
    case 'removeRecords':
      return json(removeRecords(campaign, items), 207);
    case 'getRecord':
      return record ? json(recordAnswer(state, campaign, record, polish)) : notFound;
    default:
      if (record && !unread(state, examination)) applyFields(state, campaign, record, fields);
      return { status: state.switches.successStatus, body: '' };
  }
}

/** Whether the body was sent as a type that the server leaves unread, where the switch says so. */
function unread({ switches }: SimulatorState, { diagnoses }: Examination): boolean {
  const types = ['missing', 'other', 'form'];
  return (
    switches.contentType === 'unread' &&
    diagnoses.some(({ code, params }) => code === 'content-type' && types.includes(params?.kind ?? ''))
  );
}

const notFound: Success = { status: 404, body: '' };

function created({ switches }: SimulatorState): number {
  return switches.successStatus === 200 ? 200 : 201;
}

function json(value: object, status = 200): Success {
  return { status, body: JSON.stringify(value) };
}
