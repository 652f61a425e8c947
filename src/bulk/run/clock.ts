/** Time as the runner sees it; tests bring their own. */
export interface Clock {
  /** Milliseconds since the epoch, to be written down: somebody may set this clock. */
  now(): number;
  /** Milliseconds from some moment on, to wait by: nobody can set this clock. */
  steady(): number;
  /** Resolves after `ms`, or at once when the signal aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  steady: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal?.addEventListener('abort', end);
    }),
};

/** Spaces calls out evenly. */
export interface Pacer {
  /** Resolves when the next call may begin. */
  take(signal?: AbortSignal): Promise<void> | undefined;
}

/** @param perSecond calls a second; 0 sets no limit */
export function createPacer(perSecond: number, clock: Clock): Pacer {
  const gap = perSecond > 0 ? 1000 / perSecond : 0;
  let next = 0;
  return {
    take(signal) {
      if (gap === 0) return undefined;
      const now = clock.steady();
      const at = Math.max(now, next);
      next = at + gap;
      return at > now ? clock.sleep(at - now, signal) : undefined;
    },
  };
}
