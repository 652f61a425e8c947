import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Connection } from '../core/connection.js';
import type { CodedFailure } from '../core/errors.js';
import type { NextCallDateChecker } from '../core/nextCallDate.js';
import { diagnose } from '../simulator/diagnosis/diagnose.js';
import type { Exchange } from '../simulator/diagnosis/codes.js';
import { headerPairs, parseRawHead, readRequestBody } from '../simulator/server/rawRequest.js';
import { keptBodyBytes } from '../simulator/server/requestLog.js';
import { createGuard } from '../simulator/server/safety.js';
import type { AgentSource } from '../thulium/transport.js';
import { createForwarder, ForwardError, type Forwarder, type Incoming } from './forward.js';
import { answerText, diagnosePassed, readAnswerBytes, type Learn } from './diagnosePassed.js';
import {
  createPassedLog,
  type GatewayEntry,
  type GatewayRefusal,
  type Passed,
  type PassedLog,
} from './passedLog.js';
import { failureAnswer, refusalAnswer } from './refusals.js';
import { brokenPin, endToEnd, forwardedHeaders, isLoop, isWrite, type PinBreak } from './rules.js';

export interface GatewayOptions {
  /** The connection as it was when the gateway was started: the gateway is pinned to it. */
  connection: Connection;
  /** 0 takes a free one. */
  port: number;
  /** The connection as it is kept at this moment, asked before each request; undefined when it is gone. */
  lookUp: () => Promise<Connection | undefined>;
  /** What requests are held against. */
  learn: Learn;
  dates?: NextCallDateChecker;
  /** Ways to the system other than a plain connection, such as through a proxy. */
  agents?: AgentSource | undefined;
  /** Hears of each request once it is answered and judged. */
  onRequest?: (entry: GatewayEntry) => void;
  /** Hears that the gateway has ended by itself. */
  onBroken?: (reason: PinBreak) => void;
  /** Connections at a time; further ones are closed. 200 when left out. */
  mostConnections?: number;
  /** Milliseconds of silence after which a body is taken for cut; 10 s when left out. */
  bodyPatience?: number;
}

export interface Gateway {
  /** What stands in the place of the system's address, without a slash at the end. */
  url: string;
  port: number;
  connection: Connection;
  /** Oldest first. */
  listRequests(): GatewayEntry[];
  clearRequests(): void;
  /** Looks the connection up and ends the gateway where it is not what it was; else before the next request. */
  checkPin(): Promise<void>;
  /** Ends every connection, requests that are under way among them, and frees the port. */
  close(): Promise<void>;
}

const loopback = '127.0.0.1';

/**
 * Listens on a loopback address and passes requests to the system of a connection, with the caller's own
 * `Authorization`: the password of the connection never leaves by this way.
 *
 * @throws the system's error, `EADDRINUSE` among others, when the port cannot be had
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { connection, mostConnections = 200, bodyPatience = 10_000 } = options;
  const ended = new AbortController();
  const forwarder = createForwarder(connection.baseUrl, options.agents);
  const log = createPassedLog(options.onRequest);
  const guard = createGuard([]);
  const passage = new Passage(options, forwarder, log, ended.signal, bodyPatience);

  const server = createServer({ maxHeaderSize: 16_384, requireHostHeader: false }, (request, response) => {
    const passed = newPassed(request);
    const refused = guard(passed.exchange.headers ?? []) ?? passage.refuseHead(passed.exchange);
    const work = refused
      ? passage.refuse(response, passed, refused)
      : passage.pass(request, response, passed);
    work.then(
      (reason) => {
        endFor(reason);
      },
      () => {
        request.socket.destroy();
      },
    );
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 60_000;
  server.maxConnections = mostConnections;
  server.on('clientError', (error: ParserError, socket) => {
    const { rawPacket, bytesParsed = 0 } = error;
    const known = socket instanceof Socket && rawPacket !== undefined;
    if (known && passage.takeTrailing(socket, rawPacket.subarray(bytesParsed))) return;
    if (rawPacket) passage.recordMalformed(rawPacket);
    const tooLong = error.code === 'HPE_HEADER_OVERFLOW';
    const status = tooLong ? '431 Request Header Fields Too Large' : '400 Bad Request';
    if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    else socket.destroy();
  });

  const close = (): Promise<void> => {
    ended.abort();
    forwarder.close();
    return new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  };
  const endFor = (reason: PinBreak | undefined): void => {
    if (reason === undefined || ended.signal.aborted) return;
    void close().then(() => options.onBroken?.(reason));
  };
  const port = await listen(server, options.port);
  return {
    url: `http://${loopback}:${port}`,
    port,
    connection,
    listRequests: () => log.list(),
    clearRequests: () => {
      log.clear();
    },
    checkPin: async () => {
      endFor(await passage.lookUp());
    },
    close,
  };
}

/** Takes requests through body, pin, system and answer. */
class Passage {
  private readonly inWork = new WeakMap<Socket, { trailing?: Buffer }>();

