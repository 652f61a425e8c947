import assert from 'node:assert/strict';
import { backoffDelay, parseRetryAfter, pause } from '../../../src/thulium/retryPolicy.js';
import { errorBody, retryAfter, silent, status } from '../../support/faultServer/index.js';
import { clientOf, update, useServers } from './support.js';

const now = Date.UTC(2026, 10, 24, 12, 0, 0);

describe('Retry-After', () => {
  const cases: [string | undefined, number | undefined][] = [
    [undefined, undefined],
    ['', undefined],
    ['0', 0],
    ['2', 2000],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['1e3', undefined],
    ['Tue, 24 Nov 2026 12:00:07 GMT', 7000],
    ['Tue, 24 Nov 2026 11:00:00 GMT', 0],
    ['Fri, 31 Dec 9999 23:59:59 GMT', Date.UTC(9999, 11, 31, 23, 59, 59) - now],
    ['2026-11-24', undefined],
    ['Tue, 99 Xyz 2026 12:00:07 GMT', undefined],
  ];
  for (const [header, expected] of cases) {
    it(`${header ?? 'missing'} is ${expected ?? 'nothing'}`, () => {
      assert.equal(
        parseRetryAfter(header, () => now),
        expected,
      );
    });
  }
});

describe('Backoff', () => {
  it('doubles, with full jitter, up to ten seconds', () => {
    const almostOne = (): number => 0.999_999;
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6, 50].map((attempt) => backoffDelay(attempt, almostOne)),
      [499, 999, 1999, 3999, 7999, 9999, 9999],
    );
    assert.equal(
      backoffDelay(3, () => 0),
      0,
    );
  });

  it('waits can be cancelled, and leave no listener behind', async () => {
    const abort = new AbortController();
    const waiting = pause(60_000, abort.signal);
    abort.abort();
    assert.equal(await waiting, false);
    assert.equal(await pause(0, abort.signal), false);
    assert.equal(await pause(0, new AbortController().signal), true);
  });
});

describe('Retries', () => {
  const start = useServers();

  it('wait as long as Retry-After asks, in seconds or until a date', async () => {
    const server = await start();
    const inTenSeconds = new Date(Date.now() + 10_000).toUTCString();
    server.script(retryAfter('2'), retryAfter(inTenSeconds, 503), status(204));
    const { client, waits } = clientOf(server.origin);
    const result = await client.updateRecord(update);
    assert.equal(result.failure, undefined);
    assert.equal(result.attempts, 3);
    assert.equal(waits[0], 2000);
    assert.ok(waits[1] !== undefined && waits[1] > 5000 && waits[1] <= 10_000, String(waits[1]));
  });

  it('wait longer than Retry-After where the backoff is longer', async () => {
    const server = await start();
    server.script(retryAfter('0'), status(204));
    const { client, waits } = clientOf(server.origin, { random: () => 0.5 });
    await client.updateRecord(update);
    assert.deepEqual(waits, [250]);
  });

  it('wait the half minute that is just allowed', async () => {
    const server = await start();
    server.script(retryAfter('30'), status(204));
    const { client, waits } = clientOf(server.origin);
    assert.equal((await client.updateRecord(update)).failure, undefined);
    assert.deepEqual(waits, [30_000]);
  });

  it('are told of beforehand, and only where they come', async () => {
    const server = await start();
    server.script(retryAfter('2'), retryAfter('3', 503), errorBody(422));
    const waits: unknown[] = [];
    await clientOf(server.origin).client.updateRecord(update, {
      onAttempt: ({ attempt, retryInMs }) => waits.push([attempt, retryInMs]),
    });
    assert.deepEqual(waits, [
      [1, 2000],
      [2, 3000],
      [3, undefined],
    ]);
  });

  it('end with the call’s deadline, though the wait would be none', async () => {
    const server = await start();
    server.script(silent());
    const result = await clientOf(server.origin).client.getRecord('00001', '441', { deadlineMs: 100 });
    assert.deepEqual([result.ok, server.requests.length], [false, 1]);
  });

  it('take as long as they took, to their end or until they are cancelled', async () => {
    const server = await start();
    const before = performance.now();
    for (const goesOn of [true, false]) {
      server.script(status(503), status(204));
      const { client } = clientOf(server.origin, { pause: () => Promise.resolve(goesOn) });
      const { durationMs, cancelled } = await client.updateRecord(update);
      assert.equal(cancelled, goesOn ? undefined : true);
      assert.ok(durationMs > 0 && durationMs <= performance.now() - before, String(durationMs));
    }
  });

  for (const senseless of ['-5', '1.5', '', 'soon']) {
    it(`fall back to backoff for Retry-After: ${senseless}`, async () => {
      const server = await start();
      server.script(retryAfter(senseless), status(204));
      const { client, waits } = clientOf(server.origin, { random: () => 0.5 });
      assert.equal((await client.updateRecord(update)).failure, undefined);
      assert.deepEqual(waits, [250]);
    });
  }

  for (const long of ['31', '99999999999999999999', 'Fri, 31 Dec 9999 23:59:59 GMT']) {
    it(`give up at once for Retry-After: ${long}`, async () => {
      const server = await start();
      server.script(retryAfter(long));
      const { client, waits } = clientOf(server.origin);
      const result = await client.updateRecord(update);
      assert.deepEqual([result.failure?.code, result.attempts, waits.length], ['rate-limited', 1, 0]);
      assert.ok(Number(result.failure?.params?.retryAfterSeconds) > 30);
    });
  }

  it('stay within the call’s own deadline', async () => {
    const server = await start();
    server.script(retryAfter('3', 503));
    const { client, waits } = clientOf(server.origin);
    const result = await client.getRecord('00001', '441', { deadlineMs: 2000 });
    assert.deepEqual([result.ok, waits.length, server.requests.length], [false, 0, 1]);
  });

  it('obey maxAttempts', async () => {
    const server = await start();
    server.script(errorBody(500));
    const result = await clientOf(server.origin, { maxAttempts: 1 }).client.updateRecord(update);
    assert.equal(result.attempts, 1);
  });

  it('are the runner’s own business for a single attempt', async () => {
    const server = await start();
    server.script(retryAfter('7', 503));
    const attempt = await clientOf(server.origin).client.attemptUpdate(update);
    const { attempts, retryable, retryAfterMs, mayHaveApplied, failure } = attempt;
    assert.deepEqual(
      [attempts, retryable, retryAfterMs, mayHaveApplied, failure?.code],
      [1, true, 7000, false, 'server-error'],
    );
  });
});
