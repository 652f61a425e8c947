import { createServer, type Server } from 'node:http';

/** A request as its bytes arrived. */
export interface Captured {
  method: string;
  path: string;
  authorization: string | undefined;
  contentType: string | undefined;
  body: string;
}

/** Answers every request with an empty 200, as the documentation shows the PUT, and keeps it. */
export class CaptureServer {
  readonly captured: Captured[] = [];
  readonly #server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      this.captured.push({
        method: request.method ?? '',
        path: request.url ?? '',
        authorization: request.headers.authorization,
        contentType: request.headers['content-type'],
        body: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)),
      });
      response.writeHead(this.status, this.status < 300 ? {} : { Location: '/elsewhere' });
      response.end(this.status < 300 ? '' : '{"errors":[{"message":"Odmowa: zły status"}]}');
    });
  });
  /** Status of the answers to come. */
  status = 200;

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return `http://127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
