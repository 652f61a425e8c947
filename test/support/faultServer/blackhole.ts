import { once } from 'node:events';
import net from 'node:net';
import { Worker } from 'node:worker_threads';

export interface Blackhole {
  port: number;
  /** Such as `http://127.0.0.1:41873`. Nothing on it ever connects. */
  origin: string;
  close(): Promise<void>;
}

/** Listens and blocks its own thread for good, so that nobody ever accepts. */
const listenerSource = `
  const net = require('node:net');
  const { parentPort, workerData } = require('node:worker_threads');
  const server = net.createServer();
  server.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(workerData), 0, 0);
  });
`;

/** Linux queues backlog + 1 connections. */
const queued = 2;

/**
 * A loopback port on which connecting never ends, neither well nor badly: the listener's thread is
 * blocked before it accepts anything, and its queue is filled by connections of ours, so the kernel
 * drops every further SYN. Only a client's own connect deadline ends the attempt. Works on Linux
 * (and macOS); Windows refuses such connections instead, so there it rejects.
 */
export async function startBlackhole(): Promise<Blackhole> {
  if (process.platform === 'win32') throw new Error('Windows refuses connections to a full queue.');
  const worker = new Worker(listenerSource, { eval: true, workerData: new SharedArrayBuffer(4) });
  const [port] = (await once(worker, 'message')) as [number];
  const fillers: net.Socket[] = [];
  for (let index = 0; index < queued; index += 1) {
    const filler = net.connect(port, '127.0.0.1').on('error', () => undefined);
    fillers.push(filler);
    await once(filler, 'connect');
  }
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    async close() {
      for (const filler of fillers) filler.destroy();
      await worker.terminate();
    },
  };
}
