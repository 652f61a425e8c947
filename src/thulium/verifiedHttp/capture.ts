import type { ClientRequest } from 'node:http';

let listener: ((request: ClientRequest) => void) | undefined;

/**
 * Runs `begin` and hands every `ClientRequest` it makes meanwhile to `onRequest`. Only for code that
 * makes its request synchronously, as node-fetch does: then a plain variable tells whose request it
 * is, without the cost that async context tracking puts on every promise of the extension host.
 */
export function capturing<T>(onRequest: (request: ClientRequest) => void, begin: () => T): T {
  const outer = listener;
  listener = onRequest;
  try {
    return begin();
  } finally {
    listener = outer;
  }
}

/** Hands a request to the {@link capturing} call in progress, if any. */
export function captured(request: ClientRequest): ClientRequest {
  listener?.(request);
  return request;
}
