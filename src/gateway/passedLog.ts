import { createRedactor } from '../core/redact.js';
import type { Credentials } from '../core/connection.js';
import type { CodedFailure } from '../core/errors.js';
import { headerValues } from '../simulator/diagnosis/headers.js';
import type { Exchange } from '../simulator/diagnosis/codes.js';
import {
  createRequestLog,
  keptBody,
  keptHeaders,
  keptText,
  type RequestEntry,
} from '../simulator/server/requestLog.js';

/** A request on its way through a gateway. */
export interface Passed {
  exchange: Exchange;
  at: Date;
  /** When its head had come, by `performance.now()`; left out for bytes that are no request. */
  receivedAt?: number;
}

/** Why a gateway did not pass a request on. */
export type GatewayRefusal =
  NonNullable<RequestEntry['refused']> | 'incomplete' | 'writes' | 'changed' | 'loop';

/** One request that reached a gateway, with what the real system answered. */
export interface GatewayEntry extends Omit<RequestEntry, 'fault' | 'refused'> {
  source: 'gateway';
  /** Only the simulator has faults. */
  fault?: undefined;
  refused?: GatewayRefusal;
  /** Why the system gave no whole answer. */
  failure?: CodedFailure;
}

/** How it ended. */
export interface Ended extends Pick<
  GatewayEntry,
  'status' | 'requestId' | 'diagnosis' | 'refused' | 'failure'
> {
  /** The answer's body as text. */
  body: string;
  /** By `performance.now()`; now when left out. */
  answeredAt?: number;
}

export interface PassedLog {
  add(passed: Passed, ended: Ended): void;
  /** Oldest first. */
  list(): GatewayEntry[];
  clear(): void;
}

/** Keeps the last requests of a gateway, without the secrets that their callers sent. */
export function createPassedLog(onRequest?: (entry: GatewayEntry) => void): PassedLog {
  const log = createRequestLog<GatewayEntry>();
  return {
    add({ exchange, at, receivedAt }, { body, answeredAt = performance.now(), ...ended }) {
      const redact = redactorOf(exchange);
      const entry = log.add({
        source: 'gateway',
        at: at.toISOString(),
        method: exchange.method,
        path: redact(exchange.target),
        durationMs: receivedAt === undefined ? 0 : Math.round(answeredAt - receivedAt),
        headers: keptHeaders(exchange.headers ?? []).map(([name, value]) => [name, redact(value)]),
        body: redact(keptBody(exchange.body)),
        bodyBytes: exchange.body.byteLength,
        responseBody: redact(keptText(body)),
        ...ended,
      });
      onRequest?.(entry);
    },
    list: () => log.list(),
    clear: () => {
      log.clear();
    },
  };
}

/** Hides the caller's own password wherever a request or its answer repeats it. */
function redactorOf({ headers = [] }: Exchange): (text: string) => string {
  const redactor = createRedactor();
  for (const value of headerValues(headers, 'authorization')) {
    const credentials = decodeBasic(value);
    if (credentials) redactor.add(credentials);
  }
  return (text) => redactor.redact(text);
}

function decodeBasic(value: string): Credentials | undefined {
  const token = /^basic\s+(\S+)$/i.exec(value)?.[1];
  const text = token === undefined ? '' : Buffer.from(token, 'base64').toString();
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}
