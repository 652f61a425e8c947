import type { ServerResponse } from 'node:http';
import { isLoopback } from '../../core/connection.js';
import { headerValues, diagnoseDuplicates } from '../diagnosis/headers.js';
import { type HeaderPairs, type Exchange, documented } from '../diagnosis/codes.js';
import { hostOf, type Recorder, type RequestEntry } from './requestLog.js';
import { methodMeant } from '../diagnosis/route.js';
import { errorBody, newRequestId, type Answer } from '../engine/handle.js';
import { reply } from './reply.js';

/**
 * Turns away what a web page could send behind the developer's back: a foreign `Host` (DNS rebinding) and
 * cross-site requests of a browser. The simulator serves no page, so no origin but its own is right.
 *
 * @param allowedHosts names, with or without a port, beside loopback ones and the address it listens on
 */
export function createGuard(
  allowedHosts: readonly string[],
): (headers: HeaderPairs) => 'host' | 'cross-site' | undefined {
  const allowed = new Set(allowedHosts.map((each) => each.toLowerCase()));
  return (headers) => {
    const host = hostOf(headers).toLowerCase();
    const name = host.replace(/:\d*$/, '');
    if (headerValues(headers, 'host').length !== 1 || host === '') return 'host';
    if (!isLoopback(name) && !allowed.has(name) && !allowed.has(host)) return 'host';
    const [origin] = headerValues(headers, 'origin');
    const [site] = headerValues(headers, 'sec-fetch-site');
    if (origin !== undefined && origin.toLowerCase() !== `http://${host}`) return 'cross-site';
    return site === undefined || site === 'same-origin' || site === 'none' ? undefined : 'cross-site';
  };
}

type Refusal = NonNullable<RequestEntry['refused']>;

const refusals: Record<Refusal, { status: number; number: number; message: string }> = {
  host: {
    status: 421,
    number: 910,
    message:
      'The simulator refuses this Host header; allow it with thulium.simulator.allowedHosts or --allow-host.',
  },
  'cross-site': {
    status: 403,
    number: 911,
    message: 'The simulator refuses cross-site requests of a browser.',
  },
  'too-large': { status: 413, number: 912, message: 'The body is larger than 1 MB.' },
  malformed: { status: 400, number: 913, message: 'This is no HTTP request.' },
};

/** The answer to a request that the API never sees. */
export function refusalAnswer(refused: Refusal, exchange: Exchange): Answer {
  const { status, number, message } = refusals[refused];
  const requestId = newRequestId();
  const upper = methodMeant(exchange.method);
  const diagnoses = [
    ...(upper === undefined
      ? []
      : [documented('method-wrong', { kind: 'case', method: exchange.method, allowed: upper })]),
    ...diagnoseDuplicates(exchange.headers ?? []),
  ];
  return { status, requestId, body: errorBody(requestId, message, number), diagnoses };
}

/** Answers such a request, keeps it, and ends the connection, whose further bytes nobody trusts. */
export async function turnAway(
  response: ServerResponse,
  exchange: Exchange,
  refused: Refusal,
  record: Recorder,
  receivedAt: number,
): Promise<void> {
  const answer = refusalAnswer(refused, exchange);
  record(exchange, answer, { refused, receivedAt });
  response.setHeader('Connection', 'close');
  await reply(response, answer, undefined);
}