  constructor(
    private readonly options: GatewayOptions,
    private readonly forwarder: Forwarder,
    private readonly log: PassedLog,
    private readonly ended: AbortSignal,
    private readonly patience: number,
  ) {}

  /** Bytes that followed a request still in work are not passed on, but told of; false when there is none. */
  takeTrailing(socket: Socket, bytes: Buffer): boolean {
    const flight = this.inWork.get(socket);
    if (flight) flight.trailing = bytes;
    return flight !== undefined;
  }

  refuseHead({ target, headers = [] }: Exchange): GatewayRefusal | undefined {
    if (!target.startsWith('/')) return 'malformed';
    return isLoop(headers) ? 'loop' : undefined;
  }

  /** @returns why the gateway has to end, where the connection is no longer what it was */
  async pass(
    request: IncomingMessage,
    response: ServerResponse,
    passed: Passed,
  ): Promise<PinBreak | undefined> {
    const flight: { trailing?: Buffer } = {};
    this.inWork.set(request.socket, flight);
    const body = await readRequestBody(request, this.patience);
    passed.exchange.body = body.bytes;
    if (flight.trailing) passed.exchange.trailing = flight.trailing;
    if (body.outcome === 'too-large') {
      passed.exchange.body = body.bytes.subarray(0, keptBodyBytes);
      await this.refuse(response, passed, 'too-large');
      request.resume();
      return undefined;
    }
    if (body.outcome === 'incomplete') return this.refuse(response, passed, 'incomplete');
    const reason = await this.lookUp();
    if (reason !== undefined) {
      await this.refuse(response, passed, 'changed');
      return reason;
    }
    const { method, headers = [] } = passed.exchange;
    const { connection } = this.options;
    const readsOnly = connection.production || connection.readOnly;
    if (readsOnly && isWrite(method, headers)) return this.refuse(response, passed, 'writes');
    await this.forward(request, response, passed, body.bytes);
    this.inWork.delete(request.socket);
    return undefined;
  }

  /** What has become of the connection. */
  lookUp(): Promise<PinBreak | undefined> {
    const { connection, lookUp } = this.options;
    return lookUp().then(
      (now) => brokenPin(connection, now),
      () => 'unreadable',
    );
  }

  /** Answers in the system's place, and ends a connection whose further bytes nobody trusts. */
  async refuse(response: ServerResponse, passed: Passed, refused: GatewayRefusal): Promise<undefined> {
    const answer = refusalAnswer(refused, this.options.connection);
    const { dates } = this.options;
    const diagnosis =
      refused === 'incomplete' ? diagnose(passed.exchange, dates ? { dates } : {}) : answer.diagnoses;
    this.log.add(passed, { ...answer, diagnosis, refused });
    sendOwn(response, answer.status, answer.body, refused !== 'writes');
    await Promise.resolve();
    return undefined;
  }

  /** Bytes that Node's parser refuses, for two lengths that differ among other things, are listed all the same. */
  recordMalformed(packet: Buffer): void {
    const head = parseRawHead(packet);
    if (!head) return;
    const answer = refusalAnswer('malformed', this.options.connection);
    const exchange = { ...head, body: new Uint8Array() };
    const diagnosis = diagnose(exchange, {}).filter(({ code }) => code === 'duplicate-header');
    this.log.add({ exchange, at: new Date() }, { ...answer, diagnosis, refused: 'malformed' });
  }

