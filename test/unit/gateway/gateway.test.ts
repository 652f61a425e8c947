import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import type { Connection } from '../../../src/core/connection.js';
import { Inspector } from '../../../src/editor/simulator/inspector.js';
import type { Gateway } from '../../../src/gateway/gateway.js';
import type { PinBreak } from '../../../src/gateway/rules.js';
import type { Knowledge } from '../../../src/simulator/diagnosis/codes.js';
import { createThuliumClient } from '../../../src/thulium/client.js';
import { until } from '../../support/until.js';
import { credentials, curl, lastRequest } from '../simulator/support/running.js';
import { runTool } from '../simulator/support/tools.js';
import {
  connectionTo,
  passed,
  startSecureSystem,
  startTestGateway,
  type SecureSystem,
} from './support/passing.js';

const record = '/api/crm_outbounds/00001/records/441';
const user = ['-u', 'api_user:api_pass'];
const json = ['-H', 'Content-Type: application/json'];

/** The vendor's PHP sample over PHP's own sockets, with its length in characters. */
const phpSample = `
$data = '{"status_id":"3","agent_login":"zażółć"}';
$socket = stream_socket_client('tcp://' . getenv('ADDRESS'));
fwrite($socket, implode("\\r\\n", [
  'PUT ${record} HTTP/1.1',
  'Host: ' . getenv('ADDRESS'),
  'Authorization: Basic ' . base64_encode('api_user:api_pass'),
  'Content-Type: application/json; charset=utf-8',
  'Content-Length: ' . (getenv('RIGHT') ? strlen($data) : preg_match_all('/./us', $data)),
  '', $data,
]));
echo fgets($socket);
`;

