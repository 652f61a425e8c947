import { isLoopback } from '../../core/connection.js';
import { headerValues } from '../diagnosis/headers.js';
import type { HeaderPairs } from '../diagnosis/exchange.js';
import { hostOf } from './requestLog.js';

/**
 * Turns away what a web page could send behind the developer's back: a foreign `Host` (DNS rebinding) and
 * cross-site requests of a browser. The simulator serves no page, so no origin but its own is right.
 *
 * @param allowedHosts names, with or without a port, beside loopback ones and the address it listens on
 */
export function createGuard(
  allowedHosts: readonly string[],
): (headers: HeaderPairs) => 'host' | 'cross-site' | undefined {
  const allowed = new Set(allowedHosts.map((each) => each.toLowerCase()));
  return (headers) => {
    const host = hostOf(headers).toLowerCase();
    const name = host.replace(/:\d*$/, '');
    if (headerValues(headers, 'host').length !== 1 || host === '') return 'host';
    if (!isLoopback(name) && !allowed.has(name) && !allowed.has(host)) return 'host';
    const [origin] = headerValues(headers, 'origin');
    const [site] = headerValues(headers, 'sec-fetch-site');
    if (origin !== undefined && origin.toLowerCase() !== `http://${host}`) return 'cross-site';
    return site === undefined || site === 'same-origin' || site === 'none' ? undefined : 'cross-site';
  };
}
