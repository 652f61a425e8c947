import type { CodedFailure } from './errors.js';
import { hasReadableLabels } from './hostNames.js';
import { checkConnectionName, normalName } from './connectionName.js';
import { checkText } from './ids.js';
import { problem, type Problem } from './problems.js';

/** What is kept of a connection outside SecretStorage; the password is not among it. */
export interface Connection {
  id: string;
  /** Unique among the user's connections by what is seen of it, and in the one form of `connectionName.ts`. */
  name: string;
  /** Without the trailing slash and without `/api`, such as `https://acme.thulium.com`. */
  baseUrl: string;
  username: string;
  production: boolean;
  readOnly: boolean;
}

export interface Credentials {
  username: string;
  password: string;
}

/**
 * Why nothing may be written any more on a connection as it was when the write was settled: it was removed, moved to
 * another address, made read-only or a production system since.
 *
 * @param now as it is kept at this moment; undefined when it is gone
 */
export function refuseChanged(settled: Connection, now: Connection | undefined): CodedFailure | undefined {
  const { name } = settled;
  if (!now) return { code: 'no-connection', detail: 'removed', params: { name } };
  if (now.baseUrl !== settled.baseUrl) {
    return { code: 'no-connection', detail: 'moved', params: { name, address: now.baseUrl } };
  }
  if (now.readOnly) return { code: 'read-only', params: { name: now.name } };
  return now.production && !settled.production
    ? { code: 'no-connection', detail: 'became-production', params: { name: now.name } }
    : undefined;
}

/** What a user gives to add or edit a connection: a system name or a base URL, one of the two. */
export interface ConnectionInput {
  name: string;
  system?: string;
  baseUrl?: string;
  username: string;
  production?: boolean;
  readOnly?: boolean;
}

/** What is to change of a connection; what is left out stays. */
export type ConnectionChange = Partial<ConnectionInput>;

/** What keeps a connection's records from being changed without a thought. */
export type Protection = 'production' | 'readOnly';

