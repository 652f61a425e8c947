import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import fetch, { type Response } from 'node-fetch';
import type { CodedFailure } from '../core/errors.js';
import type { ApiRequest } from '../core/request.js';
import { readBody, DeadlineWatch, type Deadlines, codeNetworkError, type Peer } from './attempt.js';
import type { Answer } from './classify.js';
import { capturing } from './verifiedHttp/capture.js';

export interface SendOptions {
  /** Headers as sent, `authorization` included; Content-Length is added. */
  headers: Readonly<Record<string, string>>;
  deadlines: Deadlines;
  /** Of the decompressed answer. */
  maxBodyBytes: number;
  signal?: AbortSignal | undefined;
  /** Uses a new connection even where a kept-alive one is at hand. */
  fresh?: boolean;
  /** Ways to the server other than a plain connection, such as through a proxy. */
  agents?: AgentSource | undefined;
}

/** The agent of a request: one that keeps connections alive, or a new one. */
export type AgentSource = (fresh: boolean) => http.Agent;

/** How one exchange ended. */
export interface Exchange {
  /** Bytes of the request may have reached the server. */
  sent: boolean;
  /** A kept-alive connection broke before any answer: most likely the server had closed it meanwhile. */
  stale: boolean;
  /** The complete answer, of whatever status; redirects and what cannot be read are failures. */
  answer?: Answer;
  failure?: CodedFailure;
}

/** node-fetch decodes these and passes on anything else undecoded. */
const knownEncodings = new Set(['', 'identity', 'gzip', 'x-gzip', 'deflate', 'x-deflate', 'br']);

const longestTarget = 300;

/** Kept-alive connections of our own, where the host lets us: VS Code replaces agents except for localhost. */
const keptAlive = {
  http: new http.Agent({ keepAlive: true, scheduling: 'lifo' }),
  https: new https.Agent({ keepAlive: true, scheduling: 'lifo', rejectUnauthorized: true }),
};

/**
 * Sends a request once, following no redirect and repeating nothing. Never rejects for anything that
 * a network, a server or a user can do.
 */
export function send(request: ApiRequest, options: SendOptions): Promise<Exchange> {
  if (options.signal?.aborted === true) {
    return Promise.resolve({ sent: false, stale: false, failure: { code: 'cancelled' } });
  }
  return new Promise((resolve, reject) => {
    new Attempt(request, options, resolve).begin().catch(reject);
  });
}

/** One exchange: its request, its deadlines and its single end. */
class Attempt {
  private readonly watch: DeadlineWatch;
  private readonly secure: boolean;
  private request: ClientRequest | undefined;
  private incoming: IncomingMessage | undefined;
  private connected = false;
  private ended = false;
  private readonly peer: Peer;

  constructor(
    private readonly api: ApiRequest,
    private readonly options: SendOptions,
    private readonly resolve: (exchange: Exchange) => void,
  ) {
    const scheme = api.url.indexOf('://');
    this.secure = scheme === 5;
    this.peer = { host: api.url.slice(scheme + 3, api.url.indexOf('/', scheme + 3)) };
    this.watch = new DeadlineWatch(options.deadlines, (phase, limitMs) => {
      this.fail({ code: 'timeout', detail: phase, params: { seconds: String(limitMs / 1000) } });
    });
  }

  async begin(): Promise<void> {
    this.options.signal?.addEventListener('abort', this.onAbort);
    this.watch.enter('connect');
    const { api, options } = this;
    const answered = capturing(
      (request) => {
        this.observe(request);
      },
      () =>
        fetch(api.url, {
          method: api.method,
          headers: options.headers,
          body: api.body ?? null,
          redirect: 'manual',
          agent: this.agent(),
        }),
    );
    if (this.request === undefined) {
      this.end();
      await answered;
      throw new Error('node-fetch was built without the verifying request');
    }
    try {
      await this.receive(await answered);
    } catch (error) {
      this.fail(codeNetworkError(error, this.peer));
    }
  }

  private readonly onAbort = (): void => {
    this.fail({ code: 'cancelled' });
  };

  private agent(): http.Agent {
    const { agents, fresh = false } = this.options;
    if (agents) return agents(fresh);
    if (!fresh) return this.secure ? keptAlive.https : keptAlive.http;
    return this.secure ? new https.Agent({ rejectUnauthorized: true }) : new http.Agent();
  }

  private observe(request: ClientRequest): void {
    this.request = request;
    request.once('socket', (socket) => {
      this.onSocket(socket);
    });
    request.once('response', (incoming) => {
      this.incoming = incoming;
      this.watch.enter('idle');
    });
  }

  private onSocket(socket: Socket): void {
    const tls = socket instanceof TLSSocket ? socket : undefined;
    if (tls ? tls.authorized : !socket.connecting) {
      this.onConnected();
      return;
    }
    socket.once(this.secure ? 'secureConnect' : 'connect', () => {
      this.onConnected();
    });
    // The certificate can only be read before Node judges it and destroys the socket.
    tls?.prependOnceListener('secure', () => {
      const issuer = issuerOf(tls);
      if (issuer !== undefined) this.peer.issuer = issuer;
    });
  }

  private onConnected(): void {
    if (this.ended) return;
    this.connected = true;
    this.watch.enter('headers');
  }

  private async receive(response: Response): Promise<void> {
    const { incoming } = this;
    if (this.ended || incoming === undefined) return;
    const { headers } = incoming;
    const status = response.status;
    if (status >= 300 && status < 400) {
      this.fail({
        code: 'redirect-refused',
        status,
        params: { target: target(headers.location, this.api.url) },
      });
      return;
    }
    const encoding = headers['content-encoding'] ?? '';
    if (!knownEncodings.has(encoding)) {
      this.fail({ code: 'unexpected-response', detail: 'encoding', status, params: { encoding } });
      return;
    }
    const body = isBodiless(incoming) ? '' : await this.readBody(response);
    if (body === undefined) {
      const params = { bytes: String(this.options.maxBodyBytes) };
      this.fail({ code: 'response-too-large', status, params });
      return;
    }
    if (this.end()) this.resolve({ sent: true, stale: false, answer: { status, headers, body } });
  }

  private readBody(response: Response): Promise<string | undefined> {
    return readBody(response.body, this.options.maxBodyBytes, () => {
      if (!this.ended) this.watch.enter('idle');
    });
  }

  private fail(failure: CodedFailure): void {
    if (!this.end()) return;
    const { request, incoming, connected } = this;
    const stale = failure.code === 'network' && incoming === undefined && request?.reusedSocket === true;
    request?.destroy();
    this.resolve({ sent: connected, stale, failure });
  }

  /** False when it had ended before. */
  private end(): boolean {
    if (this.ended) return false;
    this.ended = true;
    this.watch.stop();
    this.options.signal?.removeEventListener('abort', this.onAbort);
    return true;
  }
}

/** By the framing of HTTP there is no body to wait for. */
function isBodiless({ statusCode, headers }: IncomingMessage): boolean {
  return statusCode === 204 || headers['content-length'] === '0';
}

/** Where a redirect leads, without what may be secret in it. */
function target(location = '', from: string): string {
  if (location === '' || !URL.canParse(location, from)) return location.slice(0, longestTarget);
  const url = new URL(location, from);
  return `${url.protocol}//${url.host}${url.pathname}`.slice(0, longestTarget);
}

function issuerOf(socket: TLSSocket): string | undefined {
  const issuer = socket.getPeerCertificate().issuer as Partial<Record<string, string | string[]>> | undefined;
  const name = issuer?.CN ?? issuer?.O;
  return typeof name === 'string' ? name : name?.join(', ');
}
