import { setTimeout as delay } from 'node:timers/promises';
import type { Socket } from 'node:net';
import type { ParsedRequest } from './requestReader.js';

export interface CapturedRequest extends ParsedRequest {
  /** Counts from 1 over the server's life. */
  connection: number;
  /** Counts from 1 on its connection: 2 and more came over a kept-alive one. */
  onConnection: number;
  /** Milliseconds on the monotonic clock (`performance.now()`), for order and distance only. */
  at: number;
  /** Settles when the client's connection is gone, whoever ended it. */
  gone: Promise<void>;
}

/** What a server does with one request. Made by the functions of answers.ts and faults.ts. */
export interface Behaviour {
  /** For a failing test's message. */
  name: string;
  /** Resets as soon as the connection comes, or as the first byte of a further request does. */
  resetsUnread?: true;
  /**
   * Answers, or does not. Settles when the connection may take its next request; what it throws
   * is rethrown by the server's `close()`.
   */
  run(exchange: Exchange): Promise<void>;
}

/** One request and the means to answer it, down to the bytes. Everything is a no-op once the client is gone. */
export class Exchange {
  readonly request: CapturedRequest;
  readonly #socket: Socket;
  readonly #reset: () => void;
  readonly #signal: AbortSignal;

  constructor(request: CapturedRequest, socket: Socket, reset: () => void, signal: AbortSignal) {
    this.request = request;
    this.#socket = socket;
    this.#reset = reset;
    this.#signal = signal;
  }

  get isGone(): boolean {
    return this.#signal.aborted || this.#socket.destroyed;
  }

  /** Resolves when the bytes were handed to the system, or never can be. */
  async write(data: string | Buffer): Promise<void> {
    if (this.isGone) return;
    await this.waitFor(
      new Promise<void>((resolve) => {
        this.#socket.write(data, () => {
          resolve();
        });
      }),
    );
  }

  /** Ends our side in the orderly way (FIN) and takes no further request on this connection. */
  async finish(): Promise<void> {
    if (!this.isGone) this.#socket.end();
    await this.untilGone();
  }

  /** Resets the connection (RST): the client sees ECONNRESET, not an end. */
  reset(): void {
    this.#reset();
  }

  /** Resolves after the time or when the client is gone, whichever is first. */
  async wait(milliseconds: number): Promise<void> {
    try {
      await delay(milliseconds, undefined, { signal: this.#signal });
    } catch (error) {
      if (!this.#signal.aborted) throw error;
    }
  }

  /** Waits for the promise, but not longer than for the client. */
  async waitFor(promise: Promise<unknown>): Promise<void> {
    await Promise.race([promise, this.untilGone()]);
  }

  untilGone(): Promise<void> {
    return this.request.gone;
  }
}
