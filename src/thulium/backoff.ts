/** Upper end of the first wait, in milliseconds; it doubles with each further attempt. */
const firstBackoffMs = 500;
const longestBackoffMs = 10_000;

/**
 * How long to wait before the next attempt, in milliseconds: exponential with full jitter.
 *
 * @param attempt number of the attempt that failed, from 1
 * @param random as `Math.random`
 */
export function backoffDelay(attempt: number, random: () => number): number {
  return Math.floor(random() * Math.min(longestBackoffMs, firstBackoffMs * 2 ** (attempt - 1)));
}

/** IMF-fixdate of RFC 9110, 5.6.7, the one form of a date that may be sent. */
const httpDate = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Reads `Retry-After` (RFC 9110, 10.2.3: whole seconds or a date) as milliseconds from `now`, 0 for
 * a date that is past. Undefined for anything else, so that the caller falls back to its backoff.
 * What comes out may be years: callers bound it.
 */
export function parseRetryAfter(header: string | undefined, now: () => number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = httpDate.test(header) ? Date.parse(header) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now());
}

/** Waits; false when the signal ended the wait. Leaves neither timer nor listener behind. */
export function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<boolean> {
  if (signal?.aborted === true) return Promise.resolve(false);
  return new Promise((resolve) => {
    const finish = (whole: boolean): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      resolve(whole);
    };
    const onAbort = (): void => {
      finish(false);
    };
    const timer = setTimeout(finish, milliseconds, true);
    signal?.addEventListener('abort', onAbort);
  });
}
