import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { record } from './memoryClient.js';

/** What a fault does instead of the plain answer; undefined lets the request through. */
export type Fault = (request: {
  method: string;
  path: string;
  count: number;
  body: string;
  answer: ServerResponse;
  incoming: IncomingMessage;
}) => boolean;

export interface CountingServer {
  url: string;
  /** Bodies of the PUTs of each customer, in order of arrival. */
  puts: Map<string, string[]>;
  requests: { method: string; path: string }[];
  records: Map<string, Record<string, unknown>>;
  /** Returns true when it has answered (or broken) the request itself. */
  fault: Fault | undefined;
  mostAtOnce: number;
  /** False answers 403 to reads. */
  readable: boolean;
  close(): Promise<void>;
}

/** A tiny Thulium: keeps records in memory, counts what reaches it. */
export async function startServer(): Promise<CountingServer> {
  let atOnce = 0;
  let count = 0;
  const http = createServer((incoming, answer) => {
    atOnce++;
    state.mostAtOnce = Math.max(state.mostAtOnce, atOnce);
    answer.on('close', () => atOnce--);
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('error', () => undefined);
    incoming.on('end', () => {
      const path = incoming.url ?? '';
      const method = incoming.method ?? '';
      state.requests.push({ method, path });
      const body = Buffer.concat(chunks).toString();
      if (state.fault?.({ method, path, count: ++count, body, answer, incoming }) === true) return;
      reply(state, method, path, body, answer);
    });
  });
  const state: CountingServer = {
    url: '',
    puts: new Map(),
    requests: [],
    records: new Map(),
    fault: undefined,
    mostAtOnce: 0,
    readable: true,
    close: () =>
      new Promise((resolve) => {
        http.close(() => {
          resolve();
        });
        http.closeAllConnections();
      }),
  };
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  state.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return state;
}

/** Does what the PUT of this path asks, as a server does before a reply is lost. */
export function apply(server: CountingServer, path: string, body: string): void {
  const customer = customerOf(path);
  const list = server.puts.get(customer) ?? [];
  list.push(body);
  server.puts.set(customer, list);
  server.records.set(customer, { ...server.records.get(customer), ...(JSON.parse(body) as object) });
}

export function customerOf(path: string): string {
  return /\/records\/(\d+)/.exec(path)?.[1] ?? '';
}

function reply(
  server: CountingServer,
  method: string,
  path: string,
  body: string,
  answer: ServerResponse,
): void {
  if (method === 'PUT') {
    apply(server, path, body);
    answer.writeHead(204).end();
    return;
  }
  if (!server.readable) {
    json(answer, 403, { errors: [{ message: 'No access' }] });
    return;
  }
  const customer = customerOf(path);
  if (customer !== '') {
    const record = server.records.get(customer);
    json(answer, record ? 200 : 404, record ?? { errors: [{ message: 'Record not found' }] });
  } else if (path.includes('/records')) {
    const query = new URL(path, 'http://x').searchParams;
    const all = [...server.records.values()];
    const from = Number(query.get('offset'));
    json(answer, 200, { count: all.length, result: all.slice(from, from + Number(query.get('limit'))) });
  } else if (path.includes('/statuses')) {
    json(answer, 200, [
      { system_status: 'CALL', status_id: '3', dictionary_status_id: 2, name: 'Do dzwonienia' },
      { system_status: 'MY_RECORD', status_id: '5', dictionary_status_id: null, name: 'Mój rekord' },
    ]);
  } else {
    json(answer, 200, [{ login: 'j.doe', number: '1', active: true, active_in_outbound: true, agent_id: 1 }]);
  }
}

function json(answer: ServerResponse, status: number, value: unknown): void {
  answer.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}

/** Fills the server with records of customers 1 to `count`. */
export function fill(server: CountingServer, count: number): void {
  for (let id = 1; id <= count; id++) {
    server.records.set(String(id), record(id, { record_id: 1000 + id }));
  }
}
