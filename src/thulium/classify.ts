import type { IncomingHttpHeaders } from 'node:http';
import * as z from 'zod/mini';
import type { ApiError, CodedFailure, ErrorCode } from '../core/errors.js';
import { tryParseJson } from '../core/json.js';

/** A complete answer of the server. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Decompressed and decoded. */
  body: string;
}

export interface Classified {
  requestId?: string;
  /** Absent for a success. */
  failure?: CodedFailure;
  /** The body of a success, parsed; undefined for an empty one. */
  value?: unknown;
}

/** `{"request_id":"…","errors":[{"message":"…","code":111111}]}`, as leniently as it can be read. */
const errorBody = z.looseObject({ request_id: z.optional(z.unknown()), errors: z.optional(z.unknown()) });
const apiErrorObject = z.looseObject({ message: z.optional(z.unknown()), code: z.optional(z.unknown()) });

/** Headers in which gateways put an id of the request. */
const requestIdHeaders = ['x-request-id', 'request-id'] as const;

/**
 * Codes an answer: every 2xx with an empty or JSON body succeeds unless the body has errors; the
 * API's messages and its `request_id` are kept whatever the status is.
 */
export function classify(answer: Answer): Classified {
  const { status, headers } = answer;
  const ok = status >= 200 && status < 300;
  const text = answer.body.trim();
  const headerId = requestIdHeaders
    .map((name) => headerText(headers, name))
    .find((id) => id !== undefined && id !== '');
  if (ok && text === '') return headerId === undefined ? {} : { requestId: headerId };

  const value = text === '' ? undefined : tryParseJson(text);
  const { requestId = headerId, apiErrors } = readErrorBody(value);
  const known = {
    status,
    ...(requestId === undefined ? {} : { requestId }),
    ...(apiErrors.length === 0 ? {} : { apiErrors }),
  };
  const identified = requestId === undefined ? {} : { requestId };
  // The proxy's answer, not the API's: nothing got past it.
  if (status === 407) return { failure: { code: 'network', detail: 'proxy-auth', status } };
  if (!ok) return { ...identified, failure: { code: errorCodeOf(status), ...known } };
  if (apiErrors.length > 0) return { ...identified, failure: { code: 'rejected', ...known } };
  if (value === undefined) {
    const type = headers['content-type'] ?? '';
    return {
      ...identified,
      failure: { code: 'unexpected-response', detail: 'not-json', params: { type }, ...known },
    };
  }
  return { ...identified, value };
}

/** A header's value, repeated ones joined. */
export function headerText(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

function errorCodeOf(status: number): ErrorCode {
  switch (status) {
    case 400:
    case 409:
    case 422:
      return 'rejected';
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
    case 410:
      return 'not-found';
    case 429:
      return 'rate-limited';
    default:
      return status >= 500 && status < 600 ? 'server-error' : 'unexpected-response';
  }
}

/** What is kept of an answer's errors: each may end up in a journal's line, in a message and in the history. */
const mostErrors = 50;
const longestMessage = 2000;

function readErrorBody(value: unknown): { requestId?: string; apiErrors: ApiError[] } {
  const body = errorBody.safeParse(value);
  if (!body.success) return { apiErrors: [] };
  const requestId = text(body.data.request_id);
  const apiErrors = readErrors(body.data.errors).map(({ message, ...rest }) => ({
    message: message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message,
    ...rest,
  }));
  return requestId === undefined ? { apiErrors } : { requestId, apiErrors };
}

/** The documented list; a single text or an object by field name is also understood. */
function readErrors(errors: unknown): ApiError[] {
  if (Array.isArray(errors)) return errors.slice(0, mostErrors).map(readError);
  if (typeof errors === 'string') return errors === '' ? [] : [{ message: errors }];
  if (typeof errors !== 'object' || errors === null) return [];
  return Object.entries(errors)
    .slice(0, mostErrors)
    .map(([field, error]) => {
      const read = readError(error);
      return { ...read, message: `${field}: ${read.message}` };
    });
}

function readError(error: unknown): ApiError {
  const object = apiErrorObject.safeParse(error);
  if (!object.success) return { message: text(error) ?? JSON.stringify(error) };
  const message = text(object.data.message) ?? JSON.stringify(error);
  const code = Number(object.data.code ?? NaN);
  return Number.isFinite(code) ? { message, code } : { message };
}

function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' ? String(value) : undefined;
}
