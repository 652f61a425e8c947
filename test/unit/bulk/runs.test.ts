import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { client, rows, sending } from '../../support/bulk/engine.js';
import { apply, fill } from '../../support/bulk/server.js';
import type { RunEnd } from '../../../src/bulk/run/run.js';
import { counts, started, useSuite } from '../../support/bulk/suite.js';

describe('bulk runs', function () {
  this.timeout(30_000);
  const suite = useSuite();

  it('repeats identical bytes when a reply is lost, then calls the row in doubt', async () => {
    const { at, server } = suite;
    server.fault = ({ method, path: url, incoming }) => {
      if (method !== 'PUT' || !url.endsWith('/2')) return false;
      apply(server, url, '{"status_id":"3"}');
      incoming.socket.destroy();
      return true;
    };
    const end = await suite.send(rows(3), { concurrency: 1 });
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
    const { at, server } = suite;
    server.fault = ({ method, path: url, incoming }) => {
      if (method !== 'PUT' || !url.endsWith('/2')) return false;
      incoming.socket.destroy();
      return true;
    };
    const end = await suite.send(rows(3), { concurrency: 1 });
    server.fault = undefined;
    server.readable = false;
    const left = await started(await at.engine.resumeRun(end.runId, sending(client(server.url)))).done;
    assert.deepEqual(counts(left), [2, 0, 0, 1, 0]);
    assert.deepEqual(left.unchecked, ['records']);
    const resent = await started(
      await at.engine.resumeRun(end.runId, { ...sending(client(server.url)), onUnknown: 'resend' }),
    ).done;
    assert.deepEqual(counts(resent), [3, 0, 0, 0, 0]);
  });

  it('remembers values before, skips what changed since the plan, and restores', async () => {
    const { at, server } = suite;
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
    const { at, server } = suite;
    fill(server, 3);
    const mine = { status_id: 5, agent_login: 'j.doe', next_call_date: '2026-05-24 12:24' };
    server.records.set('1', { ...server.records.get('1'), ...mine });
    const text =
      'campaign_id,customer_id,status_id,dictionary_status_id\n00001,1,3,\n00001,2,,2\n00001,3,3,\n';
    const end = await suite.send(text, { rememberBefore: true });
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

  it('refuses to resume over a file that was edited, another system, or a run under way', async () => {
    const { at, server } = suite;
    server.fault = ({ method, answer }) => {
      if (method === 'PUT') answer.writeHead(401).end();
      return method === 'PUT';
    };
    const end = await suite.send(rows(5));
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

  it('sends no row that it reads after its file was edited', async () => {
    const { at, server } = suite;
    // Of the 300 rows some sixty come with each reading of the file.
    const note = 'x'.repeat(1000);
    const lines = Array.from({ length: 300 }, (_, index) => `00001,${index + 1},3,${note}`);
    const file = at.file('in.csv', ['campaign_id,customer_id,status_id,note', ...lines, ''].join('\n'));
    const plan = await at.plan(file);
    server.fault = ({ count }) => {
      if (count === 10) writeFileSync(file, readFileSync(file, 'utf8').replaceAll(',3,', ',5,'));
      return false;
    };
    const end = await started(await at.engine.startRun(plan, sending(client(server.url)))).done;
    assert.deepEqual([end.state, end.failure?.code], ['stopped', 'file-changed']);
    assert.ok(end.updated >= 10 && end.updated <= 140, String(end.updated));
    assert.deepEqual(new Set([...server.puts.values()].flat()), new Set(['{"status_id":"3"}']));
    assert.deepEqual(counts(end), [server.puts.size, 0, 0, 0, 300 - server.puts.size]);
  });

  it('leaves nothing behind of a restore that is not begun', async () => {
    const { at, server, clock } = suite;
    fill(server, 3);
    const end = await suite.send(rows(3), { rememberBefore: true });
    const kept = (): string[] => readdirSync(path.join(at.folder, 'runs'));
    const plan = async (signal?: AbortSignal): Promise<string> => {
      const reading = { client: client(server.url), ...(signal ? { signal } : {}) };
      const planned = await at.engine.planRestore(end.runId, reading);
      return planned.ok ? planned.value.runId : planned.failure.code;
    };
    await assert.rejects(plan(AbortSignal.abort()));
    assert.deepEqual(kept(), [end.runId]);
    const unwanted = await plan();
    assert.deepEqual(new Set(kept()), new Set([end.runId, unwanted]));
    assert.ok((await at.engine.deleteRun(unwanted)).ok);
    assert.deepEqual(kept(), [end.runId]);
    // A window closed in mid-question deletes nothing: the next plan does, a day later.
    const abandoned = await plan();
    await clock.sleep(25 * 60 * 60 * 1000);
    const next = await plan();
    assert.deepEqual(kept(), [end.runId, next]);
    assert.notEqual(next, abandoned);
  });

  it('retries only rows whose failure may have passed, as a run of its own', async () => {
    const { at, server } = suite;
    server.fault = ({ method, path: url, answer }) => {
      if (method !== 'PUT' || !/\/[23]$/.test(url)) return false;
      answer.writeHead(url.endsWith('/2') ? 500 : 400).end('{"errors":[{"message":"no"}]}');
      return true;
    };
    const end = await suite.send(rows(6), { concurrency: 1 });
    assert.deepEqual(counts(end), [4, 2, 0, 0, 0]);
    server.fault = undefined;
    const described = await at.engine.describeRun(end.runId);
    assert.deepEqual(described.ok && [described.value.failed, described.value.retryable], [2, 1]);
    const again = await started(await at.engine.retryFailedRows(end.runId, sending(client(server.url)))).done;
    assert.deepEqual(counts(again), [1, 0, 0, 0, 0]);
    assert.equal(server.puts.has('3'), false);
  });

  it('leaves to a retry what it took over, and offers again what failed in it too', async () => {
    const { at, clock, server } = suite;
    const failing = (...customers: string[]): void => {
      server.fault = ({ method, path: url, answer }) => {
        const isBad = method === 'PUT' && customers.some((each) => url.endsWith(`/${each}`));
        if (isBad) answer.writeHead(200).end('<html>');
        return isBad;
      };
    };
    const retry = async (runId: string): Promise<RunEnd> => {
      await clock.sleep(1000, new AbortController().signal);
      return started(await at.engine.retryFailedRows(runId, sending(client(server.url)))).done;
    };
    const retryable = async (runId: string): Promise<number> => {
      const run = await at.engine.describeRun(runId);
      return run.ok ? run.value.retryable : NaN;
    };
    failing('1', '2', '3');
    const first = await suite.send(rows(4));
    assert.equal(await retryable(first.runId), 3);
    failing('2', '3');
    const second = await retry(first.runId);
    assert.deepEqual([counts(second), await retryable(first.runId)], [[1, 2, 0, 0, 0], 2]);
    failing('3');
    await retry(second.runId);
    assert.equal(await retryable(first.runId), 1);
    failing();
    assert.deepEqual(counts(await retry(first.runId)), [1, 0, 0, 0, 0]);
    const none = await at.engine.retryFailedRows(first.runId, sending(client(server.url)));
    assert.deepEqual(none.ok || none.failure.detail, 'nothing-to-retry');
    assert.deepEqual(
      ['1', '2', '3', '4'].map((customer) => server.puts.get(customer)?.length),
      [1, 1, 1, 1],
    );
  });

  it('keeps a copy of what has no file of its own, and writes results beside what it was taken from', async () => {
    const { at, server } = suite;
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
});
