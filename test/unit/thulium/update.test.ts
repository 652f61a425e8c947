import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { promisify } from 'node:util';
import type { ErrorCode } from '../../../src/core/errors.js';
import type { AttemptReport } from '../../../src/thulium/types.js';
import {
  applyThenReset,
  cutChunk,
  doubleGzip,
  drip,
  duplicateContentLength,
  errorBody,
  retryAfter,
  garbage,
  gzipBomb,
  headersThenSilence,
  hold,
  htmlPage,
  hugeHeaders,
  ok,
  redirect,
  resetBeforeReading,
  resetOnReuse,
  shortContentLength,
  silent,
  startBlackhole,
  status,
  type Behaviour,
} from '../../support/faultServer/index.js';
import { clientOf, putBodies, recordPath, update, useServers } from './support.js';

describe('A single update', () => {
  const start = useServers();

  it('sends the bytes of the vendor’s curl', async () => {
    const server = await start();
    server.script(status(204));
    const url = `${server.origin}${recordPath}`;
    const json = '{"status_id":"3"}';
    await promisify(execFile)('curl', [
      ...['-s', '-u', 'api_user:api_pass', '-k', '-X', 'PUT', '-H', 'Content-type: application/json'],
      ...['-d', json, url],
    ]);
    const result = await clientOf(server.origin).client.updateRecord(update);
    assert.equal(result.failure, undefined);
    assert.equal(result.attempts, 1);
    assert.equal(result.status, 204);
    const [curl, ours] = server.requests;
    assert.ok(curl && ours);
    assert.equal(ours.method, 'PUT');
    assert.equal(ours.target, recordPath);
    for (const part of ['method', 'target', 'httpVersion'] as const) assert.equal(ours[part], curl[part]);
    assert.equal(ours.headers.authorization, curl.headers.authorization);
    assert.deepEqual(ours.body, curl.body);
    assert.equal(ours.headers['content-length'], '17');
    assert.equal(ours.headers['transfer-encoding'], undefined);
    assert.equal(ours.headers['content-type'], 'application/json; charset=utf-8');
    assert.equal(ours.headers.accept, 'application/json');
    assert.equal(ours.headers['accept-language'], 'en');
  });

  it('counts bytes, not characters, of Polish letters, and sends the password as UTF-8', async () => {
    const server = await start();
    const { client } = clientOf(server.origin, {
      username: 'żółw',
      password: 'hasło:z:dwukropkiem',
      language: 'pl',
    });
    const result = await client.updateRecord({ ...update, fields: { agent_login: 'łukasz.żak' } });
    assert.equal(result.failure, undefined);
    const [request] = server.requests;
    const expected = `Basic ${Buffer.from('żółw:hasło:z:dwukropkiem', 'utf8').toString('base64')}`;
    assert.equal(request?.headers.authorization, expected);
    assert.equal(request.headers['accept-language'], 'pl');
    assert.equal(request.body.toString('utf8'), '{"agent_login":"łukasz.żak"}');
    assert.equal(request.headers['content-length'], String(request.body.length));
  });

  it('cannot have headers injected by a password', async () => {
    const server = await start();
    await clientOf(server.origin, { password: 'x\r\nX-Evil: 1' }).client.updateRecord(update);
    assert.equal(server.requests[0]?.headers['x-evil'], undefined);
    assert.equal(server.requests.length, 1);
  });

  it('is refused on a read-only connection, nothing sent', async () => {
    const server = await start();
    const { client } = clientOf(server.origin, { readOnly: true });
    const result = await client.updateRecord(update);
    const attempt = await client.attemptUpdate(update);
    assert.deepEqual([result.failure?.code, attempt.failure?.code], ['read-only', 'read-only']);
    assert.deepEqual([result.attempts, attempt.attempts, server.connections], [0, 0, 0]);
  });

  const successes: [string, Behaviour][] = [
    ['200 with an empty body', ok()],
    ['204', status(204)],
    ['200 with a JSON body', status(200, { record_id: '231' })],
    ['200 with an empty list of errors', status(200, { request_id: 'x', errors: [] })],
    ['201 in chunks', ok({ status: 201, body: { a: 1 }, chunked: true })],
    ['200 with white space', status(200, '\r\n')],
  ];
  for (const [name, behaviour] of successes) {
    it(`succeeds: ${name}`, async () => {
      const server = await start();
      server.script(behaviour);
      const result = await clientOf(server.origin).client.updateRecord(update);
      assert.equal(result.failure, undefined);
      assert.equal(result.attempts, 1);
    });
  }

  const deep = '['.repeat(100_000);
  const closed = deep + ']'.repeat(100_000);
  const answers: [string, Behaviour, ErrorCode][] = [
    ['a message nested deep', status(422, `{"errors":[{"message":${closed}}]}`), 'rejected'],
    ['errors nested deep', status(400, `{"errors":${closed}}`), 'rejected'],
    ['a request id nested deep', status(404, `{"request_id":${closed},"errors":[]}`), 'not-found'],
    ['a success nested deep', status(200, closed), 'unexpected-response'],
    ['a success that never ends', status(200, deep), 'unexpected-response'],
    [
      'a text that is never closed',
      status(200, `1234567890123456 "${'\\"'.repeat(80_000)}`),
      'unexpected-response',
    ],
  ];
  for (const [name, behaviour, code] of answers) {
    it(`has its code whatever the answer holds: ${name}`, async function () {
      this.timeout(3000);
      const server = await start();
      server.script(behaviour);
      const { failure, attempts } = await clientOf(server.origin).client.updateRecord(update);
      assert.deepEqual([failure?.code, attempts], [code, 1]);
    });
  }

  it('keeps of an answer no more than a journal and a message can bear', async () => {
    const server = await start();
    const errors = Array.from({ length: 5000 }, () => ({
      message: 'm'.repeat(100_000 / 50) + 'mm',
      code: 1,
    }));
    server.script(status(422, { request_id: 'r'.repeat(400_000), errors: errors.slice(0, 200) }));
    const result = await clientOf(server.origin).client.updateRecord(update);
    assert.deepEqual([result.requestId?.length, result.failure?.requestId?.length], [301, 301]);
    assert.equal(result.failure?.apiErrors?.length, 50);
    assert.equal(result.failure.apiErrors[0]?.message, `${'m'.repeat(2000)}…`);
    server.script(status(200, 'x', { 'content-type': 'y'.repeat(10_000), 'x-request-id': 'z'.repeat(5000) }));
    const odd = await clientOf(server.origin).client.updateRecord(update);
    assert.deepEqual([odd.failure?.params?.type?.length, odd.requestId?.length], [301, 301]);
  });

  /** Final code, PUTs, and seconds of one attempt. */
  const faults: [string, Behaviour, ErrorCode, number, number?][] = [
    ['accepts, silent', silent(), 'in-doubt', 3, 0.15],
    ['headers, then silence', headersThenSilence(), 'in-doubt', 3, 0.15],
    ['one byte at a time', drip({ intervalMs: 20 }), 'in-doubt', 3, 0.2],
    ['one byte at a time from the head on', drip({ intervalMs: 20, from: 'head' }), 'in-doubt', 3, 0.2],
    ['short Content-Length', shortContentLength(), 'in-doubt', 3],
    ['short empty Content-Length', shortContentLength(''), 'in-doubt', 3],
    ['cut inside a chunk', cutChunk('inside'), 'in-doubt', 3],
    ['cut before the last chunk', cutChunk('before-last'), 'in-doubt', 3],
    ['a gzip bomb', gzipBomb(), 'response-too-large', 1],
    ['gzip, gzip', doubleGzip(), 'unexpected-response', 1],
    ['an unknown encoding', status(200, 'x', { 'Content-Encoding': 'zstd' }), 'unexpected-response', 1],
    ['broken gzip', status(200, 'no gzip', { 'Content-Encoding': 'gzip' }), 'in-doubt', 3],
    ['an HTML page', htmlPage(), 'unexpected-response', 1],
    ['an error body with 200', errorBody(200), 'rejected', 1],
    ['70 kB of headers', hugeHeaders(), 'in-doubt', 3],
    ['two Content-Lengths', duplicateContentLength(), 'in-doubt', 3],
    ['no HTTP', garbage(), 'in-doubt', 3],
    ['400', errorBody(400), 'rejected', 1],
    ['401', errorBody(401), 'unauthorized', 1],
    ['403', errorBody(403), 'forbidden', 1],
    ['404', errorBody(404), 'not-found', 1],
    ['409', errorBody(409), 'rejected', 1],
    ['422', errorBody(422), 'rejected', 1],
    ['418', errorBody(418), 'unexpected-response', 1],
    ['407 of a proxy', status(407), 'network', 1],
    ['429', errorBody(429), 'rate-limited', 3],
    ['500', errorBody(500), 'server-error', 3],
    ['503 for ever', status(503), 'server-error', 3],
    ['504 with HTML', status(504, '<html></html>'), 'server-error', 3],
    ['304', status(304), 'redirect-refused', 1],
    ['redirect to nowhere', redirect('http://['), 'redirect-refused', 1],
  ];
  for (const [name, behaviour, code, puts, timeoutSeconds] of faults) {
    it(`${name}: ${code} after ${puts}`, async () => {
      const server = await start();
      server.script(behaviour);
      const seconds = timeoutSeconds === undefined ? {} : { timeoutSeconds };
      const result = await clientOf(server.origin, seconds).client.updateRecord(update);
      assert.equal(result.failure?.code, code);
      assert.equal(result.attempts, puts);
      assert.equal(server.requests.length, puts);
      assert.deepEqual(new Set(putBodies(server)), new Set(['{"status_id":"3"}']));
      assert.equal(result.cancelled, undefined);
    });
  }

  it('names the phase whose deadline passed', async () => {
    const server = await start();
    const details: (string | undefined)[] = [];
    for (const behaviour of [silent(), headersThenSilence(), drip({ intervalMs: 20 })]) {
      server.script(behaviour);
      const { client } = clientOf(server.origin, { timeoutSeconds: 0.15 });
      details.push((await client.attemptUpdate(update)).failure?.detail);
    }
    assert.deepEqual(details, ['headers', 'total', 'total']);
  });

  it('never accepts: timeout, retried, never in doubt', async function () {
    if (process.platform === 'win32') this.skip();
    const blackhole = await startBlackhole();
    try {
      const result = await clientOf(blackhole.origin, { timeoutSeconds: 0.1 }).client.updateRecord(update);
      assert.equal(result.failure?.code, 'timeout');
      assert.equal(result.failure.detail, 'connect');
      assert.equal(result.attempts, 3);
    } finally {
      await blackhole.close();
    }
  });

  it('nobody listens: network, retried, never in doubt', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    assert.ok(typeof address === 'object' && address);
    listener.close();
    await once(listener, 'close');
    const { client } = clientOf(`http://127.0.0.1:${address.port}`);
    const result = await client.updateRecord(update);
    assert.deepEqual(
      [result.failure?.code, result.failure?.detail, result.attempts],
      ['network', 'ECONNREFUSED', 3],
    );
  });

  it('a reset before anything was read is in doubt: bytes may have left', async () => {
    const server = await start();
    server.script(resetBeforeReading());
    const result = await clientOf(server.origin).client.updateRecord(update);
    assert.equal(result.attempts, 3);
    assert.ok(['network', 'in-doubt'].includes(result.failure?.code ?? ''));
  });

  it('applies, then resets: repeated with identical bytes, state right, two hits', async () => {
    const server = await start();
    const applied: string[] = [];
    server.script(
      applyThenReset(({ body }) => applied.push(body.toString())),
      status(204),
    );
    const result = await clientOf(server.origin).client.updateRecord(update);
    assert.equal(result.failure, undefined);
    assert.equal(result.attempts, 2);
    assert.deepEqual(applied, ['{"status_id":"3"}']);
    assert.deepEqual(server.requests[0]?.body, server.requests[1]?.body);
  });

  it('a stale kept-alive connection is replaced once, beyond the attempts allowed', async () => {
    const server = await start();
    server.script(resetOnReuse({ status: 204 }));
    const { client, waits } = clientOf(server.origin, { maxAttempts: 1 });
    assert.equal((await client.updateRecord(update)).attempts, 1);
    const reports: AttemptReport[] = [];
    const result = await client.updateRecord(update, { onAttempt: (report) => reports.push(report) });
    assert.equal(result.failure, undefined);
    assert.equal(result.attempts, 2);
    assert.deepEqual(waits, []);
    assert.deepEqual(
      reports.map(({ attempt, failure, retryInMs }) => [attempt, failure?.code, retryInMs]),
      [
        [1, 'network', 0],
        [2, undefined, undefined],
      ],
    );
    assert.equal(server.connections, 2);
  });

  it('a stale connection, then a refusal: in doubt, because the first may have been applied', async () => {
    const server = await start();
    const { client } = clientOf(server.origin);
    await client.updateRecord(update);
    server.script(applyThenReset(), errorBody(422));
    const result = await client.attemptUpdate(update);
    assert.deepEqual([result.attempts, result.mayHaveApplied, result.failure?.code], [2, true, 'rejected']);
  });

  it('a lost reply, then silence: in doubt, with how the last one was lost', async () => {
    const server = await start();
    server.script(applyThenReset(), silent());
    const { client } = clientOf(server.origin, { maxAttempts: 2, timeoutSeconds: 0.15 });
    const { failure } = await client.updateRecord(update);
    assert.deepEqual(
      [failure?.code, failure?.detail, failure?.params?.reason],
      ['in-doubt', 'timeout', 'headers'],
    );
  });

  it('a lost reply, then a wait that is too long: in doubt, with the wait and no other reason', async () => {
    const server = await start();
    server.script(applyThenReset(), retryAfter('60'));
    const { failure } = await clientOf(server.origin).client.updateRecord(update);
    assert.deepEqual([failure?.code, failure?.params], ['in-doubt', { retryAfterSeconds: '60' }]);
  });

  for (const [last, code] of [
    [errorBody(429), 'rate-limited'],
    [errorBody(404), 'not-found'],
    [errorBody(409), 'rejected'],
    [errorBody(500), 'server-error'],
  ] as const) {
    it(`a lost reply, then ${code}: in-doubt, with what came last`, async () => {
      const server = await start();
      server.script(applyThenReset(), last);
      const result = await clientOf(server.origin).client.updateRecord(update);
      assert.equal(result.failure?.code, 'in-doubt');
      assert.equal(result.failure.detail, code);
      assert.equal(result.failure.requestId, '53678450401cf');
      assert.equal(result.failure.apiErrors?.length, 1);
    });
  }

  it('keeps every message, code and the request id of a refusal', async () => {
    const server = await start();
    server.script(
      status(400, {
        request_id: '53678450401cf',
        errors: [
          { message: 'Wrong format of phone number.', code: 111111 },
          { message: 'Duplicated customer name.', code: 222222 },
          { message: 'Without a code.' },
        ],
      }),
    );
    const result = await clientOf(server.origin).client.updateRecord(update);
    assert.equal(result.requestId, '53678450401cf');
    assert.equal(result.status, 400);
    assert.deepEqual(result.failure?.apiErrors, [
      { message: 'Wrong format of phone number.', code: 111111 },
      { message: 'Duplicated customer name.', code: 222222 },
      { message: 'Without a code.' },
    ]);
  });

  for (const code of [300, 301, 302, 303, 307, 308]) {
    it(`${code} is refused; the target hears nothing`, async () => {
      const [server, other] = [await start(), await start()];
      server.script(redirect(`${other.origin}/login?token=s3cret`, code));
      const result = await clientOf(server.origin).client.updateRecord(update);
      assert.equal(result.failure?.code, 'redirect-refused');
      assert.equal(result.failure.params?.target, `${other.origin}/login`);
      assert.equal(result.attempts, 1);
      assert.equal(other.connections, 0);
    });
  }

  it('shows attempts without the authorization', async () => {
    const server = await start();
    server.script(status(204, undefined, { 'Set-Cookie': 'session=s3cret', 'X-Served-By': 'a' }));
    const reports: AttemptReport[] = [];
    await clientOf(server.origin).client.updateRecord(update, { onAttempt: (each) => reports.push(each) });
    const [report] = reports;
    assert.ok(report);
    assert.equal(report.request.body, '{"status_id":"3"}');
    assert.equal(report.requestHeaders['content-length'], '17');
    assert.equal(report.responseHeaders?.['x-served-by'], 'a');
    assert.doesNotMatch(JSON.stringify(reports), /s3cret|api_pass|Basic|authorization/i);
    assert.ok(!JSON.stringify(reports).includes(Buffer.from('api_user:api_pass').toString('base64')));
  });

  describe('cancelled', () => {
    it('before it began: nothing sent', async () => {
      const server = await start();
      const result = await clientOf(server.origin).client.updateRecord(update, {
        signal: AbortSignal.abort(),
      });
      assert.deepEqual([result.cancelled, result.failure?.code], [true, 'cancelled']);
      assert.equal(server.connections, 0);
    });

    it('while connecting: cancelled', async function () {
      if (process.platform === 'win32') this.skip();
      const blackhole = await startBlackhole();
      try {
        const abort = new AbortController();
        const running = clientOf(blackhole.origin).client.updateRecord(update, { signal: abort.signal });
        setImmediate(() => {
          abort.abort();
        });
        const result = await running;
        assert.deepEqual([result.cancelled, result.failure?.code], [true, 'cancelled']);
      } finally {
        await blackhole.close();
      }
    });

    it('while waiting for the answer: in doubt, and the connection is gone', async () => {
      const server = await start();
      const abort = new AbortController();
      server.script(
        hold(() => {
          abort.abort();
          return new Promise(() => undefined);
        }),
      );
      const result = await clientOf(server.origin).client.updateRecord(update, { signal: abort.signal });
      assert.deepEqual([result.cancelled, result.failure?.code, result.attempts], [true, 'in-doubt', 1]);
      await server.waitForNoSockets();
    });

    it('in the middle of the body: in doubt', async () => {
      const server = await start();
      const abort = new AbortController();
      server.script({
        name: 'half an answer',
        async run(exchange) {
          await exchange.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a":');
          setTimeout(() => {
            abort.abort();
          }, 20);
          await exchange.untilGone();
        },
      });
      const result = await clientOf(server.origin).client.updateRecord(update, { signal: abort.signal });
      assert.deepEqual([result.cancelled, result.failure?.code], [true, 'in-doubt']);
    });

    it('in a wait after 503: cancelled, for the server had answered', async () => {
      const server = await start();
      server.script(status(503));
      const abort = new AbortController();
      const { client } = clientOf(server.origin, {
        pause: () => {
          abort.abort();
          return Promise.resolve(false);
        },
      });
      const result = await client.updateRecord(update, { signal: abort.signal });
      assert.deepEqual([result.cancelled, result.failure?.code, result.attempts], [true, 'cancelled', 1]);
    });

    it('in a wait after a lost reply: in doubt', async () => {
      const server = await start();
      server.script(applyThenReset());
      const { client } = clientOf(server.origin, { pause: () => Promise.resolve(false) });
      const result = await client.updateRecord(update);
      assert.deepEqual([result.cancelled, result.failure?.code, result.attempts], [true, 'in-doubt', 1]);
    });
  });
});
