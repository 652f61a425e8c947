import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { Gate } from '../../../src/bulk/run/gate.js';
import { useGates } from '../../support/bulk/gates.js';

const failure = { code: 'server-error' } as const;

describe('the gate of a run, paused or stopped', () => {
  const bench = useGates();
  const { gateOf, begin, tryAfterHold } = bench;

  it('waits for the user, and tells what it waits for', async () => {
    const gate = gateOf();
    gate.pause('missing-secret', { code: 'missing-secret' });
    gate.pause('user');
    const call = await begin(gate.pass());
    await bench.clock.advance(3_600_000);
    assert.deepEqual(call, {});
    assert.deepEqual(bench.holds, [{ reason: 'missing-secret', failure: { code: 'missing-secret' } }]);
    gate.resume();
    await turn();
    assert.equal(call.ended, true);
    gate.pause('user');
    assert.deepEqual(bench.holds.slice(1), [undefined, { reason: 'user' }]);
  });

  it('goes on holding for the server where the user resumes early', async () => {
    const gate = gateOf();
    gate.limit(5000, failure);
    gate.pause('user');
    gate.resume();
    assert.deepEqual(bench.holds.at(-1), bench.holds[0]);
    assert.equal(await tryAfterHold(gate), 5000);
  });

  it('tries again after a pause that came during the single try', async () => {
    const gate = gateOf();
    gate.limit(1000, failure);
    await tryAfterHold(gate);
    gate.pause('user');
    gate.resume();
    const calls = [await begin(gate.pass()), await begin(gate.pass())];
    assert.deepEqual(calls, [{ ended: true }, {}]);
  });

  it('a pause makes no single try of what is not in trouble', async () => {
    const gate = gateOf();
    gate.pause('user');
    gate.resume();
    assert.deepEqual(
      [await begin(gate.pass()), await begin(gate.pass())],
      [{ ended: true }, { ended: true }],
    );
  });

  it('stops for the first reason, and lets nobody through any more', async () => {
    const gate = gateOf();
    gate.pause('user');
    const [passing, waiting] = [await begin(gate.pass()), await begin(gate.wait(1000))];
    gate.stop({ state: 'cancelled' });
    gate.stop({ state: 'stopped', failure });
    await turn();
    assert.deepEqual([passing.ended, waiting.ended], [false, 'waited']);
    assert.deepEqual(gate.stopped, { state: 'cancelled' });
    assert.equal(await gate.pass(), false);
  });

  it('waits the whole time whatever else happens meanwhile', async () => {
    const gate = gateOf();
    const waiting = await begin(gate.wait(1000));
    await bench.clock.advance(400);
    gate.pause('user');
    await bench.clock.advance(599);
    assert.deepEqual(waiting, {});
    await bench.clock.advance(1);
    assert.equal(waiting.ended, 'waited');
  });

  it('stops when it would wait longer than allowed without a success', async () => {
    for (const [retryAfter, stopped] of [
      [600_000, false],
      [600_001, true],
    ] as const) {
      const gate = gateOf();
      gate.limit(retryAfter, failure);
      assert.deepEqual(gate.stopped, stopped ? { state: 'stopped', failure } : undefined);
    }
    const gate = gateOf();
    gate.limit(400_000, failure);
    await bench.clock.advance(100_000);
    // Only what is added to the wait counts.
    gate.limit(400_000, failure);
    gate.limit(500_000, failure);
    assert.equal(gate.stopped, undefined);
    gate.limit(500_001, failure);
    assert.ok(gate.stopped);
  });

  it('stops for a server error with too long a Retry-After, which is no fault of its row', () => {
    const gate = gateOf();
    assert.equal(gate.fail(failure, 600_001), false);
    assert.deepEqual(gate.stopped, { state: 'stopped', failure });
    assert.equal(gate.isTroubled, true);
  });

  it('works where nobody listens', async () => {
    const gate = new Gate({ clock: bench.clock, random: () => 0.5, maxWaitMs: 600_000 });
    gate.limit(1000, failure);
    await bench.clock.advance(1000);
    assert.equal(await gate.pass(), true);
  });

  it('may wait as long again after a success', async () => {
    const gate = gateOf();
    for (let round = 0; round < 3; round++) {
      gate.limit(400_000, failure);
      await tryAfterHold(gate);
      gate.succeed();
    }
    assert.equal(gate.stopped, undefined);
    gate.limit(400_000, failure);
    await tryAfterHold(gate);
    gate.limit(400_000, failure);
    assert.ok(gate.stopped);
  });
});
