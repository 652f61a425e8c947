import type { Diagnosis, DiagnosisCode } from './codes.js';

/** A page that says what a diagnosis says. */
export interface Page {
  url: string;
  /** `YYYY-MM-DD`: when the page was last changed, by its own word, or the day it was read where it has none. */
  date: string;
}

const api = 'https://api.thulium.com/docs/api';

/** The vendor's pages, and the two standards of the web beside them. */
const pages = {
  index: { url: `${api}/printer`, date: '2026-11-28' },
  authentication: { url: `${api}/authentication`, date: '2026-11-28' },
  errors: { url: `${api}/error_handling`, date: '2026-11-28' },
  codes: { url: `${api}/response_codes`, date: '2026-11-28' },
  update: { url: `${api}/crm_outbounds/put_crm_outbounds_id_records_customer_id`, date: '2026-11-28' },
  record: { url: `${api}/crm_outbounds/get_crm_outbounds_id_records_customer_id`, date: '2026-05-28' },
  records: { url: `${api}/crm_outbounds/get_crm_outbounds_id_records`, date: '2026-11-28' },
  add: { url: `${api}/crm_outbounds/post_crm_outbounds_id_records`, date: '2026-11-28' },
  batch: { url: `${api}/crm_outbounds_batch/post_batch_crm_outbounds_id_records`, date: '2025-01-07' },
  statuses: { url: `${api}/outbounds/get_outbounds_id_statuses`, date: '2024-03-20' },
  agents: { url: `${api}/outbounds/get_outbounds_id_agents`, date: '2026-05-18' },
  customers: { url: `${api}/crm/get_customers`, date: '2025-01-07' },
  byPhone: { url: `${api}/csv_outbounds/post_outbounds_id_records`, date: '2025-01-07' },
  byStatus: { url: `${api}/csv_outbounds/post_outbound_status_by_phone_number`, date: '2026-05-21' },
  json: { url: 'https://www.rfc-editor.org/rfc/rfc8259', date: '2017-12-01' },
  http: { url: 'https://www.rfc-editor.org/rfc/rfc9110', date: '2022-06-01' },
} as const satisfies Record<string, Page>;

type PageName = keyof typeof pages;

/** The page of each code; what nobody has documented has the page that comes nearest, or none. */
const byCode: Readonly<Record<DiagnosisCode, PageName | undefined>> = {
  'auth-missing': 'authentication',
  'auth-scheme': 'authentication',
  'auth-wrong': 'codes',
  'method-wrong': 'codes',
  'path-wrong': 'index',
  'trailing-slash': 'update',
  'campaign-id-shape': 'update',
  'campaign-unknown': 'codes',
  'customer-unknown': 'codes',
  'body-missing': 'update',
  'body-form-encoded': 'update',
  'body-not-object': 'update',
  'json-broken': 'json',
  'content-type': 'update',
  'content-length': 'http',
  encoding: 'json',
  'unknown-key': 'update',
  'unknown-parameter': 'customers',
  'limit-cut': 'records',
  'null-value': 'update',
  'status-unknown': 'statuses',
  'agent-required': 'update',
  'date-required': 'update',
  'date-format': 'update',
  'date-impossible': 'update',
  'agent-unknown': 'agents',
  'agent-inactive': 'agents',
  'duplicate-header': 'http',
  unchanged: 'record',
  'success-misread': 'codes',
  'record-exists': 'batch',
  'not-simulated': 'index',
};

/** Where a variant of a code has a page of its own. */
const byKind: Readonly<Partial<Record<DiagnosisCode, Readonly<Record<string, PageName>>>>> = {
  'auth-wrong': { 'line-break': 'authentication', 'white-space': 'authentication' },
  'not-simulated': { dictionary: 'byStatus', 'by-phone': 'byPhone' },
  'method-wrong': { 'no-customer': 'update' },
};

/** The page behind a diagnosis; undefined where no page says anything near it. */
export function pageOf({ code, params }: Pick<Diagnosis, 'code' | 'params'>): Page | undefined {
  const name = byKind[code]?.[params?.kind ?? ''] ?? byCode[code];
  if (code === 'limit-cut' && params?.largest === '1000') return pages.customers;
  return name && pages[name];
}
