import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { ok, status } from './answers.js';
import { certificatesOfKind, type Certificates, type TlsKind } from './certificates.js';
import type { Behaviour, CapturedRequest } from './exchange.js';
import { serveConnection, type ConnectionHost } from './serverConnection.js';
import { Waiting } from './waiting.js';

export interface FaultServerOptions {
  /** Left out: plain HTTP. */
  tls?: TlsKind;
  /** The name by which clients reach it, in `origin` and in the certificate. It always listens on 127.0.0.1. */
  host?: string;
  /** Common name of the certificate's issuer. */
  issuerName?: string;
  /** 0 or left out: any free port. A given one lets a server come back where it was. */
  port?: number;
}

/** At least one behaviour. */
export type Script = [Behaviour, ...Behaviour[]];

const loopback = '127.0.0.1';

/** Starts a server that answers 200 with an empty body until {@link FaultServer.script} says otherwise. */
export async function startFaultServer(options: FaultServerOptions = {}): Promise<FaultServer> {
  const host = options.host ?? loopback;
  const certificates =
    options.tls === undefined
      ? undefined
      : await certificatesOfKind(
          options.tls,
          [...new Set([host, 'localhost', loopback])],
          options.issuerName,
        );
  const server = new FaultServer(certificates);
  await server.listen(host, options.port ?? 0);
  return server;
}

/** Starts a server that keeps what it is sent, byte for byte, and answers 204. */
export async function startCaptureServer(options: FaultServerOptions = {}): Promise<FaultServer> {
  const server = await startFaultServer(options);
  server.script(status(204));
  return server;
}

/** A running server over raw sockets; made by {@link startFaultServer}. */
export class FaultServer {
  port = 0;
  /** Such as `https://127.0.0.1:41873`, without a slash at the end. */
  origin = '';
  /** Whole requests in the order they became whole; those of {@link resetBeforeReading} are not among them. */
  readonly requests: CapturedRequest[] = [];
  /** What could not be read as HTTP, one message a connection. */
  readonly malformed: string[] = [];
  /** Connections accepted so far. */
  connections = 0;
  /** What a client is given to trust; undefined without TLS. See `certificatesOfKind`. */
  readonly caPem: string | undefined;
  /** Common name of who signed the server's certificate; undefined without TLS. */
  readonly issuerName: string | undefined;
  readonly #secureContext: tls.SecureContext | undefined;
  readonly #listener = net.createServer((socket) => {
    this.#accept(socket);
  });
  readonly #waiting = new Waiting();
  readonly #open = new Set<net.Socket>();
  #script: Script = [ok()];
  #failure: { error: unknown } | undefined;

  /** Not for tests: see {@link startFaultServer}. */
  constructor(certificates: Certificates | undefined) {
    this.caPem = certificates?.caPem;
    this.issuerName = certificates?.issuerName;
    this.#secureContext =
      certificates && tls.createSecureContext({ cert: certificates.certPem, key: certificates.keyPem });
  }

  /** The origin with a slash. */
  get url(): string {
    return `${this.origin}/`;
  }

  /** Connections open now. */
  get openSockets(): number {
    return this.#open.size;
  }

  /** From now on each request takes the next behaviour; the last one repeats. */
  script(...behaviours: Script): void {
    this.#script = behaviours;
  }

  /** Resolves with the requests once there are so many. Rejects when the server is closed before. */
  async waitForRequests(count: number): Promise<readonly CapturedRequest[]> {
    await this.#waiting.until(
      () => this.requests.length >= count,
      () => `${this.requests.length} of ${count} requests came.`,
    );
    return this.requests;
  }

  /** Resolves once so many connections have come. Rejects when the server is closed before. */
  waitForConnections(count: number): Promise<void> {
    return this.#waiting.until(
      () => this.connections >= count,
      () => `${this.connections} of ${count} connections came.`,
    );
  }

  /** Resolves once no connection is open, or no more than so many, as after a client's cancel. */
  waitForNoSockets(most = 0): Promise<void> {
    return this.#waiting.until(
      () => this.#open.size <= most,
      () => `${this.#open.size} connections were open.`,
    );
  }

  /** Not for tests: see {@link startFaultServer}. */
  async listen(host: string, port: number): Promise<void> {
    this.#listener.listen(port, loopback);
    await once(this.#listener, 'listening');
    const address = this.#listener.address();
    if (address === null || typeof address === 'string') throw new Error('The server has no port.');
    this.port = address.port;
    this.origin = `${this.#secureContext === undefined ? 'http' : 'https'}://${host}:${this.port}`;
  }

  /**
   * Ends every connection, timer and wait. Rejects with the first error that a behaviour or its
   * hook threw, so that a broken test cannot pass.
   */
  async close(): Promise<void> {
    if (this.#listener.listening) {
      const closed = once(this.#listener, 'close');
      this.#listener.close();
      for (const socket of this.#open) socket.destroy();
      await closed;
    }
    this.#waiting.end();
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #accept(socket: net.Socket): void {
    this.connections += 1;
    this.#open.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.#open.delete(socket);
      this.#waiting.changed();
    });
    serveConnection(socket, this.#secureContext, this.connections, this.#host);
    this.#waiting.changed();
  }

  readonly #host: ConnectionHost = {
    fileStart: () => this.#script[0],
    take: () => this.#take(),
    captured: (request) => {
      this.requests.push(request);
      this.#waiting.changed();
    },
    malformed: (message) => {
      this.malformed.push(message);
    },
    failed: (error) => {
      this.#failure ??= { error };
    },
  };

  #take(): Behaviour {
    const [current, next, ...rest] = this.#script;
    if (next !== undefined) this.#script = [next, ...rest];
    return current;
  }
}
