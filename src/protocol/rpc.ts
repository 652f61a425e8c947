import * as z from 'zod/mini';

/**
 * Typed calls over `postMessage`, page to host, with replies, cancellation and notices the other way.
 * Both ends parse every message with strict schemas; what does not parse is reported and ignored, and
 * every call settles: with a value, or with an {@link RpcError}.
 */
interface Contract {
  /** What the page may ask of the host. */
  calls: Record<string, { params: z.ZodMiniType; result: z.ZodMiniType }>;
  /** What the host tells the page unasked. */
  notices: Record<string, z.ZodMiniType>;
}

export type CallName<C extends Contract> = keyof C['calls'] & string;
export type Params<C extends Contract, N extends CallName<C>> = z.output<C['calls'][N]['params']>;
export type CallResult<C extends Contract, N extends CallName<C>> = z.output<C['calls'][N]['result']>;
type NoticeName<C extends Contract> = keyof C['notices'] & string;
type Notice<C extends Contract, N extends NoticeName<C>> = z.output<C['notices'][N]>;

/** One end of a message pipe. */
export interface Port {
  post(message: unknown): void;
  /** Returns what stops listening. */
  listen(listener: (message: unknown) => void): () => void;
}

/** A message that was ignored or answered with an error; `name` is the call's or notice's, when known. */
export interface RpcReport {
  kind:
    | 'malformed'
    | 'too-large'
    | 'unknown-name'
    | 'invalid-params'
    | 'invalid-result'
    | 'duplicate-id'
    | 'unexpected-reply'
    | 'handler-failed';
  name?: string;
  error?: unknown;
}

const rpcErrorCodes = [
  'unknown-call',
  'invalid',
  'too-large',
  'failed',
  'cancelled',
  'timeout',
  'closed',
] as const;

type RpcErrorCode = (typeof rpcErrorCodes)[number];

/** Why a call has no value. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  constructor(readonly code: RpcErrorCode) {
    super(code);
  }
}

const idSchema = z.int().check(z.nonnegative());
const nameSchema = z.string().check(z.maxLength(64));

/** Messages to the host. */
const requestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('call'), id: idSchema, name: nameSchema, params: z.unknown() }),
  z.strictObject({ type: z.literal('cancel'), id: idSchema }),
]);

/** Messages to the page. */
const responseSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('result'), id: idSchema, value: z.unknown() }),
  z.strictObject({ type: z.literal('error'), id: idSchema, code: z.enum(rpcErrorCodes) }),
  z.strictObject({ type: z.literal('notice'), name: nameSchema, params: z.unknown() }),
]);

type Request = z.output<typeof requestSchema>;
type Response = z.output<typeof responseSchema>;

/** The own property of that name; never one that every object inherits, such as `constructor`. */
function ownEntry<T>(entries: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(entries, name) ? entries[name] : undefined;
}

type NoticeListeners<C extends Contract> = {
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

/** What the host does for each call; a rejection reaches the page as `failed`, without its text. */
type Handlers<C extends Contract> = {
  [N in CallName<C>]: (params: Params<C, N>, signal: AbortSignal) => Promise<CallResult<C, N>>;
};

interface ServerOptions {
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

/** A line for the log on what a page sent in vain, without the content of the message. */
export function reportText(page: string, { kind, name, error }: RpcReport): string {
  const why = kind === 'handler-failed' ? `: ${String(error)}` : '';
  return `${page} sent a message that was not served: ${kind}${name === undefined ? '' : ` (${name})`}${why}`;
}
