import { createServer, type IncomingMessage, type Server } from 'node:http';
import { Socket } from 'node:net';
import type { Credentials } from '../../core/connection.js';
import type { Diagnosis, Exchange } from '../diagnosis/codes.js';
import type { Seed } from '../seed/seedFile.js';
import { createApiCalls } from './apiCalls.js';
import { controlPath, createControlCalls, answerControl } from './controlCalls.js';
import { headerPairs, parseRawHead } from './rawRequest.js';
import { createRecorder, wordEntry, type Recorder, type RequestEntry } from './requestLog.js';
import { refusalAnswer, turnAway, createGuard } from './safety.js';
import { createSimulator, type SimulatorControl } from './simulator.js';

export interface ServerOptions extends Credentials {
  /** Address to listen on. */
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Values of `Host` beside loopback names and `host`. */
  allowedHosts?: readonly string[];
  seed?: Seed;
  /** Hears of each request to the API before its answer leaves. */
  onRequest?: (entry: RequestEntry) => void;
  /** Makes a sentence of a diagnosis, for those who read the kept requests over HTTP. */
  word: (diagnosis: Diagnosis) => string;
  /** Connections at a time; further ones are closed. 1000 when left out. */
  mostConnections?: number;
  /** Milliseconds of silence after which a body is taken for cut; 10 s when left out. */
  bodyPatience?: number;
}

export interface RunningServer {
  /** Without a slash at the end, such as `http://127.0.0.1:40123`. */
  url: string;
  port: number;
  control: SimulatorControl;
  /** Ends every connection and frees the port. */
  close(): Promise<void>;
}

/**
 * Listens for requests to the simulated API.
 *
 * @throws the system's error, `EADDRINUSE` among others, when the address cannot be had
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host, allowedHosts = [], mostConnections = 1000, bodyPatience: patience = 10_000 } = options;
  const simulator = createSimulator(options, options.seed ?? {});
  const guard = createGuard([host, ...allowedHosts]);
  const record = createRecorder(simulator, options.onRequest);
  const api = createApiCalls(simulator, record, patience);
  const control = createControlCalls(simulator.control, (entry) => wordEntry(entry, options.word));

  const server = createServer({ maxHeaderSize: 16_384, requireHostHeader: false }, (request, response) => {
    const receivedAt = performance.now();
    const exchange = exchangeOf(request);
    const refused = guard(exchange.headers ?? []);
    const work = refused
      ? turnAway(response, exchange, refused, record, receivedAt)
      : exchange.target.startsWith(controlPath)
        ? answerControl(simulator, control, request, response, exchange, patience)
        : api.answer(request, response, exchange, receivedAt);
    work.catch(() => {
      request.socket.destroy();
    });
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 60_000;
  server.maxConnections = mostConnections;
  server.on('clientError', (error: ParserError, socket) => {
    const { rawPacket, bytesParsed = 0 } = error;
    const known = socket instanceof Socket && rawPacket !== undefined;
    if (known && api.takeTrailing(socket, rawPacket.subarray(bytesParsed))) return;
    if (rawPacket) recordMalformed(rawPacket, record);
    const tooLong = error.code === 'HPE_HEADER_OVERFLOW';
    const status = tooLong ? '431 Request Header Fields Too Large' : '400 Bad Request';
    if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    else socket.destroy();
  });

  const port = await listen(server, options.port, host);
  return {
    url: `http://${urlHost(host)}:${port}`,
    port,
    control: simulator.control,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

interface ParserError extends Error {
  code?: string;
  rawPacket?: Buffer;
  bytesParsed?: number;
}

function exchangeOf(request: IncomingMessage): Exchange {
  const { method = '', url = '', rawHeaders } = request;
  return { method, target: url, headers: headerPairs(rawHeaders), body: new Uint8Array() };
}

/** A request that Node's parser refuses, for two lengths that differ among other things, is listed all the same. */
function recordMalformed(packet: Buffer, record: Recorder): void {
  const head = parseRawHead(packet);
  if (!head) return;
  const exchange = { ...head, body: new Uint8Array() };
  record(exchange, refusalAnswer('malformed', exchange), { refused: 'malformed' });
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** A server that listens on every address is reached at a loopback one. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
