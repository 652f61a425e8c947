import { gzipSync } from 'node:zlib';
import { head, ok, sendAnswer, hold, type Answer } from './answers.js';
import type { Behaviour, CapturedRequest, Exchange } from './exchange.js';

const json = 'application/json; charset=utf-8';

/** Takes the whole request and never answers. */
export function silent(): Behaviour {
  return fault('silent', (exchange) => exchange.untilGone());
}

/** Sends a good head that promises a body, then nothing. */
export function headersThenSilence(code = 200): Behaviour {
  return fault('headers, then silence', async (exchange) => {
    await exchange.write(head(code, { 'Content-Type': json, 'Content-Length': '100' }));
    await exchange.untilGone();
  });
}

/** A good answer one byte at a time: its head at once and the body dripping, or all of it dripping. */
export function drip(
  options: { intervalMs?: number; body?: string; from?: 'head' | 'body' } = {},
): Behaviour {
  const { intervalMs = 1000, body = JSON.stringify({ text: 'x'.repeat(1000) }), from = 'body' } = options;
  return fault('drip', async (exchange) => {
    const start = head(200, { 'Content-Type': json, 'Content-Length': `${Buffer.byteLength(body)}` });
    if (from === 'body') await exchange.write(start);
    for (const byte of Buffer.from(from === 'body' ? body : start + body)) {
      if (exchange.isGone) return;
      await exchange.write(Buffer.of(byte));
      await exchange.wait(intervalMs);
    }
  });
}

/** Reads the whole request, lets the test apply it, then resets: the reply is lost. */
export function applyThenReset(onApply: (request: CapturedRequest) => unknown = () => undefined): Behaviour {
  return { ...hold(onApply, reset()), name: 'apply, then reset' };
}

/** Resets without having read: on the connection, or on the first byte of a further request. */
export function resetBeforeReading(): Behaviour {
  return { ...reset(), name: 'reset before reading', resetsUnread: true };
}

/**
 * Answers the first request of each connection and resets any further one, as a server does whose
 * idle limit passes while the request is under way. Every request is captured, nothing is applied twice.
 */
export function resetOnReuse(answer: Answer = {}): Behaviour {
  return fault('reset on reuse', async (exchange) => {
    if (exchange.request.onConnection > 1) exchange.reset();
    else await sendAnswer(exchange, answer);
  });
}

/** Declares more bytes than it sends, then ends the connection in the orderly way. */
export function shortContentLength(body = '{"record_id":', missing = 100, code = 200): Behaviour {
  const length = `${Buffer.byteLength(body) + missing}`;
  return sendThenFinish('short body', head(code, { 'Content-Type': json, 'Content-Length': length }) + body);
}

/** Ends in the middle of a chunk, or after whole chunks without the last, empty one. */
export function cutChunk(where: 'inside' | 'before-last' = 'inside', code = 200): Behaviour {
  const body = '{"record_id":47}';
  const announced = Buffer.byteLength(body) + (where === 'inside' ? 100 : 0);
  const start = head(code, { 'Content-Type': json, 'Transfer-Encoding': 'chunked' });
  return sendThenFinish(
    'cut chunk',
    `${start}${announced.toString(16)}\r\n${body}${where === 'inside' ? '' : '\r\n'}`,
  );
}

/** About 48 kB of gzip that become 50 MB of white space: valid as padding of JSON, so only size gives it away. */
export function gzipBomb(code = 200): Behaviour {
  return fault('gzip bomb', (exchange) => {
    bomb ??= gzipSync(Buffer.alloc(50 * 1024 * 1024, ' '), { level: 9 });
    return sendAnswer(exchange, {
      status: code,
      body: bomb,
      headers: { 'Content-Type': json, 'Content-Encoding': 'gzip' },
    });
  });
}

let bomb: Buffer | undefined;

/** Compressed twice and honest about it. */
export function doubleGzip(body: unknown = { record_id: 47 }): Behaviour {
  return ok({
    body: gzipSync(gzipSync(JSON.stringify(body))),
    headers: { 'Content-Type': json, 'Content-Encoding': 'gzip, gzip' },
  });
}

/** A header block of about 70 kB, more than Node's limit of 16 kB. */
export function hugeHeaders(bytes = 70_000): Behaviour {
  const names = Array.from({ length: Math.ceil(bytes / 1000) }, (_, index) => `X-Filler-${index}`);
  return ok({ headers: Object.fromEntries(names.map((name) => [name, 'x'.repeat(1000)])) });
}

/** Two different Content-Length lines: response splitting's favourite. */
export function duplicateContentLength(): Behaviour {
  return sendThenFinish(
    'duplicate Content-Length',
    `${head(200, { 'Content-Type': json, 'Content-Length': ['2', '4'] })}{}{}`,
  );
}

/** Bytes that are no HTTP at all. */
export function garbage(bytes: string | Buffer = '220 mail.example.test ESMTP ready\r\n'): Behaviour {
  return sendThenFinish('garbage', bytes);
}

function reset(): Behaviour {
  return fault('reset', (exchange) => {
    exchange.reset();
    return exchange.untilGone();
  });
}

function sendThenFinish(name: string, bytes: string | Buffer): Behaviour {
  return fault(name, async (exchange) => {
    await exchange.write(bytes);
    await exchange.finish();
  });
}

function fault(name: string, run: (exchange: Exchange) => Promise<void>): Behaviour {
  return { name, run };
}
