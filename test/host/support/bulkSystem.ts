import { choose, status, type Behaviour, type FaultServer } from '../../support/faultServer/index.js';
import { useConnections } from './connections.js';
import { record, statuses, useServers } from './servers.js';
import { useSettings } from './settings.js';

/** The first line of {@link rows}. */
export const header = 'campaign_id;customer_id;status_id';

/** Rows of the customers 1 to `count`. */
export function rows(count: number): string {
  return [header, ...Array.from({ length: count }, (_, index) => `00001;${index + 1};3`)].join('\r\n');
}

/** A system in which each customer has a record of its own, none of them on Do not call. */
export function answers(put = status(204)): Behaviour {
  return choose(({ method, target }) => {
    if (method === 'PUT') return put;
    if (target.endsWith('/statuses')) return status(200, statuses);
    const customer = /\/records\/(\d+)$/.exec(target)?.[1];
    return customer === undefined
      ? status(200, { count: 0, result: [] })
      : status(200, { ...record, customer_id: Number(customer), status_id: 6, system_status: 'CALL' });
  });
}

/** Systems that answer as documented, each active in this window. Call inside `describe`. */
export function useBulkSystem(): {
  system: (more?: Readonly<Record<string, unknown>>) => Promise<FaultServer & { connectionId: string }>;
  start: ReturnType<typeof useServers>;
  set: ReturnType<typeof useSettings>;
} {
  const start = useServers();
  const connect = useConnections();
  const set = useSettings({ 'bulk.requestsPerSecond': 0 });
  return {
    start,
    set,
    async system(more = {}) {
      const server = await start();
      server.script(answers());
      return Object.assign(server, { connectionId: await connect(server.origin, more) });
    },
  };
}
