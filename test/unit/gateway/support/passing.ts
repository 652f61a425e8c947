import https from 'node:https';
import { connect } from 'node:net';
import { createServer } from 'node:tls';
import type { Connection } from '../../../../src/core/connection.js';
import { startGateway, type Gateway, type GatewayOptions } from '../../../../src/gateway/gateway.js';
import type { GatewayEntry } from '../../../../src/gateway/passedLog.js';
import type { RunningServer } from '../../../../src/simulator/server/server.js';
import { makeCertificates, mapHostName } from '../../../support/faultServer/index.js';
import { until } from '../../../support/until.js';
import { startTestServer } from '../../simulator/support/running.js';

/** A simulator behind TLS: the real system of these tests. */
export interface SecureSystem {
  simulator: RunningServer;
  /** Such as `https://thulium-gateway.test:40123`. */
  origin: string;
  /** What a client must be given to trust it. */
  caPem: string;
  /** The bytes of each connection, deciphered, as they reached the system. */
  arrived: Buffer[];
  close(): Promise<void>;
}

/** Starts it under a name of its own where the hosts file can have one, else under localhost. */
export async function startSecureSystem(): Promise<SecureSystem> {
  const host = (await mapHostName('thulium-gateway.test')).name ?? 'localhost';
  const { caPem, certPem, keyPem } = await makeCertificates({ hostNames: [host] });
  const simulator = await startTestServer({ allowedHosts: [host] });
  const arrived: Buffer[] = [];
  const front = createServer({ cert: certPem, key: keyPem }, (socket) => {
    const index = arrived.push(Buffer.alloc(0)) - 1;
    socket.on('data', (chunk) => {
      arrived[index] = Buffer.concat([arrived[index] ?? Buffer.alloc(0), chunk]);
    });
    const behind = connect(simulator.port, '127.0.0.1');
    socket.pipe(behind).pipe(socket);
    socket.on('error', () => behind.destroy());
    behind.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const address = front.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    simulator,
    origin: `https://${host}:${port}`,
    caPem,
    arrived,
    close: async () => {
      front.close();
      await simulator.close();
    },
  };
}

/** A connection of the user's; neither production nor read-only unless told. */
export function connectionTo(baseUrl: string, more: Partial<Connection> = {}): Connection {
  return {
    id: 'id-1',
    name: 'Acme',
    baseUrl,
    username: 'api_user',
    production: false,
    readOnly: false,
    ...more,
  };
}

/** A gateway that knows no lists and whose connection stays as it is, unless told. */
export async function startTestGateway(
  connection: Connection,
  more: Partial<GatewayOptions> & { caPem?: string } = {},
): Promise<Gateway> {
  const { caPem, ...options } = more;
  const agent = caPem === undefined ? undefined : new https.Agent({ ca: caPem, keepAlive: true });
  const fresh = (): https.Agent => new https.Agent({ ca: caPem });
  return startGateway({
    connection,
    port: 0,
    lookUp: () => Promise.resolve(connection),
    learn: () => Promise.resolve({}),
    ...(agent && { agents: (wantsFresh) => (wantsFresh ? fresh() : agent) }),
    ...options,
  });
}

/** The request that passed last, once so many have been listed. */
export async function passed(gateway: Gateway, count: number): Promise<GatewayEntry> {
  await until('the list', () => gateway.listRequests().length >= count);
  const entry = gateway.listRequests()[count - 1];
  if (!entry) throw new Error('No request has passed');
  return entry;
}
