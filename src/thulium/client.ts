import type { Connection } from '../core/connection.js';
import { fail, succeed, type CodedFailure, type Result } from '../core/errors.js';
import type { Campaign } from '../core/record.js';
import { createRedactor } from '../core/redact.js';
import { readRequest, updateRequest, type ApiRequest, type Query } from '../core/request.js';
import { reportTry, tryOnce, createHead } from './attempt.js';
import { CallMemory } from './lists.js';
import {
  readAgents,
  readCampaigns,
  readCampaignStats,
  readCustomer,
  readCustomers,
  readRecord,
  readRecordsPage,
  readStatuses,
} from './readers.js';
import { callWithRetries, writeFailure, type RetryContext } from './retryPolicy.js';
import {
  recordsPageLimit,
  type CallOptions,
  type ReadCall,
  type RecordsQuery,
  type ThuliumClient,
} from './types.js';

export interface ClientSettings {
  /** One attempt's total. */
  timeoutSeconds: number;
  maxAttempts: number;
  /** Of the API's messages. */
  language: 'en' | 'pl';
}

export interface ClientOptions {
  connection: Connection;
  password: string;
  settings: ClientSettings;
  userAgent?: string;
  /** How requests reach the server; a plain connection unless told. */
  agents?: RetryContext['agents'];
  /** As `Math.random`; decides the jitter of waits. */
  random?: () => number;
  /** Why nothing may be written any more; asked before each attempt of a write. */
  refuseWrite?: NonNullable<RetryContext['refuseWrite']>;
  /** Waits between attempts; resolves to false when the signal ended the wait. */
  pause?: NonNullable<RetryContext['pause']>;
}

/** A client that can also make single attempts. */
export type ConnectedClient = ThuliumClient & Required<Pick<ThuliumClient, 'attemptUpdate'>>;

/** Decompressed size of a write's answer, in bytes: the documented one is empty. */
export const writeAnswerLimit = 1024 * 1024;
/** Decompressed size of a list, in bytes. */
export const listAnswerLimit = 32 * 1024 * 1024;

/** Makes the client of one connection. Nothing is sent before the first call. */
export function createThuliumClient(options: ClientOptions): ConnectedClient {
  const { connection, password, settings } = options;
  const { baseUrl, readOnly, username } = connection;
  const { userAgent } = options;
  const redactor = createRedactor();
  redactor.add({ username, password });
  const context: RetryContext = {
    redact: (text) => redactor.redact(text),
    head: createHead({
      credentials: { username, password },
      language: settings.language,
      ...(userAgent === undefined ? {} : { userAgent }),
    }),
    timeoutMs: settings.timeoutSeconds * 1000,
    maxAttempts: settings.maxAttempts,
    now: () => Date.now(),
    random: options.random ?? Math.random,
    ...(options.refuseWrite ? { refuseWrite: options.refuseWrite } : {}),
    ...(options.pause ? { pause: options.pause } : {}),
    ...(options.agents ? { agents: options.agents } : {}),
  };
  const memory = new CallMemory();
  const writeRefusal: CodedFailure | undefined = readOnly
    ? { code: 'read-only', params: { name: connection.name } }
    : undefined;

  async function get<T>(
    request: ApiRequest,
    reader: (value: unknown) => T | undefined,
    call: CallOptions,
  ): Promise<Result<T>> {
    const ended = await callWithRetries(context, request, { ...call, maxBodyBytes: listAnswerLimit });
    if (ended.cancelled === true) return fail({ code: 'cancelled' });
    if (ended.failure) return fail(ended.failure);
    const value = reader(ended.value);
    if (value !== undefined) return succeed(value);
    const { status, requestId } = ended;
    return fail({
      code: 'unexpected-response',
      detail: 'shape',
      ...(status === undefined ? {} : { status }),
      ...(requestId === undefined ? {} : { requestId }),
    });
  }

  function read<T>(
    name: ReadCall,
    segments: readonly string[],
    reader: (value: unknown) => T | undefined,
    call: CallOptions = {},
    query: Query = [],
  ): Promise<Result<T>> {
    return memory.ask(name, call, () => get(readRequest(baseUrl, segments, query), reader, call));
  }

  return {
    baseUrl,
    ...(writeRefusal ? { writeRefusal } : {}),
    ...(options.refuseWrite ? { refuseWrite: options.refuseWrite } : {}),
    forbiddenCalls: memory.forbidden,

    async updateRecord(update, call = {}) {
      if (writeRefusal) return { attempts: 0, durationMs: 0, failure: writeRefusal };
      const request = updateRequest(baseUrl, update);
      const ended = await callWithRetries(context, request, { ...call, maxBodyBytes: writeAnswerLimit });
      const failure = writeFailure(ended);
      const { attempts, durationMs, status, requestId, cancelled } = ended;
      return {
        attempts,
        durationMs,
        ...(status === undefined ? {} : { status }),
        ...(requestId === undefined ? {} : { requestId }),
        ...(failure === undefined ? {} : { failure }),
        ...(cancelled === undefined ? {} : { cancelled }),
      };
    },

    async attemptUpdate(update, call = {}) {
      if (writeRefusal) {
        return { attempts: 0, durationMs: 0, failure: writeRefusal, retryable: false, mayHaveApplied: false };
      }
      const tried = await tryOnce(context, updateRequest(baseUrl, update), {
        ...call,
        maxBodyBytes: writeAnswerLimit,
      });
      reportTry(context, tried, call.onAttempt);
      return tried;
    },

    getRecord: (campaignId, customerId, call) =>
      read('record', ['crm_outbounds', campaignId, 'records', customerId], readRecord, call),

    listRecords: (campaignId, query, call) =>
      read('records', ['crm_outbounds', campaignId, 'records'], readRecordsPage, call, recordsQuery(query)),

    async listCampaigns({ withStats = true, ...call } = {}) {
      const list = (): Promise<Result<Campaign[]>> => read('campaigns', ['outbounds'], readCampaigns, call);
      if (!withStats) return list();
      const [campaigns, stats] = await Promise.all([
        list(),
        read('campaign-stats', ['outbounds', 'stats'], readCampaignStats, { skipForbidden: true, ...call }),
      ]);
      if (!campaigns.ok || !stats.ok) return campaigns;
      return succeed(campaigns.value.map((each): Campaign => ({ ...each, ...stats.value.get(each.id) })));
    },

    listStatuses: (campaignId, call) =>
      read('statuses', ['outbounds', campaignId, 'statuses'], readStatuses, call),

    listAgents: (campaignId, call) => read('agents', ['outbounds', campaignId, 'agents'], readAgents, call),

    findCustomers: (key, value, call) =>
      read('customers', ['customers'], readCustomers, call, [
        [key, value],
        ['limit', '100'],
      ]),

    getCustomer: (customerId, { onAttempt, ...call } = {}) =>
      read('customer', ['customers', customerId], readCustomer, {
        ...call,
        ...(onAttempt
          ? {
              onAttempt: (report) => {
                const bare = { ...report };
                delete bare.responseBody;
                onAttempt(bare);
              },
            }
          : {}),
      }),
  };
}

function recordsQuery(query: RecordsQuery): Query {
  return [
    ['limit', String(Math.min(query.limit, recordsPageLimit))],
    ['offset', String(query.offset)],
    ...(query.statusIds ?? []).map((id) => ['status_id[]', id] as const),
    ...(query.systemStatuses ?? []).map((status) => ['system_status[]', status] as const),
    ...(query.order ? [['order', query.order] as const] : []),
    ...(query.includeCustomer === true ? [['include_customer', 'true'] as const] : []),
  ];
}
