import { randomBytes } from 'node:crypto';
import type { Diagnosis } from '../diagnosis/codes.js';
import { examine, type Examination } from '../diagnosis/diagnose.js';
import type { Exchange, Knowledge } from '../diagnosis/exchange.js';
import { headerValues } from '../diagnosis/headers.js';
import { parseTarget, type CallName, type Route } from '../diagnosis/route.js';
import { refuses } from '../diagnosis/verdict.js';
import { errorAnswer } from './apiErrors.js';
import {
  campaignStats,
  findCustomers,
  listAgents,
  listCampaigns,
  listRecords,
  listStatuses,
  recordAnswer,
} from './reads.js';
import type { CampaignState, SimulatorState } from './state.js';
import { addRecord, applyFields } from './writes.js';

export interface Answer {
  status: number;
  /** JSON text, or `''`. */
  body: string;
  requestId: string;
  diagnoses: Diagnosis[];
}

/** Answers one request to the API and changes the state as it asks; whatever it is sent, it does not throw. */
export function handle(
  state: SimulatorState,
  exchange: Exchange,
  checkCredentials: (username: string, password: string) => boolean,
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
  const { diagnoses } = examination;
  const refused = diagnoses.filter((each) => refuses(each, state.switches));
  const error = refused.length > 0 ? errorAnswer(refused, polish) : undefined;
  if (error) {
    const body = JSON.stringify({ request_id: requestId, errors: error.errors });
    return { status: error.status, body, requestId, diagnoses };
  }
  return { ...succeed(state, campaign, examination, polish), requestId, diagnoses };
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
    checkCredentials,
    dates: state.dates,
  };
}

function succeed(
  state: SimulatorState,
  campaign: CampaignState | undefined,
  examination: Examination,
  polish: boolean,
): { status: number; body: string } {
  const { call } = examination.target.route ?? {};
  switch (call) {
    case 'listCampaigns':
      return json(listCampaigns(state));
    case 'campaignStats':
      return json(campaignStats(state));
    case 'findCustomers':
      return json(findCustomers(state, examination.target.query));
    default:
      return campaign && call
        ? succeedIn(state, campaign, call, examination, polish)
        : { status: 404, body: '' };
  }
}

function succeedIn(
  state: SimulatorState,
  campaign: CampaignState,
  call: CallName,
  { target, fields, customerId = '' }: Examination,
  polish: boolean,
): { status: number; body: string } {
  const record = campaign.records.get(customerId);
  switch (call) {
    case 'listStatuses':
      return json(listStatuses(campaign, polish));
    case 'listAgents':
      return json(listAgents(campaign));
    case 'listRecords':
      return json(listRecords(state, campaign, target.query, polish));
    case 'addRecord':
      return json({ record_id: String(addRecord(state, campaign, customerId, fields)) });
    case 'getRecord':
      return record ? json(recordAnswer(state, campaign, record, polish)) : { status: 404, body: '' };
    default:
      if (record) applyFields(state, campaign, record, fields);
      return { status: state.switches.successStatus, body: '' };
  }
}

function json(value: object): { status: number; body: string } {
  return { status: 200, body: JSON.stringify(value) };
}
