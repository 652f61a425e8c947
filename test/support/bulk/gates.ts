import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { Gate, type GateOptions, type Hold } from '../../../src/bulk/run/gate.js';
import { handClock, type HandClock } from './handClock.js';

/** What became of a call by now. */
export interface Call {
  ended?: boolean | 'waited';
}

/** What each test of a gate starts with. */
export interface GateBench {
  clock: HandClock;
  /** All that the gates told. */
  holds: (Hold | undefined)[];
  /** Jitter halfway: waits are three quarters of 1, 2, 4 … 30 seconds. */
  gateOf: (more?: Partial<GateOptions>) => Gate;
  begin: (promise: Promise<boolean> | Promise<void>) => Promise<Call>;
  /** Passes once what holds now is over, not earlier, and tells how long that took. */
  tryAfterHold: (gate: Gate) => Promise<number>;
}

/** A new clock for each test. Call inside `describe`. */
export function useGates(): GateBench {
  const bench: GateBench = {
    clock: handClock(),
    holds: [],
    gateOf: (more = {}) =>
      new Gate({
        clock: bench.clock,
        random: () => 0.5,
        maxWaitMs: 600_000,
        onHold: (hold) => bench.holds.push(hold),
        ...more,
      }),
    async begin(promise) {
      const call: Call = {};
      void promise.then((value) => (call.ended = value ?? 'waited'));
      await turn();
      return call;
    },
    async tryAfterHold(gate) {
      const { clock, holds } = bench;
      const from = clock.now();
      const until = holds.at(-1)?.until ?? from;
      const call = await bench.begin(gate.pass());
      if (until > from) {
        await clock.advance(until - from - 1);
        assert.equal(call.ended, undefined);
        await clock.advance(1);
      }
      assert.equal(call.ended, true);
      return until - from;
    },
  };
  beforeEach(() => {
    bench.clock = handClock();
    bench.holds = [];
  });
  return bench;
}
