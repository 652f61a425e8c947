import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Exchange } from '../diagnosis/codes.js';
import { asksForPolish, handle, newRequestId } from '../engine/handle.js';
import { type Recorder, keptBodyBytes } from './requestLog.js';
import { answerInstead, answersInstead, reply } from './reply.js';
import { readRequestBody } from './rawRequest.js';
import { turnAway } from './safety.js';
import type { Simulator } from './simulator.js';

export interface ApiCalls {
  answer(
    request: IncomingMessage,
    response: ServerResponse,
    exchange: Exchange,
    receivedAt: number,
  ): Promise<void>;
  /** Takes bytes that followed a request still in work; false when there is none on this socket. */
  takeTrailing(socket: Socket, bytes: Buffer): boolean;
}

/**
 * Takes requests to the API through body, fault, engine and answer.
 *
 * @param patience milliseconds of silence after which a body is taken for cut
 */
export function createApiCalls(simulator: Simulator, record: Recorder, patience: number): ApiCalls {
  const inWork = new WeakMap<Socket, { trailing?: Buffer }>();
  return {
    takeTrailing(socket, bytes) {
      const flight = inWork.get(socket);
      if (flight) flight.trailing = bytes;
      return flight !== undefined;
    },
    async answer(request, response, head, receivedAt) {
      const flight: { trailing?: Buffer } = {};
      inWork.set(request.socket, flight);
      const read = await readRequestBody(request, patience);
      const exchange = { ...head, body: read.bytes, ...(flight.trailing && { trailing: flight.trailing }) };
      if (read.outcome === 'too-large') {
        const start = { ...exchange, body: read.bytes.subarray(0, keptBodyBytes) };
        await turnAway(response, start, 'too-large', record, receivedAt);
        request.resume();
        return;
      }
      if (read.outcome === 'incomplete' || flight.trailing) response.setHeader('Connection', 'close');
      await answerWhole(simulator, record, request.socket, response, exchange, receivedAt);
      inWork.delete(request.socket);
    },
  };
}

async function answerWhole(
  simulator: Simulator,
  record: Recorder,
  socket: Socket,
  response: ServerResponse,
  exchange: Exchange,
  receivedAt: number,
): Promise<void> {
  const fault = simulator.faults.take();
  const facts = { receivedAt, ...(fault && { fault: fault.kind }) };
  if (fault?.kind === 'latency') await delay(fault.milliseconds ?? 1000, undefined, { ref: false });
  if (fault && answersInstead(fault)) {
    const requestId = newRequestId();
    const answer = answerInstead(fault, requestId, asksForPolish(exchange));
    record(exchange, answer ?? { requestId, status: 0, body: '', diagnoses: [] }, facts);
    if (answer) await reply(response, answer, fault);
    else socket.destroy();
    return;
  }
  const heard = (fault === undefined || fault.kind === 'latency') && !socket.destroyed;
  const answer = handle(simulator.state, exchange, simulator.checkCredentials, heard);
  const unheard = fault?.kind === 'drop-after' || socket.destroyed;
  record(exchange, unheard ? { ...answer, status: 0 } : answer, facts);
  await reply(response, answer, fault);
}
