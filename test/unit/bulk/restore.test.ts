import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type RestorePlan, type RestoreRequest, restoreName } from '../../../src/bulk/restoreRun.js';
import { wordCounts } from '../../../src/messages/bulk.js';
import type { RunEnd } from '../../../src/bulk/run/run.js';
import type { RawRecord } from '../../../src/core/record.js';
import { breakingFiles, type BreakingFiles } from '../../support/bulk/breakingFiles.js';
import { bench, sending, virtualClock, type Bench } from '../../support/bulk/engine.js';
import { memoryClient, record, type MemoryClient } from '../../support/bulk/memoryClient.js';
import { counts, started } from '../../support/bulk/suite.js';

describe('a restore of a run, and rows in doubt', () => {
  let at: Bench;
  let client: MemoryClient;
  let files: BreakingFiles;
  beforeEach(() => {
    files = breakingFiles();
    at = bench({ clock: virtualClock(), random: () => 0.5, files });
    client = memoryClient();
  });
  afterEach(() => {
    at.remove();
    assert.equal(files.openHandles, 0);
  });

  const put = (id: number, more: RawRecord = {}): unknown =>
    client.records.set(`00001/${id}`, record(id, more));
  const updates = (): string[] => client.calls.filter((call) => call.startsWith('update'));

  async function send(head: string, ...lines: string[]): Promise<RunEnd> {
    const text = [`campaign_id,customer_id,${head}`, ...lines, ''].join('\n');
    const plan = await at.plan(at.file('in.csv', text));
    const options = sending(client, { concurrency: 1, rememberBefore: true, maxAttempts: 1 });
    return started(await at.engine.startRun(plan, options)).done;
  }

  async function planned(runId: string, more: Partial<RestoreRequest> = {}): Promise<RestorePlan> {
    const result = await at.engine.planRestore(runId, { client, ...more });
    assert.ok(result.ok, JSON.stringify(result));
    return result.value;
  }

  /** Rows that a restore would send. */
  const written = ({ runId }: RestorePlan): unknown[] =>
    readFileSync(path.join(at.folder, 'runs', runId, 'input.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);

  it('puts back what it can, and counts what it cannot', async () => {
    // What a record does not carry matters only where it was written.
    put(1, { order: undefined });
    for (const id of [3, 6]) put(id);
    for (const id of [2, 4]) put(id, { order: '' });
    put(5, { order: undefined });
    put(7);
    client.fails = (call) => (call === 'record 00001/7' ? { code: 'unexpected-response' } : undefined);
    client.attempts = (count) => (count === 6 ? { failure: { code: 'rejected' }, status: 422 } : {});
    const end = await send(
      'status_id,order',
      '00001,1,3,',
      '00001,2,,5',
      '00001,3,8,7',
      '00001,4,3,5',
      '00001,5,,5',
      '00001,6,3,',
      '00001,7,3,',
    );
    assert.deepEqual(counts(end), [6, 1, 0, 0, 0]);
    put(1, { status_id: 3, order: undefined });
    put(4, { status_id: 3, order: '5' });
    const restore = await planned(end.runId);
    const { notRestorable, unread, partly, unchanged, plan } = restore;
    const told = { notRestorable, unread, partly, unchanged };
    assert.deepEqual(told, { notRestorable: 3, unread: 1, partly: 1, unchanged: 1 });
    assert.deepEqual([plan.counts.send, plan.counts.changed], [2, 0]);
    const former = { campaign_id: '00001', status_id: '8', agent_login: 'a.nowak' };
    assert.deepEqual(written(restore), [
      { ...former, customer_id: '1' },
      { ...former, customer_id: '4' },
    ]);
    client.calls.length = 0;
    const back = await started(await at.engine.restoreRun(restore, sending(client))).done;
    assert.deepEqual(counts(back), [2, 0, 0, 0, 0]);
    assert.equal(updates()[0], 'update 00001/1 {"status_id":"8","agent_login":"a.nowak"}');
    const { runs } = await at.engine.listRuns();
    const listed = runs.find(({ runId }) => runId === restore.runId);
    assert.deepEqual(
      [listed?.kind, listed?.parent, listed?.rememberBefore, listed?.file],
      ['restore', end.runId, true, path.join(at.folder, 'in.restore.jsonl')],
    );
    assert.equal(listed && wordCounts(listed, listed), '2 restored, 1 of them partially');
    const results = await at.engine.writeResults(restore.runId);
    assert.ok(results.ok);
    const rows = readFileSync(results.value, 'utf8').trim().split('\n');
    assert.deepEqual(
      rows.map((row) => (JSON.parse(row) as Record<string, string>).outcome),
      ['fully', 'partly'],
    );
    assert.equal(restoreName('/a/b.c.csv'), path.join('/a', 'b.c.restore.jsonl'));
  });

  it('leaves alone what somebody changed since, unless it is forced', async () => {
    for (const id of [1, 2, 3]) put(id);
    const end = await send('status_id', '00001,1,3', '00001,2,3', '00001,3,3');
    put(1, { status_id: 3 });
    put(2, { status_id: 5 });
    put(3, { status_id: 3, last_note: 'Other', system_status: 'IN_PROGRESS' });
    const { plan } = await planned(end.runId);
    assert.deepEqual([plan.counts.send, plan.counts.changed, plan.counts.inWork], [1, 2, 0]);
    const forced = await planned(end.runId, { force: true });
    assert.deepEqual([forced.plan.counts.send, forced.plan.counts.changed], [3, 0]);
    client.calls.length = 0;
    const back = await started(await at.engine.restoreRun(forced, sending(client))).done;
    assert.deepEqual(counts(back), [3, 0, 0, 0, 0]);
  });

  it('puts back a dictionary status by the former status, changed or not by what shows', async () => {
    put(1);
    const end = await send('dictionary_status_id', '00001,1,2');
    assert.deepEqual(written(await planned(end.runId)), [
      { campaign_id: '00001', customer_id: '1', status_id: '8', agent_login: 'a.nowak' },
    ]);
  });

  it('puts back each of two rows of one record', async () => {
    put(1);
    const text = 'campaign_id,customer_id,status_id\n00001,1,3\n00001,1,5\n';
    const more = { sendDuplicates: true };
    const plan = await at.plan(at.file('in.csv', text), more);
    const options = sending(client, { concurrency: 1, rememberBefore: true, ...more });
    const end = await started(await at.engine.startRun(plan, options)).done;
    const restore = await planned(end.runId, { force: true });
    assert.deepEqual([restore.plan.counts.send, restore.plan.counts.duplicate], [2, 0]);
  });

  it('reads on from a row that is retried, and leaves no file open where the disk refuses', async () => {
    put(1);
    client.attempts = () => ({ failure: { code: 'server-error' }, status: 500 });
    const end = await send('status_id', '00001,1,3');
    client.attempts = () => ({});
    const again = await started(await at.engine.retryFailedRows(end.runId, sending(client))).done;
    assert.deepEqual(counts(again), [1, 0, 0, 0, 0]);
    const done = await send('status_id', '00001,1,3');
    files.breaks = (count) => /^open .*input\.jsonl/.test(files.calls[count - 1] ?? '');
    const refused = await at.engine.planRestore(done.runId, { client });
    assert.deepEqual(refused, {
      ok: false,
      failure: { code: 'journal-damaged', detail: 'read', params: { reason: 'ENOSPC' } },
    });
  });

  it('is cancelled by the user’s signal while it reads', async () => {
    for (const id of [1, 2]) put(id);
    const end = await send('status_id', '00001,1,3', '00001,2,3');
    const cancel = new AbortController();
    client.fails = (call) => {
      if (call === 'record 00001/1') cancel.abort();
      return undefined;
    };
    const result = await at.engine.planRestore(end.runId, { client, signal: cancel.signal });
    assert.deepEqual(result, { ok: false, failure: { code: 'cancelled' } });
  });

  describe('a row whose reply was lost', () => {
    async function lost(): Promise<RunEnd> {
      put(1);
      client.attempts = () => ({ failure: { code: 'timeout' }, retryable: true, mayHaveApplied: true });
      const end = await send('status_id', '00001,1,3');
      assert.deepEqual(counts(end), [0, 0, 0, 1, 0]);
      client.attempts = () => ({});
      client.calls.length = 0;
      return end;
    }

    const resume = async ({ runId }: RunEnd): Promise<number[]> =>
      counts(await started(await at.engine.resumeRun(runId, sending(client))).done);

    it('is sent again where its record is as it was before', async () => {
      assert.deepEqual(await resume(await lost()), [1, 0, 0, 0, 0]);
      assert.equal(updates().length, 1);
    });

    it('is not sent where its record is as wanted, or as somebody else made it', async () => {
      const applied = await lost();
      put(1, { status_id: 3 });
      assert.deepEqual(await resume(applied), [1, 0, 0, 0, 0]);
      const changed = await lost();
      put(1, { status_id: 5 });
      assert.deepEqual(await resume(changed), [0, 0, 1, 0, 0]);
      assert.deepEqual(updates(), []);
    });

    it('stays in doubt where it is refused when it is sent again', async () => {
      const end = await lost();
      client.attempts = () => ({ failure: { code: 'rejected' }, status: 422 });
      assert.deepEqual(await resume(end), [0, 0, 0, 1, 0]);
    });
  });
});
