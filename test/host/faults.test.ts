import assert from 'node:assert/strict';
import { once } from 'node:events';
import https from 'node:https';
import net from 'node:net';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { ErrorCode } from '../../src/core/errors.js';
import {
  applyThenReset,
  cutChunk,
  doubleGzip,
  drip,
  duplicateContentLength,
  errorBody,
  garbage,
  gzipBomb,
  headersThenSilence,
  htmlPage,
  hugeHeaders,
  mapHostName,
  ok,
  redirect,
  resetOnReuse,
  retryAfter,
  shortContentLength,
  silent,
  startBlackhole,
  status,
  type Behaviour,
  type TlsKind,
} from '../support/faultServer/index.js';
import { assertWords, updateRecord } from './support/commands.js';
import { useConnections } from './support/connections.js';
import { inTurn, puts, record, statuses, thulium, useServers } from './support/servers.js';
import { useSettings } from './support/settings.js';

const body = '{"status_id":"3"}';

describe('A server’s fault under one update', () => {
  const start = useServers();
  const connect = useConnections();
  const set = useSettings({ timeoutSeconds: 1, maxAttempts: 2 });

  /** What the PUT meets while reads are answered, the final code, and the PUTs it takes. */
  const faults: [name: string, put: Behaviour, code: ErrorCode, attempts: number][] = [
    ['accepts, silent', silent(), 'in-doubt', 2],
    ['headers, then silence', headersThenSilence(), 'in-doubt', 2],
    ['a byte at a time', drip({ intervalMs: 100 }), 'in-doubt', 2],
    ['a byte at a time from the head on', drip({ intervalMs: 100, from: 'head' }), 'in-doubt', 2],
    ['applies, then resets, for ever', applyThenReset(), 'in-doubt', 2],
    ['short Content-Length', shortContentLength(), 'in-doubt', 2],
    ['short Content-Length of nothing', shortContentLength(''), 'in-doubt', 2],
    ['a cut chunk', cutChunk('inside'), 'in-doubt', 2],
    ['no last chunk', cutChunk('before-last'), 'in-doubt', 2],
    ['70 kB of headers', hugeHeaders(), 'in-doubt', 2],
    ['two Content-Lengths', duplicateContentLength(), 'in-doubt', 2],
    ['no HTTP', garbage(), 'in-doubt', 2],
    ['a gzip bomb', gzipBomb(), 'response-too-large', 1],
    ['gzip, gzip', doubleGzip(), 'unexpected-response', 1],
    ['200 with an HTML page', htmlPage(), 'unexpected-response', 1],
    ['200 with an error body', errorBody(200), 'rejected', 1],
    ['400', errorBody(400), 'rejected', 1],
    ['401', errorBody(401), 'unauthorized', 1],
    ['403', errorBody(403), 'forbidden', 1],
    ['404', errorBody(404), 'not-found', 1],
    ['409', errorBody(409), 'rejected', 1],
    ['422', errorBody(422), 'rejected', 1],
    ['429', status(429), 'rate-limited', 2],
    ['429 with Retry-After: 31', retryAfter('31'), 'rate-limited', 1],
    [
      '429 with a Retry-After in the year 9999',
      retryAfter('Fri, 31 Dec 9999 23:59:59 GMT'),
      'rate-limited',
      1,
    ],
    ['429 with Retry-After: -5', retryAfter('-5'), 'rate-limited', 2],
    ['429 with Retry-After: 1.5', retryAfter('1.5'), 'rate-limited', 2],
    ['429 with an empty Retry-After', retryAfter(''), 'rate-limited', 2],
    ['500 for ever', errorBody(500), 'server-error', 2],
    ['503 for ever', status(503), 'server-error', 2],
    ['304', status(304), 'redirect-refused', 1],
  ];
  const isDoubtful = ([, , code]: (typeof faults)[number]): boolean => code === 'in-doubt';
  // Where no deadline is the point, a busy machine must not make it one.
  for (const [what, timeoutSeconds, isMet] of [
    ['that a deadline ends', 1, isDoubtful],
    ['that ends by itself', 20, (fault: (typeof faults)[number]) => !isDoubtful(fault)],
  ] as const)
    describe(what, () => {
      useSettings({ timeoutSeconds });

      for (const [name, put, code, attempts] of faults.filter(isMet)) {
        it(`${name}: ${code} after ${attempts}`, async () => {
          const server = await start();
          server.script(thulium({ put }));
          await connect(server.origin);
          const outcome = await updateRecord();
          assert.equal(outcome.outcome, 'failed', JSON.stringify(outcome));
          assert.equal(outcome.error?.code, code, JSON.stringify(outcome));
          assertWords(outcome.error);
          assert.equal(outcome.attempts, attempts);
          assert.deepEqual(
            puts(server).map((each) => each.body.toString()),
            Array.from({ length: attempts }, () => body),
          );
          assert.ok(outcome.updateId, 'what was tried is in the history');
          // Only where the reply was lost is the record read back: the user then knows what became of it.
          assert.deepEqual(outcome.after, code === 'in-doubt' ? record : undefined);
        });
      }
    });

  const saidWhy: [number, ErrorCode][] = [
    [200, 'rejected'],
    [400, 'rejected'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [422, 'rejected'],
    [500, 'server-error'],
  ];
  for (const [code, expected] of saidWhy) {
    it(`${code}: all that the API says, with its request_id`, async () => {
      const server = await start();
      const errors = [
        { message: 'Wrong format of phone number.', code: 111111 },
        { message: 'Zły agent.', code: 222222 },
      ];
      server.script(thulium({ put: status(code, { request_id: '53678450401cf', errors }) }));
      await connect(server.origin);
      const { error, requestId, ...outcome } = await updateRecord();
      assert.deepEqual([error?.code, error?.apiErrors], [expected, errors]);
      assert.deepEqual([outcome.status, requestId], [code, '53678450401cf']);
      for (const text of ['Wrong format of phone number.', 'Zły agent.', '53678450401cf'])
        assert.ok(error?.message.includes(text), error?.message);
    });
  }

  describe('that passes', () => {
    const passing: [name: string, put: Behaviour][] = [
      ['500, then 200', inTurn(errorBody(500), ok())],
      ['503, then 204', inTurn(status(503), status(204))],
      ['429 with an empty Retry-After, then 204', inTurn(retryAfter(''), status(204))],
      ['applies, then resets; then 200', inTurn(applyThenReset(), ok())],
      ['silent, then 200', inTurn(silent(), ok())],
    ];
    for (const [name, put] of passing) {
      it(`${name}: the same bytes again, and right in the end`, async () => {
        const server = await start();
        server.script(thulium({ put }));
        await connect(server.origin);
        const outcome = await updateRecord();
        assert.deepEqual([outcome.outcome, outcome.attempts], ['updated', 2], JSON.stringify(outcome));
        const [one, other, ...more] = puts(server);
        assert.deepEqual(more, []);
        assert.deepEqual([one?.body.toString(), other?.body.toString()], [body, body]);
        assert.equal(other?.headers.authorization, one?.headers.authorization);
      });
    }

    it('applies, then resets: the state is right after two hits', async () => {
      const server = await start();
      const state: Record<string, unknown> = { ...record };
      const apply = ({ body: bytes }: { body: Buffer }): void => {
        Object.assign(state, JSON.parse(bytes.toString()));
      };
      server.script(
        thulium({
          put: inTurn(applyThenReset(apply), ok()),
          reads: { name: 'state', run: (exchange) => status(200, state).run(exchange) },
        }),
      );
      await connect(server.origin);
      const outcome = await updateRecord();
      assert.deepEqual([outcome.outcome, outcome.attempts], ['updated', 2]);
      assert.deepEqual([outcome.before?.status_id, outcome.after?.status_id], [6, '3']);
    });

    it('waits as long as Retry-After says, in seconds or until a date', async () => {
      const second = 1000;
      const inTwoSeconds = new Date(Date.now() + 2 * second).toUTCString();
      for (const [value, least] of [
        ['1', second],
        [inTwoSeconds, 0],
      ] as const) {
        const server = await start();
        server.script(thulium({ put: inTurn(retryAfter(value), status(204)) }));
        await connect(server.origin);
        assert.equal((await updateRecord()).outcome, 'updated', value);
        const [one, other] = puts(server);
        assert.ok(one && other);
        // Timers may fire a moment early; earlier than that breaks the server's word.
        assert.ok(other.at - one.at > least - 20, `${other.at - one.at} ms`);
        if (least === 0) assert.ok(Date.now() >= Date.parse(inTwoSeconds) - 20);
      }
    });

    it('a kept-alive connection reset on its second request is replaced at once', async () => {
      await set({ maxAttempts: 1 });
      const server = await start();
      server.script({
        name: 'reset on reuse',
        run: (exchange) => resetOnReuse(answerFor(exchange.request.target)).run(exchange),
      });
      await connect(server.origin);
      const outcome = await updateRecord();
      assert.equal(outcome.outcome, 'updated', JSON.stringify(outcome));
      assert.deepEqual([...new Set(puts(server).map((each) => each.body.toString()))], [body]);
    });
  });

  describe('that sends elsewhere', () => {
    for (const code of [300, 301, 302, 303, 305, 307, 308]) {
      it(`${code} to another port is refused, named, and never followed`, async () => {
        const [server, other] = [await start(), await start()];
        const target = `${other.origin}/api/crm_outbounds/00001/records/441`;
        server.script(thulium({ put: redirect(target, code) }));
        await connect(server.origin);
        const { error, attempts } = await updateRecord();
        assert.deepEqual([error?.code, attempts], ['redirect-refused', 1]);
        assert.ok(error?.message.includes(other.origin), error?.message);
        assert.deepEqual([other.connections, puts(server).length], [0, 1]);
      });
    }

    it('reads are not followed either; the update goes, and what was not read is named', async () => {
      const [server, other] = [await start(), await start()];
      server.script(thulium({ reads: redirect(`${other.origin}/`, 307) }));
      await connect(server.origin);
      const outcome = await updateRecord();
      assert.equal(outcome.outcome, 'updated', JSON.stringify(outcome));
      assert.deepEqual(outcome.unchecked, ['statuses', 'record-before', 'record-after']);
      assert.equal(other.connections, 0);
    });
  });

  describe('in the network', () => {
    useSettings({ maxAttempts: 1 });

    it('never accepts: timeout, nothing in doubt', async function () {
      if (process.platform === 'win32') this.skip();
      await set({ maxAttempts: 2 });
      const blackhole = await startBlackhole();
      try {
        await connect(blackhole.origin);
        const { error, attempts, unchecked } = await updateRecord();
        assert.deepEqual([error?.code, attempts], ['timeout', 2], error?.message);
        assert.deepEqual(unchecked, ['statuses', 'record-before']);
      } finally {
        await blackhole.close();
      }
    });

    it('nobody listens: network, nothing in doubt', async () => {
      const server = await start();
      await connect(server.origin);
      await server.close();
      const { error, attempts } = await updateRecord();
      assert.deepEqual([error?.code, attempts], ['network', 1], error?.message);
    });
  });

  describe('in TLS, in a host that another extension told not to verify', () => {
    const mapped = 'thulium-fault.test';
    let before: string | undefined;
    useSettings({ maxAttempts: 1 });

    beforeEach(() => {
      before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    });

    afterEach(() => {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    });

    const kinds: TlsKind[] = ['self-signed', 'expired', 'wrong-host', 'unknown-issuer'];
    for (const host of ['127.0.0.1', 'localhost', mapped]) {
      for (const kind of kinds) {
        it(`${kind} at ${host}: tls, nothing sent`, async function () {
          if (host === mapped && (await mapHostName(mapped)).name === undefined) this.skip();
          const server = await start({ tls: kind, host, issuerName: 'Faulty Company CA' });
          await connect(server.origin);
          const { error, attempts } = await updateRecord();
          assert.deepEqual([error?.code, attempts], ['tls', 1], error?.message);
          assert.ok(error?.message.includes(server.issuerName ?? '-'), error?.message);
          assert.equal(server.requests.length, 0);
          // The same host lets careless code in, so it was our own check that refused.
          assert.equal(await carelessGet(server.origin), 200);
        });
      }
    }

    it(`a connection that never ends at ${mapped}: timeout`, async function () {
      if (process.platform === 'win32' || (await mapHostName(mapped)).name === undefined) this.skip();
      const blackhole = await startBlackhole();
      try {
        await connect(`https://${mapped}:${blackhole.port}`);
        const { error, attempts } = await updateRecord();
        assert.deepEqual([error?.code, attempts], ['timeout', 1], error?.message);
      } finally {
        await blackhole.close();
      }
    });

    it(`a handshake that never ends at ${mapped}: timeout`, async function () {
      if ((await mapHostName(mapped)).name === undefined) this.skip();
      const sockets = new Set<net.Socket>();
      const listener = net.createServer((socket) => sockets.add(socket.on('error', () => undefined)));
      listener.listen(0, '127.0.0.1');
      await once(listener, 'listening');
      const address = listener.address();
      assert.ok(typeof address === 'object' && address);
      try {
        await connect(`https://${mapped}:${address.port}`);
        const { error, attempts } = await updateRecord();
        assert.deepEqual([error?.code, attempts], ['timeout', 1], error?.message);
      } finally {
        for (const socket of sockets) socket.destroy();
        listener.close();
      }
    });
  });
});

function answerFor(target: string): { status?: number; body?: unknown } {
  if (target.endsWith('/statuses')) return { body: statuses };
  return { body: record };
}

/** What Node's own client makes of the server in this very process. */
async function carelessGet(origin: string): Promise<number | undefined> {
  const request = https.get(`${origin}/`, { agent: false });
  const [response] = (await once(request, 'response')) as [import('node:http').IncomingMessage];
  response.resume();
  return response.statusCode;
}
