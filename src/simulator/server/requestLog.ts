import type { Diagnosis, HeaderPairs, Exchange } from '../diagnosis/codes.js';
import { headerValues } from '../diagnosis/headers.js';
import { hidden } from '../../core/redact.js';
import type { FaultKind } from './faults.js';
import type { Answer } from '../engine/handle.js';
import type { Simulator } from './simulator.js';

/** One request that reached the simulator. Names are those of the command line's output. */
export interface RequestEntry {
  /** Counts from 1 since the start; `reset` does not turn it back. */
  sequence: number;
  /** ISO 8601, UTC, by the simulator's clock. */
  at: string;
  method: string;
  /** Path and query as sent. */
  path: string;
  /** Of the answer; 0 when the connection ended without one. */
  status: number;
  requestId: string;
  /** From the head of the request to the answer, a delay by a fault included; whole milliseconds. */
  durationMs: number;
  diagnosis: Diagnosis[];
  /** In their order, repeated ones kept; `authorization` hidden. */
  headers: [name: string, value: string][];
  /** The first part of the body; bytes that are not UTF-8 appear as U+FFFD. */
  body: string;
  /** Of the whole body. */
  bodyBytes: number;
  /** The first part of the answer. */
  responseBody: string;
  fault?: FaultKind;
  /** Why the request was turned away before the API saw it. */
  refused?: 'host' | 'cross-site' | 'too-large' | 'malformed';
}

/** How many requests are kept; older ones go. */
export const keptRequests = 500;
/** How much of a body is kept, in bytes. */
export const keptBodyBytes = 16_384;

export interface RequestLog<Entry extends { sequence: number } = RequestEntry> {
  add(entry: Omit<Entry, 'sequence'>): Entry;
  /** Oldest first. */
  list(): Entry[];
  clear(): void;
}

/** Makes an empty log: a ring, so that memory has a bound under any load. */
export function createRequestLog<Entry extends { sequence: number } = RequestEntry>(): RequestLog<Entry> {
  let ring: Entry[] = [];
  let sequence = 0;
  let next = 0;
  return {
    add(entry) {
      const made = { ...entry, sequence: ++sequence } as Entry;
      ring[next] = made;
      next = (next + 1) % keptRequests;
      return made;
    },
    list: () => (ring.length < keptRequests ? [...ring] : [...ring.slice(next), ...ring.slice(0, next)]),
    clear() {
      ring = [];
      next = 0;
    },
  };
}

const decoder = new TextDecoder();

/** The part of a body that the log keeps. */
export function keptBody(body: Uint8Array): string {
  return decoder.decode(body.byteLength > keptBodyBytes ? body.subarray(0, keptBodyBytes) : body);
}

/** The part of an answer that the log keeps, copied: a slice of a string keeps the whole of it alive. */
export function keptText(text: string): string {
  return text.length > keptBodyBytes ? Buffer.from(text.slice(0, keptBodyBytes)).toString() : text;
}

/** Headers as the log keeps them: nobody needs the password to see that there was one. */
export function keptHeaders(headers: HeaderPairs): [string, string][] {
  return headers.map(([name, value]) =>
    /^(?:proxy-)?authorization$|^cookie$/i.test(name) ? [name, hideToken(value)] : [name, value],
  );
}

function hideToken(value: string): string {
  const scheme = /^(?:basic|bearer|digest)\s/i.exec(value)?.[0] ?? '';
  return scheme + hidden;
}

/** The `Host` header of a request, or `''`. */
export function hostOf(headers: HeaderPairs): string {
  return headerValues(headers, 'host')[0] ?? '';
}

/** What a server knows of a request beside its exchange and its answer. */
interface ServerFacts extends Partial<Pick<RequestEntry, 'fault' | 'refused'>> {
  /** When its head had come, by `performance.now()`; left out for bytes that are no request. */
  receivedAt?: number;
}

/** Keeps a request with its answer and tells who listens; called before the answer leaves. */
export type Recorder = (exchange: Exchange, answer: Answer, facts?: ServerFacts) => void;

/** Makes the recorder of a simulator. */
export function createRecorder(simulator: Simulator, onRequest?: (entry: RequestEntry) => void): Recorder {
  return (exchange, answer, { receivedAt, ...facts } = {}) => {
    const entry = simulator.log.add({
      at: new Date(simulator.state.clock.now()).toISOString(),
      method: exchange.method,
      path: exchange.target,
      status: answer.status,
      requestId: answer.requestId,
      durationMs: receivedAt === undefined ? 0 : Math.round(performance.now() - receivedAt),
      diagnosis: answer.diagnoses,
      headers: keptHeaders(exchange.headers ?? []),
      body: keptBody(exchange.body),
      bodyBytes: exchange.body.byteLength,
      responseBody: keptText(answer.body),
      ...facts,
    });
    onRequest?.(entry);
  };
}

/** An entry as others read it: a message beside each code. */
interface WordedEntry extends Omit<RequestEntry, 'diagnosis'> {
  diagnosis: (Diagnosis & { message: string })[];
}

/** Puts the messages into an entry. */
export function wordEntry(entry: RequestEntry, word: (diagnosis: Diagnosis) => string): WordedEntry {
  return { ...entry, diagnosis: entry.diagnosis.map((each) => ({ ...each, message: word(each) })) };
}
