import nodeHttp, { type Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import nodeHttps from 'node:https';
import { TLSSocket } from 'node:tls';
import type { CodedFailure } from '../core/errors.js';
import { DeadlineWatch, type Deadlines, codeNetworkError } from '../thulium/attempt.js';
import type { AgentSource } from '../thulium/transport.js';
import http from '../thulium/verifiedHttp/http.js';
import https from '../thulium/verifiedHttp/https.js';

/** One request as it is to leave for the system. */
export interface Outgoing {
  method: string;
  /** Path and query, byte for byte as the caller sent them. */
  target: string;
  headers: readonly (readonly [name: string, value: string])[];
  body: Buffer;
}

/** Why there was no answer; `stale`: a kept connection was closed by the system before a byte of an answer. */
export class ForwardError extends Error {
  override name = 'ForwardError';
  constructor(
    readonly failure: CodedFailure,
    readonly stale = false,
  ) {
    super(failure.code);
  }
}

/** An answer whose head has come. */
export interface Incoming {
  message: IncomingMessage;
  /** Ends the limits of time once the body is over, or nobody wants it any more. */
  done: () => void;
  /** Why the body ended early, where the limits of time did it. */
  failure: () => CodedFailure | undefined;
}

/** What a caller's own program would wait for; longer than our own requests may take. */
const deadlines: Deadlines = { connectMs: 10_000, headersMs: 60_000, idleMs: 30_000, totalMs: 600_000 };

/** May be sent again by one that stands in between (RFC 9110, 9.2.2). */
const idempotent = ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'];

export interface Forwarder {
  /**
   * Sends a request to the system once, following no redirect; what is idempotent once more where a kept connection
   * turns out to be closed.
   *
   * @throws ForwardError
   */
  send(outgoing: Outgoing, signal: AbortSignal): Promise<Incoming>;
  /** Ends the connections that are kept alive. */
  close(): void;
}

/**
 * The one way from a gateway to its system: over TLS that is verified on each request, and over the proxy that the editor
 * puts into Node's own `request`, or that `agents` knows.
 *
 * @param baseUrl of the connection; a path in it goes before that of each request
 */
export function createForwarder(baseUrl: string, agents?: AgentSource): Forwarder {
  const { protocol, origin, host, pathname } = new URL(baseUrl);
  const secure = protocol === 'https:';
  const prefix = pathname.replace(/\/$/, '');
  const options = { keepAlive: true, scheduling: 'lifo' as const, maxFreeSockets: 16 };
  const kept = secure ? new nodeHttps.Agent(options) : new nodeHttp.Agent(options);
  const agentOf = (fresh: boolean): Agent => {
    if (agents) return agents(fresh);
    return fresh ? (secure ? new nodeHttps.Agent() : new nodeHttp.Agent()) : kept;
  };

  function begin(outgoing: Outgoing, fresh: boolean): ClientRequest {
    return (secure ? https : http).request(origin, {
      method: outgoing.method,
      path: prefix + outgoing.target,
      headers: outgoing.headers.flat(),
      agent: agentOf(fresh),
      setHost: false,
      maxHeaderSize: 65_536,
    });
  }

  function sendOnce(outgoing: Outgoing, fresh: boolean, signal: AbortSignal): Promise<Incoming> {
    return new Promise((resolve, reject) => {
      let expired: CodedFailure | undefined;
      let answered = false;
      const request = begin(outgoing, fresh);
      const watch = new DeadlineWatch(deadlines, (phase, limitMs) => {
        expired = { code: 'timeout', detail: phase, params: { seconds: String(limitMs / 1000) } };
        request.destroy();
      });
      const abort = (): void => {
        expired ??= { code: 'cancelled' };
        request.destroy();
      };
      const done = (): void => {
        watch.stop();
        signal.removeEventListener('abort', abort);
      };
      watch.enter('connect');
      signal.addEventListener('abort', abort);
      request.once('socket', (socket) => {
        const isReady = socket instanceof TLSSocket ? socket.authorized : !socket.connecting;
        if (isReady) watch.enter('headers');
        else
          socket.once(secure ? 'secureConnect' : 'connect', () => {
            watch.enter('headers');
          });
      });
      request.once('response', (message) => {
        answered = true;
        watch.enter('idle');
        message.on('data', () => {
          watch.enter('idle');
        });
        message.pause();
        resolve({ message, done, failure: () => expired });
      });
      request.on('error', (error) => {
        if (answered) return;
        done();
        reject(new ForwardError(expired ?? codeNetworkError(error, { host }), request.reusedSocket));
      });
      request.once('close', () => {
        if (answered) return;
        done();
        reject(new ForwardError(expired ?? { code: 'network', params: { host, reason: 'ECONNRESET' } }));
      });
      if (signal.aborted) abort();
      request.end(outgoing.body);
    });
  }

  return {
    async send(outgoing, signal) {
      const repeatable = idempotent.includes(outgoing.method);
      try {
        return await sendOnce(outgoing, !repeatable, signal);
      } catch (error) {
        const again = repeatable && error instanceof ForwardError && error.stale && !signal.aborted;
        if (!again || error.failure.code !== 'network') throw error;
        return sendOnce(outgoing, true, signal);
      }
    },
    close() {
      kept.destroy();
    },
  };
}
