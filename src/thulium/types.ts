import type { ApiRequest } from '../core/request.js';
import type { CodedFailure, Result } from '../core/errors.js';
import type {
  Campaign,
  CampaignAgent,
  CampaignStatus,
  Customer,
  RawRecord,
  RecordUpdate,
} from '../core/record.js';

/** One try of a request, for the log and for progress. */
export interface AttemptReport {
  /** Counts from 1. */
  attempt: number;
  request: ApiRequest;
  /** Of the whole attempt. */
  durationMs: number;
  status?: number;
  requestId?: string;
  /** Names in lower case; `authorization` is never among them. */
  requestHeaders: Readonly<Record<string, string>>;
  responseHeaders?: Readonly<Record<string, string>>;
  responseBody?: string;
  failure?: CodedFailure;
  /** Milliseconds until the next attempt, when there will be one. */
  retryInMs?: number;
}

export interface CallOptions {
  signal?: AbortSignal;
  /** Upper bound of this call with all its attempts; each attempt also has its own deadline. */
  deadlineMs?: number;
  onAttempt?: (report: AttemptReport) => void;
}

/** How a write ended. `attempts` counts the PUTs that were begun. */
export interface WriteResult {
  attempts: number;
  durationMs: number;
  status?: number;
  requestId?: string;
  failure?: CodedFailure;
  /** The user cancelled; with `failure.code` `in-doubt` when bytes had left. */
  cancelled?: boolean;
}

export interface RecordsQuery {
  /** At most 100. */
  limit: number;
  offset: number;
  statusIds?: readonly string[];
  systemStatuses?: readonly string[];
  order?: 'next_call_date' | '-next_call_date';
  /** Asks for the customer's data with each record. */
  includeCustomer?: boolean;
}

export interface RecordsPage {
  /** Of all records that match, not of this page. */
  count: number;
  records: RawRecord[];
}

export type CustomerKey = 'phone_number' | 'email' | 'nip' | 'identifier';

/** Thulium's REST API, as far as records need it. No call throws for a foreseeable failure. */
export interface ThuliumClient {
  readonly baseUrl: string;
  updateRecord(update: RecordUpdate, options?: CallOptions): Promise<WriteResult>;
  getRecord(campaignId: string, customerId: string, options?: CallOptions): Promise<Result<RawRecord>>;
  listRecords(campaignId: string, query: RecordsQuery, options?: CallOptions): Promise<Result<RecordsPage>>;
  /** `GET outbounds` joined with `GET outbounds/stats` where that is allowed. */
  listCampaigns(options?: CallOptions): Promise<Result<Campaign[]>>;
  listStatuses(campaignId: string, options?: CallOptions): Promise<Result<CampaignStatus[]>>;
  listAgents(campaignId: string, options?: CallOptions): Promise<Result<CampaignAgent[]>>;
  findCustomers(key: CustomerKey, value: string, options?: CallOptions): Promise<Result<Customer[]>>;
}
