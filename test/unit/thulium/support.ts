import type { Connection } from '../../../src/core/connection.js';
import type { RecordUpdate } from '../../../src/core/record.js';
import { createNextCallDateChecker } from '../../../src/core/nextCallDate.js';
import {
  createThuliumClient,
  type ClientOptions,
  type ConnectedClient,
} from '../../../src/thulium/client.js';
import {
  startFaultServer,
  type FaultServer,
  type FaultServerOptions,
} from '../../support/faultServer/index.js';

/** The vendor's own example. */
export const update: RecordUpdate = { campaignId: '00001', customerId: '441', fields: { status_id: '3' } };
export const recordPath = '/api/crm_outbounds/00001/records/441';

export const dates = createNextCallDateChecker('Europe/Warsaw', () => Date.UTC(2018, 0, 1));

export interface TestClient {
  client: ConnectedClient;
  /** Waits between attempts, in milliseconds, none of them really waited. */
  waits: number[];
}

export interface TestClientOptions extends Partial<Connection> {
  password?: string;
  timeoutSeconds?: number;
  maxAttempts?: number;
  language?: 'en' | 'pl';
  pause?: NonNullable<ClientOptions['pause']>;
  random?: () => number;
  refuseWrite?: NonNullable<ClientOptions['refuseWrite']>;
}

/** A client of a test server that notes its waits instead of waiting. */
export function clientOf(origin: string, options: TestClientOptions = {}): TestClient {
  const { password, timeoutSeconds, maxAttempts, language, pause, random, refuseWrite, ...connection } =
    options;
  const waits: number[] = [];
  const client = createThuliumClient({
    connection: {
      id: 'test',
      name: 'test',
      baseUrl: origin,
      username: 'api_user',
      production: false,
      readOnly: false,
      ...connection,
    },
    password: password ?? 'api_pass',
    settings: {
      timeoutSeconds: timeoutSeconds ?? 20,
      maxAttempts: maxAttempts ?? 3,
      language: language ?? 'en',
    },
    random: random ?? (() => 0),
    ...(refuseWrite ? { refuseWrite } : {}),
    pause:
      pause ??
      ((milliseconds, signal) => {
        waits.push(milliseconds);
        return Promise.resolve(signal?.aborted !== true);
      }),
  });
  return { client, waits };
}

/** Servers of one test file, closed after each test. Call inside `describe`. */
export function useServers(): (options?: FaultServerOptions) => Promise<FaultServer> {
  const servers: FaultServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });
  return async (options) => {
    const server = await startFaultServer(options);
    servers.push(server);
    return server;
  };
}

/** Bodies of the PUTs that a server was sent. */
export function putBodies(server: FaultServer): string[] {
  return server.requests.filter(({ method }) => method === 'PUT').map(({ body }) => body.toString());
}
