import type { Credentials } from '../../core/connection.js';
import type { Difference } from '../differences.js';

/** Why no request could be made of a text. */
export type CurlProblem = 'no-command' | 'no-url' | 'unclosed-quote';

export interface CurlHeader {
  name: string;
  value: string;
}

/** The request that a command line would send. */
export interface CurlRequest {
  method: string;
  /** With its scheme, without user info; may still hold variables of the shell, so it need not parse. */
  url: string;
  /** As the command gives them, and the `Content-Type` that the tool adds for a body; `Authorization` of `-u` is not among them. */
  headers: CurlHeader[];
  body?: string;
  /** `value`: a program makes the JSON of it. */
  bodyForm?: 'value';
  /** An `Authorization` that is no Basic one, whose form may be judged. Keep it out of every text. */
  authorization?: string;
  /** Of `-u`, of an `Authorization: Basic` header or of the URL. Keep it out of every text. */
  username?: string;
  /** Only a password that is written in the command, not one in a variable or asked for. */
  password?: string;
}

/** A request with notes on what the tool would have done besides; or why there is none. */
export type ParsedCurl = { ok: CurlRequest; notes: Difference[] } | { problem: CurlProblem };

/** Splits `user:password`; without a colon there is no password. */
export function splitCredentials(text: string): { username: string } | Credentials {
  const colon = text.indexOf(':');
  return colon === -1
    ? { username: text }
    : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** User and password of an `Authorization: Basic …` value, or undefined for any other. */
export function decodeBasic(value: string): { username: string } | Credentials | undefined {
  const token = /^Basic\s+([A-Za-z0-9+/]+={0,2})$/i.exec(value.trim())?.[1];
  if (token === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(token), (character) => character.charCodeAt(0));
    return splitCredentials(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** Takes the user info out of a URL and gives it the scheme that a tool would assume. */
export function splitUrl(text: string, scheme = 'http'): { url: string; userInfo?: string } {
  const match = /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?(?:([^/?#]*)@)?([\s\S]*)$/.exec(text);
  const [, given = scheme, userInfo, rest = ''] = match ?? [];
  const url = `${given.toLowerCase()}://${rest}`;
  return userInfo === undefined ? { url } : { url, userInfo: decodePercent(userInfo) };
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The value of a header by its name, whatever its case. */
export function headerValue(headers: readonly CurlHeader[], name: string): string | undefined {
  return headers.find((header) => header.name.toLowerCase() === name)?.value;
}