/** A connection with a change made to it, to be checked like a new one. */
export function withChange(connection: Connection, change: ConnectionChange): ConnectionInput {
  const { system, baseUrl, ...rest } = change;
  const moves = system !== undefined || baseUrl !== undefined;
  const { name, username, production, readOnly } = connection;
  return {
    ...{ name, username, production, readOnly, ...rest },
    ...(moves ? {} : { baseUrl: connection.baseUrl }),
    ...(system === undefined ? {} : { system }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
  };
}

/** What differs in an edited connection from the one that was shown to be edited. */
export function changeOf(shown: Connection, edited: ConnectionInput): ConnectionChange {
  const { system, baseUrl, ...rest } = edited;
  const moves = resolveBaseUrl(edited).baseUrl !== shown.baseUrl;
  const change: ConnectionChange = {};
  if (rest.name !== shown.name) change.name = rest.name;
  if (rest.username !== shown.username) change.username = rest.username;
  if (rest.production !== undefined && rest.production !== shown.production)
    change.production = rest.production;
  if (rest.readOnly !== undefined && rest.readOnly !== shown.readOnly) change.readOnly = rest.readOnly;
  if (moves && system !== undefined) change.system = system;
  if (moves && baseUrl !== undefined) change.baseUrl = baseUrl;
  return change;
}

/** Protections that a connection has and that a change takes away. */
export function loweredBy(connection: Connection, change: ConnectionChange): Protection[] {
  return (['production', 'readOnly'] as const).filter((each) => connection[each] && change[each] === false);
}

/** One DNS label of the vendor's domain: ASCII letters, digits, inner hyphens, at most 63. */
const systemPattern = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/**
 * The base URL of a system (`acme` → `https://acme.thulium.com`), or of a custom address:
 * https anywhere, http only to a loopback address; no user info, query or fragment. `/api` at the end of
 * a custom address is dropped, since requests add it.
 */
export function resolveBaseUrl(input: Pick<ConnectionInput, 'system' | 'baseUrl'>): {
  baseUrl?: string;
  problems: Problem[];
} {
  const { system, baseUrl } = input;
  if (system !== undefined && baseUrl !== undefined)
    return { problems: [problem('address-twice', 'baseUrl')] };
  if (baseUrl !== undefined) return customBaseUrl(baseUrl);
  return system === undefined ? { problems: [problem('required', 'system')] } : systemBaseUrl(system);
}

const invisible = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;

/** A text without what a paste brings along: blanks at its ends, invisible characters. */
export function tidied(text: string): string {
  return text.replace(invisible, '').trim();
}

/**
 * The base URL that somebody means who pastes the address of a page of the panel, of its login or of a call of the
 * API, or leaves http:// out; undefined where the text is taken as it stands, or nothing is known of it.
 */
export function meantBaseUrl(text: string): string | undefined {
  const tidy = tidied(text);
  const local = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?(?:\/\S*)?$/i.test(tidy);
  const bare = /^[A-Za-z0-9-]{1,63}\.thulium\.com(?:\/\S*)?$/i.test(tidy);
  const whole = local ? `http://${tidy}` : bare ? `https://${tidy}` : tidy;
  const { host = '', path = '' } = /^https?:\/\/(?<host>[^/?#@]+)(?<path>[^?#]*)/i.exec(whole)?.groups ?? {};
  if (
    host === '' ||
    /^https?:\/\/[^/?#]*@/i.test(whole) ||
    /[\\\s\p{Cc}]/u.test(whole) ||
    climbs(path) ||
    !URL.canParse(whole)
  )
    return undefined;
  const { origin, hostname, pathname } = new URL(whole);
  // Below a system's own address there are pages and calls; elsewhere a path may be a gateway's.
  const page = /\/(?:panel|login|logout|docs|api\/crm_outbounds|api\/outbounds)(?:\/.*)?$/i;
  const kept = hostname.endsWith('.thulium.com') ? '' : pathname.replace(page, '');
  const meant = origin + withoutApi(kept);
  const asTyped = whole === text && (origin + withoutApi(pathname) === meant || path === '');
  return asTyped || /[?#]/.test(whole.slice(0, host.length + 9)) ? undefined : meant;
}

function systemBaseUrl(system: string): { baseUrl?: string; problems: Problem[] } {
  const general = checkText(system, 'system');
  if (general.length > 0) return { problems: general };
  const meant = meantBaseUrl(system) ?? (systemPattern.test(tidied(system)) ? tidied(system) : undefined);
  const hint = meant !== undefined && meant !== system && { suggestion: meant };
  const baseUrl = `https://${system.toLowerCase()}.thulium.com`;
  // What is left is read as this host by every URL parser, and refused by none.
  return systemPattern.test(system) && hasReadableLabels(system)
    ? { baseUrl, problems: [] }
    : { problems: [problem('system-shape', 'system', { value: system, ...hint })] };
}

/** What follows `://`: no white space, back slash, user info, query, fragment or escaped character in the host. */
const customPattern = /^https?:\/\/(?<host>[^\\\s@?#/%]+)(?<path>\/[^\\\s@?#]*)?$/iu;

function customBaseUrl(text: string): { baseUrl?: string; problems: Problem[] } {
  const general = checkText(text, 'baseUrl');
  if (general.length > 0) return { problems: general };
  const meant = meantBaseUrl(text);
  const hint = meant !== undefined && { suggestion: meant };
  const shape = { problems: [problem('base-url-shape', 'baseUrl', { value: text, ...hint })] };
  if (meant !== undefined) return shape;
  const { host = '', path = '' } = customPattern.exec(text)?.groups ?? {};
  if (host === '' || !hasReadableLabels(host) || !URL.canParse(text)) return shape;
  const url = new URL(text);
  if (url.host !== typedHost(host, url.protocol) || url.hostname.endsWith('.') || climbs(path)) return shape;
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return { problems: [problem('base-url-insecure', 'baseUrl', { value: text })] };
  }
  return { baseUrl: url.origin + withoutApi(url.pathname), problems: [] };
}

/** URL parsers read `evil。com`, `127.1` and full-width letters as other hosts; only a host read as written is taken. */
function typedHost(host: string, protocol: string): string {
  return host.toLowerCase().replace(protocol === 'https:' ? /:443$/ : /:80$/, '');
}

function climbs(path: string): boolean {
  return /%2e|%2f|%5c/i.test(path) || /\/\.{1,2}(?:\/|$)/.test(path);
}

/** The vendor's page writes the base with `/api/`; requests add it themselves. */
function withoutApi(pathname: string): string {
  return pathname.replace(/\/*(?:\/api)?\/*$/, '');
}

/** True for `localhost`, 127.0.0.0/8 and `[::1]`: addresses that never leave the machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/** Tells of blanks at a text's ends and of invisible characters; `isSecret` keeps the text out of the problem. */
export function checkTidy(text: string, field: string, isSecret = false): Problem[] {
  const suggestion = tidied(text);
  if (suggestion === text || suggestion === '') return [];
  return [problem('text-untidy', field, isSecret ? {} : { value: text, suggestion })];
}

/** RFC 7617: a user name has no colon; neither it nor the password has control characters. */
export function checkUsername(text: string): Problem[] {
  const general = checkText(text, 'username');
  if (general.length > 0) return general;
  if (/[:\p{Cc}]/u.test(text)) return [problem('username-shape', 'username')];
  return checkTidy(text, 'username');
}

/** RFC 7617: any text without control characters; a colon and letters beyond ASCII are fine. */
export function checkPassword(text: string): Problem[] {
  const general = checkText(text, 'password');
  if (general.length > 0) return general;
  return /\p{Cc}/u.test(text) ? [problem('password-shape', 'password')] : [];
}

/** Checks everything but the password and settles production: on by default, off for a loopback address. */
export function checkConnection(
  input: ConnectionInput,
  others: readonly Connection[],
): { connection?: Omit<Connection, 'id'>; problems: Problem[] } {
  const { baseUrl, problems } = resolveBaseUrl(input);
  const untidy = checkTidy(input.name, 'name');
  const found = [
    ...(untidy.length > 0 ? untidy : checkConnectionName(input.name, others)),
    ...problems,
    ...checkUsername(input.username),
  ];
  if (baseUrl === undefined || found.length > 0) return { problems: found };
  return {
    connection: {
      name: normalName(input.name),
      baseUrl,
      username: input.username,
      production: input.production ?? !isLoopback(new URL(baseUrl).hostname),
      readOnly: input.readOnly ?? false,
    },
    problems: [],
  };
}

/** The `Authorization` header of RFC 7617 with UTF-8, as the vendor's curl sends it. */
export function basicAuthorization({ username, password }: Credentials): string {
  return `Basic ${base64(`${username}:${password}`)}`;
}

/** Base64 of the UTF-8 bytes of a text. */
export function base64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}
