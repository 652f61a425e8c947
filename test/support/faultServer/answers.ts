import { STATUS_CODES } from 'node:http';
import type { Behaviour, CapturedRequest, Exchange } from './exchange.js';

/** Header fields; a list of values is sent as several lines. */
export type HeaderFields = Readonly<Record<string, string | readonly string[]>>;

export interface Answer {
  /** 200 when left out. */
  status?: number;
  headers?: HeaderFields;
  /** Text and bytes go as they are, anything else as JSON with its content type. */
  body?: unknown;
  /** Chunked instead of with a Content-Length. */
  chunked?: boolean;
  /** Says `Connection: close` and ends the connection afterwards. */
  close?: boolean;
}

/** A well-formed answer: 200 with an empty body unless told otherwise. */
export function ok(answer: Answer = {}): Behaviour {
  return { name: `answer ${answer.status ?? 200}`, run: (exchange) => sendAnswer(exchange, answer) };
}

/** An answer with this status; a body that is neither text nor bytes goes as JSON. */
export function status(code: number, body?: unknown, headers: HeaderFields = {}): Behaviour {
  return ok({ status: code, body, headers });
}

/** A status with `Retry-After`, sent as given, however senseless. */
export function retryAfter(value: string, code = 429, body?: unknown): Behaviour {
  return status(code, body, { 'Retry-After': value });
}

/** Any 3xx with any `Location`. */
export function redirect(location: string, code = 302): Behaviour {
  return status(code, '', { Location: location });
}

/** What a login page or a captive portal answers. */
export function htmlPage(html = '<!doctype html><title>Log in</title><p>Please log in.</p>'): Behaviour {
  return status(200, html, { 'Content-Type': 'text/html; charset=utf-8' });
}

/** The API's error shape, with any status: 200 is the treacherous one. */
export function errorBody(code = 200, message = 'Record not found.', apiCode = 111111): Behaviour {
  return status(code, { request_id: '53678450401cf', errors: [{ message, code: apiCode }] });
}

/** The behaviour after this many milliseconds. */
export function delayed(milliseconds: number, then: Behaviour = ok()): Behaviour {
  return {
    name: `${then.name}, delayed`,
    async run(exchange) {
      await exchange.wait(milliseconds);
      await then.run(exchange);
    },
  };
}

/**
 * Reads the request, waits until the test lets it go on (a promise, or what a function of the
 * request returns), then behaves as told. A client that gives up earlier ends the wait.
 */
export function hold(
  until: Promise<unknown> | ((request: CapturedRequest) => unknown),
  then: Behaviour = ok(),
): Behaviour {
  return {
    name: `${then.name}, held`,
    async run(exchange) {
      await exchange.waitFor(Promise.resolve(typeof until === 'function' ? until(exchange.request) : until));
      await then.run(exchange);
    },
  };
}

/** Decides by the request, so that reads can be answered well and only writes badly. */
export function choose(pick: (request: CapturedRequest) => Behaviour): Behaviour {
  return { name: 'by the request', run: (exchange) => pick(exchange.request).run(exchange) };
}

/** Sends a well-formed answer and leaves the connection as the client and the answer want it. */
export async function sendAnswer(exchange: Exchange, answer: Answer): Promise<void> {
  const { bytes, type } = encode(answer.body);
  const code = answer.status ?? 200;
  const close = answer.close === true || wantsClose(exchange.request);
  const length = code === 204 || code === 304 ? {} : { 'Content-Length': `${bytes.length}` };
  const framing = answer.chunked === true ? { 'Transfer-Encoding': 'chunked' } : length;
  const fields = {
    ...(type === undefined ? {} : { 'Content-Type': type }),
    ...framing,
    ...(close ? { Connection: 'close' } : {}),
    ...answer.headers,
  };
  const bodiless = exchange.request.method === 'HEAD' || code === 204 || code === 304;
  const body = answer.chunked === true ? chunks(bytes) : bytes;
  await exchange.write(Buffer.concat([Buffer.from(head(code, fields)), bodiless ? Buffer.alloc(0) : body]));
  if (close) await exchange.finish();
}

/** A status line and header block with the empty line. */
export function head(code: number, fields: HeaderFields): string {
  const lines = Object.entries(fields).flatMap(([name, values]) =>
    (typeof values === 'string' ? [values] : values).map((value) => `${name}: ${value}\r\n`),
  );
  return `HTTP/1.1 ${code} ${STATUS_CODES[code] ?? 'Unknown'}\r\n${lines.join('')}\r\n`;
}

function encode(body: unknown): { bytes: Buffer; type?: string } {
  if (body === undefined) return { bytes: Buffer.alloc(0) };
  if (typeof body === 'string') return { bytes: Buffer.from(body) };
  if (Buffer.isBuffer(body)) return { bytes: body };
  return { bytes: Buffer.from(JSON.stringify(body)), type: 'application/json; charset=utf-8' };
}

/** In two chunks, so that a client has something to join. */
function chunks(bytes: Buffer): Buffer {
  const middle = Math.ceil(bytes.length / 2);
  const parts = [bytes.subarray(0, middle), bytes.subarray(middle)].filter((part) => part.length > 0);
  return Buffer.concat([
    ...parts.flatMap((part) => [Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]),
    Buffer.from('0\r\n\r\n'),
  ]);
}

function wantsClose(request: CapturedRequest): boolean {
  const connection = request.headers.connection?.toLowerCase();
  return connection === 'close' || (request.httpVersion === '1.0' && connection !== 'keep-alive');
}
