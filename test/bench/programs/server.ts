import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';

/**
 * A server that answers every write 204, reads with small lists, and `/puts` with how many writes there were; `--delay` waits before each answer (ms).
 * Prints its URL as one line of JSON. A process of its own, so that it takes no time of what is measured.
 */
const { values } = parseArgs({ options: { delay: { type: 'string', default: '0' } } });
const delay = Number(values.delay);

const record = JSON.stringify({
  record_id: 47,
  system_status: 'NO_CALL',
  status_id: 6,
  next_call_date: '',
  agent_login: '',
  customer_id: 441,
  order: '',
});
const statuses = JSON.stringify([
  { system_status: 'CALL', status_id: '3', dictionary_status_id: 2, name: 'Contact needed' },
]);

let puts = 0;

const server = createServer((request, answer) => {
  request.resume();
  request.on('end', () => {
    const reply = (): void => {
      if (request.method === 'PUT') {
        puts++;
        answer.writeHead(204).end();
      } else if (request.url === '/puts') answer.end(JSON.stringify(puts));
      else {
        const body = request.url?.endsWith('/statuses') === true ? statuses : record;
        answer.writeHead(200, { 'Content-Type': 'application/json' }).end(body);
      }
    };
    if (delay === 0) reply();
    else setTimeout(reply, delay);
  });
});
// A client's idle connection is never closed under it: that race is not what is measured.
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ url: `http://127.0.0.1:${port}` }));
});
