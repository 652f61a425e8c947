import assert from 'node:assert/strict';
import { DeadlineWatch, type Deadlines, type Phase } from '../../../src/thulium/attempt.js';

const long: Deadlines = { connectMs: 60_000, headersMs: 60_000, idleMs: 60_000, totalMs: 60_000 };

describe('The deadlines of an attempt', () => {
  /** The phase and limit that expired after entering these phases in turn. */
  function expiry(
    deadlines: Partial<Deadlines>,
    ...phases: Exclude<Phase, 'total'>[]
  ): Promise<[Phase, number]> {
    return new Promise((resolve) => {
      const watch = new DeadlineWatch({ ...long, ...deadlines }, (phase, limitMs) => {
        resolve([phase, limitMs]);
      });
      for (const phase of phases) watch.enter(phase);
    });
  }

  it('each phase has its own', async () => {
    assert.deepEqual(await expiry({ connectMs: 10 }, 'connect'), ['connect', 10]);
    assert.deepEqual(await expiry({ headersMs: 10 }, 'connect', 'headers'), ['headers', 10]);
    assert.deepEqual(await expiry({ idleMs: 10 }, 'connect', 'headers', 'idle'), ['idle', 10]);
    assert.deepEqual(await expiry({ totalMs: 10 }, 'connect', 'headers', 'idle'), ['total', 10]);
  });

  it('a phase that was left cannot expire, neither in name nor in time', async () => {
    const order: string[] = [];
    const expired = expiry({ connectMs: 5, headersMs: 60 }, 'connect', 'headers').then((found) => {
      order.push('expired');
      return found;
    });
    setTimeout(() => order.push('after connectMs'), 20);
    assert.deepEqual(await expired, ['headers', 60]);
    assert.deepEqual(order, ['after connectMs', 'expired']);
  });

  it('a total that runs out before the answer began names what it ran out waiting for', async () => {
    assert.deepEqual(await expiry({ totalMs: 10 }, 'connect'), ['connect', 10]);
    assert.deepEqual(await expiry({ totalMs: 10 }, 'connect', 'headers'), ['headers', 10]);
  });
});
