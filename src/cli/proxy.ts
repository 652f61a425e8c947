import type { Agent } from 'node:http';
import * as l10n from '@vscode/l10n';
import { isLoopback } from '../core/connection.js';
import { usageError } from './console.js';

/**
 * The agents of a system behind the proxy that `HTTPS_PROXY` and `NO_PROXY` name, as other Node programs take them; undefined
 * where none is. This machine is never asked for through a proxy. Certificates are verified on each request, by the
 * transport; `NODE_EXTRA_CA_CERTS` Node reads itself.
 */
export async function agentsFor(baseUrl: string): Promise<((fresh: boolean) => Agent) | undefined> {
  if (isLoopback(new URL(baseUrl).hostname)) return undefined;
  const [{ getProxyForUrl }, { HttpsProxyAgent }] = await Promise.all([
    import('proxy-from-env'),
    import('https-proxy-agent'),
  ]);
  const proxy = getProxyForUrl(baseUrl);
  if (proxy === '') return undefined;
  if (!/^https?:\/\//i.test(proxy) || !URL.canParse(proxy)) {
    throw usageError(l10n.t('HTTPS_PROXY isn’t an address such as http://proxy.example.com:3128.'));
  }
  const keptAlive = new HttpsProxyAgent(proxy, { keepAlive: true, scheduling: 'lifo' });
  return (fresh) => (fresh ? new HttpsProxyAgent(proxy) : keptAlive);
}
