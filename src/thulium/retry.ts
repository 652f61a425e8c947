import type { CodedFailure } from '../core/errors.js';
import type { ApiRequest } from '../core/request.js';
import { reportTry, tryOnce, type AttemptContext, type Try, type TryOptions } from './attempt.js';
import { backoffDelay, pause } from './backoff.js';
import type { CallOptions } from './types.js';

/** A single call gives up when the server asks for a longer wait than this, in milliseconds. */
export const longestRetryAfterMs = 30_000;

export interface RetryContext extends AttemptContext {
  /** Attempts at most; one more request where a kept-alive connection was stale does not count. */
  maxAttempts: number;
  random: () => number;
  /** Waits; false when the signal ended the wait. */
  pause?: typeof pause;
}

/** How a call with all its attempts ended. */
export interface Ended extends Pick<
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
