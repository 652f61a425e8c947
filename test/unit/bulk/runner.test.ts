import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bench, client, rows, sending, virtualClock, type Bench } from '../../support/bulk/engine.js';
import { apply, fill, startServer, type CountingServer } from '../../support/bulk/server.js';
import type { RunEnd, RunHandle } from '../../../src/bulk/run.js';
import type { Result } from '../../../src/core/errors.js';

function started(result: Result<RunHandle>): RunHandle {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

function counts(end: RunEnd): number[] {
  const { total, updated, failed, skipped, inDoubt, remaining } = end;
  assert.equal(total, updated + failed + skipped + inDoubt + remaining);
  return [updated, failed, skipped, inDoubt, remaining];
}

describe('bulk runner', function () {
  this.timeout(30_000);
  let server: CountingServer;
  let at: Bench;
  let clock: ReturnType<typeof virtualClock>;

  beforeEach(async () => {
    server = await startServer();
    clock = virtualClock();
    at = bench({ clock, random: () => 0.5 });
  });
  afterEach(async () => {
    await server.close();
    at.remove();
  });

  async function send(text: string, more: Parameters<typeof sending>[1] = {}): Promise<RunEnd> {
    const plan = await at.plan(at.file('in.csv', text), { client: client(server.url) });
    return started(await at.engine.startRun(plan, sending(client(server.url), more))).done;
  }

  it('sends each row once and says so', async () => {
    const end = await send(rows(50));
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
    server.fault = ({ method, answer }) => {
      if (method !== 'PUT') return false;
      answer.writeHead(401).end('{"errors":[{"message":"Bad password"}]}');
      return true;
    };
    const end = await send(rows(50));
    assert.equal(end.state, 'stopped');
    assert.equal(end.failure?.code, 'unauthorized');
    assert.deepEqual(counts(end), [0, 0, 0, 0, 50]);
    assert.ok(server.requests.filter((each) => each.method === 'PUT').length <= 4);
    server.fault = undefined;
    const resumed = await started(await at.engine.resumeRun(end.runId, sending(client(server.url)))).done;
    assert.deepEqual(counts(resumed), [50, 0, 0, 0, 0]);
  });

  it('fails a row that the API refuses and goes on', async () => {
    server.fault = ({ method, path: url, answer }) => {
      if (method !== 'PUT' || !url.endsWith('/3')) return false;
      answer.writeHead(422).end('{"request_id":"r1","errors":[{"message":"=Agent not found"}]}');
      return true;
    };
    const end = await send(rows(10));
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
    const hits: number[] = [];
    server.fault = ({ method, answer }) => {
      if (method !== 'PUT') return false;
      hits.push(clock.now());
      if (hits.length !== 3) return false;
      answer.writeHead(429, { 'Retry-After': '2' }).end();
      return true;
    };
    const end = await send(rows(20), { concurrency: 1 });
    assert.deepEqual(counts(end), [20, 0, 0, 0, 0]);
    assert.ok((hits[3] ?? 0) - (hits[2] ?? 0) >= 2000);
  });

  it('stops, to be resumed, when Retry-After asks for more than ten minutes', async () => {
    server.fault = ({ method, answer }) => {
      if (method !== 'PUT') return false;
      answer.writeHead(429, { 'Retry-After': 'Fri, 31 Dec 9999 23:59:59 GMT' }).end();
      return true;
    };
    const end = await send(rows(20));
    assert.equal(end.state, 'stopped');
    assert.equal(end.failure?.code, 'rate-limited');
    assert.deepEqual(counts(end), [0, 0, 0, 0, 20]);
  });

  it('opens the breaker on 503 for ever and fails no row', async () => {
    server.fault = ({ method, answer }) => {
      if (method === 'PUT') answer.writeHead(503).end();
      return method === 'PUT';
    };
    const end = await send(rows(200));
    assert.equal(end.state, 'stopped');
    assert.equal(end.failure?.code, 'server-error');
    assert.deepEqual(counts(end), [0, 0, 0, 0, 200]);
    assert.ok(server.requests.filter((each) => each.method === 'PUT').length < 20);
  });

  it('gets every row right through a flapping server', async () => {
    let turn = 0;
    server.fault = ({ method, answer }) => {
      if (method !== 'PUT' || turn++ % 2 === 1) return false;
      answer.writeHead(500).end();
      return true;
    };
    const end = await send(rows(60), { concurrency: 1 });
    assert.deepEqual(counts(end), [60, 0, 0, 0, 0]);
    assert.ok(server.requests.length <= 125);
  });

  it('pauses and probes when the network is gone, and burns no row', async () => {
    const plan = await at.plan(at.file('in.csv', rows(30)));
    const dead = client('http://127.0.0.1:9');
    const handle = started(await at.engine.startRun(plan, sending(dead)));
    const end = await handle.done;
    assert.equal(end.state, 'stopped');
    assert.equal(end.failure?.code, 'network');
    assert.deepEqual(counts(end), [0, 0, 0, 0, 30]);
    assert.ok(clock.slept.length > 10);
  });

  it('repeats identical bytes when a reply is lost, then calls the row in doubt', async () => {
    server.fault = ({ method, path: url, incoming }) => {
      if (method !== 'PUT' || !url.endsWith('/2')) return false;
      apply(server, url, '{"status_id":"3"}');
      incoming.socket.destroy();
      return true;
    };
    const end = await send(rows(3), { concurrency: 1 });
    assert.deepEqual(counts(end), [2, 0, 0, 1, 0]);
    const hits = server.puts.get('2')?.length ?? 0;
    assert.ok(hits >= 3 && hits <= 6, String(hits));
    // Readable records settle the doubt without another PUT.
    fill(server, 3);
    server.records.set('2', { ...server.records.get('2'), status_id: '3' });
    server.fault = undefined;
    const resumed = await started(await at.engine.resumeRun(end.runId, sending(client(server.url)))).done;
    assert.deepEqual(counts(resumed), [3, 0, 0, 0, 0]);
    assert.equal(server.puts.get('2')?.length, hits);
  });

  it('leaves a row in doubt to the caller when its record may not be read', async () => {
    server.fault = ({ method, path: url, incoming }) => {
      if (method !== 'PUT' || !url.endsWith('/2')) return false;
      incoming.socket.destroy();
      return true;
    };
    const end = await send(rows(3), { concurrency: 1 });
    server.fault = undefined;
    server.readable = false;
    const left = await started(await at.engine.resumeRun(end.runId, sending(client(server.url)))).done;
    assert.deepEqual(counts(left), [2, 0, 0, 1, 0]);
    assert.deepEqual(left.unchecked, ['records']);
    const resent = await started(
      await at.engine.resumeRun(end.runId, { ...sending(client(server.url)), onDoubt: 'resend' }),
    ).done;
    assert.deepEqual(counts(resent), [3, 0, 0, 0, 0]);
  });

  it('remembers values before, skips what changed since the plan, and restores', async () => {
    fill(server, 12);
    const file = at.file('in.csv', rows(10));
    server.records.set('4', { ...server.records.get('4'), system_status: 'IN_PROGRESS' });
    const plan = await at.plan(file, { client: client(server.url), readRecords: true });
    assert.equal(plan.counts.inWork, 1);
    assert.deepEqual(plan.counts.restorable, { fully: 9, partly: 0, not: 0, unknown: 0 });
    server.records.set('6', { ...server.records.get('6'), last_note: 'An agent called' });
    const end = await started(
      await at.engine.startRun(plan, sending(client(server.url), { rememberBefore: true })),
    ).done;
    assert.deepEqual(counts(end), [8, 0, 2, 0, 0]);
    assert.equal(server.puts.has('4') || server.puts.has('6'), false);

    server.records.set('9', { ...server.records.get('9'), status_id: '5' });
    const restore = await at.engine.planRestore(end.runId, { client: client(server.url) });
    assert.ok(restore.ok);
    assert.deepEqual([restore.value.plan.counts.send, restore.value.plan.counts.changed], [7, 1]);
    const back = await started(await at.engine.restoreRun(restore.value, sending(client(server.url)))).done;
    assert.deepEqual(counts(back), [7, 0, 1, 0, 0]);
    assert.equal(server.records.get('1')?.status_id, '8');
    assert.equal(server.records.get('9')?.status_id, '5');
  });

  it('restores a status with the agent and the date that it needs, and by the former status what a dictionary status did', async () => {
    fill(server, 3);
    const mine = { status_id: 5, agent_login: 'j.doe', next_call_date: '2026-05-24 12:24' };
    server.records.set('1', { ...server.records.get('1'), ...mine });
    const text =
      'campaign_id,customer_id,status_id,dictionary_status_id\n00001,1,3,\n00001,2,,2\n00001,3,3,\n';
    const end = await send(text, { rememberBefore: true });
    assert.deepEqual(counts(end), [3, 0, 0, 0, 0]);
    server.records.set('3', { ...server.records.get('3'), last_note: 'An agent called' });
    const restore = await at.engine.planRestore(end.runId, { client: client(server.url) });
    assert.ok(restore.ok);
    assert.deepEqual([restore.value.partly, restore.value.notRestorable], [0, 0]);
    assert.deepEqual([restore.value.plan.counts.send, restore.value.plan.counts.changed], [2, 1]);
    await started(await at.engine.restoreRun(restore.value, sending(client(server.url)))).done;
    const { status_id, agent_login, next_call_date } = mine;
    assert.deepEqual(JSON.parse(server.puts.get('1')?.[1] ?? ''), {
      status_id: String(status_id),
      agent_login,
      next_call_date,
    });
    assert.deepEqual(JSON.parse(server.puts.get('2')?.[1] ?? ''), { status_id: '8', agent_login: 'a.nowak' });
    assert.equal(server.puts.get('3')?.length, 1);
  });

  it('lets everything wait when a read is told to', async () => {
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

  it('refuses to resume over a file that was edited, another system, or a run under way', async () => {
    server.fault = ({ method, answer }) => {
      if (method === 'PUT') answer.writeHead(401).end();
      return method === 'PUT';
    };
    const end = await send(rows(5));
    const elsewhere = await at.engine.resumeRun(end.runId, sending(client('http://127.0.0.1:9')));
    assert.ok(!elsewhere.ok);
    assert.deepEqual([elsewhere.failure.code, elsewhere.failure.detail], ['journal-damaged', 'other-origin']);
    server.fault = undefined;
    const first = at.engine.resumeRun(end.runId, sending(client(server.url)));
    const second = at.engine.resumeRun(end.runId, sending(client(server.url)));
    const both = await Promise.all([first, second]);
    assert.deepEqual(
      both.flatMap((each) => (each.ok ? [] : [each.failure.code])),
      ['run-locked'],
    );
    for (const each of both) if (each.ok) await each.value.done;
    writeFileSync(path.join(at.folder, 'in.csv'), rows(6));
    const changed = await at.engine.resumeRun(end.runId, sending(client(server.url)));
    assert.ok(!changed.ok);
    assert.equal(changed.failure.code, 'file-changed');
  });

  it('finishes and records what is in flight when cancelled', async () => {
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

  it('pauses and goes on', async () => {
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

  it('retries only rows whose failure may have passed, as a run of its own', async () => {
    server.fault = ({ method, path: url, answer }) => {
      if (method !== 'PUT' || !/\/[23]$/.test(url)) return false;
      answer.writeHead(url.endsWith('/2') ? 500 : 400).end('{"errors":[{"message":"no"}]}');
      return true;
    };
    const end = await send(rows(6), { concurrency: 1 });
    assert.deepEqual(counts(end), [4, 2, 0, 0, 0]);
    server.fault = undefined;
    const described = await at.engine.describeRun(end.runId);
    assert.deepEqual(described.ok && [described.value.failed, described.value.retryable], [2, 1]);
    const again = await started(await at.engine.retryFailedRows(end.runId, sending(client(server.url)))).done;
    assert.deepEqual(counts(again), [1, 0, 0, 0, 0]);
    assert.equal(server.puts.has('3'), false);
  });

  it('keeps a copy of what has no file of its own, and writes results beside what it was taken from', async () => {
    const copy = at.file('selection.csv', rows(3));
    const plan = await at.plan(copy);
    const copyOf = path.join(at.folder, 'customers.csv');
    const handle = await at.engine.startRun(plan, { ...sending(client(server.url)), copyOf });
    writeFileSync(copy, '');
    const end = await started(handle).done;
    assert.deepEqual(counts(end), [3, 0, 0, 0, 0]);
    const results = await at.engine.writeResults(end.runId);
    assert.deepEqual(results, { ok: true, value: path.join(at.folder, 'customers.results.csv') });
  });

  it('sends rows of one record in order when duplicates are wanted', async () => {
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
