import * as z from 'zod/mini';

/**
 * Typed calls over `postMessage`, page to host, with replies, cancellation and notices the other way.
 * Both ends parse every message with strict schemas; what does not parse is reported and ignored, and
 * every call settles: with a value, or with an {@link RpcError}.
 */
export interface Contract {
  /** What the page may ask of the host. */
  calls: Record<string, { params: z.ZodMiniType; result: z.ZodMiniType }>;
  /** What the host tells the page unasked. */
  notices: Record<string, z.ZodMiniType>;
}

export type CallName<C extends Contract> = keyof C['calls'] & string;
export type Params<C extends Contract, N extends CallName<C>> = z.output<C['calls'][N]['params']>;
export type CallResult<C extends Contract, N extends CallName<C>> = z.output<C['calls'][N]['result']>;
export type NoticeName<C extends Contract> = keyof C['notices'] & string;
export type Notice<C extends Contract, N extends NoticeName<C>> = z.output<C['notices'][N]>;

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

export const rpcErrorCodes = [
  'unknown-call',
  'invalid',
  'too-large',
  'failed',
  'cancelled',
  'timeout',
  'closed',
] as const;

export type RpcErrorCode = (typeof rpcErrorCodes)[number];

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
export const requestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('call'), id: idSchema, name: nameSchema, params: z.unknown() }),
  z.strictObject({ type: z.literal('cancel'), id: idSchema }),
]);

/** Messages to the page. */
export const responseSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('result'), id: idSchema, value: z.unknown() }),
  z.strictObject({ type: z.literal('error'), id: idSchema, code: z.enum(rpcErrorCodes) }),
  z.strictObject({ type: z.literal('notice'), name: nameSchema, params: z.unknown() }),
]);

export type Request = z.output<typeof requestSchema>;
export type Response = z.output<typeof responseSchema>;

/** The own property of that name; never one that every object inherits, such as `constructor`. */
export function ownEntry<T>(entries: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(entries, name) ? entries[name] : undefined;
}
