import type { CodedFailure } from '../core/errors.js';
import type { ApiRequest } from '../core/request.js';
import { reportTry, tryOnce, type AttemptContext, type Try, type TryOptions } from './attempt.js';
import type { CallOptions } from './types.js';

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

/** A single call gives up when the server asks for a longer wait than this, in milliseconds. */
const longestRetryAfterMs = 30_000;

export interface RetryContext extends AttemptContext {
  /** Attempts at most; one more request where a kept-alive connection was stale does not count. */
  maxAttempts: number;
  random: () => number;
  /** Waits; false when the signal ended the wait. */
  pause?: typeof pause;
}

/** How a call with all its attempts ended. */
interface Ended extends Pick<
  Try,
  'attempts' | 'durationMs' | 'status' | 'requestId' | 'failure' | 'mayHaveApplied' | 'value'
> {
  cancelled?: boolean;
}

/**
 * Repeats a request while that may help: at most `maxAttempts`, with backoff, never earlier than
 * Retry-After, within `deadlineMs`. `mayHaveApplied` is true when any attempt's answer was lost,
 * which matters where no later one succeeded; see {@link writeFailure}.
 *
 * A loop of our own, because a retry policy of cockatiel 3 can neither be cancelled while it waits
 * nor give up for the length of the wait asked for, and its clock cannot be replaced in a test.
 */
export async function callWithRetries(
  context: RetryContext,
  request: ApiRequest,
  options: CallOptions & Pick<TryOptions, 'maxBodyBytes'>,
): Promise<Ended> {
  const started = performance.now();
  const timeLeft = (): number => (options.deadlineMs ?? Infinity) - (performance.now() - started);
  let requests = 0;
  let lost = false;
  for (let attempt = 1; ; attempt += 1) {
    const tried = await tryOnce(context, request, {
      maxBodyBytes: options.maxBodyBytes,
      signal: options.signal,
      timeLeftMs: timeLeft(),
      attempt: requests + 1,
      onAttempt: options.onAttempt,
    });
    requests += tried.attempts;
    lost ||= tried.mayHaveApplied;
    const ended: Ended = {
      ...tried,
      attempts: requests,
      durationMs: performance.now() - started,
      mayHaveApplied: lost,
    };
    if (tried.failure === undefined) {
      reportTry(context, tried, options.onAttempt);
      return ended;
    }

    const retryInMs = Math.max(backoffDelay(attempt, context.random), tried.retryAfterMs ?? 0);
    const again =
      tried.retryable &&
      attempt < (options.maxAttempts ?? context.maxAttempts) &&
      retryInMs <= longestRetryAfterMs &&
      retryInMs < timeLeft();
    reportTry(context, tried, options.onAttempt, again ? retryInMs : undefined);
    if (!again) return tried.failure.code === 'cancelled' ? { ...ended, cancelled: true } : ended;

    if (!(await (context.pause ?? pause)(retryInMs, options.signal))) {
      const durationMs = performance.now() - started;
      return { ...ended, durationMs, failure: { code: 'cancelled' }, cancelled: true };
    }
  }
}

/**
 * The failure of a write: `in-doubt` when an attempt may have been applied and no later one succeeded.
 * That holds even when the last one was refused for good (404, 422): the refusal is about the record
 * as it was then, perhaps as the lost attempt had left it. What came last is kept as the detail.
 */
export function writeFailure({ failure, mayHaveApplied }: Ended): CodedFailure | undefined {
  if (failure === undefined || !mayHaveApplied) return failure;
  const reason = failure.detail === undefined ? {} : { reason: failure.detail };
  return { ...failure, code: 'in-doubt', detail: failure.code, params: { ...failure.params, ...reason } };
}
