import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createBulkEngine } from '../../../src/bulk/engine.js';
import { FileChangedError } from '../../../src/bulk/source/fileStart.js';
import type { RunEnd } from '../../../src/bulk/run/run.js';
import { newRunId, runFolder } from '../../../src/bulk/journal/runFiles.js';
import { dropAbandonedPlans } from '../../../src/bulk/runs.js';
import { realFiles } from '../../../src/storage/files.js';
import type { Result } from '../../../src/core/errors.js';
import { journalOf } from '../../support/bulk/accounts.js';
import { bench, dates, rows, sending, virtualClock, words, type Bench } from '../../support/bulk/engine.js';
import { memoryClient, type MemoryClient } from '../../support/bulk/memoryClient.js';
import { started } from '../../support/bulk/suite.js';

describe('the runs that are kept', () => {
  let at: Bench;
  let clock: ReturnType<typeof virtualClock>;
  let client: MemoryClient;
  let runs: string;
  beforeEach(() => {
    clock = virtualClock();
    at = bench({ clock, random: () => 0.5, redact: (text) => text.replaceAll('hidden', '•') });
    client = memoryClient(9);
    runs = path.join(at.folder, 'runs');
  });
  afterEach(() => {
    at.remove();
  });

  async function send(text: string, more: Parameters<typeof sending>[1] = {}): Promise<RunEnd> {
    const plan = await at.plan(at.file('in.csv', text));
    return started(await at.engine.startRun(plan, sending(client, { concurrency: 1, ...more }))).done;
  }

  const failureOf = (result: Result<unknown>): unknown =>
    result.ok ? assert.fail('it succeeded') : result.failure;
  const stops = {
    failure: { code: 'forbidden', detail: 'remembered', apiErrors: [{ message: 'hidden' }] },
  } as const;

  it('are listed, the newest first, each with how it ended and what it came from', async () => {
    const first = await send(rows(3));
    await clock.sleep(1000);
    client.attempts = () => ({ failure: { code: 'server-error' }, status: 500 });
    const failed = await send(rows(2), { maxAttempts: 1 });
    await clock.sleep(1000);
    client.attempts = () => ({});
    const retried = await started(await at.engine.retryFailedRows(failed.runId, sending(client))).done;
    await clock.sleep(1000);
    client.attempts = () => stops;
    const stopped = await send(rows(2), { parent: first.runId });
    assert.deepEqual(stopped.failure, stops.failure);
    const { runs: listed, damaged } = await at.engine.listRuns();
    assert.deepEqual(damaged, []);
    assert.deepEqual(
      listed.map(({ runId, kind, parent, state, failure, updated, remaining }) => [
        runId,
        kind,
        parent,
        state,
        failure,
        updated,
        remaining,
      ]),
      [
        [stopped.runId, 'linked', first.runId, 'stopped', { code: 'forbidden', detail: 'remembered' }, 0, 2],
        [retried.runId, 'retry', failed.runId, 'completed', undefined, 2, 0],
        [failed.runId, 'update', undefined, 'completed', undefined, 0, 0],
        [first.runId, 'update', undefined, 'completed', undefined, 3, 0],
      ],
    );
    assert.equal(listed.filter((run) => 'parent' in run).length, 2);
    assert.equal(listed.filter((run) => 'failure' in run).length, 1);
    assert.doesNotMatch(readFileSync(journalOf(runs, stopped.runId), 'utf8'), /hidden/);
  });

  it('are told apart from those that never ended, that are damaged, and from other folders', async () => {
    const end = await send(rows(2));
    const journal = journalOf(runs, end.runId);
    const text = readFileSync(journal, 'utf8');
    const copy = (name: string, content: string): void => {
      mkdirSync(path.join(runs, name));
      writeFileSync(journalOf(runs, name), content);
    };
    copy('torn', text.slice(0, text.indexOf('{"t":"end"')));
    copy('damaged', text.replace('"t":"intent"', '"t":"indent"'));
    copy('empty', '');
    copy('no run!', text);
    mkdirSync(path.join(runs, 'planned'));
    writeFileSync(path.join(runs, 'file'), '');
    const { runs: listed, damaged } = await at.engine.listRuns();
    assert.deepEqual(listed.map(({ state, failure }) => [state, failure]).sort(), [
      ['completed', undefined],
      ['completed', { code: 'journal-damaged', detail: 'checksum', params: { line: '4' } }],
      ['unfinished', undefined],
    ]);
    assert.deepEqual(damaged, [{ runId: 'empty', failure: { code: 'journal-damaged', detail: 'header' } }]);
  });

  it('are refused by an id that is none, whatever is asked', async () => {
    const unknown = { code: 'invalid-input', detail: 'run-unknown' };
    const gone = { code: 'journal-damaged', detail: 'missing' };
    for (const [runId, expected] of [
      ['../in', unknown],
      ['20260101-000000-00000000', gone],
    ] as const) {
      const asked = [
        await at.engine.resumeRun(runId, sending(client)),
        await at.engine.retryFailedRows(runId, sending(client)),
        await at.engine.planRestore(runId, { client }),
        await at.engine.writeResults(runId),
        await at.engine.describeRun(runId),
      ];
      for (const result of asked) assert.deepEqual(failureOf(result), expected);
    }
    assert.deepEqual(failureOf(await at.engine.deleteRun('../in')), unknown);
    assert.equal(runFolder('/runs', 'a'.repeat(65)), undefined);
    assert.equal(runFolder('/runs', ''), undefined);
  });

  it('are deleted with all they remember, but not while they are under way', async () => {
    const running: { id?: string; refusal?: unknown } = {};
    const plan = await at.plan(at.file('in.csv', rows(2)));
    const asking: MemoryClient = {
      ...client,
      async attemptUpdate(...call) {
        running.refusal = failureOf(await at.engine.deleteRun(running.id ?? ''));
        return client.attemptUpdate(...call);
      },
    };
    const handle = started(await at.engine.startRun(plan, sending(asking, { concurrency: 1 })));
    running.id = handle.runId;
    await handle.done;
    assert.deepEqual(running.refusal, { code: 'run-locked' });
    assert.ok((await at.engine.deleteRun(handle.runId)).ok);
    assert.deepEqual(readdirSync(runs), []);
  });

  it('lose only plans that are a day old and were never started', async () => {
    const now = Date.UTC(2026, 4, 24, 12);
    const [old, young] = [newRunId(now - 86_401_000), newRunId(now - 86_399_000)];
    for (const name of [old, young, 'no run!']) mkdirSync(path.join(runs, name), { recursive: true });
    const end = await send(rows(1));
    await dropAbandonedPlans(realFiles, runs, now);
    assert.deepEqual(readdirSync(runs).sort(), [end.runId, young, 'no run!'].sort());
  });

  it('say when there is nothing to retry or to restore', async () => {
    const end = await send(rows(2));
    const nothing = (detail: string): unknown => ({ code: 'invalid-input', detail });
    assert.deepEqual(
      failureOf(await at.engine.retryFailedRows(end.runId, sending(client))),
      nothing('nothing-to-retry'),
    );
    assert.deepEqual(
      failureOf(await at.engine.planRestore(end.runId, { client })),
      nothing('nothing-to-restore'),
    );
    assert.deepEqual(readdirSync(runs), [end.runId]);
  });

  it('keep the rows of a selection for a retry too, and tell when these are gone', async () => {
    const copy = at.file('selection.csv', rows(2));
    const plan = await at.plan(copy);
    client.attempts = (count) => (count === 1 ? { failure: { code: 'server-error' } } : {});
    const copyOf = path.join(at.folder, 'customers.csv');
    const options = { ...sending(client, { concurrency: 1, maxAttempts: 1 }), copyOf };
    const end = await started(await at.engine.startRun(plan, options)).done;
    rmSync(copy);
    const again = await started(await at.engine.retryFailedRows(end.runId, sending(client))).done;
    assert.deepEqual([again.total, again.updated], [1, 1]);
    await at.engine.deleteRun(again.runId);
    const source = readdirSync(path.join(runs, end.runId)).find((name) => name.endsWith('.csv')) ?? '';
    rmSync(path.join(runs, end.runId, source));
    const refused = failureOf(await at.engine.retryFailedRows(end.runId, sending(client)));
    assert.deepEqual(refused, { code: 'file-changed', params: { file: path.join(runs, end.runId, source) } });
    const unstarted = await at.engine.startRun(plan, options);
    assert.deepEqual(failureOf(unstarted), { code: 'file-changed', params: { file: copy } });
  });

  it('end where their file is gone, before and on the way', async () => {
    client.attempts = () => stops;
    const end = await send(rows(2));
    const file = path.join(at.folder, 'in.csv');
    rmSync(file);
    const gone = { code: 'invalid-input', detail: 'file-unreadable', params: { reason: 'ENOENT', file } };
    assert.deepEqual(failureOf(await at.engine.resumeRun(end.runId, sending(client))), gone);
    client.attempts = () => {
      rmSync(file, { force: true });
      return {};
    };
    const note = 'x'.repeat(50_000);
    const long = [1, 2, 3, 4].map((id) => `00001,${id},3,${note}\n`).join('');
    const ended = await send(`campaign_id,customer_id,status_id,note\n${long}`);
    assert.deepEqual([ended.state, ended.failure], ['stopped', gone]);
    assert.ok(ended.remaining > 0);
  });

  it('write no results beside a file that is another by now, and say why where it is gone', async () => {
    const end = await send(rows(3));
    const file = path.join(at.folder, 'in.csv');
    writeFileSync(file, rows(4).split('\n').toSpliced(1, 1).join('\n'));
    assert.deepEqual(failureOf(await at.engine.writeResults(end.runId)), {
      code: 'file-changed',
      detail: 'results',
      params: { file },
    });
    rmSync(file);
    assert.deepEqual(failureOf(await at.engine.writeResults(end.runId)), {
      code: 'invalid-input',
      detail: 'file-unreadable',
      params: { reason: 'ENOENT', file },
    });
    assert.deepEqual(readdirSync(at.folder), ['runs']);
    writeFileSync(file, rows(3));
    assert.ok((await at.engine.writeResults(end.runId)).ok);
  });

  it('write no rows to be fixed out of a file that is another by now', async () => {
    const file = at.file('in.csv', `${rows(2)}\n1;x;3`);
    const plan = await at.plan(file);
    writeFileSync(file, `${rows(1)}\n1;y;3\n1;z;3`);
    await assert.rejects(at.engine.writeToFix(plan), FileChangedError);
    assert.deepEqual(readdirSync(at.folder), ['in.csv']);
  });

  it('send no row of a file that is put in place of theirs after its hash was taken', async () => {
    const file = at.file('in.csv', rows(9));
    const other = at.file('other.csv', rows(9).replaceAll(';3', ';4'));
    const plan = await at.plan(file);
    const swapping = createBulkEngine({
      runsFolder: runs,
      dates,
      words,
      clock,
      files: {
        ...realFiles,
        // The journal is opened for writing between the hash and the first row.
        open: (name, mode) => {
          if (mode === 'append') renameSync(other, file);
          return realFiles.open(name, mode);
        },
      },
    });
    const end = await started(await swapping.startRun(plan, sending(client))).done;
    assert.deepEqual([end.state, end.failure?.code, end.remaining], ['stopped', 'file-changed', 9]);
    assert.deepEqual(
      client.calls.filter((call) => call.startsWith('update')),
      [],
    );
  });

  it('offer no row again that a retry has sent, though the clock was set back meanwhile', async () => {
    client.attempts = () => ({ failure: { code: 'server-error' }, status: 500 });
    const failed = await send(rows(2), { maxAttempts: 1 });
    client.attempts = () => ({});
    const hour = 60 * 60 * 1000;
    const now = clock.now.bind(clock);
    clock.now = () => now() - hour;
    const retried = await started(await at.engine.retryFailedRows(failed.runId, sending(client))).done;
    assert.equal(retried.updated, 2);
    const described = await at.engine.describeRun(failed.runId);
    assert.ok(described.ok);
    assert.equal(described.value.retryable, 0);
  });

  it('leave out a row whose date passed while they waited, and none whose date was past before', async () => {
    const text = [
      'campaign_id;customer_id;status_id;next_call_date',
      '00001;1;3;2026-01-01 00:30',
      '00001;2;3;2026-01-01 02:00',
      '00001;3;3;2026-02-01 10:00',
    ].join('\n');
    const plan = await at.plan(at.file('in.csv', text));
    // By Warsaw's clock it is one o'clock when the run begins, and three when its first row goes.
    const waiting: MemoryClient = {
      ...client,
      async getRecord(...call) {
        await clock.sleep(60 * 60 * 1000);
        return client.getRecord(...call);
      },
    };
    const run = started(
      await at.engine.startRun(plan, sending(waiting, { concurrency: 1, rememberBefore: true })),
    );
    const end = await run.done;
    assert.deepEqual([end.updated, end.skipped, end.remaining], [2, 1, 0]);
    assert.match(
      readFileSync(journalOf(runs, end.runId), 'utf8'),
      /"r":1,"o":"skipped".*"detail":"date-passed"/,
    );
  });

  it('end at once when they are cancelled, however slowly they may send', async () => {
    const plan = await at.plan(at.file('in.csv', rows(9)));
    const real = bench();
    const handle = started(
      await real.engine.startRun(plan, sending(client, { concurrency: 4, requestsPerSecond: 0.001 })),
    );
    setImmediate(() => {
      handle.cancel();
    });
    const end = await handle.done;
    assert.equal(end.state, 'cancelled');
    real.remove();
  });

  it('are refused to another system and over another file, both named', async () => {
    client.attempts = () => stops;
    const end = await send(rows(2));
    const params = { expected: client.baseUrl, found: 'https://other.test' };
    const elsewhere = { ...client, baseUrl: params.found };
    assert.deepEqual(failureOf(await at.engine.resumeRun(end.runId, sending(elsewhere))), {
      code: 'journal-damaged',
      detail: 'other-origin',
      params,
    });
    const file = at.file('in.csv', rows(3));
    assert.deepEqual(failureOf(await at.engine.resumeRun(end.runId, sending(client))), {
      code: 'file-changed',
      params: { file },
    });
  });
});
