import assert from 'node:assert/strict';
import type { Plan } from '../../../src/bulk/plan/plan.js';
import type { PlanRequest } from '../../../src/bulk/run/startRun.js';
import type { CodedFailure } from '../../../src/core/errors.js';
import { bench, rows, virtualClock, type Bench } from '../../support/bulk/engine.js';
import { memoryClient, record, type MemoryClient } from '../../support/bulk/memoryClient.js';

describe('the records that a plan reads', () => {
  let at: Bench;
  let clock: ReturnType<typeof virtualClock>;
  beforeEach(() => {
    clock = virtualClock();
    at = bench({ clock });
  });
  afterEach(() => {
    at.remove();
  });

  const plan = (client: MemoryClient, text: string, more: Partial<PlanRequest> = {}): Promise<Plan> =>
    at.plan(at.file('in.csv', text), { client, readRecords: true, ...more });

  /** What was asked about records. */
  const reads = ({ calls }: MemoryClient): string[] => calls.filter((call) => call.startsWith('record'));

  const restorable = ({ counts }: Plan): number[] => {
    const { fully, partly, not, unknown } = counts.restorable;
    assert.equal(fully + partly + not + unknown, counts.send);
    return [fully, partly, not, unknown];
  };

  it('one by one for three rows, in pages for more', async () => {
    const few = memoryClient(10);
    assert.deepEqual(restorable(await plan(few, rows(3))), [3, 0, 0, 0]);
    assert.deepEqual(reads(few), ['record 00001/1', 'record 00001/2', 'record 00001/3']);
    const more = memoryClient(10);
    assert.deepEqual(restorable(await plan(more, rows(4))), [4, 0, 0, 0]);
    assert.deepEqual(reads(more), ['records 00001 from 0']);
  });

  it('page by page to the last, which may be full', async () => {
    const partial = memoryClient(250);
    assert.deepEqual(restorable(await plan(partial, rows(250))), [250, 0, 0, 0]);
    const pages = ['records 00001 from 0', 'records 00001 from 100', 'records 00001 from 200'];
    assert.deepEqual(reads(partial), pages);
    const full = memoryClient(200);
    assert.deepEqual(restorable(await plan(full, rows(200))), [200, 0, 0, 0]);
    assert.deepEqual(reads(full), pages);
  });

  it('one by one where the campaign has more pages than the plan has rows of it', async () => {
    const large = memoryClient(401);
    await plan(large, rows(4));
    assert.deepEqual(reads(large), [
      'records 00001 from 0',
      ...[1, 2, 3, 4].map((id) => `record 00001/${id}`),
    ]);
    const asLarge = memoryClient(400);
    await plan(asLarge, rows(4));
    assert.ok(reads(asLarge).every((call) => call.startsWith('records')));
  });

  it('one by one where pages are refused, and no more of what a page told', async () => {
    const client = memoryClient(150);
    client.fails = (call) => (call === 'records 00001 from 100' ? { code: 'forbidden' } : undefined);
    assert.deepEqual(restorable(await plan(client, rows(150))), [150, 0, 0, 0]);
    assert.deepEqual(
      reads(client).slice(2),
      Array.from({ length: 50 }, (_, index) => `record 00001/${index + 101}`),
    );
  });

  it('each campaign in the way that suits it', async () => {
    const client = memoryClient(10);
    client.records.set('00002/7', record(7));
    const made = await plan(client, `${rows(5)}00002,7,3\n`);
    assert.deepEqual(restorable(made), [6, 0, 0, 0]);
    assert.deepEqual(reads(client), ['records 00001 from 0', 'record 00002/7']);
  });

  it('a record without a customer, or of no row, is passed over', async () => {
    const client = memoryClient(0);
    client.records.set('00001/x', { status_id: 8 });
    for (const id of [99, 1, 2, 3, 4]) client.records.set(`00001/${id}`, record(id));
    assert.deepEqual(restorable(await plan(client, rows(4))), [4, 0, 0, 0]);
  });

  it('nothing of rows that are not sent', async () => {
    const client = memoryClient(3);
    const made = await plan(client, 'campaign_id,customer_id,status_id\n00001,1,3\n00001,x,3\n00001,1,3\n');
    assert.deepEqual([made.counts.send, made.counts.invalid, made.counts.duplicate], [1, 1, 1]);
    assert.deepEqual(reads(client), ['record 00001/1']);
  });

  it('tell records that do not exist, or on which somebody works', async () => {
    const client = memoryClient(3);
    client.records.delete('00001/2');
    client.records.set('00001/3', record(3, { system_status: 'IN_PROGRESS' }));
    const made = await plan(client, rows(3));
    assert.deepEqual([made.counts.send, made.counts.notFound, made.counts.inWork], [1, 1, 1]);
    assert.deepEqual(restorable(made), [1, 0, 0, 0]);
    assert.deepEqual(made.unchecked, []);
    const anyway = await plan(client, rows(3), { includeInWork: true });
    assert.deepEqual([anyway.counts.send, anyway.counts.inWork], [2, 0]);
  });

  it('ask by itself for a record that no page has, which alone tells that there is none', async () => {
    const client = memoryClient(8);
    client.records.delete('00001/5');
    const made = await plan(client, rows(8));
    assert.deepEqual(reads(client), ['records 00001 from 0', 'record 00001/5']);
    assert.deepEqual([made.counts.send, made.counts.notFound], [7, 1]);
    const silent = memoryClient(8);
    silent.records.delete('00001/5');
    silent.fails = (call) => (call === 'record 00001/5' ? { code: 'forbidden' } : undefined);
    const unsure = await plan(silent, rows(8));
    assert.deepEqual([unsure.counts.send, unsure.counts.notFound, unsure.unchecked], [8, 0, ['records']]);
  });

  it('leave a second row of a record to find it as the first one left it', async () => {
    const client = memoryClient(3);
    const text = 'campaign_id,customer_id,status_id\n00001,1,3\n00001,1,5\n';
    const made = await plan(client, text, { sendDuplicates: true });
    assert.deepEqual(reads(client), ['record 00001/1']);
    assert.deepEqual([made.facts.fingerprints.get(0) === 0, made.facts.fingerprints.get(1)], [false, 0]);
  });

  it('leave out rows that take their record out of Do not call, and count them, until that is wanted', async () => {
    const client = memoryClient(3);
    client.records.set('00001/2', record(2, { system_status: 'NO_CALL', status_id: 4 }));
    const made = await plan(client, rows(3));
    assert.deepEqual([made.counts.send, made.counts.doNotCall], [2, 1]);
    const anyway = await plan(client, rows(3), { includeDoNotCall: true });
    assert.deepEqual([anyway.counts.send, anyway.counts.doNotCall], [3, 0]);
    const order = await plan(client, 'campaign_id,customer_id,order\n00001,2,3\n');
    assert.deepEqual([order.counts.send, order.counts.doNotCall], [1, 0]);
  });

  it('tell what a restore could put back', async () => {
    const client = memoryClient(0);
    client.records.set('00001/1', record(1, { agent_login: 'a.nowak', order: '7' }));
    client.records.set('00001/2', record(2, { agent_login: 'a.nowak', order: '' }));
    client.records.set('00001/3', record(3, { agent_login: '', order: undefined }));
    const lines = [1, 2, 3, 4].map((id) => `00001,${id},j.doe,1`);
    client.records.set('00001/4', record(4, { agent_login: '', order: '' }));
    const made = await plan(client, ['campaign_id,customer_id,agent_login,order', ...lines].join('\n'));
    assert.deepEqual(restorable(made), [1, 1, 2, 0]);
    // A dictionary status is put back by the status that it belongs to.
    const status = await plan(client, 'campaign_id,customer_id,dictionary_status_id\n00001,3,2\n');
    assert.deepEqual(restorable(status), [1, 0, 0, 0]);
  });

  const refusals: CodedFailure['code'][] = ['forbidden', 'server-error', 'timeout'];
  for (const code of refusals) {
    it(`end with the first answer ${code}, and the plan says that records are unchecked`, async () => {
      const client = memoryClient(3);
      client.fails = (call) => (call === 'record 00001/2' ? { code } : undefined);
      const made = await plan(client, rows(3), { concurrency: 1 });
      assert.deepEqual(reads(client), ['record 00001/1', 'record 00001/2']);
      assert.deepEqual(restorable(made), [1, 0, 0, 2]);
      assert.deepEqual([made.counts.send, made.unchecked], [3, ['records']]);
    });
  }

  it('are so many at most, by page and one by one', async () => {
    const client = memoryClient(300);
    assert.deepEqual(restorable(await plan(client, rows(300), { maxReads: 2 })), [200, 0, 0, 100]);
    assert.equal(reads(client).length, 2);
    const single = memoryClient(3);
    assert.deepEqual(restorable(await plan(single, rows(3), { maxReads: 2, concurrency: 1 })), [2, 0, 0, 1]);
    assert.deepEqual(reads(single), ['record 00001/1', 'record 00001/2']);
    const one = memoryClient(3);
    await plan(one, rows(3), { maxReads: 1, concurrency: 1 });
    assert.deepEqual(reads(one), ['record 00001/1']);
  });

  it('are one by one in each part of a long file', async () => {
    const client = memoryClient(0);
    for (const id of [1, 3000, 3001]) client.records.set(`00002/${id}`, record(id));
    // Each row fills most of a reading of the file.
    const note = 'x'.repeat(60_000);
    const lines = [1, 3000, 3001].map((id) => `00002,${id},3,${note}`);
    const text = ['campaign_id,customer_id,status_id,note', ...lines];
    assert.deepEqual(restorable(await plan(client, text.join('\n'))), [3, 0, 0, 0]);
    const refused = memoryClient(0);
    refused.fails = (call) => (call.startsWith('record') ? { code: 'forbidden' } : undefined);
    assert.deepEqual(restorable(await plan(refused, text.join('\n'))), [0, 0, 0, 3]);
    assert.deepEqual(reads(refused), ['record 00002/1']);
    const limited = memoryClient(0);
    await plan(limited, text.join('\n'), { maxReads: 1 });
    assert.deepEqual(reads(limited), ['record 00002/1']);
  });

  it('are paced', async () => {
    await plan(memoryClient(3), rows(3), { requestsPerSecond: 4, concurrency: 1 });
    assert.deepEqual(clock.slept, [250, 250]);
    await plan(memoryClient(200), rows(200), { requestsPerSecond: 1 });
    assert.deepEqual(clock.slept.slice(2), [1000, 1000]);
  });

  it('stop when the user cancels, by page and one by one', async () => {
    for (const [count, stopAt] of [
      [300, 'records 00001 from 100'],
      [3, 'record 00001/2'],
    ] as const) {
      const client = memoryClient(count);
      const cancel = new AbortController();
      client.fails = (call) => {
        if (call === stopAt) cancel.abort();
        return undefined;
      };
      await plan(client, rows(count), { signal: cancel.signal, concurrency: 1 });
      assert.deepEqual([reads(client).length, reads(client).at(-1)], [2, stopAt]);
    }
  });

  it('take the user’s signal along', async () => {
    const client = memoryClient(4);
    const { signal } = new AbortController();
    const seen: unknown[] = [];
    const spying: MemoryClient = {
      ...client,
      getRecord: (...call) => (seen.push(call[2]?.signal), client.getRecord(...call)),
      listRecords: (...call) => (seen.push(call[2]?.signal), client.listRecords(...call)),
      listStatuses: (...call) => (seen.push(call[1]?.signal), client.listStatuses(...call)),
    };
    await plan(spying, rows(1), { signal });
    await plan(spying, rows(4), { signal });
    assert.equal(seen.length, 4);
    assert.ok(seen.every((each) => each === signal));
  });

  it('are told of by the hundred', async () => {
    const told: string[] = [];
    const onProgress: PlanRequest['onProgress'] = ({ phase, done }) => told.push(`${phase} ${done}`);
    await plan(memoryClient(250), rows(250), { onProgress });
    assert.deepEqual(
      told.filter((each) => each.startsWith('records')),
      ['records 100', 'records 200'],
    );
  });
});
