import type { Diagnosis } from '../diagnosis/codes.js';
import type { Exchange } from '../diagnosis/exchange.js';
import type { Answer } from '../engine/handle.js';
import { keptBody, keptHeaders, keptText, type RequestEntry } from './requestLog.js';
import type { Simulator } from './simulator.js';

/** What a server knows of a request beside its exchange and its answer. */
export interface ServerFacts extends Partial<Pick<RequestEntry, 'fault' | 'refused'>> {
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
export interface WordedEntry extends Omit<RequestEntry, 'diagnosis'> {
  diagnosis: (Diagnosis & { message: string })[];
}

/** Puts the messages into an entry. */
export function wordEntry(entry: RequestEntry, word: (diagnosis: Diagnosis) => string): WordedEntry {
  return { ...entry, diagnosis: entry.diagnosis.map((each) => ({ ...each, message: word(each) })) };
}
