import * as z from 'zod/mini';
import type { RequestEntry } from './requestLog.js';

/** What `POST /__simulator/verify` looks for among the requests that are kept: how often, and with what. */
export const verificationSchema = z.strictObject({
  method: z.optional(z.string()),
  /** Path and query as sent, or a part of them up to their end. */
  path: z.optional(z.string()),
  /** Keys of the JSON body with their values; further keys may be there. A number counts as its text. */
  body: z.optional(z.record(z.string(), z.unknown())),
  status: z.optional(z.int()),
  /** A code that the diagnosis holds; `none` where it is to be empty. */
  diagnosis: z.optional(z.string()),
  /** Exactly so often; at least once where neither this nor a bound is given. */
  times: z.optional(z.int().check(z.nonnegative())),
  atLeast: z.optional(z.int().check(z.nonnegative())),
  atMost: z.optional(z.int().check(z.nonnegative())),
});

export type Verification = z.infer<typeof verificationSchema>;

export interface Verified {
  verified: boolean;
  /** How many requests fit. */
  count: number;
  /** Those that fit, by their place in the log. */
  sequences: number[];
}

/** Holds the kept requests against an expectation. */
export function verifyRequests(requests: readonly RequestEntry[], expected: Verification): Verified {
  const found = requests.filter((each) => fits(each, expected));
  const count = found.length;
  const {
    times,
    atLeast = times === undefined && expected.atMost === undefined ? 1 : 0,
    atMost = Infinity,
  } = expected;
  return {
    verified: (times === undefined || count === times) && count >= atLeast && count <= atMost,
    count,
    sequences: found.map(({ sequence }) => sequence),
  };
}

function fits(entry: RequestEntry, { method, path, body, status, diagnosis }: Verification): boolean {
  const codes = entry.diagnosis.map(({ code }) => code as string);
  return (
    (method === undefined || entry.method === method.toUpperCase()) &&
    (path === undefined || entry.path.endsWith(path)) &&
    (status === undefined || entry.status === status) &&
    (diagnosis === undefined || (diagnosis === 'none' ? codes.length === 0 : codes.includes(diagnosis))) &&
    (body === undefined || hasKeys(entry.body, body))
  );
}

function hasKeys(text: string, wanted: Readonly<Record<string, unknown>>): boolean {
  let sent: unknown;
  try {
    sent = JSON.parse(text);
  } catch {
    return false;
  }
  if (typeof sent !== 'object' || sent === null) return false;
  return Object.entries(wanted).every(
    ([key, value]) => Object.hasOwn(sent, key) && asText(Reflect.get(sent, key)) === asText(value),
  );
}

function asText(value: unknown): string {
  return JSON.stringify([typeof value === 'number' ? String(value) : value]);
}
