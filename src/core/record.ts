import type { Foreign } from './foreign.js';

/**
 * Parameters of the body of `PUT crm_outbounds/:id/records/:customer_id`, in the order of the
 * vendor's page. All travel as JSON strings, as in its documented example.
 */
export const recordFieldNames = [
  'status_id',
  'dictionary_status_id',
  'agent_login',
  'next_call_date',
  'order',
] as const;

export type RecordFieldName = (typeof recordFieldNames)[number];

/** The fields to write; one that is left out stays as it is in Thulium. */
export type RecordFields = Partial<Record<RecordFieldName, string>>;

/** A validated update: the one model that every surface hands to the one sender. */
export interface RecordUpdate {
  /** Five ASCII letters or digits; leading zeros matter. */
  campaignId: string;
  /** The CRM's id of the customer, 1 to 20 digits, as text because it may exceed 2^53. */
  customerId: string;
  fields: RecordFields;
}

/** A record as `GET crm_outbounds/:id/records/:customer_id` returned it, unknown keys included. */
export type RawRecord = Readonly<Record<string, unknown>>;

/** System statuses of the vendor's page; others may exist and are kept as text. */
export const systemStatuses = [
  'TO_CALL',
  'IN_PROGRESS',
  'CALL',
  'MY_RECORD',
  'NO_CALL',
  'ABANDONED_AFTER_N_TRIES',
  'CALL_NO_SOONER_THAN',
  'CALL_PROGRESSIVE',
] as const;

export type SystemStatus = (typeof systemStatuses)[number];

/** One row of `GET outbounds/:id/statuses`, ids as text. */
export interface CampaignStatus {
  status_id: string;
  dictionary_status_id: string | null;
  name: Foreign;
  system_status: string;
}

/** One row of `GET outbounds/:id/agents`. */
export interface CampaignAgent {
  login: string;
  name?: Foreign;
  number?: Foreign;
  active: boolean;
  active_in_outbound: boolean;
}

/** One campaign of `GET outbounds`, joined with `GET outbounds/stats`. */
export interface Campaign {
  id: string;
  name?: Foreign;
  records_count?: number;
  completion_percent?: number;
  /** Undefined where the answer does not tell: record calls work only on campaigns fed from the CRM. */
  fedFromCrm?: boolean;
}

/** One customer of `GET customers`, read leniently: its answer's fields are not documented. */
export interface Customer {
  customer_id: string;
  name?: Foreign;
  phone_numbers: Foreign[];
  email?: Foreign;
  /** The tax number. */
  nip?: Foreign;
  /** The integrator's own id, easily mistaken for `customer_id`. */
  identifier?: Foreign;
}
