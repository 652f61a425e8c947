import { base64, basicAuthorization, type Credentials } from './connection.js';
import type { CodedFailure } from './errors.js';

/** What stands in a text instead of a secret. */
export const hidden = '•••';

/**
 * Shorter passwords are hidden only where they stand alone: letter by letter they are in every text,
 * and hiding them there would tell what they are.
 */
const shortest = 4;

/** The one redactor: stands in front of every sink (log, journal, history, results, errors, documents). */
export interface Redactor {
  /** From now on hides this password and every form in which a request carries it. */
  add(credentials: Credentials): void;
  redact(text: string): string;
  /** The same for every text inside a value as JSON has it, keys too; its form and its numbers stay. */
  redactValue<T>(value: T): T;
}

/** Nobody's record is nested deeper; what is, is left out. */
const deepest = 100;

/**
 * Makes a redactor. `Authorization` values and passwords in URLs and cURL arguments are hidden even when
 * unknown; known passwords are hidden plain and in base64, wholly or partly percent-encoded or JSON-escaped.
 */
export function createRedactor(): Redactor {
  const secrets = new Map<string, RegExp>();
  let longestFirst: RegExp[] = [];
  return {
    add(credentials) {
      const { password } = credentials;
      const token = basicAuthorization(credentials).slice('Basic '.length);
      for (const secret of [password, ...[token, base64(password)].map(withoutPadding)]) {
        if (secret !== '') secrets.set(secret, secretPattern(secret));
      }
      longestFirst = [...secrets]
        .sort(([one], [other]) => other.length - one.length)
        .map(([, pattern]) => pattern);
    },
    redact,
    redactValue: (value) => mapTexts(value, redact, deepest) as typeof value,
  };

  function redact(text: string): string {
    return hideAuthorization(longestFirst.reduce((rest, pattern) => rest.replace(pattern, hidden), text));
  }
}

function mapTexts(value: unknown, change: (text: string) => string, depth: number): unknown {
  if (typeof value === 'string') return change(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return hidden;
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, change, depth - 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [change(key), mapTexts(each, change, depth - 1)]),
  );
}

/**
 * A failure whose texts from the server (messages, ids, a redirect's target) no longer tell a secret that
 * they echo. Done before a text is cut for a message: half a password would no longer be recognised.
 */
export function redactFailure(failure: CodedFailure, redact: (text: string) => string): CodedFailure {
  const { params, apiErrors, requestId } = failure;
  return {
    ...failure,
    ...(params
      ? { params: Object.fromEntries(Object.entries(params).map(([name, text]) => [name, redact(text)])) }
      : {}),
    ...(apiErrors
      ? { apiErrors: apiErrors.map((each) => ({ ...each, message: redact(each.message) })) }
      : {}),
    ...(requestId === undefined ? {} : { requestId: redact(requestId) }),
  };
}

function withoutPadding(encoded: string): string {
  return encoded.replaceAll('=', '');
}

/** Matches a secret with any of its characters as they are, percent-encoded or JSON-escaped. */
function secretPattern(secret: string): RegExp {
  const body = Array.from(secret, characterPattern).join('');
  return secret.length < shortest
    ? new RegExp(`(?<![\\p{L}\\p{N}])(?:${body})(?![\\p{L}\\p{N}])`, 'gu')
    : new RegExp(body, 'gu');
}

/** Characters with a short form of their own: of a form's body, of JSON, of PHP's JSON. */
const shortForms = new Map([
  [' ', '[ +]'],
  ['"', '\\\\?"'],
  ['/', '\\\\?/'],
  ['\\', '\\\\{1,2}'],
]);

function characterPattern(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => hex(character.charCodeAt(index), 4));
  const bytes = Array.from(new TextEncoder().encode(character), (byte) => `%${eitherCase(hex(byte, 2))}`);
  const unescaped = shortForms.get(character) ?? literal(character);
  // The longer forms come first, so that `%25` is taken whole and no `25` stays behind.
  return `(?:${units.map((unit) => `\\\\u${eitherCase(unit)}`).join('')}|${bytes.join('')}|${unescaped})`;
}

/** The character itself, as a code point escape: never a character that means something to a pattern. */
function literal(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

function eitherCase(digits: string): string {
  return digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

/**
 * Hides what follows `Basic`, `Bearer` or the name of an `Authorization` header, the password of a URL's
 * user info, and that of cURL's `-u` or HTTPie's `-a`.
 */
export function hideAuthorization(text: string): string {
  return text
    .replace(
      /(authorization[\\"']*\s*(?::|=>?)\s*[\\"']*(?:[A-Za-z]+\s+)?)(?:\\\/|[^\s"'\\,;])+/gi,
      `$1${hidden}`,
    )
    .replace(/\b((?:Basic|Bearer)(?:\s|%20|\+)+)((?:\\\/|[A-Za-z0-9+/=._~%-]){4,})/gi, hideToken)
    .replace(/(:\/\/[^\s:/@]*:)[^\s/]*@/g, `$1${hidden}@`)
    .replace(/((?:^|\s)(?:-u|--user|-a|--auth)[\s=]*["']?[^\s:"'=]+:)[^\s"']+/g, `$1${hidden}`);
}

/** A plain word is prose, as in «Basic authentication», unless it decodes to `user:password`. */
function hideToken(all: string, scheme: string, token: string): string {
  const isWord = /^[A-Za-z][a-z]+\.?$/.test(token);
  return isWord && !decodesToPair(token) ? all : scheme + hidden;
}

function decodesToPair(token: string): boolean {
  try {
    return /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(atob(token));
  } catch {
    return false;
  }
}
