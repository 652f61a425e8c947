import assert from 'node:assert/strict';
import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { between, createRandom } from '../../../src/simulator/engine/inventedData.js';
import { Account } from '../../support/bulk/accounts.js';
import { seeds } from '../../support/bulk/deep.js';
import { bench, client, rows, sending, virtualClock, type Bench } from '../../support/bulk/engine.js';
import { faultyFiles, type FaultyFiles } from '../../support/bulk/faultyFiles.js';
import { fill, startServer, type CountingServer } from '../../support/bulk/server.js';

describe('bulk journal on a bad disk', function () {
  this.timeout(30_000);
  let server: CountingServer;
  let files: FaultyFiles;
  let at: Bench;

  beforeEach(async () => {
    server = await startServer();
    fill(server, 100);
    files = faultyFiles();
    at = bench({ files, clock: virtualClock() });
  });
  afterEach(async () => {
    await server.close();
    at.remove();
  });

  const journal = (runId: string): string => path.join(at.folder, 'runs', runId, 'journal.jsonl');

  async function resume(runId: string): Promise<void> {
    const resumed = await at.engine.resumeRun(runId, { ...sending(client(server.url)), onUnknown: 'resend' });
    assert.ok(resumed.ok, JSON.stringify(resumed));
    const end = await resumed.value.done;
    assert.deepEqual([end.state, end.updated], ['completed', 100]);
    assert.equal(server.puts.size, 100);
  }

  it('stops sending when the disk is full, and loses nothing', async () => {
    const plan = await at.plan(at.file('in.csv', rows(100)));
    server.fault = ({ count }) => {
      if (count === 30) files.room = 100;
      return false;
    };
    const started = await at.engine.startRun(plan, sending(client(server.url)));
    assert.ok(started.ok);
    const end = await started.value.done;
    assert.deepEqual(
      [end.state, end.failure?.code, end.failure?.params?.reason],
      ['stopped', 'journal-damaged', 'ENOSPC'],
    );
    assert.ok(server.puts.size < 40);
    assert.equal(end.total, end.updated + end.failed + end.skipped + end.inDoubt + end.remaining);
    files.room = Infinity;
    server.fault = undefined;
    await resume(end.runId);
    const resends = [...server.puts.values()].reduce((sum, list) => sum + list.length - 1, 0);
    assert.ok(resends <= 8, String(resends));
  });

  it('stops sending when a sync fails', async () => {
    const plan = await at.plan(at.file('in.csv', rows(100)));
    const held: (() => void)[] = [];
    server.fault = ({ count, answer }) => {
      if (count < 10) return false;
      files.failSync = true;
      held.push(() => answer.writeHead(204).end());
      return true;
    };
    const started = await at.engine.startRun(plan, {
      ...sending(client(server.url, { timeoutSeconds: 1 })),
      maxAttempts: 1,
    });
    assert.ok(started.ok);
    const end = await started.value.done;
    assert.deepEqual(
      [end.state, end.failure?.code, end.failure?.params?.reason],
      ['stopped', 'journal-damaged', 'EIO'],
    );
    assert.ok(server.puts.size < 20);
    for (const answer of held) answer();
    files.failSync = false;
    server.fault = undefined;
    await resume(end.runId);
  });

  it('starts nothing when the journal cannot be begun', async () => {
    const plan = await at.plan(at.file('in.csv', rows(100)));
    files.room = 10;
    const started = await at.engine.startRun(plan, sending(client(server.url)));
    assert.ok(!started.ok);
    assert.equal(started.failure.params?.reason, 'ENOSPC');
    assert.equal(server.requests.length, 0);
  });

  for (const [fault, code] of [
    ['a full disk', 'ENOSPC'],
    ['a failing sync', 'EIO'],
  ] as const) {
    for (const seed of seeds(100, 3)) {
      it(`loses no row and repeats no finished one after ${fault} (seed ${seed})`, async () => {
        const random = createRandom(seed);
        const plan = await at.plan(at.file('in.csv', rows(100)));
        const moment = between(random, 1, 90);
        server.fault = ({ count }) => {
          if (count === moment && code === 'ENOSPC') files.room = between(random, 0, 300);
          if (count === moment && code === 'EIO') files.failSync = true;
          return false;
        };
        const started = await at.engine.startRun(plan, sending(client(server.url)));
        assert.ok(started.ok);
        const end = await started.value.done;
        assert.deepEqual(
          [end.state, end.failure?.code, end.failure?.params?.reason],
          ['stopped', 'journal-damaged', code],
        );
        const account = new Account(server);
        account.takeDown(journal(end.runId));
        files.room = Infinity;
        files.failSync = false;
        server.fault = undefined;
        const resumed = await at.engine.resumeRun(end.runId, {
          ...sending(client(server.url)),
          onUnknown: 'resend',
        });
        assert.ok(resumed.ok, JSON.stringify(resumed));
        account.checkEnd(await resumed.value.done, 100, 2 * 4);
      });
    }
  }

  it('sends every row after a power cut that took what was not synced', async () => {
    const plan = await at.plan(at.file('in.csv', rows(100)));
    server.fault = ({ count }) => {
      if (count === 60) stop();
      return false;
    };
    const started = await at.engine.startRun(plan, sending(client(server.url)));
    assert.ok(started.ok);
    let runId = '';
    function stop(): void {
      if (!started.ok) return;
      runId = started.value.runId;
      // As the disk would be found had the power gone now.
      const copy = `${journal(runId)}.copy`;
      files.dropUnsynced();
      cpSync(journal(runId), copy);
      started.value.cancel();
    }
    await started.value.done;
    writeFileSync(journal(runId), readFileSync(`${journal(runId)}.copy`));
    await resume(runId);
  });

  it('drops a torn last line and refuses a bad one in the middle', async () => {
    const plan = await at.plan(at.file('in.csv', rows(100)));
    const started = await at.engine.startRun(plan, sending(client(server.url)));
    assert.ok(started.ok);
    const { runId } = await started.value.done;
    const whole = readFileSync(journal(runId), 'utf8');
    appendFileSync(journal(runId), '{"t":"done","r":1');
    await resume(runId);
    await resume(runId);
    const damaged = whole.replace('"t":"done","r":5,"o":"updated"', '"t":"done","r":6,"o":"updated"');
    assert.notEqual(damaged, whole);
    writeFileSync(journal(runId), damaged);
    const refused = await at.engine.resumeRun(runId, sending(client(server.url)));
    assert.ok(!refused.ok);
    assert.deepEqual([refused.failure.code, refused.failure.detail], ['journal-damaged', 'checksum']);
    const listed = await at.engine.listRuns();
    assert.deepEqual(
      listed.runs.map((each) => [each.runId, each.failure?.code, each.updated, each.inDoubt]),
      [[runId, 'journal-damaged', 99, 1]],
    );
    assert.ok((await at.engine.deleteRun(runId)).ok);
    assert.deepEqual(await at.engine.listRuns(), { runs: [], damaged: [] });
  });
});
