import type { HeaderPairs } from '../simulator/diagnosis/exchange.js';

/**
 * How surely the text of a body is what travelled:
 * `bytes`: it is what was, or will be, sent, byte by byte; `text`: a program recorded it as a text; `value`: a
 * program printed the value that it was made from, so that nothing is known of its JSON.
 */
export type BodyForm = 'bytes' | 'text' | 'value';

/** What a paste is. */
export type PasteKind =
  'command' | 'http' | 'http-file' | 'recording' | 'dump' | 'code' | 'log' | 'arguments';

/** As much of a request and its answer as somebody pasted or named. */
export interface PastedExchange {
  method?: string | undefined;
  /** An absolute URL, or a path with query. */
  url?: string | undefined;
  /** Left out when nobody knows them. */
  headers?: HeaderPairs | undefined;
  /** Left out when nobody knows it; `''` when there was none. A `value` is written as JSON. */
  body?: string | undefined;
  /** `bytes` where left out. */
  bodyForm?: BodyForm | undefined;
  /** Of the answer. */
  status?: number | undefined;
  /** Body of the answer, perhaps only its beginning. */
  response?: string | undefined;
  /** A client or a logger cut the answer. */
  responseCut?: boolean | undefined;
  /** Where it was read; `arguments` where left out. */
  kind?: PasteKind | undefined;
  /** False for what a logger or a language tells of a request: its words are no proof of what travelled. */
  travelled?: boolean | undefined;
  /** Variables whose value the text does not tell, as written there. */
  variables?: readonly string[] | undefined;
  /** The line of the paste, from 1, where the call begins. */
  line?: number | undefined;
}

/** True for an answer that refuses, or that has the API's errors. */
export function failed({ status, response }: PastedExchange): boolean {
  return (status !== undefined && status >= 400) || (response !== undefined && isAnswer(response));
}

/** An answer has the documented `errors` or `request_id`, however its quotes are written. */
export function isAnswer(text: string): boolean {
  return /(?:["']|\\")(?:errors|request_id)(?:["']|\\")\s*(?::|=>)/.test(text.slice(0, 20_000));
}
