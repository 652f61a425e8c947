import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunEnd } from '../../../src/bulk/run/run.js';
import { newRunId, runFolder } from '../../../src/bulk/journal/runFiles.js';
import { dropAbandonedPlans } from '../../../src/bulk/runs.js';
import { realFiles } from '../../../src/storage/files.js';
import type { Result } from '../../../src/core/errors.js';
import { journalOf } from '../../support/bulk/accounts.js';
import { bench, rows, sending, virtualClock, type Bench } from '../../support/bulk/engine.js';
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