describe('gateway: a simulator behind TLS', function () {
  this.timeout(60_000);
  let system: SecureSystem;
  let gateway: Gateway;
  before(async () => {
    system = await startSecureSystem();
  });
  beforeEach(async () => {
    system.simulator.control.reset();
    system.arrived.length = 0;
    const lists = await listsOf(system);
    gateway = await startTestGateway(connectionTo(system.origin), {
      caPem: system.caPem,
      learn: () => Promise.resolve(lists),
    });
  });
  afterEach(() => gateway.close());
  after(() => system.close());

  it('curl: the same bytes arrive and the same answer returns', async () => {
    const body = '{"status_id": "3",  "order":\t"7"}';
    const args = [...user, ...json, '-X', 'PUT', '--data-binary', body];
    const direct = await curl(...args, system.simulator.url + record);
    const sent = lastRequest(system.simulator);
    system.simulator.control.reset();

    const answer = await curl(...args, gateway.url + record);

    const arrived = lastRequest(system.simulator);
    assert.deepEqual([answer.status, answer.body], [direct.status, direct.body]);
    assert.deepEqual([arrived.method, arrived.path, arrived.body], [sent.method, sent.path, body]);
    const withoutHop = (headers: [string, string][]): string[] =>
      headers
        .map(([name, value]) => `${name}: ${value}`)
        .filter((line) => !/^(host|via|connection):/i.test(line));
    assert.deepEqual(withoutHop(arrived.headers).sort(), withoutHop(sent.headers).sort());
    assert.ok(arrived.headers.some(([name, value]) => name === 'Host' && system.origin.endsWith(value)));
    assert.match(
      system.arrived.join(''),
      new RegExp(`Authorization: Basic ${btoa('api_user:api_pass')}\r\n`),
    );
    const entry = await passed(gateway, 1);
    assert.deepEqual([entry.status, entry.diagnosis, entry.source], [204, [], 'gateway']);
  });

  it('HTTPie', async () => {
    const args = ['--check-status', '-a', 'api_user:api_pass', 'PUT', gateway.url + record];
    const { code, stderr } = await runTool('http', args, { input: '{"status_id":"3"}\n' });
    assert.equal(code, 0, stderr);
    assert.equal(lastRequest(system.simulator).body, '{"status_id":"3"}\n');
    assert.deepEqual((await passed(gateway, 1)).diagnosis, []);
  });

  it('PHP: a length counted in characters is told of, and the bytes behind it go nowhere', async () => {
    const env = { ADDRESS: new URL(gateway.url).host };
    const { stdout, stderr } = await runTool('php', ['-r', phpSample], { env });
    assert.match(stdout, /^HTTP\/1\.1 400/, stderr);
    const [found] = (await passed(gateway, 1)).diagnosis;
    assert.deepEqual(
      [found?.code, found?.certainty, found?.params],
      ['content-length', 'documented', { kind: 'characters', declared: '40', actual: '44' }],
    );
    assert.equal(lastRequest(system.simulator).bodyBytes, 40);
    const right = await runTool('php', ['-r', phpSample], { env: { ...env, RIGHT: '1' } });
    assert.match(right.stdout, /^HTTP\/1\.1 \d{3}/);
    assert.equal(lastRequest(system.simulator).body, '{"status_id":"3","agent_login":"zażółć"}');
  });

  it('holds what fails against the live lists, and shows the real answer', async () => {
    const answer = await curl(
      ...user,
      ...json,
      '-X',
      'PUT',
      '-d',
      '{"status_id":"987"}',
      gateway.url + record,
    );
    assert.equal(answer.status, 400);
    const entry = await passed(gateway, 1);
    assert.deepEqual(
      entry.diagnosis.map(({ code }) => code),
      ['status-unknown'],
    );
    assert.equal(entry.responseBody, answer.body);
    assert.equal(entry.requestId, (JSON.parse(answer.body) as { request_id: string }).request_id);
  });

  it('passes calls that nobody here knows, and does not judge them', async () => {
    const answer = await curl(...user, `${gateway.url}/api/tickets/12?x=%2F..%2f`);
    assert.equal(answer.status, lastRequest(system.simulator).status);
    assert.equal(lastRequest(system.simulator).path, '/api/tickets/12?x=%2F..%2f');
    assert.deepEqual((await passed(gateway, 1)).diagnosis, []);
  });

  it('sends the caller’s credentials, never those of the connection, and keeps no password', async () => {
    assert.equal((await curl(gateway.url + record)).status, 401);
    assert.equal((await curl('-u', 'other:s3cret-pass', gateway.url + record)).status, 401);
    await passed(gateway, 2);
    const heads = system.arrived.join('').match(/^authorization: .*$/gim);
    assert.deepEqual(heads, [`Authorization: Basic ${btoa('other:s3cret-pass')}`]);
    assert.doesNotMatch(JSON.stringify(gateway.listRequests()), /s3cret|b3RoZXI6/);
  });

  it('passes nothing on where the certificate is not trusted', async () => {
    const untrusting = await startTestGateway(connectionTo(system.origin));
    try {
      const answer = await curl(...user, untrusting.url + record);
      assert.equal(answer.status, 502);
      const entry = await passed(untrusting, 1);
      assert.deepEqual([entry.status, entry.failure?.code], [0, 'tls']);
      assert.deepEqual(system.simulator.control.listRequests(), []);
    } finally {
      await untrusting.close();
    }
  });

  it('answers Expect: 100-continue itself, and passes a chunked body on with its length', async () => {
    const { port } = gateway;
    const socket = connect(port, '127.0.0.1');
    const answer = text(socket);
    socket.write(
      `PUT ${record} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic ${btoa('api_user:api_pass')}\r\n` +
        'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n' +
        'Connection: close, X-Hop\r\nX-Hop: 1\r\nTE: trailers\r\nKeep-Alive: timeout=5\r\n\r\n',
    );
    await new Promise((resolve) => socket.once('data', resolve));
    socket.write('9\r\n{"status_\r\n8\r\nid":"3"}\r\n0\r\n\r\n');
    assert.match(await answer, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 204/);
    const { headers, body } = lastRequest(system.simulator);
    assert.equal(body, '{"status_id":"3"}');
    const names = headers.map(([name]) => name.toLowerCase());
    assert.deepEqual(
      ['x-hop', 'te', 'keep-alive', 'expect', 'transfer-encoding'].filter((name) => names.includes(name)),
      [],
    );
    assert.deepEqual(headers.filter(([name]) => name === 'Content-Length').flat(), ['Content-Length', '17']);
  });
});

