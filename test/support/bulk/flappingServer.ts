import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRandom } from '../../../src/simulator/engine/inventedData.js';

/**
 * A server in a process of its own that flaps, limits and resets by a seed: `SEED ROWS`. Prints its URL.
 * `GET /seen` tells of each customer from 1 on, as JSON: PUTs that arrived, PUTs applied, PUTs answered with success.
 * `POST /calm` makes it serve everything from then on.
 */
const [seed = 0, rows = 0] = process.argv.slice(2).map(Number);
const random = createRandom(seed);
const seen = { arrived: count(), applied: count(), succeeded: count() };
let calm = false;

function count(): Uint16Array {
  return new Uint16Array(rows + 1);
}

function add(list: Uint16Array, customer: number): void {
  list[customer] = (list[customer] ?? 0) + 1;
}

const server = createServer((incoming, answer) => {
  incoming.resume();
  incoming.on('error', () => undefined);
  incoming.on('end', () => {
    const url = incoming.url ?? '';
    if (url === '/seen') {
      const lists = Object.entries(seen).map(([name, list]) => [name, Array.from(list)]);
      answer.end(JSON.stringify(Object.fromEntries(lists)));
    } else if (url === '/calm') {
      calm = true;
      answer.end();
    } else respond(Number(/\d+$/.exec(url)?.[0]), incoming, answer);
  });
});

function respond(customer: number, incoming: IncomingMessage, answer: ServerResponse): void {
  if (incoming.method === 'GET') {
    const status = (seen.applied[customer] ?? 0) > 0 ? 3 : 8;
    answer.writeHead(200, { 'Content-Type': 'application/json' });
    answer.end(JSON.stringify({ customer_id: customer, system_status: 'CALL', status_id: status }));
    return;
  }
  add(seen.arrived, customer);
  const draw = calm ? 1 : random();
  if (draw < 0.05) answer.writeHead(500).end();
  else if (draw < 0.06) answer.writeHead(429, { 'Retry-After': '1' }).end();
  else if (draw < 0.07) incoming.socket.destroy();
  else {
    add(seen.applied, customer);
    if (draw < 0.08) incoming.socket.destroy();
    else {
      add(seen.succeeded, customer);
      answer.writeHead(204).end();
    }
  }
}

server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
