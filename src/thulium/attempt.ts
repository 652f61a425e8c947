import type { IncomingHttpHeaders } from 'node:http';
import type { CodedFailure } from '../core/errors.js';
import { lazy } from '../core/lazy.js';
import { redactFailure } from '../core/redact.js';
import { type ApiRequest, jsonContentType } from '../core/request.js';
import { parseRetryAfter } from './retryPolicy.js';
import { classify, headerText, type Answer, type Classified } from './classify.js';
import type { AgentSource, Exchange } from './transport.js';
import type { AttemptReport, SingleAttempt } from './types.js';
import { basicAuthorization, type Credentials } from '../core/connection.js';

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

/**
 * Reads a body as UTF-8 text. Bytes are counted after decompression while they stream, so that a
 * small answer cannot grow into a large one.
 *
 * @param onChunk is called for each piece
 * @returns undefined once the limit is passed; rejects when the body ends before it is complete
 */
export function readBody(
  body: NodeJS.ReadableStream | null,
  maxBytes: number,
  onChunk: () => void,
): Promise<string | undefined> {
  if (body === null) return Promise.resolve('');
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    body.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        body.pause();
        resolve(undefined);
        return;
      }
      chunks.push(chunk);
      onChunk();
    });
    body.once('end', () => {
      resolve(chunks.length === 0 ? '' : new TextDecoder().decode(Buffer.concat(chunks)));
    });
    body.on('error', reject);
    body.once('close', () => {
      reject(new Error('The answer was cut short'));
    });
  });
}

interface HeadOptions {
  credentials: Credentials;
  /** Language of the API's messages: English unless asked for Polish. */
  language: 'en' | 'pl';
  /** Names this program to the server's owner. */
  userAgent?: string;
}

/** Headers of a connection's requests, made once for all of them. */
interface RequestHead {
  /** As sent, `authorization` included: never for a log. */
  secret(request: ApiRequest): Record<string, string>;
  /** What a log may show. */
  shown(request: ApiRequest): Record<string, string>;
}

/** Makes the headers that every request of a connection carries. */
export function createHead({ credentials, language, userAgent }: HeadOptions): RequestHead {
  const common = {
    accept: 'application/json',
    'accept-language': language,
    'user-agent': userAgent ?? 'thulium-campaign-records',
  };
  const authorized = { ...common, authorization: basicAuthorization(credentials) };
  const withBody = { ...authorized, 'content-type': jsonContentType };
  return {
    secret: (request) => (request.body === undefined ? authorized : withBody),
    shown: (request) =>
      request.body === undefined
        ? { ...common }
        : {
            ...common,
            'content-type': jsonContentType,
            'content-length': String(Buffer.byteLength(request.body)),
          },
  };
}

/** Parts of an attempt that have a limit of their own; `total` is the whole attempt's. */
export type Phase = 'connect' | 'headers' | 'idle' | 'total';

/** Limits of one attempt, in milliseconds. */
export interface Deadlines {
  /** Until the connection is made, TLS included. */
  connectMs: number;
  /** From there until the answer's headers are in. */
  headersMs: number;
  /** Between two pieces of the answer's body. */
  idleMs: number;
  totalMs: number;
}

/** Longest delay that `setTimeout` takes. */
const longestDelay = 2 ** 31 - 1;

/**
 * Watches the phases of one attempt with a single timer. Entering a phase mostly only notes the time;
 * a timer that fires early re-arms itself, so that a fast attempt costs one timer.
 */
export class DeadlineWatch {
  private readonly totalDue: number;
  private phase: Phase = 'total';
  private totalFirst = true;
  private due: number;
  private timer: NodeJS.Timeout | undefined;
  private timerDue = Infinity;

  /** @param onExpired is called at most once, with the phase whose limit was reached */
  constructor(
    private readonly deadlines: Deadlines,
    private readonly onExpired: (phase: Phase, limitMs: number) => void,
  ) {
    this.totalDue = performance.now() + deadlines.totalMs;
    this.due = this.totalDue;
  }

  /** Starts the limit of a phase anew; the total one goes on. */
  enter(phase: Exclude<Phase, 'total'>): void {
    const due = performance.now() + this.limit(phase);
    this.phase = phase;
    this.totalFirst = due > this.totalDue;
    this.due = Math.min(due, this.totalDue);
    if (this.due < this.timerDue) this.arm();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private arm(): void {
    clearTimeout(this.timer);
    this.timerDue = this.due;
    const delay = Math.min(Math.ceil(this.due - performance.now()), longestDelay);
    this.timer = setTimeout(() => {
      this.fire();
    }, delay);
  }

  private fire(): void {
    if (performance.now() < this.due) this.arm();
    else this.onExpired(this.reached(), this.limit(this.totalFirst ? 'total' : this.phase));
  }

  /** A total that runs out before the answer began is better told by what it ran out waiting for. */
  private reached(): Phase {
    return this.totalFirst && this.phase === 'idle' ? 'total' : this.phase;
  }

  private limit(phase: Phase): number {
    switch (phase) {
      case 'connect':
        return this.deadlines.connectMs;
      case 'headers':
        return this.deadlines.headersMs;
      case 'idle':
        return this.deadlines.idleMs;
      case 'total':
        return this.deadlines.totalMs;
    }
  }
}

/** What is known of the peer when a connection fails. */
export interface Peer {
  host: string;
  /** Who signed the certificate that was shown, where one was. */
  issuer?: string;
}

/** OpenSSL's verdicts on a certificate, as Node names them, that start with neither CERT_ nor ERR_. */
const certificateCodes = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_CRL',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'HOSTNAME_MISMATCH',
  'EPROTO',
]);

/**
 * Codes an error of the connection: `tls` with the certificate's issuer, or `network` with Node's own
 * code as detail. Messages are left out: some carry header values.
 */
export function codeNetworkError(error: unknown, peer: Peer): CodedFailure {
  const reason = errorCode(error) ?? 'unknown';
  const params = { reason, host: peer.host };
  if (!isTlsCode(reason)) return { code: 'network', detail: reason, params };
  const issuer = peer.issuer === undefined ? {} : { issuer: peer.issuer };
  return { code: 'tls', detail: reason, params: { ...params, ...issuer } };
}

function isTlsCode(code: string): boolean {
  return certificateCodes.has(code) || /^(?:CERT_|CRL_|ERR_TLS_|ERR_SSL_)/.test(code);
}

/** Node's code of an error, of its cause, or of the first of several addresses tried. */
function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return errorCode(error.errors[0]);
  return errorCode(error.cause);
}
