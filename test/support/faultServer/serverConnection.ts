import type net from 'node:net';
import tls from 'node:tls';
import { head } from './answers.js';
import { Exchange, type Behaviour, type CapturedRequest } from './exchange.js';
import { MalformedRequest, RequestReader } from './requestReader.js';

/** What a connection needs of its server. */
export interface ConnectionHost {
  /** The behaviour that the next request would take. */
  fileStart(): Behaviour;
  take(): Behaviour;
  captured(request: CapturedRequest): void;
  malformed(message: string): void;
  /** A behaviour threw: the test is wrong, not the client. */
  failed(error: unknown): void;
}

/** Serves one accepted connection, request after request, until either side ends it. */
export function serveConnection(
  raw: net.Socket,
  secureContext: tls.SecureContext | undefined,
  connection: number,
  host: ConnectionHost,
): void {
  if (host.fileStart().resetsUnread === true) {
    host.take();
    raw.resetAndDestroy();
    return;
  }
  const socket =
    secureContext === undefined ? raw : new tls.TLSSocket(raw, { isServer: true, secureContext });
  // A failed handshake or a reset by the client ends in 'close' as well.
  socket.on('error', () => undefined);
  new ServerConnection(raw, socket, connection, host).start();
}

class ServerConnection {
  readonly #reader = new RequestReader();
  readonly #ended = new AbortController();
  readonly #gone: Promise<void>;
  #busy = false;
  #served = 0;

  constructor(
    readonly raw: net.Socket,
    readonly socket: net.Socket,
    readonly number: number,
    readonly host: ConnectionHost,
  ) {
    this.#gone = new Promise((resolve) => {
      raw.once('close', () => {
        this.#ended.abort();
        resolve();
      });
    });
  }

  start(): void {
    this.socket.on('data', (chunk: Buffer) => {
      const begins = this.#reader.isEmpty && !this.#busy;
      if (begins && this.host.fileStart().resetsUnread === true) {
        this.host.take();
        this.raw.resetAndDestroy();
        return;
      }
      this.#reader.push(chunk);
      if (!this.#busy) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#busy = true;
    try {
      for (let parsed = this.#reader.next(); parsed !== undefined; parsed = this.#reader.next()) {
        this.#served += 1;
        const request = {
          ...parsed,
          connection: this.number,
          onConnection: this.#served,
          at: performance.now(),
          gone: this.#gone,
        };
        const behaviour = this.host.take();
        this.host.captured(request);
        await behaviour.run(this.#exchange(request));
        if (this.raw.destroyed) break;
      }
    } catch (error) {
      this.#refuse(error);
    }
    this.#busy = false;
  }

  #exchange(request: CapturedRequest): Exchange {
    const reset = (): void => {
      this.raw.resetAndDestroy();
    };
    return new Exchange(request, this.socket, reset, this.#ended.signal);
  }

  #refuse(error: unknown): void {
    if (error instanceof MalformedRequest) {
      this.host.malformed(error.message);
      this.socket.end(head(400, { 'Content-Length': '0', Connection: 'close' }));
    } else {
      this.host.failed(error);
      this.raw.resetAndDestroy();
    }
  }
}
