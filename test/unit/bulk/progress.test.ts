import assert from 'node:assert/strict';
import { Progress } from '../../../src/bulk/run/progress.js';
import type { Replay } from '../../../src/bulk/journal/replay.js';
import type { RunProgress } from '../../../src/bulk/run/run.js';
import type { RowEnd, WorkItem } from '../../../src/bulk/run/workQueue.js';
import { header } from '../../support/bulk/journalHeader.js';

describe('the progress of a run', () => {
  let now: number;
  let told: RunProgress[];
  let progress: Progress;
  beforeEach(() => {
    now = 50;
    told = [];
    const leftOut = { invalid: 3, duplicate: 1 };
    const counts = { updated: 1, failed: 0, skipped: 0, inDoubt: 2, remaining: 17 };
    const clock = { now: () => now, steady: () => now, sleep: () => Promise.resolve() };
    const onProgress = (each: RunProgress): unknown => told.push(each);
    progress = new Progress({ header, counts, leftOut } as unknown as Replay, { clock, onProgress });
  });

  const item: WorkItem = {
    row: 0,
    update: { campaignId: '00001', customerId: '1', fields: {} },
    fingerprint: 0,
  };
  const end = (outcome: RowEnd['outcome'], from: WorkItem = item): void => {
    progress.ended({ outcome, attempts: 1, durationMs: 1 }, from);
  };

  it('counts each row where it ends, a row in doubt from where it was', () => {
    for (const outcome of ['updated', 'failed', 'skipped', 'in-doubt', 'put-back'] as const) end(outcome);
    end('updated', { ...item, unfinished: {} });
    assert.deepEqual(progress.counts(), {
      total: 20,
      updated: 3,
      failed: 1,
      skipped: 1,
      inDoubt: 2,
      remaining: 13,
    });
  });

  it('tells the rate and the time left once they can be told', () => {
    assert.deepEqual(Object.keys(progress.now()).sort(), [
      'failed',
      'inDoubt',
      'remaining',
      'runId',
      'skipped',
      'toSend',
      'total',
      'updated',
    ]);
    assert.equal(progress.now().toSend, 16);
    end('updated');
    now += 1000;
    const { perSecond, msLeft } = progress.now();
    assert.deepEqual([perSecond, msLeft], [0, undefined]);
    for (let count = 0; count < 4; count++) end('updated');
    assert.deepEqual([progress.now().perSecond, progress.now().msLeft], [4, 3000]);
  });

  it('is told at most ten times a second, and at once when the run holds', () => {
    now = 1000;
    end('updated');
    now += 99;
    end('updated');
    assert.equal(told.length, 1);
    now += 1;
    end('updated');
    assert.equal(told.length, 2);
    progress.hold({ reason: 'user' });
    assert.deepEqual(told[2]?.hold, { reason: 'user' });
    progress.hold(undefined);
    assert.ok(told[3] && !('hold' in told[3]));
  });
});
