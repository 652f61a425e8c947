import type { IncomingHttpHeaders } from 'node:http';
import type { CodedFailure } from '../core/errors.js';
import { lazy } from '../core/lazy.js';
import { redactFailure } from '../core/redact.js';
import type { ApiRequest } from '../core/request.js';
import { parseRetryAfter } from './backoff.js';
import { classify, headerText, type Answer, type Classified } from './classify.js';
import type { Deadlines } from './deadline.js';
import type { RequestHead } from './head.js';
import type { AgentSource, Exchange } from './transport.js';
import type { AttemptReport, SingleAttempt } from './types.js';

/** What makes requests is loaded with the first of them. */
const transport = lazy(() => import('./transport.js'));

/** What all attempts of a connection share. */
export interface AttemptContext {
  head: RequestHead;
  /** Hides the credentials where a server echoes them. */
  redact: (text: string) => string;
  /** Upper bound of one attempt, in milliseconds. */
  timeoutMs: number;
  agents?: AgentSource;
  /** Milliseconds since the epoch, to read dates of `Retry-After` by. */
  now: () => number;
  /** Asked as the last step before a write's first byte, at each attempt anew: why nothing may be written any more. */
  refuseWrite?: () => Promise<CodedFailure | undefined>;
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

/** An attempt with what a success carried and what its report needs; see {@link reportTry}. */
export interface Try extends SingleAttempt {
  value?: unknown;
  /** Number of its last request. */
  attempt: number;
  /** False when its last request was cancelled before it began: it is neither counted nor reported. */
  isBegun: boolean;
  request: ApiRequest;
  answer: Answer | undefined;
  /** Duration of its last request alone, where there were two. */
  requestMs?: number;
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
  reportTry(context, first.result, options.onAttempt, 0);
  const attempt = first.result.attempt + 1;
  const { result } = await exchangeOnce(context, request, { ...options, attempt }, true);
  return {
    ...result,
    attempts: 1 + result.attempts,
    requestMs: result.durationMs,
    durationMs: first.result.durationMs + result.durationMs,
    mayHaveApplied: result.failure !== undefined,
  };
}

async function exchangeOnce(
  context: AttemptContext,
  request: ApiRequest,
  options: TryOptions,
  fresh: boolean,
): Promise<{ result: Try; stale: boolean }> {
  const { send } = await transport();
  const started = performance.now();
  const refusal = request.method === 'GET' ? undefined : await context.refuseWrite?.();
  if (refusal) return { result: refusedTry(request, options, refusal), stale: false };
  const isBegun = options.signal?.aborted !== true;
  const exchange = await send(request, {
    headers: context.head.secret(request),
    deadlines: deadlinesWithin(Math.min(context.timeoutMs, options.timeLeftMs ?? Infinity)),
    maxBodyBytes: options.maxBodyBytes,
    signal: options.signal,
    fresh,
    agents: context.agents,
  });
  const { answer } = exchange;
  const classified: Classified = answer ? classify(answer) : failed(exchange);
  const { failure, requestId } = classified;
  const result: Try = {
    attempts: isBegun ? 1 : 0,
    durationMs: performance.now() - started,
    retryable: failure !== undefined && isRetryable(failure),
    mayHaveApplied: exchange.sent && !answer && failure !== undefined && isAmbiguous(failure),
    value: classified.value,
    attempt: options.attempt ?? 1,
    isBegun,
    request,
    answer,
  };
  // Assigned one by one, not spread together: this runs thousands of times in a bulk run.
  const status = answer?.status ?? failure?.status;
  if (status !== undefined) result.status = status;
  if (requestId !== undefined) result.requestId = cut(context.redact(requestId));
  const retryAfterMs = parseRetryAfter(answer?.headers['retry-after'], context.now);
  if (retryAfterMs !== undefined) result.retryAfterMs = retryAfterMs;
  if (failure !== undefined) {
    result.failure = withWait(bounded(redactFailure(failure, context.redact)), retryAfterMs);
  }
  return { result, stale: exchange.stale };
}

/** Longest request id, and longest fact of a failure, in characters: a journal, a history and a message carry them. */
const longestFact = 300;

/** Cut after it was redacted: half a password would no longer be recognised. */
function bounded(failure: CodedFailure): CodedFailure {
  const { params, requestId } = failure;
  return {
    ...failure,
    ...(params
      ? { params: Object.fromEntries(Object.entries(params).map(([name, text]) => [name, cut(text)])) }
      : {}),
    ...(requestId === undefined ? {} : { requestId: cut(requestId) }),
  };
}

function cut(text: string): string {
  return text.length > longestFact ? `${text.slice(0, longestFact)}…` : text;
}

function refusedTry(request: ApiRequest, { attempt = 1 }: TryOptions, failure: CodedFailure): Try {
  const facts = { attempts: 0, durationMs: 0, retryable: false, mayHaveApplied: false };
  return { ...facts, attempt, isBegun: false, request, answer: undefined, failure };
}

/** Tells of the last request of a try, if anybody listens. */
export function reportTry(
  context: AttemptContext,
  tried: Try,
  onAttempt: TryOptions['onAttempt'],
  retryInMs?: number,
): void {
  if (!onAttempt || !tried.isBegun) return;
  const { attempt, request, answer, requestMs, durationMs, status, requestId, failure } = tried;
  onAttempt({
    attempt,
    request,
    durationMs: requestMs ?? durationMs,
    requestHeaders: context.head.shown(request),
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(failure === undefined ? {} : { failure }),
    ...(answer ? { responseHeaders: shownHeaders(answer.headers), responseBody: answer.body } : {}),
    ...(retryInMs === undefined ? {} : { retryInMs }),
  });
}

/** A session's cookie is as good as a password to whoever reads a log. */
function shownHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.keys(headers)
      .filter((name) => name !== 'set-cookie')
      .map((name) => [name, headerText(headers, name) ?? '']),
  );
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

function withWait(failure: CodedFailure, retryAfterMs: number | undefined): CodedFailure {
  if (failure.code !== 'rate-limited' || retryAfterMs === undefined) return failure;
  return { ...failure, params: { retryAfterSeconds: String(Math.ceil(retryAfterMs / 1000)) } };
}

/** What may pass by itself; a refusal, a certificate and an answer that makes no sense do not. */
function isRetryable({ code, detail }: CodedFailure): boolean {
  if (detail === 'proxy-auth') return false;
  return code === 'timeout' || code === 'network' || code === 'rate-limited' || code === 'server-error';
}

/** No complete answer came: nobody knows what became of the request. */
function isAmbiguous({ code }: CodedFailure): boolean {
  return code === 'timeout' || code === 'network' || code === 'cancelled';
}
