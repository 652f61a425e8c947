import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import type { RunningServer } from '../../../src/simulator/server/server.js';
import { keptBodyBytes, keptRequests } from '../../../src/simulator/server/requestLog.js';
import { curl, curlUser, lastRequest, startTestServer } from './support/running.js';

describe('simulator: safety', function () {
  this.timeout(30_000);
  let server: RunningServer;
  let url: string;
  before(async () => {
    server = await startTestServer({ allowedHosts: ['simulator.test'] });
    url = `${server.url}/api/outbounds`;
  });
  beforeEach(() => {
    server.control.reset();
  });
  after(() => server.close());

  const hosts: [host: string, status: number][] = [
    ['evil.example', 421],
    ['127.0.0.1.evil.example', 421],
    ['localhost:1', 200],
    ['simulator.test', 200],
    ['SIMULATOR.test:8080', 200],
    ['[::1]:80', 200],
  ];
  for (const [host, status] of hosts) {
    it(`Host ${host}: ${status}`, async () => {
      assert.equal((await curlUser('-H', `Host: ${host}`, url)).status, status);
      assert.equal(lastRequest(server).refused, status === 421 ? 'host' : undefined);
    });
  }

  const browsers: [header: string, status: number][] = [
    ['Origin: https://evil.example', 403],
    ['Origin: null', 403],
    ['Origin: http://localhost:3000', 403],
    ['Sec-Fetch-Site: cross-site', 403],
    ['Sec-Fetch-Site: same-site', 403],
    ['Sec-Fetch-Site: none', 200],
  ];
  for (const [header, status] of browsers) {
    it(`${header}: ${status}, without CORS`, async () => {
      for (const path of ['/api/outbounds', '/__simulator/clock']) {
        const answer = await curlUser('-H', header, server.url + path);
        assert.equal(answer.status, status);
        assert.doesNotMatch(answer.headers, /access-control/i);
      }
    });
  }

  it('a preflight gets nothing that a browser could use', async () => {
    const answer = await curl(
      '-X',
      'OPTIONS',
      '-H',
      'Origin: https://evil.example',
      '-H',
      'Access-Control-Request-Method: PUT',
      url,
    );
    assert.equal(answer.status, 403);
    assert.doesNotMatch(answer.headers, /access-control/i);
  });

  it('control calls want the credentials', async () => {
    assert.equal((await curl(`${server.url}/__simulator/records`)).status, 401);
    assert.equal(
      (await curl('-u', 'api_user:wrong', '-X', 'POST', `${server.url}/__simulator/reset`)).status,
      401,
    );
  });

  it('never keeps the password', async () => {
    await curlUser(url);
    await curl('-H', 'Authorization: api_pass', url);
    const kept = JSON.stringify(server.control.listRequests());
    assert.doesNotMatch(kept, /api_pass/);
    assert.doesNotMatch(kept, new RegExp(Buffer.from('api_user:api_pass').toString('base64')));
  });

  it('refuses bodies over 1 MB and keeps the start of large ones', async () => {
    const target = `${server.url}/api/crm_outbounds/00001/records/441`;
    const send = async (bytes: number): Promise<number> => {
      const response = await fetch(target, { method: 'PUT', body: 'x'.repeat(bytes) });
      return response.status;
    };
    assert.equal(await send(1024 * 1024 + 1), 413);
    assert.equal(lastRequest(server).refused, 'too-large');
    assert.equal(await send(100_000), 401);
    assert.equal(lastRequest(server).bodyBytes, 100_000);
    assert.equal(lastRequest(server).body.length, keptBodyBytes);
  });

  it('keeps the last requests only', async () => {
    const five = (): Promise<unknown> =>
      Promise.all(Array.from({ length: 5 }, async () => (await fetch(url)).text()));
    for (let i = 0; i < keptRequests + 5; i += 5) await five();
    const kept = server.control.listRequests();
    assert.equal(kept.length, keptRequests);
    const sequences = kept.map(({ sequence }) => sequence);
    assert.deepEqual(
      sequences,
      [...sequences].sort((a, b) => a - b),
    );
  });

  it('takes so many connections at a time and no more', async () => {
    const small = await startTestServer({ mostConnections: 2 });
    const open = (): Socket => connect(small.port, '127.0.0.1');
    const held = [open(), open()];
    try {
      await Promise.all(held.map((socket) => once(socket, 'connect')));
      assert.equal(await text(open()), '', 'a third one is closed without a word');
      for (const socket of held) {
        socket.end('GET /api/outbounds HTTP/1.1\r\nHost: localhost\r\n\r\n');
        assert.match(await text(socket), /^HTTP\/1\.1 401/);
      }
    } finally {
      for (const socket of held) socket.destroy();
      await small.close();
    }
  });

  it('listens on loopback alone', async function () {
    const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    const outside = addresses.find(({ internal, family }) => !internal && family === 'IPv4');
    if (!outside) this.skip();
    const socket = connect(server.port, outside.address);
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNREFUSED');
  });

  it('answers what is no HTTP, and huge headers, without harm', async () => {
    const raw = async (bytes: string): Promise<string> => {
      const socket = connect(server.port, '127.0.0.1');
      socket.write(bytes);
      return text(socket);
    };
    assert.match(await raw('HELLO\r\n\r\n'), /^HTTP\/1\.1 400/);
    assert.match(await raw(`GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`), /^HTTP\/1\.1 431/);
    assert.equal((await curlUser(url)).status, 200);
  });
});
