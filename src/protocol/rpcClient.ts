import {
  ownEntry,
  responseSchema,
  RpcError,
  type CallName,
  type CallResult,
  type Contract,
  type Notice,
  type NoticeName,
  type Params,
  type Port,
  type Response,
  type RpcReport,
} from './rpc.js';

export type NoticeListeners<C extends Contract> = {
  [N in NoticeName<C>]: (params: Notice<C, N>) => void;
};

/** The page's end. */
export interface RpcClient<C extends Contract> {
  /** Rejects with an {@link RpcError}, at the latest when `signal` aborts or the client is disposed. */
  call<N extends CallName<C>>(name: N, params: Params<C, N>, signal?: AbortSignal): Promise<CallResult<C, N>>;
  dispose(): void;
}

interface Pending {
  name: string;
  settle: (response: Exclude<Response, { type: 'notice' }> | RpcError) => void;
}

/** Calls a host over a port. Never throws because of what the host sent. */
export function connect<C extends Contract>(
  contract: C,
  port: Port,
  listeners: NoticeListeners<C>,
  report: (report: RpcReport) => void,
): RpcClient<C> {
  const pending = new Map<number, Pending>();
  let nextId = 0;
  let open = true;

  const stop = port.listen((message) => {
    const parsed = responseSchema.safeParse(message);
    if (!parsed.success) {
      report({ kind: 'malformed' });
      return;
    }
    const response = parsed.data;
    if (response.type === 'notice') {
      hear(response.name, response.params);
      return;
    }
    const call = pending.get(response.id);
    if (call) call.settle(response);
    else report({ kind: 'unexpected-reply' });
  });

  function hear(name: string, params: unknown): void {
    const schema = ownEntry(contract.notices, name);
    const parsed = schema?.safeParse(params);
    if (!parsed?.success) {
      report({ kind: parsed ? 'invalid-params' : 'unknown-name', name });
      return;
    }
    const listener: (params: never) => void = listeners[name as NoticeName<C>];
    try {
      listener(parsed.data as never);
    } catch (error) {
      report({ kind: 'handler-failed', name, error });
    }
  }

  function call<N extends CallName<C>>(
    name: N,
    params: Params<C, N>,
    signal?: AbortSignal,
  ): Promise<CallResult<C, N>> {
    const schema = contract.calls[name]?.result;
    if (!open || !schema) return Promise.reject(new RpcError(open ? 'unknown-call' : 'closed'));
    const id = nextId++;
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        port.post({ type: 'cancel', id });
        settle(new RpcError(isTimeout(signal) ? 'timeout' : 'cancelled'));
      };
      const settle: Pending['settle'] = (response) => {
        pending.delete(id);
        signal?.removeEventListener('abort', abort);
        if (response instanceof RpcError) reject(response);
        else if (response.type === 'error') reject(new RpcError(response.code));
        else {
          const value = schema.safeParse(response.value);
          if (value.success) resolve(value.data as CallResult<C, N>);
          else {
            report({ kind: 'invalid-result', name });
            reject(new RpcError('invalid'));
          }
        }
      };
      if (signal?.aborted) {
        reject(new RpcError('cancelled'));
        return;
      }
      pending.set(id, { name, settle });
      signal?.addEventListener('abort', abort);
      port.post({ type: 'call', id, name, params });
    });
  }

  return {
    call,
    dispose() {
      open = false;
      stop();
      for (const each of [...pending.values()]) each.settle(new RpcError('closed'));
    },
  };
}

function isTimeout(signal: AbortSignal | undefined): boolean {
  return signal?.reason instanceof DOMException && signal.reason.name === 'TimeoutError';
}
