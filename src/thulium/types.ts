import type { ApiRequest } from '../core/request.js';
import type { CodedFailure, Result } from '../core/errors.js';
import type {
  RecordCustomer,
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
  /** Attempts at most, for a caller that repeats by itself; the client's own number unless told. */
  maxAttempts?: number;
  /** Reads only: fails with `forbidden` (detail `remembered`) without asking again what was refused before. */
  skipForbidden?: boolean;
}

/** A read whose permission an API user may lack, by itself. */
export type ReadCall =
  'campaigns' | 'campaign-stats' | 'statuses' | 'agents' | 'record' | 'records' | 'customers' | 'customer';

/**
 * One try of a write without any waiting or repeating, except that a kept-alive connection which the
 * server had closed meanwhile is replaced at once by a fresh one.
 */
export interface SingleAttempt {
  /** PUTs begun: 1, or 2 where a kept-alive connection was stale; 0 when refused before sending. */
  attempts: number;
  durationMs: number;
  status?: number;
  requestId?: string;
  failure?: CodedFailure;
  /** Trying again may help: the network, a deadline, 429 or 5xx. */
  retryable: boolean;
  /** Bytes left, and no complete answer came back: it may have been applied. */
  mayHaveApplied: boolean;
  /** What `Retry-After` asked for; absent where it was missing or nonsense. */
  retryAfterMs?: number;
}

/** What a single attempt takes: `attempt` is the number of its first PUT in reports, 1 unless told. */
export interface AttemptOptions {
  signal?: AbortSignal;
  onAttempt?: (report: AttemptReport) => void;
  attempt?: number;
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

/** Most rows that `GET crm_outbounds/:id/records` gives at once (vendor's page of the call). */
export const recordsPageLimit = 100;

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
  /** What every write fails with, nothing sent; absent where writes are allowed. */
  readonly writeRefusal?: CodedFailure;
  /** Why nothing may be written any more, as it is asked before each attempt of a write. */
  refuseWrite?(): Promise<CodedFailure | undefined>;
  /** Reads that were refused with 403 and not allowed since. */
  readonly forbiddenCalls?: ReadonlySet<ReadCall>;
  /** An update with retries; `in-doubt` when one of its attempts may have been applied without confirmation. */
  updateRecord(update: RecordUpdate, options?: CallOptions): Promise<WriteResult>;
  /** One attempt of an update, for a runner with retries, pauses and a budget of its own. */
  attemptUpdate?(update: RecordUpdate, options?: AttemptOptions): Promise<SingleAttempt>;
  getRecord(campaignId: string, customerId: string, options?: CallOptions): Promise<Result<RawRecord>>;
  listRecords(campaignId: string, query: RecordsQuery, options?: CallOptions): Promise<Result<RecordsPage>>;
  /** `GET outbounds` joined with `GET outbounds/stats` where that is allowed, and unless told not to. */
  listCampaigns(options?: CallOptions & { withStats?: boolean }): Promise<Result<Campaign[]>>;
  listStatuses(campaignId: string, options?: CallOptions): Promise<Result<CampaignStatus[]>>;
  listAgents(campaignId: string, options?: CallOptions): Promise<Result<CampaignAgent[]>>;
  findCustomers(key: CustomerKey, value: string, options?: CallOptions): Promise<Result<Customer[]>>;
  /**
   * `GET customers/:id`, of which name, surname and phone number are read and nothing else; reports of its attempts
   * carry no body, so that no log keeps a person's data.
   */
  getCustomer(customerId: string, options?: CallOptions): Promise<Result<RecordCustomer>>;
}