  private async forward(
    request: IncomingMessage,
    response: ServerResponse,
    passed: Passed,
    body: Buffer,
  ): Promise<void> {
    const { method, target, headers = [] } = passed.exchange;
    const left = new AbortController();
    const leave = (): void => {
      left.abort();
    };
    response.once('close', leave);
    const signal = AbortSignal.any([left.signal, this.ended]);
    const { host } = new URL(this.options.connection.baseUrl);
    const outgoing = {
      method,
      target,
      headers: forwardedHeaders(method, headers, host, body.byteLength),
      body,
    };
    let incoming: Incoming;
    try {
      incoming = await this.forwarder.send(outgoing, signal);
    } catch (error) {
      if (!(error instanceof ForwardError)) throw error;
      const answer = failureAnswer(error.failure);
      this.log.add(passed, { ...answer, status: 0, diagnosis: [], failure: error.failure });
      if (!response.destroyed) sendOwn(response, answer.status, answer.body, true);
      return;
    }
    const { message } = incoming;
    const status = message.statusCode ?? 0;
    response.sendDate = false;
    const passedBack = endToEnd(headerPairs(message.rawHeaders)).flat();
    if (passed.exchange.trailing) passedBack.push('Connection', 'close');
    response.writeHead(status, message.statusMessage, passedBack);
    const { bytes, failure } = await pipeBack(incoming, response);
    response.off('close', leave);
    await this.record(passed, incoming, bytes, failure);
  }

  private async record(
    passed: Passed,
    { message }: Incoming,
    bytes: Buffer,
    failure: CodedFailure | undefined,
  ): Promise<void> {
    const status = message.statusCode ?? 0;
    const body = answerText(bytes, message.headers['content-encoding'] ?? '');
    const answeredAt = performance.now();
    const exchange = { ...passed.exchange, response: { status, body } };
    const { dates, learn } = this.options;
    const diagnosis = await diagnosePassed(exchange, dates ? { dates } : {}, learn).catch(() => []);
    this.log.add(passed, {
      status,
      body,
      requestId: requestIdOf(body),
      diagnosis,
      answeredAt,
      ...(failure && { failure }),
    });
  }
}

interface ParserError extends Error {
  code?: string;
  rawPacket?: Buffer;
  bytesParsed?: number;
}

function newPassed(request: IncomingMessage): Passed {
  const { method = '', url = '', rawHeaders } = request;
  return {
    exchange: { method, target: url, headers: headerPairs(rawHeaders), body: new Uint8Array() },
    at: new Date(),
    receivedAt: performance.now(),
  };
}

/** Hands an answer's body on as fast as the caller takes it, and keeps its start to be read. */
function pipeBack(
  { message, done, failure }: Incoming,
  response: ServerResponse,
): Promise<{ bytes: Buffer; failure: CodedFailure | undefined }> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    message.on('data', (chunk: Buffer) => {
      const room = readAnswerBytes - size;
      if (room > 0) chunks.push(chunk.subarray(0, room));
      size += Math.min(room, chunk.byteLength);
    });
    const finish = (): void => {
      done();
      // An answer that was cut must not look like a whole one.
      if (!message.complete) response.destroy();
      const cut: CodedFailure = failure() ?? { code: 'network', params: { reason: 'ECONNRESET' } };
      resolve({ bytes: Buffer.concat(chunks), failure: message.complete ? undefined : cut });
    };
    // One without a body has ended by now.
    if (message.readableEnded) finish();
    else message.once('end', finish).once('close', finish);
    message.on('error', () => undefined);
    response.once('close', () => {
      if (!message.complete) message.destroy();
    });
    message.pipe(response);
  });
}

function sendOwn(response: ServerResponse, status: number, body: string, closes: boolean): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': bytes.byteLength,
    ...(closes && { Connection: 'close' }),
  });
  response.end(bytes);
}

function requestIdOf(body: string): string {
  return /"request_id"\s*:\s*"([^"]{1,100})"/.exec(body.slice(0, 10_000))?.[1] ?? '';
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, loopback, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
