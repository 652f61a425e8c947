import { afterEach } from 'mocha';
import { thulium } from '../../support/documentedSystem.js';
import {
  choose,
  startFaultServer,
  type Behaviour,
  type FaultServer,
  type FaultServerOptions,
} from '../../support/faultServer/index.js';

export * from '../../support/documentedSystem.js';

/** Servers of one test file, closed after each test. Call inside `describe`. */
export function useServers(): (options?: FaultServerOptions) => Promise<FaultServer> {
  const servers: FaultServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });
  return async (options) => {
    const server = await startFaultServer(options);
    servers.push(server);
    server.script(thulium());
    return server;
  };
}

/** One behaviour after the other; the last one repeats. */
export function inTurn(first: Behaviour, ...rest: Behaviour[]): Behaviour {
  let current = first;
  return choose(() => {
    const taken = current;
    current = rest.shift() ?? current;
    return taken;
  });
}
