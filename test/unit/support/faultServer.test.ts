import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { once } from 'node:events';
import { gunzipSync } from 'node:zlib';
import {
  applyThenReset,
  choose,
  cutChunk,
  delayed,
  doubleGzip,
  drip,
  duplicateContentLength,
  errorBody,
  garbage,
  gzipBomb,
  headersThenSilence,
  hold,
  htmlPage,
  hugeHeaders,
  mapHostName,
  ok,
  redirect,
  resetBeforeReading,
  resetOnReuse,
  retryAfter,
  shortContentLength,
  silent,
  startBlackhole,
  startCaptureServer,
  startFaultServer,
  startProxy,
  status,
  type Behaviour,
  type FaultServer,
  type FaultServerOptions,
  type TlsKind,
} from '../../support/faultServer/index.js';

interface Reply {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

interface Call extends https.RequestOptions {
  body?: string;
}

/** One request by Node's own client; rejects with its error, also when the answer is cut. */
async function call(url: string, { body, ...options }: Call = {}): Promise<Reply> {
  const client = url.startsWith('https:') ? https : http;
  const request = client.request(url, { agent: false, ...options });
  request.end(body);
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

/** All bytes of the answer to one request, then how the connection ended. */
async function rawAnswer(server: FaultServer): Promise<[text: string, end: string]> {
  const socket = net.connect(server.port, '127.0.0.1').setEncoding('latin1');
  let text = '';
  let end = 'end';
  socket.on('data', (part: string) => (text += part));
  socket.on('error', (error) => (end = codeOf(error)));
  socket.write('PUT / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}');
  await new Promise<void>((resolve) => socket.once('close', resolve));
  return [text, end];
}

async function failure(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no failure',
    (error: unknown) => codeOf(error),
  );
}

describe('The fault server', () => {
  const closers: (() => Promise<void>)[] = [];

  async function start(options?: FaultServerOptions): Promise<FaultServer> {
    const server = await startFaultServer(options);
    closers.push(() => server.close());
    return server;
  }

  async function serving(...behaviours: [Behaviour, ...Behaviour[]]): Promise<FaultServer> {
    const server = await start();
    server.script(...behaviours);
    return server;
  }

  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  describe('capturing', () => {
    it('keeps every byte of a request', async () => {
      const server = await startCaptureServer();
      closers.push(() => server.close());
      const sent =
        'PUT /a?b=%20 HTTP/1.1\r\nHoSt: x\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 6\r\n\r\nżółw'.slice(0, -1);
      const socket = net.connect(server.port, '127.0.0.1');
      socket.write(sent);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      const [request] = await server.waitForRequests(1);
      socket.destroy();
      await server.waitForNoSockets();
      assert.match(answer.toString(), /^HTTP\/1\.1 204 No Content\r\n\r\n$/);
      assert.ok(request);
      assert.equal(request.raw.toString(), sent);
      assert.deepEqual([request.method, request.target, request.httpVersion], ['PUT', '/a?b=%20', '1.1']);
      assert.deepEqual(request.rawHeaders.slice(0, 6), ['HoSt', 'x', 'X-A', '1', 'x-a', '2']);
      assert.deepEqual(request.headers, { host: 'x', 'x-a': '1, 2', 'content-length': '6' });
      assert.equal(request.body.toString(), 'żół');
      assert.equal(server.openSockets, 0);
    });

    it('joins chunks, and cuts requests that came together or in pieces', async () => {
      const server = await start();
      const socket = net.connect(server.port, '127.0.0.1');
      const chunked =
        'POST /1 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n';
      const second = 'GET /2 HTTP/1.1\r\n\r\n';
      for (const byte of chunked + second) socket.write(byte);
      socket.write(second + second);
      const requests = await server.waitForRequests(4);
      socket.destroy();
      assert.deepEqual(
        requests.map(({ target, body, connection, onConnection }) => [
          target,
          body.toString(),
          connection,
          onConnection,
        ]),
        [
          ['/1', 'abcde', 1, 1],
          ['/2', '', 1, 2],
          ['/2', '', 1, 3],
          ['/2', '', 1, 4],
        ],
      );
      assert.equal(requests[0]?.raw.toString(), chunked);
    });

    it('answers 400 to what is no HTTP and says what it was', async () => {
      const server = await start();
      const socket = net.connect(server.port, '127.0.0.1');
      socket.write('hello\r\n\r\n');
      const [answer] = (await once(socket, 'data')) as [Buffer];
      assert.match(answer.toString(), /^HTTP\/1\.1 400 /);
      assert.deepEqual(server.malformed, ['No request line: hello']);
      assert.equal(server.requests.length, 0);
    });

    it('counts connections, kept-alive ones once', async () => {
      const server = await serving(ok({ body: 'a' }), ok({ body: 'b', chunked: true }));
      const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
      const first = await call(server.url, { agent });
      const second = await call(server.url, { agent });
      assert.deepEqual([first.body.toString(), second.body.toString()], ['a', 'b']);
      assert.deepEqual([server.connections, server.openSockets], [1, 1]);
      agent.destroy();
      await server.waitForNoSockets();
    });

    it('rejects waits when it is closed, and rethrows what a hook threw', async () => {
      const waiting = await startFaultServer();
      const requests = waiting.waitForRequests(1);
      const refused = assert.rejects(requests, /0 of 1 requests came/);
      await waiting.close();
      await refused;
      const failing = await startFaultServer();
      failing.script(hold(() => Promise.reject(new Error('wrong test'))));
      assert.equal(await failure(call(failing.url)), 'ECONNRESET');
      await assert.rejects(failing.close(), /wrong test/);
    });
  });

  describe('answering', () => {
    it('takes the behaviours in turn and repeats the last', async () => {
      const server = await serving(
        status(409, { errors: [] }),
        retryAfter('-5'),
        redirect('https://elsewhere.test/', 307),
        htmlPage(),
        errorBody(),
        status(500, 'down'),
      );
      const replies: Reply[] = [];
      for (let index = 0; index < 7; index += 1) replies.push(await call(server.url));
      assert.deepEqual(
        replies.map((reply) => reply.status),
        [409, 429, 307, 200, 200, 500, 500],
      );
      assert.equal(replies[0]?.headers['content-type'], 'application/json; charset=utf-8');
      assert.equal(replies[1]?.headers['retry-after'], '-5');
      assert.equal(replies[2]?.headers.location, 'https://elsewhere.test/');
      assert.match(replies[3]?.headers['content-type'] ?? '', /^text\/html/);
      assert.match(replies[4]?.body.toString() ?? '', /"errors":\[\{"message":"Record not found\."/);
    });

    it('decides by the request', async () => {
      const server = await serving(
        choose((request) => (request.method === 'GET' ? ok({ body: {} }) : status(503))),
      );
      assert.equal((await call(server.url)).status, 200);
      assert.equal((await call(server.url, { method: 'PUT', body: '{}' })).status, 503);
    });

    it('holds an answer until the test releases it', async () => {
      let open: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => {
        open = resolve;
      });
      const server = await serving(hold(gate, ok({ body: 'late' })), delayed(1, ok({ body: 'later' })));
      const held = call(server.url);
      await server.waitForRequests(1);
      open();
      assert.equal((await held).body.toString(), 'late');
      assert.equal((await call(server.url)).body.toString(), 'later');
    });

    it('notices a client that gives up', async () => {
      const server = await serving(hold(new Promise(() => undefined)));
      const cancel = new AbortController();
      const cancelled = failure(call(server.url, { signal: cancel.signal }));
      const [request] = await server.waitForRequests(1);
      cancel.abort();
      await request?.gone;
      await server.waitForNoSockets();
      assert.equal(await cancelled, 'ABORT_ERR');
    });
  });

  describe('breaking', () => {
    for (const [name, behaviour, code] of [
      ['a short body', shortContentLength(), 'ECONNRESET'],
      ['a cut chunk', cutChunk(), 'ECONNRESET'],
      ['a missing last chunk', cutChunk('before-last'), 'ECONNRESET'],
      ['70 kB of headers', hugeHeaders(), 'HPE_HEADER_OVERFLOW'],
      ['two Content-Lengths', duplicateContentLength(), 'HPE_UNEXPECTED_CONTENT_LENGTH'],
      ['garbage', garbage(), 'HPE_INVALID_CONSTANT'],
      ['a reset before reading', resetBeforeReading(), 'ECONNRESET'],
      ['a reset after applying', applyThenReset(), 'ECONNRESET'],
    ] as const) {
      it(`${name} is ${code} to Node's client`, async () => {
        const server = await serving(behaviour, ok());
        assert.equal(await failure(call(server.url, { method: 'PUT', body: '{}' })), code);
        assert.equal((await call(server.url)).status, 200);
        await server.waitForNoSockets();
      });
    }

    it('resets with a reset, and cuts with an end', async () => {
      const server = await serving(
        applyThenReset(),
        resetBeforeReading(),
        cutChunk(),
        cutChunk('before-last'),
        shortContentLength('{"a":', 7),
      );
      assert.deepEqual(await rawAnswer(server), ['', 'ECONNRESET']);
      assert.deepEqual(await rawAnswer(server), ['', 'ECONNRESET']);
      const [inside, insideEnd] = await rawAnswer(server);
      assert.match(inside, /\r\n\r\n74\r\n\{"record_id":47\}$/);
      const [beforeLast, beforeLastEnd] = await rawAnswer(server);
      assert.match(beforeLast, /\r\n\r\n10\r\n\{"record_id":47\}\r\n$/);
      const [short, shortEnd] = await rawAnswer(server);
      assert.match(short, /\r\nContent-Length: 12\r\n\r\n\{"a":$/);
      assert.deepEqual([insideEnd, beforeLastEnd, shortEnd], ['end', 'end', 'end']);
    });

    it('applies a request before it resets', async () => {
      const applied: string[] = [];
      const server = await serving(applyThenReset(({ body }) => applied.push(body.toString())));
      assert.equal(await failure(call(server.url, { method: 'PUT', body: '{"order":"1"}' })), 'ECONNRESET');
      assert.deepEqual(applied, ['{"order":"1"}']);
    });

    it('reads nothing of a request that it resets unread', async () => {
      const server = await serving(ok(), resetBeforeReading(), ok());
      const agent = new http.Agent({ keepAlive: true });
      await call(server.url, { agent });
      assert.equal(await failure(call(server.url, { agent })), 'ECONNRESET');
      await call(server.url, { agent });
      agent.destroy();
      assert.deepEqual([server.requests.length, server.connections], [2, 2]);
    });

    it('resets the second request of a kept-alive connection', async () => {
      const server = await serving(resetOnReuse());
      const agent = new http.Agent({ keepAlive: true });
      assert.equal((await call(server.url, { agent })).status, 200);
      assert.equal(await failure(call(server.url, { agent })), 'ECONNRESET');
      assert.equal((await call(server.url, { agent })).status, 200);
      agent.destroy();
      assert.deepEqual(
        server.requests.map(({ connection, onConnection }) => [connection, onConnection]),
        [
          [1, 1],
          [1, 2],
          [2, 1],
        ],
      );
    });

    it('stays silent from the start, or after the headers, until the client leaves', async () => {
      const server = await serving(silent(), headersThenSilence());
      const socket = net.connect(server.port, '127.0.0.1');
      socket.write('GET / HTTP/1.1\r\n\r\n');
      const [request] = await server.waitForRequests(1);
      assert.equal(socket.bytesRead, 0);
      socket.destroy();
      await request?.gone;
      const second = http.get(server.url, { agent: false });
      const [response] = (await once(second, 'response')) as [http.IncomingMessage];
      assert.equal(response.headers['content-length'], '100');
      second.destroy();
      await server.waitForNoSockets();
    });

    it('drips a body or a head byte by byte', async () => {
      const server = await serving(
        drip({ intervalMs: 0, body: 'drops' }),
        drip({ intervalMs: 0, body: 'drops', from: 'head' }),
        drip({ intervalMs: 3_600_000 }),
      );
      assert.equal((await call(server.url)).body.toString(), 'drops');
      assert.equal((await call(server.url)).body.toString(), 'drops');
      const request = http.get(server.url, { agent: false });
      const [response] = (await once(request, 'response')) as [http.IncomingMessage];
      const [first] = (await once(response, 'data')) as [Buffer];
      assert.equal(first.toString(), '{');
      request.destroy();
      await server.waitForNoSockets();
    });

    it('compresses 50 MB into less than 60 kB, and twice', async () => {
      const server = await serving(gzipBomb(), doubleGzip({ a: 1 }));
      const bomb = await call(server.url);
      assert.ok(bomb.body.length < 60_000);
      assert.equal(gunzipSync(bomb.body).length, 50 * 1024 * 1024);
      const twice = await call(server.url);
      assert.equal(twice.headers['content-encoding'], 'gzip, gzip');
      assert.equal(gunzipSync(gunzipSync(twice.body)).toString(), '{"a":1}');
    });
  });

  describe('with TLS', () => {
    const refusals: Record<TlsKind, string> = {
      trusted: 'no failure',
      'self-signed': 'DEPTH_ZERO_SELF_SIGNED_CERT',
      expired: 'CERT_HAS_EXPIRED',
      'wrong-host': 'ERR_TLS_CERT_ALTNAME_INVALID',
      'unknown-issuer': 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    };
    for (const [kind, refusal] of Object.entries(refusals) as [TlsKind, string][]) {
      it(`${kind}: ${refusal}`, async () => {
        const server = await start({ tls: kind });
        const options = { ca: server.caPem, rejectUnauthorized: true };
        assert.equal(await failure(call(server.url, options)), refusal);
        assert.equal(server.requests.length, kind === 'trusted' ? 1 : 0);
        assert.equal(server.connections, 1);
      });
    }

    it('resets unread and after applying', async () => {
      const server = await start({ tls: 'trusted' });
      server.script(resetBeforeReading(), applyThenReset(), ok());
      const options = { ca: server.caPem, rejectUnauthorized: true };
      assert.equal(await failure(call(server.url, options)), 'ECONNRESET');
      assert.equal(await failure(call(server.url, options)), 'ECONNRESET');
      assert.equal((await call(server.url, options)).status, 200);
      assert.deepEqual([server.connections, server.requests.length], [3, 2]);
    });

    it('is reached by a mapped host name', async function () {
      const mapped = await mapHostName();
      if (mapped.name === undefined) {
        console.log(`      not run: ${mapped.reason}`);
        this.skip();
      }
      const server = await start({ tls: 'trusted', host: mapped.name, issuerName: 'Mapped CA' });
      assert.equal(server.origin, `https://thulium-fault.test:${server.port}`);
      assert.equal(server.issuerName, 'Mapped CA');
      assert.equal((await call(server.url, { ca: server.caPem, rejectUnauthorized: true })).status, 200);
      assert.deepEqual(await mapHostName(), mapped);
    });

    it('maps no name outside .test', async () => {
      await assert.rejects(mapHostName('thulium-fault.invalid'), /Not a name under \.test/);
    });
  });

  describe('not accepting', () => {
    it('leaves a connecting client without any answer', async () => {
      const blackhole = await startBlackhole();
      closers.push(() => blackhole.close());
      const socket = net.connect({ port: blackhole.port, host: '127.0.0.1' });
      const seen: string[] = [];
      for (const event of ['connect', 'error', 'close']) socket.on(event, () => seen.push(event));
      socket.setTimeout(300);
      await once(socket, 'timeout');
      assert.deepEqual(seen, []);
      assert.equal(socket.connecting, true);
      socket.destroy();
    });
  });

  describe('behind a proxy', () => {
    it('is reached by a request in absolute form', async () => {
      const server = await serving(ok({ body: 'through' }));
      const proxy = await startProxy({ routes: { 'acme.thulium.test:80': server.port } });
      closers.push(() => proxy.close());
      const target = 'http://acme.thulium.test/api/x?y=1';
      const reply = await call(proxy.origin, { path: target, method: 'PUT', body: 'text' });
      assert.equal(reply.body.toString(), 'through');
      assert.equal(server.requests[0]?.target, '/api/x?y=1');
      assert.equal(server.requests[0].body.toString(), 'text');
      assert.deepEqual(
        proxy.requests.map(({ method, target: asked, allowed }) => [method, asked, allowed]),
        [['PUT', target, true]],
      );
    });

    it('is reached by a tunnel, with the password only', async () => {
      const server = await start({ tls: 'trusted', host: 'acme.thulium.test' });
      const proxy = await startProxy({
        username: 'u',
        password: 'p:ż',
        routes: { 'acme.thulium.test:443': server.port },
      });
      closers.push(() => proxy.close());
      const connect = (headers: http.OutgoingHttpHeaders): http.ClientRequest =>
        http
          .request(proxy.origin, { method: 'CONNECT', path: 'acme.thulium.test:443', headers, agent: false })
          .end();
      const [refused] = (await once(connect({}), 'connect')) as [http.IncomingMessage];
      assert.equal(refused.statusCode, 407);
      const login = `Basic ${Buffer.from('u:p:ż').toString('base64')}`;
      const [answer, socket] = (await once(connect({ 'Proxy-Authorization': login }), 'connect')) as [
        http.IncomingMessage,
        net.Socket,
      ];
      assert.equal(answer.statusCode, 200);
      const options = { ca: server.caPem, rejectUnauthorized: true, socket };
      const reply = await call('https://acme.thulium.test/', { ...options, servername: 'acme.thulium.test' });
      assert.equal(reply.status, 200);
      assert.deepEqual(
        proxy.requests.map(({ allowed }) => allowed),
        [false, true],
      );
    });
  });
});
