import type { Switches } from '../engine/state.js';
import type { NextCallDateChecker } from '../../core/nextCallDate.js';
import type { Campaign, CampaignAgent, CampaignStatus, RawRecord } from '../../core/record.js';

/** Everything a request can be told about itself; a contract: other programs switch on it. */
export const diagnosisCodes = [
  'auth-missing',
  'auth-scheme',
  'auth-wrong',
  'method-wrong',
  'path-wrong',
  'trailing-slash',
  'campaign-id-shape',
  'campaign-unknown',
  'customer-unknown',
  'body-missing',
  'body-form-encoded',
  'body-not-object',
  'json-broken',
  'content-type',
  'content-length',
  'encoding',
  'unknown-key',
  'unknown-parameter',
  'limit-cut',
  'null-value',
  'status-unknown',
  'agent-required',
  'date-required',
  'date-format',
  'date-impossible',
  'agent-unknown',
  'agent-inactive',
  'duplicate-header',
  'unchanged',
  'success-misread',
  'record-exists',
  'not-simulated',
] as const;

export type DiagnosisCode = (typeof diagnosisCodes)[number];

/**
 * `documented`: the vendor's documentation or a standard says so. `likely`: it follows from what is seen.
 * `unknown`: nobody has documented what Thulium does here.
 */
export type Certainty = 'documented' | 'likely' | 'unknown';

export interface Diagnosis {
  code: DiagnosisCode;
  certainty: Certainty;
  /** Facts for the sentence; `kind` tells variants of one code apart. */
  params?: Readonly<Record<string, string>>;
}

/** A diagnosis of a rule that is documented. */
export function documented(code: DiagnosisCode, params?: Record<string, string>): Diagnosis {
  return { code, certainty: 'documented', ...(params && { params }) };
}

/** A diagnosis that follows from what is seen. */
export function likely(code: DiagnosisCode, params?: Record<string, string>): Diagnosis {
  return { ...documented(code, params), certainty: 'likely' };
}

/** A diagnosis of something undocumented. */
export function unknown(code: DiagnosisCode, params?: Record<string, string>): Diagnosis {
  return { ...documented(code, params), certainty: 'unknown' };
}

/**
 * Whether the simulator refuses a request for this: what is documented or likely it refuses, what nobody
 * has documented it accepts, unless the switch for it says otherwise.
 */
export function refuses({ code, certainty, params }: Diagnosis, switches: Switches): boolean {
  const kind = params?.kind;
  const unlessSwitched = certainty !== 'unknown';
  switch (code) {
    case 'unchanged':
    case 'limit-cut':
    case 'success-misread':
      return false;
    case 'unknown-parameter':
      return switches.unknownParameters === 'refused';
    case 'record-exists':
      return switches.existingRecord === 'refused';
    case 'content-type':
      return switches.contentType === 'strict';
    case 'body-form-encoded':
      return kind !== 'form' || switches.formBody === 'refused';
    case 'trailing-slash':
      return switches.trailingSlash === 'refused';
    case 'unknown-key':
      return switches.unknownKeys === 'refused';
    case 'null-value':
      return unlessSwitched || ((kind === 'null' || kind === 'empty') && switches.emptyString === 'refused');
    case 'date-impossible':
      return unlessSwitched || (kind === 'past' && switches.pastDates === 'refused');
    case 'agent-inactive':
      return switches.inactiveAgents === 'refused';
    default:
      return unlessSwitched;
  }
}

export type HeaderPairs = readonly (readonly [name: string, value: string])[];

/** A request, and its answer where one is known, as far as somebody could tell. */
export interface Exchange {
  method: string;
  /** An absolute URL, or path and query. */
  target: string;
  /** In their order, repeated ones kept; left out when they are not known, which is not the same as none. */
  headers?: HeaderPairs;
  /** Exactly the bytes of the body; empty when there was none. */
  body: Uint8Array;
  /** Nobody knows the body, which is not the same as none: nothing is said about it. */
  bodyUnknown?: boolean;
  /** Bytes that came after the body in the same breath: a `Content-Length` too small leaves them behind. */
  trailing?: Uint8Array;
  response?: { status: number; body?: string };
}

/** What the request is held against. Each part may be missing, and then what depends on it is not judged. */
export interface Knowledge {
  campaigns?: readonly Pick<Campaign, 'id' | 'name' | 'fedFromCrm'>[] | undefined;
  /** Of the campaign in the path. */
  statuses?: readonly CampaignStatus[] | undefined;
  /** Of the campaign in the path. */
  agents?: readonly Pick<CampaignAgent, 'login' | 'active' | 'active_in_outbound'>[] | undefined;
  /** The record in the path; null when it is known that there is none. */
  record?: RawRecord | null | undefined;
  /** Looks for the customer that carries this text as the integrator's own `identifier`. */
  customerByIdentifier?: ((identifier: string) => { customer_id: string } | undefined) | undefined;
  /** Whether the CRM has this customer; judged only where a customer is named and no record is expected. */
  hasCustomer?: ((customerId: string) => boolean) | undefined;
  /** Whether the campaign in the path has a record of this customer; asked when one is added. */
  hasRecord?: ((customerId: string) => boolean) | undefined;
  checkCredentials?: ((username: string, password: string) => boolean) | undefined;
  /** Knows the clock and the time zone. */
  dates?: NextCallDateChecker | undefined;
}
