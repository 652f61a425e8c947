import type { CodedFailure } from '../core/errors.js';
import type { ApiRequest } from '../core/request.js';
import { parseRetryAfter } from './backoff.js';
import { classify, type Classified } from './classify.js';
import type { Deadlines } from './deadline.js';
import type { RequestHead } from './head.js';
import { send, type Exchange } from './transport.js';
import type { AttemptReport, SingleAttempt } from './types.js';

/** What all attempts of a connection share. */
export interface AttemptContext {
  head: RequestHead;
  /** Upper bound of one attempt, in milliseconds. */
  timeoutMs: number;
  /** Milliseconds since the epoch, to read dates of `Retry-After` by. */
  now: () => number;
}

export interface TryOptions {
  maxBodyBytes: number;
  signal?: AbortSignal | undefined;
  /** Shortens this attempt's total deadline. */
  timeLeftMs?: number | undefined;
  /** Number of the first request in reports, 1 unless told. */
  attempt?: number | undefined;
  onAttempt?: ((report: AttemptReport) => void) | undefined;
}

/** An attempt with what a success carried, and its report before anybody has heard of it. */
export interface Try extends SingleAttempt {
  value?: unknown;
  /** Of its last request, to be handed to `onAttempt` by the caller, who knows whether there will be another. */
  report: AttemptReport;
}

/** A server that has not even accepted a connection by then is not worth the whole timeout. */
const connectMs = 10_000;
/** Longest silence in the middle of an answer. */
const idleMs = 15_000;

/**
 * Sends a request once. Where a kept-alive connection turns out to be stale, sends it again at once
 * over a fresh one; both are counted and reported.
 */
export async function tryOnce(
  context: AttemptContext,
  request: ApiRequest,
  options: TryOptions,
): Promise<Try> {
  const first = await exchangeOnce(context, request, options, false);
  if (!first.stale || options.signal?.aborted === true) return first.result;
  options.onAttempt?.({ ...first.result.report, retryInMs: 0 });
  const attempt = first.result.report.attempt + 1;
  const { result } = await exchangeOnce(context, request, { ...options, attempt }, true);
  const confirmed = result.failure === undefined;
  return {
    ...result,
    attempts: result.attempts + 1,
    durationMs: first.result.durationMs + result.durationMs,
    mayHaveApplied: !confirmed,
  };
}

async function exchangeOnce(
  context: AttemptContext,
  request: ApiRequest,
  options: TryOptions,
  fresh: boolean,
): Promise<{ result: Try; stale: boolean }> {
  const started = performance.now();
  const exchange = await send(request, {
    headers: context.head.secret(request),
    deadlines: deadlinesWithin(Math.min(context.timeoutMs, options.timeLeftMs ?? Infinity)),
    maxBodyBytes: options.maxBodyBytes,
    signal: options.signal,
    fresh,
  });
  const durationMs = performance.now() - started;
  const classified: Classified = exchange.answer ? classify(exchange.answer) : failed(exchange);
  const { failure, requestId, value } = classified;
  const status = exchange.answer?.status ?? failure?.status;
  const outcome = {
    durationMs,
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(failure === undefined ? {} : { failure }),
  };
  const retryAfterMs = parseRetryAfter(exchange.answer?.headers['retry-after'], context.now());
  const result: Try = {
    ...outcome,
    value,
    attempts: 1,
    retryable: failure !== undefined && isRetryable(failure),
    mayHaveApplied: exchange.sent && failure !== undefined && isAmbiguous(failure),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    report: {
      attempt: options.attempt ?? 1,
      request,
      ...outcome,
      requestHeaders: context.head.shown(request),
      ...(exchange.answer
        ? { responseHeaders: exchange.answer.headers, responseBody: exchange.answer.body }
        : {}),
    },
  };
  return { result, stale: exchange.stale };
}

function failed({ failure }: Exchange): Classified {
  return failure ? { failure } : {};
}

function deadlinesWithin(totalMs: number): Deadlines {
  return {
    connectMs: Math.min(connectMs, totalMs),
    headersMs: totalMs,
    idleMs: Math.min(idleMs, totalMs),
    totalMs,
  };
}

/** What may pass by itself; a refusal, a certificate and an answer that makes no sense do not. */
function isRetryable({ code }: CodedFailure): boolean {
  return code === 'timeout' || code === 'network' || code === 'rate-limited' || code === 'server-error';
}

/** No complete answer came: nobody knows what became of the request. */
function isAmbiguous({ code }: CodedFailure): boolean {
  return code === 'timeout' || code === 'network' || code === 'cancelled';
}
