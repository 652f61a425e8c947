import type { ServerResponse } from 'node:http';
import type { Exchange } from '../diagnosis/exchange.js';
import { documented } from '../diagnosis/codes.js';
import { diagnoseDuplicates } from '../diagnosis/headers.js';
import { methodMeant } from '../diagnosis/route.js';
import { errorBody, newRequestId, type Answer } from '../engine/handle.js';
import type { Recorder } from './recorder.js';
import { reply } from './reply.js';
import type { RequestEntry } from './requestLog.js';

export type Refusal = NonNullable<RequestEntry['refused']>;

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
