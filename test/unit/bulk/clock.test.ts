import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { createPacer, systemClock, type Clock } from '../../../src/bulk/run/run.js';

describe('the clock of the system', () => {
  it('sleeps until the time is over, with a signal or without one', async () => {
    const { signal } = new AbortController();
    await systemClock.sleep(1);
    await systemClock.sleep(1, signal);
    assert.deepEqual(getEventListeners(signal, 'abort'), []);
  });

  it('wakes at once when the signal aborts, and leaves no listener behind', async () => {
    const wake = new AbortController();
    const sleeping = systemClock.sleep(1_000_000, wake.signal);
    assert.equal(getEventListeners(wake.signal, 'abort').length, 1);
    wake.abort();
    await sleeping;
    assert.deepEqual(getEventListeners(wake.signal, 'abort'), []);
  });

  it('does not fall asleep after the signal has aborted', async () => {
    const signal = AbortSignal.abort();
    const sleeping = systemClock.sleep(1_000_000, signal);
    assert.deepEqual(getEventListeners(signal, 'abort'), []);
    await sleeping;
  });
});

describe('the pace of calls', () => {
  function clockAt(): Clock & { at: number; slept: unknown[] } {
    const clock = {
      at: 5000,
      slept: [] as unknown[],
      now: () => clock.at,
      steady: () => clock.at,
      sleep(ms: number, signal?: AbortSignal) {
        clock.slept.push(signal ? [ms, signal] : ms);
        return Promise.resolve();
      },
    };
    return clock;
  }

  it('is as many a second as was said: the first at once, each other a gap after the one before', () => {
    const clock = clockAt();
    const pacer = createPacer(4, clock);
    for (let call = 0; call < 3; call++) void pacer.take();
    assert.deepEqual(clock.slept, [250, 500]);
    clock.at += 700;
    void pacer.take();
    assert.deepEqual(clock.slept, [250, 500, 50]);
  });

  it('makes nobody wait whose time has come, and saves up none that passed', () => {
    const clock = clockAt();
    const pacer = createPacer(4, clock);
    assert.equal(pacer.take(), undefined);
    clock.at += 250;
    assert.equal(pacer.take(), undefined);
    clock.at += 60_000;
    assert.equal(pacer.take(), undefined);
    void pacer.take();
    assert.deepEqual(clock.slept, [250]);
  });

  it('lets the caller’s signal end the wait', () => {
    const clock = clockAt();
    const pacer = createPacer(1, clock);
    const { signal } = new AbortController();
    void pacer.take(signal);
    void pacer.take(signal);
    assert.deepEqual(clock.slept, [[1000, signal]]);
  });

  it('has no limit at 0', () => {
    const clock = clockAt();
    const pacer = createPacer(0, clock);
    assert.deepEqual([pacer.take(), pacer.take(), clock.slept], [undefined, undefined, []]);
  });
});
