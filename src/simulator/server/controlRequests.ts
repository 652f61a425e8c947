import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Exchange } from '../diagnosis/exchange.js';
import { diagnoseAuth } from '../diagnosis/headers.js';
import { controlPath, type ControlAnswer, type ControlCalls } from './controlCalls.js';
import { readRequestBody } from './rawRequest.js';
import { reply } from './reply.js';
import type { Simulator } from './simulator.js';

/** Answers a control call: the same credentials as the API, never a fault, never in the log. */
export async function answerControl(
  simulator: Simulator,
  calls: ControlCalls,
  request: IncomingMessage,
  response: ServerResponse,
  exchange: Exchange,
  patience: number,
): Promise<void> {
  const read = await readRequestBody(request, patience);
  const denied = diagnoseAuth(exchange, exchange.headers ?? [], {
    checkCredentials: simulator.checkCredentials,
  });
  const [name = '', query = ''] = exchange.target.slice(controlPath.length).split('?');
  let answer: ControlAnswer;
  if (denied.length > 0)
    answer = { status: 401, body: { error: 'The simulator’s own credentials are needed' } };
  else if (read.outcome === 'whole')
    answer = calls(exchange.method, name, new URLSearchParams(query), read.bytes);
  else answer = { status: 413, body: { error: 'The body is larger than 1 MB, or was cut' } };
  const body = answer.body === undefined ? '' : JSON.stringify(answer.body);
  if (read.outcome !== 'whole') response.setHeader('Connection', 'close');
  await reply(response, { status: answer.status, body, requestId: '', diagnoses: [] }, undefined);
}
