import { base64 } from '../core/connection.js';
import { hidden } from '../core/redact.js';
import type { Exchange, HeaderPairs } from '../simulator/diagnosis/exchange.js';

/** As much of a request and its answer as somebody pasted or named. */
export interface PastedExchange {
  method?: string | undefined;
  /** An absolute URL, or a path with query. */
  url?: string | undefined;
  /** Left out when nobody knows them. */
  headers?: HeaderPairs | undefined;
  /** Left out when nobody knows it; `''` when there was none. */
  body?: string | undefined;
  /** Of the answer. */
  status?: number | undefined;
  /** Body of the answer. */
  response?: string | undefined;
}

/** Where the address is not known, one that is right stands in for it, and nothing is read for its ids. */
const documentedTarget = '/api/crm_outbounds/00001/records/441';

/** What the diagnosis takes. */
export function toExchange({ method, url, headers, body, status, response }: PastedExchange): Exchange {
  return {
    method: (method ?? 'PUT').toUpperCase(),
    target: url ?? documentedTarget,
    ...(headers && { headers: headers.map(([name, value]) => [name, withoutGap(name, value)] as const) }),
    body: new TextEncoder().encode(body ?? ''),
    ...(body === undefined && { bodyUnknown: true }),
    ...(status !== undefined && { response: { status, ...(response !== undefined && { body: response }) } }),
  };
}

/** Credentials that are hidden, or a variable of the shell, are taken to have been right in form. */
function withoutGap(name: string, value: string): string {
  const gap = value.includes(hidden) || /[$%{<*]/.test(value) || /\.\.\.|…/.test(value);
  if (name.toLowerCase() !== 'authorization' || !gap) return value;
  const scheme = /^[A-Za-z-]+(?=\s)/.exec(value)?.[0] ?? 'Basic';
  return `${scheme} ${base64('user:password')}`;
}
