import assert from 'node:assert/strict';
import type { Fault } from '../../../src/simulator/server/faults.js';
import type { RunningServer } from '../../../src/simulator/server/server.js';
import { curlUser, lastRequest, startTestServer, type CurlAnswer } from './support/running.js';

describe('simulator: faults', function () {
  this.timeout(30_000);
  let server: RunningServer;
  before(async () => {
    server = await startTestServer();
  });
  beforeEach(() => {
    server.control.reset();
  });
  after(() => server.close());

  const put = (): Promise<CurlAnswer> =>
    curlUser(
      '-X',
      'PUT',
      '-H',
      'Content-Type: application/json',
      '-d',
      '{"status_id":"4"}',
      `${server.url}/api/crm_outbounds/00001/records/441`,
    );
  const applied = (): boolean =>
    server.control.listRecords({ campaignId: '00001', customerId: '441' })[0]?.status_id === '4';

  const cases: [fault: Fault, status: number, applied: boolean, more: (answer: CurlAnswer) => void][] = [
    [
      { kind: 'latency', milliseconds: 1 },
      204,
      true,
      ({ body }) => {
        assert.equal(body, '');
      },
    ],
    [
      { kind: 'status' },
      503,
      false,
      ({ body }) => {
        assert.match(body, /"request_id"/);
      },
    ],
    [
      { kind: 'status', status: 500 },
      500,
      false,
      ({ body }) => {
        assert.match(body, /"errors"/);
      },
    ],
    [
      { kind: 'rate-limit', milliseconds: 1500 },
      429,
      false,
      ({ headers }) => {
        assert.match(headers, /Retry-After: 2/);
      },
    ],
    [
      { kind: 'drop-before' },
      0,
      false,
      ({ body }) => {
        assert.equal(body, '');
      },
    ],
    [
      { kind: 'drop-after' },
      0,
      true,
      ({ body }) => {
        assert.equal(body, '');
      },
    ],
    [
      { kind: 'slow-body', milliseconds: 1 },
      200,
      true,
      ({ body }) => {
        assert.equal(body, '{}');
      },
    ],
    [
      { kind: 'cut-body' },
      0,
      true,
      ({ headers }) => {
        assert.match(headers, /200 OK/);
      },
    ],
    [
      { kind: 'html' },
      200,
      false,
      ({ headers, body }) => {
        assert.match(`${headers}${body}`, /text\/html[^]*<!DOCTYPE html>/);
      },
    ],
    [
      { kind: 'oversize' },
      200,
      true,
      ({ headers }) => {
        assert.match(headers, /Content-Length: 2097152/);
      },
    ],
    [
      { kind: 'wrong-content-type' },
      200,
      true,
      ({ headers }) => {
        assert.match(headers, /text\/plain/);
      },
    ],
  ];
  for (const [fault, status, changes, more] of cases) {
    it(`${fault.kind}${fault.status ? ` ${fault.status}` : ''}: ${changes ? 'the update is applied' : 'nothing is changed'}`, async () => {
      server.control.addFault({ ...fault, count: 1 });
      const answer = await put();
      assert.equal(answer.status, status, answer.body.slice(0, 200));
      more(answer);
      assert.equal(applied(), changes);
      assert.equal(lastRequest(server).fault, fault.kind);
      assert.deepEqual(server.control.listFaults(), []);
      assert.equal((await put()).status, 204);
    });
  }

  it('words its error in the language that is asked for', async () => {
    const words: [Fault, string, RegExp][] = [
      [{ kind: 'status' }, 'pl', /Usterka symulatora/],
      [{ kind: 'status' }, 'en', /Injected by the simulator/],
      [{ kind: 'rate-limit' }, 'pl', /Za dużo żądań/],
      [{ kind: 'rate-limit' }, 'en', /Too many requests/],
    ];
    for (const [fault, language, expected] of words) {
      server.control.addFault({ ...fault, count: 1 });
      const { body } = await curlUser('-H', `Accept-Language: ${language}`, `${server.url}/api/outbounds`);
      assert.match(body, expected);
    }
  });

  it('lasts for its count, and is listed with what is left of it', async () => {
    server.control.addFault({ kind: 'status', count: 2 });
    await put();
    const [left] = server.control.listFaults();
    assert.deepEqual([left?.kind, left?.hits, left?.remaining], ['status', 1, 1]);
    assert.deepEqual([(await put()).status, (await put()).status], [503, 204]);
  });

  it('lasts until it is cleared, by clearing or by the kind none', async () => {
    server.control.addFault({ kind: 'status' });
    assert.deepEqual([(await put()).status, (await put()).status], [503, 503]);
    server.control.clearFaults();
    assert.equal((await put()).status, 204);
    server.control.addFault({ kind: 'status' });
    server.control.addFault({ kind: 'none' });
    assert.deepEqual(server.control.listFaults(), []);
  });

  it('is cleared alone by its id, the others stay', async () => {
    server.control.addFault({ kind: 'status', status: 500 });
    const [one, other] = server.control.addFault({ kind: 'status', status: 502 });
    server.control.clearFaults(one?.id);
    assert.deepEqual(
      server.control.listFaults().map(({ id }) => id),
      [other?.id],
    );
    assert.equal((await put()).status, 502);
    server.control.clearFaults(one?.id);
    assert.equal(server.control.listFaults().length, 1, 'one that is over already clears nothing else');
  });

  it('hits a share of the requests, the same ones for the same seed', async () => {
    const round = async (): Promise<number[]> => {
      server.control.clearFaults();
      server.control.addFault({ kind: 'status', share: 0.4, random: 5 });
      const statuses: number[] = [];
      for (let i = 0; i < 12; i++) statuses.push((await put()).status);
      return statuses;
    };
    const first = await round();
    assert.ok(first.includes(204) && first.includes(503), String(first));
    assert.deepEqual(await round(), first);
  });
});
