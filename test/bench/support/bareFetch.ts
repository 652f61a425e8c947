import { Agent } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type nodeFetch from 'node-fetch';
import { repositoryRoot } from '../../support/editor/installed.js';

/** node-fetch as npm installed it, without what our build puts in its place of `node:http`. */
export async function loadBareFetch(): Promise<typeof nodeFetch> {
  const file = join(repositoryRoot, 'node_modules', 'node-fetch', 'src', 'index.js');
  const loaded = (await import(pathToFileURL(file).href)) as { default: typeof nodeFetch };
  return loaded.default;
}

/** The same PUT as ours, with a kept-alive connection, and its answer read to the end. */
export function barePut(
  fetch: typeof nodeFetch,
  url: string,
  agent: Agent,
): (customerId: number) => Promise<void> {
  const headers = {
    accept: 'application/json',
    'accept-language': 'en',
    'user-agent': 'bench',
    authorization: `Basic ${Buffer.from('u:p').toString('base64')}`,
    'content-type': 'application/json; charset=utf-8',
  };
  return async (customerId) => {
    const answer = await fetch(`${url}/api/crm_outbounds/00001/records/${customerId}`, {
      method: 'PUT',
      headers,
      body: '{"status_id":"3"}',
      agent,
    });
    await answer.text();
    if (answer.status !== 204) throw new Error(`The server answered ${answer.status}.`);
  };
}

export function keepAliveAgent(): Agent {
  return new Agent({ keepAlive: true, scheduling: 'lifo' });
}
