import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import type { Duplex } from 'node:stream';

export interface ProxyOptions {
  /** With a user name, requests without this Basic login get 407. */
  username?: string;
  password?: string;
  /** Ports to use instead of the asked ones, by `host:port`, so that any name can lead to a test's server. */
  routes?: Readonly<Record<string, number>>;
}

/** One request to the proxy itself. */
export interface ProxiedRequest {
  /** `CONNECT`, or the method of a request in absolute form. */
  method: string;
  /** `host:port`, or the absolute URL. */
  target: string;
  /** Names in lower case. */
  headers: http.IncomingHttpHeaders;
  /** False when it was answered 407. */
  allowed: boolean;
}

export interface TestProxy {
  port: number;
  /** Without user info, such as `http://127.0.0.1:41873`. */
  origin: string;
  readonly requests: readonly ProxiedRequest[];
  /** From now on it takes this Basic login only; what is open is closed. */
  requireLogin(username: string, password: string): void;
  close(): Promise<void>;
}

/** Starts a forward proxy on loopback. Whatever host is asked for, it connects to 127.0.0.1 only. */
export async function startProxy(options: ProxyOptions = {}): Promise<TestProxy> {
  const requests: ProxiedRequest[] = [];
  const sockets = new Set<Duplex>();
  let expected = options.username === undefined ? undefined : basic(options.username, options.password ?? '');

  const admit = (request: http.IncomingMessage): boolean => {
    const allowed = expected === undefined || request.headers['proxy-authorization'] === expected;
    const { method = '', url = '', headers } = request;
    requests.push({ method, target: url, headers, allowed });
    return allowed;
  };
  const portOf = (host: string, port: string): number => options.routes?.[`${host}:${port}`] ?? Number(port);
  const track = (socket: Duplex): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  };

  const server = http.createServer((request, response) => {
    if (!admit(request)) {
      response.writeHead(407, { 'Proxy-Authenticate': 'Basic realm="test"' }).end();
    } else if (!URL.canParse(request.url ?? '')) {
      response.writeHead(400).end('Not in absolute form.');
    } else {
      forward(request, response, portOf);
    }
  });
  server.on('connection', track);
  server.on('connect', (request: http.IncomingMessage, client: Duplex, first: Buffer) => {
    if (!admit(request)) {
      client.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="test"\r\n' +
          'Content-Length: 0\r\nConnection: close\r\n\r\n',
      );
      return;
    }
    const { hostname, port } = new URL(`tunnel://${request.url ?? ''}`);
    const upstream = net.connect(portOf(hostname, port), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(first);
      upstream.pipe(client).pipe(upstream);
    });
    track(upstream);
    upstream.once('close', () => client.destroy());
    client.once('close', () => upstream.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');

  return {
    port: address.port,
    origin: `http://127.0.0.1:${address.port}`,
    requests,
    requireLogin(username, password) {
      expected = basic(username, password);
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function forward(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  portOf: (host: string, port: string) => number,
): void {
  const target = new URL(request.url ?? '');
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => !name.startsWith('proxy-')),
  );
  const upstream = http.request(
    {
      host: '127.0.0.1',
      port: portOf(target.hostname, target.port || '80'),
      method: request.method,
      path: target.pathname + target.search,
      headers,
      agent: false,
    },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
      answer.once('error', () => response.destroy());
    },
  );
  upstream.once('error', () => response.destroy());
  response.once('close', () => upstream.destroy());
  request.pipe(upstream);
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
