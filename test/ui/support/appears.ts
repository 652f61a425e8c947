import type { Locator } from 'playwright-core';

/** Whether an element comes within so many milliseconds, or goes. */
export function appears(
  what: Locator,
  limitMs: number,
  state: 'visible' | 'hidden' = 'visible',
): Promise<boolean> {
  return succeeds(what.waitFor({ state, timeout: limitMs }));
}

/** Whether something could be done, where it is tried again otherwise. */
export function succeeds(attempt: Promise<unknown>): Promise<boolean> {
  return attempt.then(
    () => true,
    () => false,
  );
}