async function listsOf({ simulator }: SecureSystem): Promise<Knowledge> {
  const client = createThuliumClient({
    connection: connectionTo(simulator.url),
    password: credentials.password,
    settings: { timeoutSeconds: 10, maxAttempts: 1, language: 'en' },
  });
  const statuses = await client.listStatuses('00001');
  simulator.control.clearRequests();
  return statuses.ok ? { statuses: statuses.value } : {};
}

describe('gateway: what it refuses', function () {
  this.timeout(30_000);
  let arrived: { method: string; url: string }[];
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  const system = createServer((request, response) => {
    arrived.push({ method: request.method ?? '', url: request.url ?? '' });
    answer(request, response);
  });
  let connection: Connection;
  const started: Gateway[] = [];
  const start = async (...args: Parameters<typeof startTestGateway>): Promise<Gateway> => {
    const made = await startTestGateway(...args);
    started.push(made);
    return made;
  };

  before(async () => {
    await new Promise<void>((resolve) => system.listen(0, '127.0.0.1', resolve));
    const address = system.address();
    connection = connectionTo(
      `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    );
  });
  beforeEach(() => {
    arrived = [];
    answer = (_, response) => response.end('{}');
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((each) => each.close()));
  });
  after(() => system.close());

  const raw = async (gateway: Gateway, bytes: string): Promise<string> => {
    const socket = connect(gateway.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(bytes);
    return text(socket);
  };

  const threats: [name: string, head: string, status: number][] = [
    ['a foreign Host', 'GET / HTTP/1.1\r\nHost: evil.example', 421],
    ['a Host that begins as ours', 'GET / HTTP/1.1\r\nHost: 127.0.0.1.evil.example', 421],
    ['no Host', 'GET / HTTP/1.1\r\nX: 1', 421],
    ['two Hosts', 'GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost', 421],
    ['another site’s page', 'PUT / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example', 403],
    ['a page without origin', 'PUT / HTTP/1.1\r\nHost: localhost\r\nOrigin: null', 403],
    ['a cross-site read', 'GET / HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site', 403],
    [
      'a preflight',
      'OPTIONS / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://e.example\r\nAccess-Control-Request-Method: PUT',
      403,
    ],
    ['an absolute address', 'GET http://evil.example/ HTTP/1.1\r\nHost: localhost', 400],
    ['another kind of target', 'OPTIONS * HTTP/1.1\r\nHost: localhost', 400],
    ['two lengths', 'PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2', 400],
    ['one length twice', 'PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 2', 400],
    [
      'a length and chunks',
      'PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked',
      400,
    ],
    [
      'chunks that are not last',
      'PUT / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, gzip',
      400,
    ],
    ['chunks by another name', 'PUT / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked', 408],
    ['a folded header', 'GET / HTTP/1.1\r\nHost: localhost\r\nX: 1\r\n\tContent-Length: 3', 400],
    ['a blank before the colon', 'GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length : 3', 400],
    ['what is not HTTP', 'HELLO', 400],
    ['a huge header', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}`, 431],
  ];
  for (const [name, head, status] of threats) {
    it(`${name}: ${status}, and nothing reaches the system`, async () => {
      const gateway = await start(connection, { bodyPatience: 100 });
      const got = await raw(gateway, `${head}\r\n\r\n`);
      assert.match(got, new RegExp(`^HTTP/1\\.1 ${status} `));
      assert.doesNotMatch(got, /access-control/i);
      assert.deepEqual(arrived, []);
    });
  }

  it('a body over 1 MB, one that never ends, and one that is cut', async () => {
    const gateway = await start(connection, { bodyPatience: 100 });
    const large = await fetch(gateway.url, { method: 'PUT', body: 'x'.repeat(1024 * 1024 + 1) });
    assert.equal(large.status, 413);
    const head = 'PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n';
    assert.match(await raw(gateway, `${head}{"a"`), /^HTTP\/1\.1 408/);
    assert.deepEqual(arrived, []);
    assert.deepEqual(
      gateway.listRequests().map(({ refused }) => refused),
      ['too-large', 'incomplete'],
    );
  });

  it('a request hidden behind the length of another', async () => {
    const gateway = await start(connection);
    const got = await raw(
      gateway,
      'PUT /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}SMUGGLED / HTTP/1.1\r\n\r\n',
    );
    assert.match(got, /^HTTP\/1\.1 200/);
    assert.deepEqual(arrived, [{ method: 'PUT', url: '/a' }]);
  });

  for (const guarded of [{ production: true }, { readOnly: true }]) {
    const name = Object.keys(guarded).join('');
    it(`${name}: whatever is not a read, also one that a header makes a write`, async () => {
      const gateway = await start({ ...connection, ...guarded });
      for (const method of ['PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS'])
        assert.equal((await fetch(gateway.url, { method })).status, 403, method);
      const masked = { 'X-HTTP-Method-Override': 'PUT' };
      assert.equal((await fetch(gateway.url, { headers: masked })).status, 403);
      assert.deepEqual(arrived, []);
      assert.equal((await fetch(`${gateway.url}/read`)).status, 200);
      assert.equal((await fetch(`${gateway.url}/read`, { method: 'HEAD' })).status, 200);
      assert.deepEqual(
        arrived.map(({ method }) => method),
        ['GET', 'HEAD'],
      );
      assert.equal(gateway.listRequests()[0]?.refused, 'writes');
    });
  }

  const changes: [reason: PinBreak, now: (from: Connection) => Connection | undefined][] = [
    ['removed', () => undefined],
    ['moved', (from) => ({ ...from, baseUrl: 'https://acme.thulium.com' })],
    ['production-changed', (from) => ({ ...from, production: true })],
    ['read-only-changed', (from) => ({ ...from, readOnly: true })],
  ];
  for (const [reason, change] of changes) {
    it(`a connection that was changed (${reason}) ends it before the next byte leaves`, async () => {
      let now: Connection | undefined = connection;
      const broken: PinBreak[] = [];
      const gateway = await start(connection, {
        lookUp: () => Promise.resolve(now),
        onBroken: (each) => broken.push(each),
      });
      assert.equal((await fetch(gateway.url, { method: 'PUT', body: '{}' })).status, 200);
      now = change(connection);
      const refused = await fetch(gateway.url, { method: 'PUT', body: '{}' }).catch(() => undefined);
      assert.ok(refused === undefined || refused.status === 503);
      await until('its end', () => broken.length > 0);
      assert.deepEqual(broken, [reason]);
      assert.equal(arrived.length, 1);
      await assert.rejects(fetch(gateway.url));
    });
  }

  it('a rename changes nothing', async () => {
    const gateway = await start(connection, {
      lookUp: () => Promise.resolve({ ...connection, name: 'New' }),
    });
    assert.equal((await fetch(gateway.url, { method: 'PUT', body: '{}' })).status, 200);
  });

  it('itself: a gateway that leads to itself does not go round', async () => {
    const first = await start(connection);
    await first.close();
    const own = { ...connection, baseUrl: first.url };
    const gateway = await start(own, { port: first.port, lookUp: () => Promise.resolve(own) });
    const got = await fetch(gateway.url);
    assert.equal(got.status, 508);
  });

  it('passes a redirect back and does not follow it', async () => {
    answer = (_, response) => {
      response.writeHead(302, { Location: 'http://evil.example/', 'X-Own': '1', Connection: 'X-Own' }).end();
    };
    const gateway = await start(connection);
    const got = await fetch(gateway.url, { redirect: 'manual' });
    assert.deepEqual([got.status, got.headers.get('location')], [302, 'http://evil.example/']);
    assert.equal(got.headers.get('x-own'), null);
    assert.equal(arrived.length, 1);
  });

  it('passes a packed answer as it is, and lists it unpacked', async () => {
    const packed = gzipSync('{"answer":"zażółć"}');
    answer = (_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(packed);
    const gateway = await start(connection);
    const got = await fetch(`${gateway.url}/api/outbounds`);
    assert.equal(await got.text(), '{"answer":"zażółć"}');
    assert.equal((await passed(gateway, 1)).responseBody, '{"answer":"zażółć"}');
  });

  it('an answer that is cut looks cut to the caller, and is listed with its reason', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('{', () => response.socket?.destroy());
    };
    const gateway = await start(connection);
    await assert.rejects(async () => (await fetch(gateway.url)).text());
    assert.equal((await passed(gateway, 1)).failure?.code, 'network');
  });

  it('a kept connection that the system closed is made anew for what may be sent twice', async () => {
    let served = 0;
    answer = (_, response) => {
      served += 1;
      if (served === 2) response.socket?.destroy();
      else response.end('{}');
    };
    const gateway = await start(connection);
    assert.equal((await fetch(gateway.url)).status, 200);
    assert.equal((await fetch(gateway.url)).status, 200);
    served = 0;
    assert.equal((await fetch(gateway.url, { method: 'POST', body: '{}' })).status, 200);
    assert.equal((await fetch(gateway.url, { method: 'POST', body: '{}' })).status, 502);
    assert.equal(served, 2);
  });

  it('a stop ends requests that are under way', async () => {
    let hanging = 0;
    answer = (request) => {
      hanging += 1;
      request.socket.once('close', () => (hanging -= 1));
    };
    const gateway = await start(connection);
    const going = fetch(gateway.url).catch(() => 'ended');
    await until('the request', () => hanging === 1);
    await gateway.close();
    assert.equal(await going, 'ended');
    await until('its end', () => hanging === 0);
  });

  it('lists what passed beside the simulator’s requests: to be found, filtered, frozen and cleared', async () => {
    const inspector = new Inspector();
    const gateway = await start(connection, {
      onRequest: (entry) => {
        inspector.addPassed(entry);
      },
    });
    const read = async (path: string): Promise<void> => {
      await fetch(gateway.url + path);
      await until('the list', () => gateway.listRequests().some((each) => each.path === path));
    };
    await read('/one');
    await read('/two');
    const paths = (): string[] => inspector.entries.map(({ path }) => path).sort();
    assert.deepEqual(paths(), ['/one', '/two']);
    assert.equal(inspector.find(2, 'gateway')?.path, '/two');
    assert.equal(inspector.find(2), undefined);
    inspector.setFilter('gateway two');
    assert.deepEqual(paths(), ['/two']);
    inspector.setFilter('');
    inspector.pause();
    await read('/three');
    assert.deepEqual(paths(), ['/one', '/two']);
    await inspector.resume();
    assert.deepEqual(paths(), ['/one', '/three', '/two']);
    await inspector.clear();
    assert.deepEqual(paths(), []);
    inspector.detach();
  });

  it('takes so many connections at a time and no more', async () => {
    const gateway = await start(connection, { mostConnections: 1 });
    const held = connect(gateway.port, '127.0.0.1');
    await new Promise((resolve) => held.once('connect', resolve));
    assert.equal(await raw(gateway, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n').catch(() => ''), '');
    held.destroy();
  });
});
