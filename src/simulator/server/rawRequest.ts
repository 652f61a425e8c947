import type { IncomingMessage } from 'node:http';
import type { HeaderPairs } from '../diagnosis/codes.js';

/** The largest body that is read. */
export const maxBodyBytes = 1024 * 1024;

/** Headers of a request as pairs, in their order, repeated ones kept. */
export function headerPairs(rawHeaders: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2)
    pairs.push([rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '']);
  return pairs;
}

export interface ReadBody {
  bytes: Buffer;
  /** `too-large`: more than is read; `incomplete`: the client stopped or left before the length it declared. */
  outcome: 'whole' | 'too-large' | 'incomplete';
}

/**
 * Reads a body up to its bound. A client that declared more than it sends would wait for ever; it is
 * answered after `patience` milliseconds of silence.
 */
export function readRequestBody(request: IncomingMessage, patience: number): Promise<ReadBody> {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  if ((length === undefined || length === '0') && coding === undefined) {
    request.resume();
    return Promise.resolve({ bytes: Buffer.alloc(0), outcome: 'whole' });
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = (outcome: ReadBody['outcome']): void => {
      clearTimeout(timer);
      request.removeAllListeners('data');
      resolve({
        bytes: chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks),
        outcome,
      });
    };
    const timer = setTimeout(finish, patience, 'incomplete');
    request.on('data', (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > maxBodyBytes) {
        finish('too-large');
        return;
      }
      chunks.push(chunk);
      timer.refresh();
    });
    request.once('end', () => {
      finish('whole');
    });
    request.once('error', () => {
      finish('incomplete');
    });
    request.once('close', () => {
      finish(request.complete ? 'whole' : 'incomplete');
    });
  });
}

/** Method, target and headers of bytes that Node's parser refused, as far as they can be made out. */
export function parseRawHead(
  packet: Buffer,
): { method: string; target: string; headers: HeaderPairs } | undefined {
  const [first = '', ...lines] =
    packet
      .toString('latin1')
      .split(/\r?\n\r?\n/)[0]
      ?.split(/\r?\n/) ?? [];
  const match = /^([A-Za-z]{1,20}) (\S+) HTTP\/1\.[01]$/.exec(first);
  if (!match) return undefined;
  const headers = lines.flatMap((line): [string, string][] => {
    const colon = line.indexOf(':');
    return colon > 0 ? [[line.slice(0, colon), line.slice(colon + 1).trim()]] : [];
  });
  return { method: match[1] ?? '', target: match[2] ?? '', headers };
}
