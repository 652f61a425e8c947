import type { CodedFailure, ErrorCode } from '../../core/errors.js';

/** How often a watched record is read, in milliseconds. */
export const watchIntervalMs = 3000;
/** The longest pause between two readings that fail, in milliseconds. */
const longestPauseMs = 60_000;

/** Failures that only the user can mend: reading on could lock the API user out, or ask for a password. */
const final: ReadonlySet<ErrorCode> = new Set([
  'unauthorized',
  'forbidden',
  'no-connection',
  'missing-secret',
  'redirect-refused',
  'tls',
]);

/**
 * Milliseconds until the next reading after so many failures in a row; never sooner than the server
 * asked for. Undefined when there should be none.
 */
export function nextReadingMs(failure: CodedFailure | undefined, failuresInARow: number): number | undefined {
  if (!failure) return watchIntervalMs;
  if (final.has(failure.code)) return undefined;
  const asked = Number(failure.params?.retryAfterSeconds ?? 0) * 1000;
  return Math.max(Math.min(watchIntervalMs * 2 ** failuresInARow, longestPauseMs), asked);
}
