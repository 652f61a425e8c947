import type { Locator } from 'playwright-core';

/** Whether an element comes within so many milliseconds, or goes. */
export function appears(
  what: Locator,
  limitMs: number,
  state: 'visible' | 'hidden' = 'visible',
): Promise<boolean> {
  return what.waitFor({ state, timeout: limitMs }).then(
    () => true,
    () => false,
  );
}
