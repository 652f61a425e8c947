import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { useGates } from '../../support/bulk/gates.js';

const failure = { code: 'server-error' } as const;

describe('the gate of a run', () => {
  const bench = useGates();
  const { gateOf, begin, tryAfterHold } = bench;

  it('lets everybody through and tells nothing while nothing is wrong', async () => {
    const gate = gateOf();
    gate.succeed();
    gate.resume();
    gate.release();
    for (let each = 0; each < 3; each++) assert.equal(await gate.pass(), true);
    assert.deepEqual(bench.holds, []);
    assert.equal(gate.isTroubled, false);
  });

  it('holds all as long as Retry-After says, then lets a single one try until a success', async () => {
    const gate = gateOf();
    gate.limit(7000, failure);
    assert.deepEqual(bench.holds, [{ reason: 'rate-limited', until: 7000, failure }]);
    assert.equal(await tryAfterHold(gate), 7000);
    assert.deepEqual(bench.holds.slice(1), [undefined]);
    const others = [await begin(gate.pass()), await begin(gate.pass())];
    await bench.clock.advance(60_000);
    assert.deepEqual(others, [{}, {}]);
    gate.succeed();
    await turn();
    assert.deepEqual(others, [{ ended: true }, { ended: true }]);
    assert.equal(bench.holds.length, 2);
  });

  for (const [random, waits] of [
    [0, [500, 1000, 2000, 4000, 8000, 15_000, 15_000, 500]],
    [0.5, [750, 1500, 3000, 6000, 12_000, 22_500, 22_500, 750]],
    [1, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 1000]],
  ] as const)
    for (const reason of ['limit', 'lose'] as const)
      it(`waits longer each time, up to half a minute, until a success (${reason}, jitter ${random})`, async () => {
        const gate = gateOf({ random: () => random });
        const found: number[] = [];
        for (const index of waits.keys()) {
          if (index === waits.length - 1) gate.succeed();
          if (reason === 'lose') gate.lose(failure);
          else gate.limit(undefined, failure);
          found.push(await tryAfterHold(gate));
        }
        assert.deepEqual(found, waits);
        assert.equal(bench.holds[0]?.reason, reason === 'lose' ? 'network' : 'rate-limited');
      });

  it('counts requests that are lost together as one loss', async () => {
    const gate = gateOf();
    gate.lose(failure);
    gate.lose(failure);
    assert.equal(bench.holds.length, 1);
    assert.equal(await tryAfterHold(gate), 750);
    gate.lose(failure);
    assert.equal(await tryAfterHold(gate), 1500);
  });

  it('never shortens a wait', async () => {
    const gate = gateOf();
    gate.limit(7000, failure);
    gate.limit(3000, failure);
    gate.limit(7000, failure);
    assert.equal(bench.holds.length, 1);
    assert.equal(await tryAfterHold(gate), 7000);
  });

  it('lets rows try again by themselves until the fifth server error in a row, then holds all', async () => {
    const gate = gateOf();
    for (let round = 0; round < 2; round++) {
      for (let each = 0; each < 4; each++) assert.equal(gate.fail(failure, undefined), true);
      assert.equal(gate.isTroubled, false);
      if (round === 0) gate.succeed();
    }
    assert.deepEqual(bench.holds, []);
    assert.equal(gate.fail(failure, undefined), false);
    assert.equal(gate.isTroubled, true);
    assert.deepEqual(bench.holds, [{ reason: 'server-error', until: 1500, failure }]);
    await tryAfterHold(gate);
    assert.equal(gate.isTroubled, true);
    gate.succeed();
    assert.equal(gate.isTroubled, false);
    assert.equal(gate.fail(failure, undefined), true);
  });

  it('stops after three single tries that failed, each after a longer wait', async () => {
    const gate = gateOf();
    for (let each = 0; each < 5; each++) gate.fail(failure, undefined);
    const waits: number[] = [];
    for (let trial = 0; trial < 3; trial++) {
      assert.equal(gate.stopped, undefined);
      waits.push(await tryAfterHold(gate));
      assert.equal(gate.fail(failure, undefined), false);
    }
    assert.deepEqual(waits, [1500, 3000, 6000]);
    assert.deepEqual(gate.stopped, { state: 'stopped', failure });
    assert.equal(await gate.pass(), false);
  });

  it('begins its three tries anew after a success', async () => {
    const gate = gateOf();
    for (let round = 0; round < 3; round++) {
      gate.fail(failure, 1000);
      for (let trial = 0; trial < 2; trial++) {
        await tryAfterHold(gate);
        gate.fail(failure, 1000);
      }
      await tryAfterHold(gate);
      gate.succeed();
    }
    assert.equal(gate.stopped, undefined);
  });

  it('holds all for a server error with Retry-After, however few there were', async () => {
    const gate = gateOf();
    assert.equal(gate.fail(failure, 4000), false);
    assert.equal(gate.isTroubled, true);
    assert.equal(await tryAfterHold(gate), 4000);
  });

  it('serves a server that always needs a second try, but not one that mostly fails', () => {
    const gate = gateOf();
    for (let row = 0; row < 100; row++) {
      assert.equal(gate.fail(failure, undefined), true);
      gate.succeed();
    }
    for (let row = 0; row < 100; row++) gate.succeed();
    // Four of five fail: twenty retries more than there are successes.
    let retries = 0;
    for (; gate.fail(failure, undefined); retries++) if (retries % 4 === 3) gate.succeed();
    assert.equal(retries, 26);
  });

  it('lets another one try when the first does not send after all', async () => {
    const gate = gateOf();
    gate.limit(1000, failure);
    gate.release();
    await tryAfterHold(gate);
    const second = await begin(gate.pass());
    const third = await begin(gate.pass());
    gate.release();
    await turn();
    assert.deepEqual([second, third], [{ ended: true }, {}]);
  });
});
