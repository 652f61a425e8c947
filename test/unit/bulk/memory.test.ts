import assert from 'node:assert/strict';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import v8 from 'node:v8';
import vm from 'node:vm';
import { makePlan } from '../../../src/bulk/plan/planner.js';
import type { PlanResult } from '../../../src/bulk/plan/plan.js';
import { bench, dates } from '../../support/bulk/engine.js';

/** Bytes that a plan keeps, its index of records included. */
async function kept(file: string, collect: () => void): Promise<{ bytes: number; plan: PlanResult }> {
  collect();
  const before = process.memoryUsage();
  const plan = await makePlan({ file, dates });
  collect();
  const after = process.memoryUsage();
  return { bytes: after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers, plan };
}

async function write(file: string, rows: number): Promise<void> {
  const stream = createWriteStream(file);
  stream.write('campaign_id,customer_id,status_id\n');
  for (let row = 1; row <= rows; row++) {
    if (!stream.write(`00001,${row},3\n`)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'close');
}

describe('bulk memory', function () {
  this.timeout(300_000);

  it('keeps at most 32 bytes a row of a plan', async function () {
    if (process.env.DEEP !== '1') this.skip();
    v8.setFlagsFromString('--expose_gc');
    const collect = vm.runInNewContext('gc') as () => void;
    const at = bench();
    const file = path.join(at.folder, 'in.csv');
    await write(file, 1000);
    await kept(file, collect);
    for (const rows of [100_000, 300_000]) {
      await write(file, rows);
      const { bytes, plan } = await kept(file, collect);
      assert.ok(plan.ok);
      assert.equal(plan.plan.counts.send, rows);
      assert.ok(bytes <= rows * 32 + 500_000, `${Math.round(bytes / rows)} bytes a row`);
    }
    at.remove();
  });
});
