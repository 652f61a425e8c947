import { setTimeout as pause } from 'node:timers/promises';

/**
 * How long any helper here waits for the editor, unless told otherwise; two slow cores are enough.
 * A machine that is busy with other work may be given more by `THULIUM_TEST_PATIENCE_SECONDS`.
 */
export const patienceMs = Number(process.env.THULIUM_TEST_PATIENCE_SECONDS ?? 60) * 1000;

/** How long a window may take to come up: a cold start on a busy machine takes far longer than any step after it. */
export const startMs = Math.max(90_000, patienceMs);

/**
 * Asks again and again until the answer is neither `undefined` nor `false`, and returns it.
 * For conditions that raise no event one could wait for. Rejects with `what` after `limitMs`.
 */
export async function until<T>(
  what: string | (() => string),
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  limitMs = patienceMs,
): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > end)
      throw new Error(`Waited ${limitMs / 1000} s for ${typeof what === 'string' ? what : what()}`);
    await pause(100);
  }
}
