/** One request as it came over the wire. */
export interface ParsedRequest {
  method: string;
  /** The request target as sent: a path, or an absolute URL when the client talks to a proxy. */
  target: string;
  /** Such as `1.1`. */
  httpVersion: string;
  /** Names and values in turn, in the order and case of the wire. */
  rawHeaders: string[];
  /** Names in lower case; repeated ones joined by `, `. */
  headers: Record<string, string>;
  /** Without chunk framing; not decompressed. */
  body: Buffer;
  /** Every byte from the request line to the end of the body. */
  raw: Buffer;
}

/** What the bytes were, when they were no HTTP request. */
export class MalformedRequest extends Error {}

interface Head extends Omit<ParsedRequest, 'body' | 'raw'> {
  length: number;
}

/**
 * Cuts a byte stream into requests. Lenient towards everything but framing, so that a test can
 * look at what a sloppy client sent; a `Content-Length` that is too small leaves its surplus for
 * the next request, as on a real server.
 */
export class RequestReader {
  #bytes: Buffer = Buffer.alloc(0);

  /** No byte of a further request has come. */
  get isEmpty(): boolean {
    return this.#bytes.length === 0;
  }

  push(chunk: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
  }

  /** The next whole request, or undefined while bytes are missing. Throws {@link MalformedRequest}. */
  next(): ParsedRequest | undefined {
    const head = readHead(this.#bytes);
    if (head === undefined) return undefined;
    const { length: headLength, ...parsed } = head;
    const framed = isChunked(head.headers)
      ? readChunks(this.#bytes, headLength)
      : readLength(this.#bytes, headLength, head.headers['content-length']);
    if (framed === undefined) return undefined;
    const raw = this.#bytes.subarray(0, framed.end);
    this.#bytes = this.#bytes.subarray(framed.end);
    return { ...parsed, body: framed.body, raw };
  }
}

function readHead(bytes: Buffer): Head | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [requestLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const match = /^(\S+) (\S+) HTTP\/(\d\.\d)$/.exec(requestLine);
  if (match === null) throw new MalformedRequest(`No request line: ${requestLine}`);
  const [, method = '', target = '', httpVersion = ''] = match;
  const rawHeaders = lines.flatMap((line) => {
    const colon = line.indexOf(':');
    if (colon < 1) throw new MalformedRequest(`No header: ${line}`);
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  return { method, target, httpVersion, rawHeaders, headers: joined(rawHeaders), length: end + 4 };
}

function joined(rawHeaders: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return headers;
}

function isChunked(headers: Readonly<Record<string, string>>): boolean {
  return headers['transfer-encoding']?.toLowerCase().endsWith('chunked') === true;
}

interface Framed {
  body: Buffer;
  /** Index behind the last byte of the request. */
  end: number;
}

function readLength(bytes: Buffer, start: number, declared = '0'): Framed | undefined {
  if (!/^\d+$/.test(declared)) throw new MalformedRequest(`No length: ${declared}`);
  const end = start + Number(declared);
  return bytes.length < end ? undefined : { body: bytes.subarray(start, end), end };
}

function readChunks(bytes: Buffer, start: number): Framed | undefined {
  const parts: Buffer[] = [];
  for (let at = start; ;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return undefined;
    const line = bytes.toString('latin1', at, lineEnd);
    const size = /^([0-9a-f]+)(?:;.*)?$/i.exec(line)?.[1];
    if (size === undefined) throw new MalformedRequest(`No chunk size: ${line}`);
    const length = Number.parseInt(size, 16);
    const dataEnd = lineEnd + 2 + length;
    if (bytes.length < dataEnd + 2) return undefined;
    if (length === 0) return { body: Buffer.concat(parts), end: dataEnd + 2 };
    parts.push(bytes.subarray(lineEnd + 2, dataEnd));
    at = dataEnd + 2;
  }
}
