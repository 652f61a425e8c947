import { basicAuthorization, type Credentials } from './connection.js';

/** What stands in a text instead of a secret. */
export const hidden = '•••';

/** The one redactor: stands in front of every sink (log, journal, history, results, errors, documents). */
export interface Redactor {
  /** From now on hides this password and every form in which a request carries it. */
  add(credentials: Credentials): void;
  redact(text: string): string;
}

/**
 * Makes a redactor. `Authorization` values and passwords in URLs are hidden even when unknown;
 * known passwords are hidden in plain, base64, percent-encoded and JSON-escaped form.
 */
export function createRedactor(): Redactor {
  const secrets = new Set<string>();
  return {
    add(credentials) {
      const { password } = credentials;
      const token = basicAuthorization(credentials).slice('Basic '.length);
      for (const form of [
        password,
        token,
        encodeURIComponent(password),
        JSON.stringify(password).slice(1, -1),
      ]) {
        if (form !== '') secrets.add(form);
      }
    },
    redact(text) {
      let result = text;
      for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
        result = result.replaceAll(secret, hidden);
      }
      return hideAuthorization(result);
    },
  };
}

/** Hides what follows `Basic`, `Bearer` or `Authorization:`, and the password of a URL's user info. */
export function hideAuthorization(text: string): string {
  return text
    .replace(/\b(Basic|Bearer)(\s+)[A-Za-z0-9+/=._~-]{4,}/gi, `$1$2${hidden}`)
    .replace(/(:\/\/[^\s:/@]+:)[^\s/@]+@/g, `$1${hidden}@`);
}
