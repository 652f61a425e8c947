import assert from 'node:assert/strict';
import type { AttemptReport } from '../../../src/thulium/types.js';
import { applyThenReset, ok, status, type FaultServer } from '../../support/faultServer/index.js';
import { clientOf, recordPath, update, useServers, type TestClientOptions } from './support.js';

describe('A client', () => {
  const start = useServers();

  async function connect(
    options?: TestClientOptions,
  ): Promise<{ server: FaultServer } & ReturnType<typeof clientOf>> {
    const server = await start();
    return { server, ...clientOf(server.origin, options) };
  }

  it('names itself, asks for JSON in the user’s language, and sends the password with each call', async () => {
    const { server, client } = await connect({ language: 'pl' });
    server.script(status(200, []));
    await client.listAgents('00001');
    const { headers } = server.requests[0] ?? assert.fail('nothing came');
    assert.deepEqual(
      [headers['user-agent'], headers.accept, headers['accept-language'], headers.authorization],
      ['thulium-campaign-records', 'application/json', 'pl', 'Basic YXBpX3VzZXI6YXBpX3Bhc3M='],
    );
  });

  it('says whose connection is read-only, and sends nothing', async () => {
    const { server, client } = await connect({ readOnly: true, name: 'Akme' });
    const failure = { code: 'read-only', params: { name: 'Akme' } };
    assert.deepEqual(client.writeRefusal, failure);
    assert.deepEqual(await client.updateRecord(update), { attempts: 0, durationMs: 0, failure });
    assert.deepEqual(await client.attemptUpdate(update), {
      attempts: 0,
      durationMs: 0,
      failure,
      retryable: false,
      mayHaveApplied: false,
    });
    assert.equal(server.requests.length, 0);
  });

  const changed = { code: 'no-connection', detail: 'removed', params: { name: 'test' } } as const;

  it('asks before the first byte of each attempt of a write whether it still may, and of no read', async () => {
    let asked = 0;
    const { server, client } = await connect({
      refuseWrite: () => Promise.resolve(++asked > 2 ? changed : undefined),
    });
    server.script(status(503));
    assert.deepEqual((await client.getRecord('00001', '441')).ok, false);
    assert.equal(asked, 0);
    const before = server.requests.length;
    const { attempts, failure } = await client.updateRecord(update);
    assert.deepEqual([attempts, failure, server.requests.length - before], [2, changed, 2]);
    const tried = await client.attemptUpdate(update);
    assert.deepEqual(
      [tried.attempts, tried.failure, tried.retryable, tried.mayHaveApplied],
      [0, changed, false, false],
    );
    assert.equal(server.requests.length - before, 2);
  });

  it('is in doubt where an attempt was lost before it may no longer write', async () => {
    let asked = 0;
    const { server, client } = await connect({
      refuseWrite: () => Promise.resolve(++asked > 1 ? changed : undefined),
    });
    server.script(applyThenReset());
    const { attempts, failure } = await client.updateRecord(update);
    assert.deepEqual(
      [attempts, failure?.code, failure?.detail, server.requests.length],
      [1, 'in-doubt', 'no-connection', 1],
    );
  });

  it('keeps status and request id of an answer that is no list', async () => {
    const { server, client } = await connect();
    server.script(status(200, 'true', { 'content-type': 'application/json', 'x-request-id': 'g1' }));
    assert.deepEqual(await client.listStatuses('00001'), {
      ok: false,
      failure: { code: 'unexpected-response', detail: 'shape', status: 200, requestId: 'g1' },
    });
  });

  it('calls a read that was cancelled beforehand cancelled, and sends nothing', async () => {
    const { server, client } = await connect();
    const found = await client.getRecord('00001', '441', { signal: AbortSignal.abort() });
    assert.deepEqual(found, { ok: false, failure: { code: 'cancelled' } });
    assert.equal(server.requests.length, 0);
  });

  it('tells of each attempt: its request, status, request id, and how long until the next', async () => {
    const { server, client } = await connect({ random: () => 1 });
    server.script(
      status(503, '', { 'x-request-id': 'g1' }),
      ok({ status: 204, headers: { 'x-request-id': 'g2' } }),
    );
    const reports: AttemptReport[] = [];
    const result = await client.updateRecord(update, { onAttempt: (report) => reports.push(report) });
    assert.deepEqual(
      [result.status, result.requestId, result.attempts, result.failure],
      [204, 'g2', 2, undefined],
    );
    assert.deepEqual(
      reports.map((each) => [
        each.attempt,
        new URL(each.request.url).pathname,
        each.status,
        each.requestId,
        each.failure?.code,
        each.retryInMs !== undefined,
      ]),
      [
        [1, recordPath, 503, 'g1', 'server-error', true],
        [2, recordPath, 204, 'g2', undefined, false],
      ],
    );
  });

  it('asks for a page of records as it is filtered, a hundred at most', async () => {
    const { server, client } = await connect();
    server.script(status(200, { count: 0, result: [] }));
    await client.listRecords('00001', {
      limit: 500,
      offset: 100,
      statusIds: ['3', '9'],
      systemStatuses: ['CALL'],
      order: '-next_call_date',
      includeCustomer: true,
    });
    await client.listRecords('00001', { limit: 1, offset: 0 });
    assert.deepEqual(
      server.requests.map(({ target }) =>
        [...new URL(target, server.origin).searchParams].map((each) => each.join('=')),
      ),
      [
        [
          'limit=100',
          'offset=100',
          'status_id[]=3',
          'status_id[]=9',
          'system_status[]=CALL',
          'order=-next_call_date',
          'include_customer=true',
        ],
        ['limit=1', 'offset=0'],
      ],
    );
  });
});
