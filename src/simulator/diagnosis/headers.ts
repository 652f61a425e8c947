import {
  documented,
  likely,
  unknown,
  type Diagnosis,
  type Exchange,
  type HeaderPairs,
  type Knowledge,
} from './codes.js';

/** All values of a header, in their order. */
export function headerValues(headers: HeaderPairs, name: string): string[] {
  return headers.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value);
}

/** Headers whose second occurrence leaves open which one counts. */
const singular = ['authorization', 'content-type', 'content-length', 'host'] as const;

/** Finds headers sent twice that may be sent once. */
export function diagnoseDuplicates(headers: HeaderPairs): Diagnosis[] {
  return singular
    .filter((name) => headerValues(headers, name).length > 1)
    .map((name) => unknown('duplicate-header', { name }));
}

/**
 * Judges the `Authorization` header. A request pasted without it, but answered with something else than
 * 401 or 403, had one that was left out of the paste.
 */
export function diagnoseAuth(exchange: Exchange, headers: HeaderPairs, knowledge: Knowledge): Diagnosis[] {
  const status = exchange.response?.status;
  const [value] = headerValues(headers, 'authorization');
  if (value === undefined || value.trim() === '') {
    return status === undefined || status === 401 || status === 403 ? [documented('auth-missing')] : [];
  }
  const [scheme = '', token = ''] = value.trim().split(/\s+/);
  if (scheme.toLowerCase() !== 'basic')
    return [documented('auth-scheme', { kind: 'scheme', scheme: shown(scheme) })];
  const bytes = Buffer.from(token, 'base64');
  const text = bytes.toString('utf8');
  const colon = text.indexOf(':');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(token) || colon < 0)
    return [documented('auth-scheme', { kind: 'token' })];
  return judgeCredentials(bytes, text.slice(0, colon), text.slice(colon + 1), knowledge, status);
}

/** A scheme is a short word; anything else may be a secret in the wrong place. */
function shown(scheme: string): string {
  return /^(?:bearer|digest|ntlm|negotiate|token|apikey|api-key|oauth|aws4-hmac-sha256)$/i.test(scheme)
    ? scheme
    : '';
}

function judgeCredentials(
  bytes: Buffer,
  username: string,
  password: string,
  { checkCredentials: check }: Knowledge,
  status: number | undefined,
): Diagnosis[] {
  if (!check) {
    if (/[\r\n]$/.test(password)) return [likely('auth-wrong', { kind: 'line-break' })];
    if (status === 401) return [likely('auth-wrong', { kind: 'response' })];
    return status === 403 ? [documented('auth-wrong', { kind: 'forbidden' })] : [];
  }
  if (check(username, password))
    return status === 403 ? [documented('auth-wrong', { kind: 'forbidden' })] : [];
  return [documented('auth-wrong', { kind: wrongHow(bytes, username, password, check) })];
}

function wrongHow(
  bytes: Buffer,
  username: string,
  password: string,
  check: (username: string, password: string) => boolean,
): string {
  if (/[\r\n]$/.test(password) && check(username, password.replace(/[\r\n]+$/, ''))) return 'line-break';
  if (check(username.trim(), password.trim())) return 'white-space';
  if (check(percentDecoded(username), percentDecoded(password))) return 'percent-encoded';
  for (const encoding of ['windows-1250', 'iso-8859-2']) {
    const [user = '', ...rest] = new TextDecoder(encoding).decode(bytes).split(':');
    if (check(user, rest.join(':'))) return 'encoding';
  }
  return 'plain';
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Judges the `Content-Type` of a write; the documented one is `application/json; charset=utf-8`. A body of another
 * type is likely left unread, and the answer is a success all the same.
 */
export function diagnoseContentType(headers: HeaderPairs): Diagnosis[] {
  const [value] = headerValues(headers, 'content-type');
  if (value === undefined || value.trim() === '') return [likely('content-type', { kind: 'missing' })];
  const [type = '', ...parameters] = value.split(';').map((each) => each.trim().toLowerCase());
  if (type === 'application/x-www-form-urlencoded')
    return [likely('content-type', { kind: 'form', value: type })];
  if (type !== 'application/json') return [likely('content-type', { kind: 'other', value: type })];
  const charset = parameters
    .find((each) => each.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  if (charset === undefined || charset === 'utf-8' || charset === 'utf8') return [];
  return [unknown('content-type', { kind: 'charset', value: charset })];
}
