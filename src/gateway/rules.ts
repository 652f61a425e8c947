import { randomUUID } from 'node:crypto';
import type { Connection } from '../core/connection.js';
import type { HeaderPairs } from '../simulator/diagnosis/codes.js';

/** Names this gateway in `Via`, so that one which was pointed at itself finds its own mark and does not go round. */
export const viaName = `thulium-gateway-${randomUUID().slice(0, 8)}`;

/** Why a gateway has ended by itself: its connection is no longer the one that it was started for. */
export type PinBreak = 'removed' | 'moved' | 'production-changed' | 'read-only-changed' | 'unreadable';

/**
 * What has become of the connection that a gateway was started for.
 *
 * @param now as it is kept at this moment; undefined when it is gone
 * @returns undefined while nothing that matters has changed; a new name does not matter
 */
export function brokenPin(pinned: Connection, now: Connection | undefined): PinBreak | undefined {
  if (now?.id !== pinned.id) return 'removed';
  if (now.baseUrl !== pinned.baseUrl) return 'moved';
  if (now.production !== pinned.production) return 'production-changed';
  return now.readOnly === pinned.readOnly ? undefined : 'read-only-changed';
}

/** Headers by which some servers take a GET for another method. */
const overrides = ['x-http-method-override', 'x-http-method', 'x-method-override'];

/** Whether a request may change something: whatever is not GET or HEAD, and what says that it is another method. */
export function isWrite(method: string, headers: HeaderPairs): boolean {
  return (
    !['GET', 'HEAD'].includes(method) || headers.some(([name]) => overrides.includes(name.toLowerCase()))
  );
}

/** RFC 9110, 7.6.1, with what RFC 9112 and old clients add. */
const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Headers without those of one hop: the known ones, and what `Connection` names. */
export function endToEnd(headers: HeaderPairs): [name: string, value: string][] {
  const named = new Set(
    headers
      .filter(([name]) => name.toLowerCase() === 'connection')
      .flatMap(([, value]) => value.split(',').map((each) => each.trim().toLowerCase())),
  );
  return headers.flatMap(([name, value]): [string, string][] => {
    const key = name.toLowerCase();
    return hopByHop.has(key) || named.has(key) ? [] : [[name, value]];
  });
}

/**
 * The headers of a request as the system gets them: those of the caller in their order and letters, without what is of
 * one hop, with the system's own `Host`, the length of the body that was read whole, and `Via` (RFC 9110, 7.6.3).
 * `Expect` was met here.
 */
export function forwardedHeaders(
  method: string,
  headers: HeaderPairs,
  host: string,
  bodyBytes: number,
): [name: string, value: string][] {
  const kept = endToEnd(headers).filter(
    ([name]) => !['host', 'content-length', 'expect'].includes(name.toLowerCase()),
  );
  const hasLength = bodyBytes > 0 || !['GET', 'HEAD', 'DELETE', 'OPTIONS'].includes(method);
  return [
    ['Host', host],
    ...kept,
    ...(hasLength ? [['Content-Length', String(bodyBytes)] as [string, string]] : []),
    ['Via', `1.1 ${viaName}`],
  ];
}

/** Whether a request has come through this very program before. */
export function isLoop(headers: HeaderPairs): boolean {
  return headers.some(([name, value]) => name.toLowerCase() === 'via' && value.includes(viaName));
}
