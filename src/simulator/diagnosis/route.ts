import { findVendorCalls, takesMethod, type NotSimulatedKind } from './vendorCalls.js';

/** One call of the API, by the name the simulator gives it. */
export type CallName =
  | 'updateRecord'
  | 'getRecord'
  | 'addRecord'
  | 'listRecords'
  | 'listCampaigns'
  | 'campaignStats'
  | 'listStatuses'
  | 'listAgents'
  | 'findCustomers'
  | 'getCustomer'
  | 'addCustomer'
  | 'addRecords'
  | 'removeRecords';

interface Pattern {
  segments: readonly string[];
  calls: Readonly<Partial<Record<string, CallName>>>;
}

/** `:id` and `:customer_id` stand for one segment each. */
const patterns: readonly Pattern[] = [
  {
    segments: ['crm_outbounds', ':id', 'records', ':customer_id'],
    calls: { PUT: 'updateRecord', GET: 'getRecord' },
  },
  { segments: ['crm_outbounds', ':id', 'records'], calls: { GET: 'listRecords', POST: 'addRecord' } },
  { segments: ['outbounds', 'stats'], calls: { GET: 'campaignStats' } },
  { segments: ['outbounds', ':id', 'statuses'], calls: { GET: 'listStatuses' } },
  { segments: ['outbounds', ':id', 'agents'], calls: { GET: 'listAgents' } },
  { segments: ['outbounds'], calls: { GET: 'listCampaigns' } },
  { segments: ['customers'], calls: { GET: 'findCustomers', POST: 'addCustomer' } },
  { segments: ['customers', ':customer_id'], calls: { GET: 'getCustomer' } },
  {
    segments: ['batch', 'crm_outbounds', ':id', 'records'],
    calls: { POST: 'addRecords', DELETE: 'removeRecords' },
  },
];

export interface Route {
  /** Undefined when the path exists and the method does not, or the simulator does not play it. */
  call: CallName | undefined;
  /** The path is about records of a campaign that is fed from the CRM. */
  ofRecords?: boolean;
  /** A call of the vendor's that is not played here. */
  notSimulated?: { kind?: NotSimulatedKind };
  allowed: readonly string[];
  campaignId?: string;
  customerId?: string;
}

export interface Target {
  /** As sent, without the query. */
  path: string;
  query: URLSearchParams;
  trailingSlash: boolean;
  route: Route | undefined;
  /** A path near this one that is a call, where there is one. */
  suggestion: string | undefined;
}

/** A method in small letters is another method (RFC 9110, 9.1): the one that was probably meant, or undefined. */
export function methodMeant(method: string): string | undefined {
  const upper = method.toUpperCase();
  return upper !== method && ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'].includes(upper) ? upper : undefined;
}

/** Reads an absolute URL or a path with query, and finds the documented call it names. */
export function parseTarget(method: string, target: string): Target {
  const relative = target.replace(/^https?:\/\/[^/?#]*/i, '').replace(/#.*$/, '');
  const mark = relative.indexOf('?');
  const path = mark < 0 ? relative : relative.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? '' : relative.slice(mark + 1));
  const trailingSlash = path.length > 1 && path.endsWith('/') && !path.endsWith('//');
  const route = match(method, trailingSlash ? path.slice(0, -1) : path);
  const suggestion = route && route.notSimulated?.kind !== 'by-phone' ? undefined : suggest(method, path);
  return { path, query, trailingSlash, route, suggestion };
}

function match(method: string, path: string): Route | undefined {
  const segments = path.split('/');
  if (segments[0] !== '' || segments[1] !== 'api') return undefined;
  const names = segments.slice(2);
  const others = findVendorCalls(names);
  const other = others.find((each) => takesMethod(each, method));
  const notSimulated = other && { notSimulated: other.kind === undefined ? {} : { kind: other.kind } };
  const otherMethods = others.flatMap(({ methods = [] }) => methods);
  for (const pattern of patterns) {
    if (pattern.segments.length !== names.length) continue;
    if (!pattern.segments.every((each, i) => each.startsWith(':') || each === names[i])) continue;
    const at = (name: string): string | undefined => {
      const place = pattern.segments.indexOf(name);
      return place < 0 ? undefined : decode(names[place] ?? '');
    };
    const campaignId = at(':id');
    const customerId = at(':customer_id');
    const call = pattern.calls[method];
    return {
      call,
      ...(call === undefined && notSimulated),
      allowed: [...Object.keys(pattern.calls), ...otherMethods],
      ...(pattern.segments.includes('crm_outbounds') && { ofRecords: true }),
      ...(campaignId !== undefined && { campaignId }),
      ...(customerId !== undefined && { customerId }),
    };
  }
  return others.length > 0 ? { call: undefined, ...notSimulated, allowed: otherMethods } : undefined;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Mistakes seen in paths, each mended by one step; the first combination that names a call is the suggestion. */
function suggest(method: string, path: string): string | undefined {
  const tidy = path.replace(/\/{2,}/g, '/').replace(/\/$/, '');
  const withApi = (text: string): string => (/\/api(\/|$)/i.test(text) ? text : `/api${text}`);
  const plural = (text: string): string =>
    text
      .replace(/\/record(?=\/|$)/i, '/records')
      .replace(/\/(crm_)?outbound(?=\/|$)/i, '/$1outbounds')
      .replace(/\/customer(?=\/|$)/i, '/customers');
  const lower = (text: string): string =>
    text.replace(
      /\/(api|crm_?-?outbounds|outbounds|records|statuses|agents|stats|customers)(?=\/|$)/gi,
      (word) => word.toLowerCase().replace(/crm-?outbounds/, 'crm_outbounds'),
    );
  const versioned = (text: string): string => text.replace(/^.*\/api(?:\/v\d+)?\//i, '/api/');
  const crm = (text: string): string =>
    text.replace(/\/(?:batch\/)?outbounds(?=\/[^/]+\/records)/, '/crm_outbounds');
  const mended = crm(lower(plural(versioned(withApi(tidy.startsWith('/') ? tidy : `/${tidy}`)))));
  return mended !== path && match(method, mended) ? mended : undefined;
}
