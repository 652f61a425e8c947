import { setTimeout as delay } from 'node:timers/promises';
import type { ServerResponse } from 'node:http';
import type { Answer } from '../engine/handle.js';
import { errorBody } from '../engine/handle.js';
import type { ActiveFault } from './faults.js';

const json = 'application/json; charset=utf-8';
const html = '<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>';
const oversizeBytes = 2 * 1024 * 1024;
const chunk = Buffer.alloc(64 * 1024, ' ');

/** Faults that hit before the API sees the request: nothing is changed by it. */
export function answersInstead(fault: ActiveFault | undefined): boolean {
  return ['status', 'rate-limit', 'drop-before', 'html'].includes(fault?.kind ?? '');
}

/** What a fault answers in the API's place; undefined drops the connection. */
export function answerInstead(fault: ActiveFault, requestId: string, polish: boolean): Answer | undefined {
  const answer = { requestId, diagnoses: [] };
  switch (fault.kind) {
    case 'status': {
      const status = fault.status ?? 503;
      return {
        ...answer,
        status,
        body: errorBody(requestId, polish ? 'Usterka symulatora.' : 'Injected by the simulator.', 900),
      };
    }
    case 'rate-limit':
      return {
        ...answer,
        status: 429,
        body: errorBody(requestId, polish ? 'Za dużo żądań.' : 'Too many requests.', 901),
      };
    case 'html':
      return { ...answer, status: fault.status ?? 200, body: html };
    default:
      return undefined;
  }
}

/** Writes an answer, spoilt as the fault says. Resolves when all is handed over, or the client has left. */
export async function reply(
  response: ServerResponse,
  answer: Answer,
  fault: ActiveFault | undefined,
): Promise<void> {
  const body = Buffer.from(answer.body);
  switch (fault?.kind) {
    case 'rate-limit':
      response.setHeader('Retry-After', String(Math.max(1, Math.ceil((fault.milliseconds ?? 1000) / 1000))));
      break;
    case 'html':
      send(response, answer.status, 'text/html; charset=utf-8', body);
      return;
    case 'wrong-content-type':
      send(response, bodyStatus(answer.status), 'text/plain; charset=utf-8', withBody(body));
      return;
    case 'drop-after':
      response.socket?.destroy();
      return;
    case 'cut-body':
      cut(response, answer.status, withBody(body));
      return;
    case 'slow-body':
      await slow(response, answer.status, withBody(body), fault.milliseconds ?? 1000);
      return;
    case 'oversize':
      await oversize(response);
      return;
    default:
  }
  if (answer.status === 401)
    response.setHeader('WWW-Authenticate', 'Basic realm="Thulium API", charset="UTF-8"');
  send(response, answer.status, json, body);
}

function send(response: ServerResponse, status: number, type: string, body: Buffer): void {
  const bodyless = status === 204 || status === 304;
  response.writeHead(status, bodyless ? {} : { 'Content-Type': type, 'Content-Length': body.byteLength });
  response.end(bodyless ? undefined : body);
}

/** An empty answer has nothing to spoil. */
function withBody(body: Buffer): Buffer {
  return body.byteLength === 0 ? Buffer.from('{}') : body;
}

function bodyStatus(status: number): number {
  return status === 204 ? 200 : status;
}

function cut(response: ServerResponse, status: number, body: Buffer): void {
  response.writeHead(bodyStatus(status), { 'Content-Type': json, 'Content-Length': body.byteLength });
  response.write(body.subarray(0, Math.floor(body.byteLength / 2)), () => response.socket?.destroy());
}

async function slow(response: ServerResponse, status: number, body: Buffer, pause: number): Promise<void> {
  response.writeHead(bodyStatus(status), { 'Content-Type': json, 'Content-Length': body.byteLength });
  response.flushHeaders();
  for (const byte of body) {
    await delay(pause, undefined, { ref: false });
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
  }
  response.end();
}

async function oversize(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'Content-Type': json, 'Content-Length': oversizeBytes });
  for (let sent = 0; sent < oversizeBytes && !response.destroyed; sent += chunk.byteLength) {
    if (!response.write(chunk)) {
      await new Promise<void>((resolve) => {
        const go = (): void => {
          response.off('drain', go).off('close', go);
          resolve();
        };
        response.on('drain', go).on('close', go);
      });
    }
  }
  response.end();
}
