import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { bench, client, rows, sending } from '../../support/bulk/engine.js';
import { apply, fill } from '../../support/bulk/server.js';
import { counts, started, useSuite } from '../../support/bulk/suite.js';
import type { RunHandle } from '../../../src/bulk/run/run.js';

describe('bulk runner', function () {
  this.timeout(30_000);
  const suite = useSuite();

  it('sends each row once and says so', async () => {
    const { at, server } = suite;
    const end = await suite.send(rows(50));
    assert.equal(end.state, 'completed');
    assert.deepEqual(counts(end), [50, 0, 0, 0, 0]);
    assert.equal(server.puts.size, 50);
    assert.deepEqual(server.puts.get('7'), ['{"status_id":"3"}']);
    assert.ok(server.mostAtOnce <= 5);
    const { runs } = await at.engine.listRuns();
    assert.deepEqual(
      runs.map((each) => [each.state, each.updated]),
      [['completed', 50]],
    );
  });

  it('stops at the first 401 with at most as many requests as may run at once', async () => {
    const { at, server } = suite;
    server.fault = ({ method, answer }) => {
      if (method !== 'PUT') return false;
      answer.writeHead(401).end('{"errors":[{"message":"Bad password"}]}');
      return true;
    };
    const end = await suite.send(rows(50));
    assert.equal(end.state, 'stopped');
    assert.equal(end.failure?.code, 'unauthorized');
    assert.deepEqual(counts(end), [0, 0, 0, 0, 50]);
    assert.ok(server.requests.filter((each) => each.method === 'PUT').length <= 4);
    server.fault = undefined;
    const resumed = await started(await at.engine.resumeRun(end.runId, sending(client(server.url)))).done;
    assert.deepEqual(counts(resumed), [50, 0, 0, 0, 0]);
  });

  it('fails a row that the API refuses and goes on', async () => {
    const { at, server } = suite;
    server.fault = ({ method, path: url, answer }) => {
      if (method !== 'PUT' || !url.endsWith('/3')) return false;
      answer.writeHead(422).end('{"request_id":"r1","errors":[{"message":"=Agent not found"}]}');
      return true;
    };
    const end = await suite.send(rows(10));
    assert.deepEqual(counts(end), [9, 1, 0, 0, 0]);
    const results = await at.engine.writeResults(end.runId);
    assert.ok(results.ok);
    const lines = readFileSync(results.value, 'utf8').replace('\uFEFF', '').trimEnd().split('\n');
    assert.equal(lines.length, 11);
    assert.match(lines[3] ?? '', /^00001,3,3,failed,422,r1,'=Agent not found,1,/);
    assert.match(lines[4] ?? '', /^00001,4,3,updated,204,,,1,/);
    const again = await at.engine.writeResults(end.runId);
    assert.ok(again.ok);
    assert.equal(path.basename(again.value), 'in.results-2.csv');
  });

  it('lets everything wait as long as Retry-After says', async () => {
    const { clock, server } = suite;
    const hits: number[] = [];
    server.fault = ({ method, answer }) => {
      if (method !== 'PUT') return false;
      hits.push(clock.now());
      if (hits.length !== 3) return false;
      answer.writeHead(429, { 'Retry-After': '2' }).end();
      return true;
    };
    const end = await suite.send(rows(20), { concurrency: 1 });
    assert.deepEqual(counts(end), [20, 0, 0, 0, 0]);
    assert.ok((hits[3] ?? 0) - (hits[2] ?? 0) >= 2000);
  });

  it('stops, to be resumed, when Retry-After asks for more than ten minutes', async () => {
    const { server } = suite;
    server.fault = ({ method, answer }) => {
      if (method !== 'PUT') return false;
      answer.writeHead(429, { 'Retry-After': 'Fri, 31 Dec 9999 23:59:59 GMT' }).end();
      return true;
    };
    const end = await suite.send(rows(20));
    assert.equal(end.state, 'stopped');
    assert.equal(end.failure?.code, 'rate-limited');
    assert.deepEqual(counts(end), [0, 0, 0, 0, 20]);
  });

  it('opens the breaker on 503 for ever and fails no row', async () => {
    const { server } = suite;
    server.fault = ({ method, answer }) => {
      if (method === 'PUT') answer.writeHead(503).end();
      return method === 'PUT';
    };
    const end = await suite.send(rows(200));
    assert.equal(end.state, 'stopped');
    assert.equal(end.failure?.code, 'server-error');
    assert.deepEqual(counts(end), [0, 0, 0, 0, 200]);
    assert.ok(server.requests.filter((each) => each.method === 'PUT').length < 20);
  });

  it('gets every row right through a flapping server', async () => {
    const { server } = suite;
    let turn = 0;
    server.fault = ({ method, answer }) => {
      if (method !== 'PUT' || turn++ % 2 === 1) return false;
      answer.writeHead(500).end();
      return true;
    };
    const end = await suite.send(rows(60), { concurrency: 1 });
    assert.deepEqual(counts(end), [60, 0, 0, 0, 0]);
    assert.ok(server.requests.length <= 125);
  });

  it('pauses and probes when the network is gone, and burns no row', async () => {
    const { at, clock } = suite;
    const plan = await at.plan(at.file('in.csv', rows(30)));
    const dead = client('http://127.0.0.1:9');
    const handle = started(await at.engine.startRun(plan, sending(dead)));
    const end = await handle.done;
    assert.equal(end.state, 'stopped');
    assert.equal(end.failure?.code, 'network');
    assert.deepEqual(counts(end), [0, 0, 0, 0, 30]);
    assert.ok(clock.slept.length > 10);
  });

  it('lets everything wait when a read is told to', async () => {
    const { at, clock, server } = suite;
    fill(server, 5);
    const hits: number[] = [];
    server.fault = ({ method, path: url, answer }) => {
      if (method !== 'GET' || !/\/\d+$/.test(url)) return false;
      hits.push(clock.now());
      if (hits.length !== 2) return false;
      answer.writeHead(429, { 'Retry-After': '20' }).end();
      return true;
    };
    const plan = await at.plan(at.file('in.csv', rows(5)));
    // A client that would repeat reads by itself is not to, for then only one row would wait.
    const repeating = client(server.url, { maxAttempts: 3 });
    const end = await started(
      await at.engine.startRun(plan, sending(repeating, { concurrency: 1, rememberBefore: true })),
    ).done;
    assert.deepEqual(counts(end), [5, 0, 0, 0, 0]);
    assert.ok((hits[2] ?? 0) - (hits[1] ?? 0) >= 20_000);
  });

  it('finishes and records what is in flight when cancelled', async () => {
    const { at, server } = suite;
    const plan = await at.plan(at.file('in.csv', rows(200)));
    const running: { handle?: RunHandle } = {};
    server.fault = ({ count }) => {
      if (count === 20) running.handle?.cancel();
      return false;
    };
    running.handle = started(await at.engine.startRun(plan, sending(client(server.url))));
    const end = await running.handle.done;
    assert.equal(end.state, 'cancelled');
    assert.equal(end.updated, server.puts.size);
    assert.equal(end.remaining, 200 - server.puts.size);
  });

  for (const concurrency of [1, 4, 16])
    it(`is over, though paused, when its last rows end (${concurrency} at a time)`, async () => {
      const { at, server } = suite;
      const plan = await at.plan(at.file('in.csv', rows(40)));
      const running: { handle?: RunHandle } = {};
      server.fault = ({ method, path: url }) => {
        if (method === 'PUT' && url.endsWith('/40')) running.handle?.pause();
        return false;
      };
      running.handle = started(await at.engine.startRun(plan, sending(client(server.url), { concurrency })));
      const end = await running.handle.done;
      assert.equal(end.state, 'completed');
      assert.deepEqual(counts(end), [40, 0, 0, 0, 0]);
    });

  it('pauses and goes on', async () => {
    const { at, server } = suite;
    const plan = await at.plan(at.file('in.csv', rows(40)));
    const running: { handle?: RunHandle } = {};
    let putsWhilePaused = -1;
    server.fault = ({ count }) => {
      if (count === 10) running.handle?.pause();
      return false;
    };
    running.handle = started(
      await at.engine.startRun(plan, {
        ...sending(client(server.url)),
        onProgress: (progress) => {
          if (progress.hold?.reason !== 'user' || putsWhilePaused >= 0) return;
          putsWhilePaused = server.puts.size;
          setImmediate(() => running.handle?.resume());
        },
      }),
    );
    assert.deepEqual(counts(await running.handle.done), [40, 0, 0, 0, 0]);
    assert.ok(putsWhilePaused >= 0);
  });

  it('waits for a password that vanished, and fails no row for it', async () => {
    const { at, server } = suite;
    const plan = await at.plan(at.file('in.csv', rows(30)));
    const real = client(server.url);
    const running: { handle?: RunHandle } = {};
    let isMissing = false;
    let putsWhilePaused = -1;
    server.fault = ({ count }) => {
      isMissing ||= count === 10;
      return false;
    };
    const failure = { code: 'missing-secret' } as const;
    const lost = { attempts: 0, durationMs: 0, failure, retryable: false, mayHaveApplied: false };
    const forgetful: typeof real = {
      ...real,
      attemptUpdate: (...call) => (isMissing ? Promise.resolve(lost) : real.attemptUpdate(...call)),
    };
    running.handle = started(
      await at.engine.startRun(plan, {
        ...sending(forgetful),
        onProgress: ({ hold }) => {
          if (hold?.reason !== 'missing-secret' || putsWhilePaused >= 0) return;
          putsWhilePaused = server.puts.size;
          server.fault = undefined;
          setImmediate(() => {
            isMissing = false;
            running.handle?.resume();
          });
        },
      }),
    );
    assert.deepEqual(counts(await running.handle.done), [30, 0, 0, 0, 0]);
    assert.ok(putsWhilePaused >= 0 && putsWhilePaused < 30, String(putsWhilePaused));
    assert.ok([...server.puts.values()].every(({ length }) => length === 1));
  });

  it('sends rows of one record in order when duplicates are wanted', async () => {
    const { at, server } = suite;
    const text = `campaign_id,customer_id,status_id\n${Array.from({ length: 30 }, (_, i) => `00001,${i % 3},${i}`).join('\n')}`;
    let late: (() => void) | undefined;
    server.fault = ({ count, path: url, body, answer }) => {
      if (count === 6) late?.();
      if (url.endsWith('/1') && late === undefined) {
        late = () => {
          apply(server, url, body);
          answer.writeHead(204).end();
        };
        return true;
      }
      return false;
    };
    const plan = await at.plan(at.file('in.csv', text), { sendDuplicates: true });
    const end = await started(
      await at.engine.startRun(plan, sending(client(server.url), { sendDuplicates: true })),
    ).done;
    assert.equal(end.updated, 30);
    assert.deepEqual(
      server.puts.get('1')?.map((body) => (JSON.parse(body) as { status_id: string }).status_id),
      ['1', '4', '7', '10', '13', '16', '19', '22', '25', '28'],
    );
  });

  it('writes no secret anywhere', async () => {
    const { clock, server } = suite;
    server.fault = ({ method, answer }) => {
      if (method === 'PUT')
        answer.writeHead(400).end('{"errors":[{"message":"Basic dTpzM2NyZXQtY2FuYXJ5"}]}');
      return method === 'PUT';
    };
    const redacting = bench({ clock, redact: (text) => text.replaceAll('dTpzM2NyZXQtY2FuYXJ5', '•••') });
    const plan = await redacting.plan(redacting.file('in.csv', rows(3)));
    const end = await started(await redacting.engine.startRun(plan, sending(client(server.url)))).done;
    await redacting.engine.writeResults(end.runId);
    for (const name of readdirSync(redacting.folder, { recursive: true, encoding: 'utf8' })) {
      const text = /\.(csv|jsonl)$/.test(name) ? readFileSync(path.join(redacting.folder, name), 'utf8') : '';
      assert.doesNotMatch(text, /s3cret-canary|dTpzM2NyZXQtY2FuYXJ5/);
    }
    redacting.remove();
  });
});
