import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../../src/bulk/run/run.js';

/** Time from 0 on that passes only when a test says so. */
export interface HandClock extends Clock {
  /** Moves on and lets everybody act whose sleep is over. */
  advance(ms: number): Promise<void>;
}

export function handClock(): HandClock {
  let now = 0;
  const sleepers = new Set<{ until: number; wake: () => void }>();
  return {
    now: () => now,
    steady: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper = {
          until: now + ms,
          wake: () => {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake);
      }),
    async advance(ms) {
      now += ms;
      for (const { until, wake } of sleepers) if (until <= now) wake();
      await turn();
    },
  };
}
