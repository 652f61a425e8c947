import type { Problem } from './problems.js';

/** Every way an operation can end without success. A contract: other programs switch on it. */
export type ErrorCode =
  | 'invalid-input'
  | 'no-connection'
  | 'missing-secret'
  | 'read-only'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'rejected'
  | 'rate-limited'
  | 'server-error'
  | 'redirect-refused'
  | 'unexpected-response'
  | 'response-too-large'
  | 'timeout'
  | 'network'
  | 'tls'
  | 'cancelled'
  | 'in-doubt'
  | 'conflict'
  | 'run-locked'
  | 'file-changed'
  | 'journal-damaged';

/** One entry of the `errors` array of a Thulium error body. */
export interface ApiError {
  message: string;
  code?: number;
}

/**
 * A failure as the layers below the editor return it: coded, with the facts a message needs, never
 * worded. `src/messages` turns it into a sentence.
 */
export interface CodedFailure {
  code: ErrorCode;
  /** What the code alone does not say, for example `connect`, `headers`, `idle` or `total` for a timeout. */
  detail?: string;
  /** Facts for the message: a redirect's target, a certificate's issuer, a limit in bytes or seconds. */
  params?: Readonly<Record<string, string>>;
  /** For `invalid-input`: what is wrong, one entry a place. */
  problems?: readonly Problem[];
  /** The API's own messages, all of them, in its order. */
  apiErrors?: readonly ApiError[];
  /** HTTP status of the last answer, when there was one. */
  status?: number;
  /** Thulium's `request_id`, which its support asks for. */
  requestId?: string;
}

/** A value or a coded failure; layers below the editor never throw for a foreseeable failure. */
export type Result<T> = { ok: true; value: T } | { ok: false; failure: CodedFailure };

/** Makes a failed result. */
export function fail<T = never>(failure: CodedFailure): Result<T> {
  return { ok: false, failure };
}

/** Makes a successful result. */
export function succeed<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** A failure made of problems of the input: nothing was sent. */
export function invalidInput(problems: readonly Problem[]): CodedFailure {
  return { code: 'invalid-input', problems };
}

/** The message of whatever was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
