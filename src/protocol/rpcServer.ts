import {
  ownEntry,
  requestSchema,
  type CallName,
  type CallResult,
  type Contract,
  type Notice,
  type NoticeName,
  type Params,
  type Port,
  type Request,
  type Response,
  type RpcErrorCode,
  type RpcReport,
} from './rpc.js';

/** What the host does for each call; a rejection reaches the page as `failed`, without its text. */
export type Handlers<C extends Contract> = {
  [N in CallName<C>]: (params: Params<C, N>, signal: AbortSignal) => Promise<CallResult<C, N>>;
};

export interface ServerOptions {
  /** Hears of every message that was not served. */
  report: (report: RpcReport) => void;
  /** Longest message taken from the page, in bytes of JSON. */
  maxBytes?: number;
}

/** The host's end. */
export interface RpcServer<C extends Contract> {
  notify<N extends NoticeName<C>>(name: N, params: Notice<C, N>): void;
  /** Stops listening and aborts the signals of calls that are still running. */
  dispose(): void;
}

const defaultMaxBytes = 64 * 1024;

/** Serves the calls of a contract on a port. Never throws because of what the page sent. */
export function serve<C extends Contract>(
  contract: C,
  port: Port,
  handlers: Handlers<C>,
  { report, maxBytes = defaultMaxBytes }: ServerOptions,
): RpcServer<C> {
  const running = new Map<number, AbortController>();
  let open = true;

  const post = (response: Response): void => {
    if (open) port.post(response);
  };

  function refuse(id: number, code: RpcErrorCode, why: RpcReport): void {
    report(why);
    post({ type: 'error', id, code });
  }

  async function call({ id, name, params }: Extract<Request, { type: 'call' }>): Promise<void> {
    const definition = ownEntry(contract.calls, name);
    if (!definition) {
      refuse(id, 'unknown-call', { kind: 'unknown-name', name });
      return;
    }
    const parsed = definition.params.safeParse(params);
    if (!parsed.success) {
      refuse(id, 'invalid', { kind: 'invalid-params', name, error: parsed.error });
      return;
    }
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const handler: (params: never, signal: AbortSignal) => Promise<unknown> = handlers[name as CallName<C>];
      const value = definition.result.safeParse(await handler(parsed.data as never, controller.signal));
      if (value.success) post({ type: 'result', id, value: value.data });
      else refuse(id, 'failed', { kind: 'invalid-result', name, error: value.error });
    } catch (error) {
      if (controller.signal.aborted) post({ type: 'error', id, code: 'cancelled' });
      else refuse(id, 'failed', { kind: 'handler-failed', name, error });
    } finally {
      running.delete(id);
    }
  }

  const stop = port.listen((message) => {
    const parsed = requestSchema.safeParse(message);
    if (!parsed.success) {
      report({ kind: 'malformed' });
      return;
    }
    const request = parsed.data;
    if (request.type === 'cancel') {
      running.get(request.id)?.abort();
      return;
    }
    if (running.has(request.id)) {
      report({ kind: 'duplicate-id', name: request.name });
      return;
    }
    if (byteLength(message) > maxBytes) {
      refuse(request.id, 'too-large', { kind: 'too-large', name: request.name });
      return;
    }
    void call(request);
  });

  return {
    notify(name, params) {
      post({ type: 'notice', name, params });
    },
    dispose() {
      open = false;
      stop();
      for (const controller of running.values()) controller.abort();
    },
  };
}

/** Infinity for what JSON cannot express: nothing that the page sends is such. */
function byteLength(message: unknown): number {
  try {
    return new TextEncoder().encode(JSON.stringify(message)).length;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
