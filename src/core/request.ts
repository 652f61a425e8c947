import { campaignIdPattern, customerIdPattern } from './ids.js';
import type { RecordUpdate } from './record.js';

/** `Content-Type` of the vendor's page. */
export const jsonContentType = 'application/json; charset=utf-8';

/** A request as it goes on the wire, less the headers that the transport adds. */
export interface ApiRequest {
  method: 'GET' | 'PUT' | 'POST';
  /** Absolute, its origin and path asserted. */
  url: string;
  /** JSON text; absent on reads. */
  body?: string;
}

/** Query of a read; a name with `[]` takes several values. */
export type Query = readonly (readonly [name: string, value: string])[];

/** `PUT crm_outbounds/:id/records/:customer_id` with the given fields and nothing else. */
export function updateRequest(baseUrl: string, update: RecordUpdate): ApiRequest {
  return {
    method: 'PUT',
    url: apiUrl(baseUrl, ['crm_outbounds', update.campaignId, 'records', update.customerId]),
    body: JSON.stringify(update.fields),
  };
}

/** A read of `api/` followed by these path segments. */
export function readRequest(baseUrl: string, segments: readonly string[], query: Query = []): ApiRequest {
  const search = new URLSearchParams(
    query.map(([name, value]): [string, string] => [name, value]),
  ).toString();
  const url = apiUrl(baseUrl, segments);
  return { method: 'GET', url: search === '' ? url : `${url}?${search}` };
}

/**
 * Builds `BASE/api/SEGMENTS` and asserts afterwards that the URL parser reads it as built, letter by letter:
 * `encodeURIComponent('..')` is `..`, which would climb.
 *
 * @throws TypeError when a segment is no plain word or id; callers validate ids first, so this is a bug's last stop
 */
export function apiUrl(baseUrl: string, segments: readonly string[]): string {
  const base = new URL(baseUrl);
  const built = `${base.origin}${base.pathname.replace(/\/+$/, '')}/api/${segments.join('/')}`;
  const plain = segments.every((segment) => /^[A-Za-z0-9_]+$/.test(segment));
  if (!plain || new URL(built).href !== built) {
    throw new TypeError('A request would have left its origin or path');
  }
  return built;
}

/** The ids of an update call's path, or undefined for any other path. */
export function parseRecordPath(pathname: string): { campaignId: string; customerId: string } | undefined {
  const match = /\/api\/crm_outbounds\/(?<campaignId>[^/]+)\/records\/(?<customerId>[^/]+)$/.exec(pathname);
  const { campaignId = '', customerId = '' } = match?.groups ?? {};
  return campaignIdPattern.test(campaignId) && customerIdPattern.test(customerId)
    ? { campaignId, customerId }
    : undefined;
}
