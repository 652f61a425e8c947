import type { CodedFailure, Result } from '../../../src/core/errors.js';
import { fail, succeed } from '../../../src/core/errors.js';
import type { CampaignAgent, CampaignStatus, Customer, RawRecord } from '../../../src/core/record.js';
import type { BulkClient } from '../../../src/bulk/run/run.js';
import type { SingleAttempt } from '../../../src/thulium/types.js';

/** A client of a Thulium in memory, which tells what it was asked. */
export interface MemoryClient extends BulkClient {
  /** By `campaign/customer`. */
  records: Map<string, RawRecord>;
  /** In order: `record 00001/1`, `records 00001 from 0`, `update 00001/1 {"status_id":"3"}`, `statuses 00001`… */
  calls: string[];
  /** The failure of a call, told by its words above; undefined lets it through. Called when the call arrives. */
  fails: (call: string) => CodedFailure | undefined;
  /** What an update ends with, by the count of updates so far; success unless told. */
  attempts: (count: number) => Partial<SingleAttempt>;
  statuses: CampaignStatus[];
  agents: CampaignAgent[];
  customers: Customer[];
}

/** Customers 1 to `count` of campaign 00001, all alike. */
export function memoryClient(count = 0): MemoryClient {
  let updates = 0;
  function ask<T>(call: string, answer: () => Result<T>): Promise<Result<T>> {
    client.calls.push(call);
    const failure = client.fails(call);
    return Promise.resolve(failure ? fail(failure) : answer());
  }
  const unused = (): never => {
    throw new Error('No bulk update asks for this');
  };
  const client: MemoryClient = {
    baseUrl: 'https://memory.test',
    records: new Map(),
    calls: [],
    fails: () => undefined,
    attempts: () => ({}),
    statuses: [
      { status_id: '3', dictionary_status_id: '2', name: 'Do dzwonienia', system_status: 'CALL' },
      { status_id: '5', dictionary_status_id: null, name: 'Mój rekord', system_status: 'MY_RECORD' },
    ],
    agents: [{ login: 'j.doe', number: '1', active: true, active_in_outbound: true }],
    customers: [],
    getRecord: (campaignId, customerId) =>
      ask(`record ${campaignId}/${customerId}`, () => {
        const record = client.records.get(`${campaignId}/${customerId}`);
        return record ? succeed(record) : fail({ code: 'not-found', status: 404 });
      }),
    listRecords: (campaignId, { limit, offset }) =>
      ask(`records ${campaignId} from ${offset}`, () => {
        const all = [...client.records].flatMap(([key, record]) =>
          key.startsWith(`${campaignId}/`) ? [record] : [],
        );
        return succeed({ count: all.length, records: all.slice(offset, offset + limit) });
      }),
    listStatuses: (campaignId) => ask(`statuses ${campaignId}`, () => succeed(client.statuses)),
    listAgents: (campaignId) => ask(`agents ${campaignId}`, () => succeed(client.agents)),
    attemptUpdate({ campaignId, customerId, fields }, { attempt = 1 } = {}) {
      const nth = attempt === 1 ? '' : ` as ${attempt}`;
      client.calls.push(`update ${campaignId}/${customerId}${nth} ${JSON.stringify(fields)}`);
      return Promise.resolve({
        attempts: 1,
        durationMs: 10,
        retryable: false,
        mayHaveApplied: false,
        ...client.attempts(++updates),
      });
    },
    updateRecord: unused,
    listCampaigns: unused,
    findCustomers: (key, value) =>
      ask(`customers ${key} ${value}`, () =>
        succeed(
          client.customers.filter((each) =>
            (key === 'phone_number' ? each.phone_numbers : [each[key]]).includes(value),
          ),
        ),
      ),
    getCustomer: (customerId) =>
      ask(`customer ${customerId}`, () => {
        const { name } = client.customers.find((each) => each.customer_id === customerId) ?? {};
        return succeed(name === undefined ? {} : { name });
      }),
  };
  for (let id = 1; id <= count; id++) client.records.set(`00001/${id}`, record(id));
  return client;
}

/** A record as the API gives it. */
export function record(customerId: number, more: RawRecord = {}): RawRecord {
  return {
    customer_id: customerId,
    system_status: 'CALL',
    status_id: 8,
    call_date: '2026-01-01 10:00',
    next_call_date: '',
    agent_login: 'a.nowak',
    last_note: 'Note',
    order: '7',
    ...more,
  };
}
