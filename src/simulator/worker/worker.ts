import type { MessagePort } from 'node:worker_threads';
import type { RequestEntry } from '../server/requestLog.js';
import type { Diagnosis } from '../diagnosis/codes.js';
import { errorMessage } from '../../core/errors.js';
import { errorCode } from '../errorFacts.js';
import type { SimulatorControl } from '../server/simulator.js';
import { startServer } from '../server/server.js';
import {
  callSchemas,
  requestSchema,
  workerDataSchema,
  type CallName,
  type WorkerReport,
} from './messages.js';

/** How many entries wait at most while the main thread is busy. */
const waitingLimit = 200;
/** Milliseconds between two batches: a flood of requests must leave the main thread to everything else. */
const restMs = 100;

/** Hands entries over in batches, one at a time: a main thread that falls behind loses old ones, never its memory. */
interface Feed {
  readonly push: (entry: RequestEntry) => void;
  /** The last batch was taken. */
  readonly taken: () => void;
}

/**
 * Makes a feed; `send` gets a batch, and how many entries were left out before it.
 *
 * @param rest calls back when the next batch may go, 100 ms after the last one was taken unless given
 */
export function createFeed(
  send: (entries: RequestEntry[], skipped: number) => void,
  rest: (over: () => void) => void = pause,
): Feed {
  let waiting: RequestEntry[] = [];
  let skipped = 0;
  let onTheWay = false;
  const flush = (): void => {
    if (onTheWay || waiting.length === 0) return;
    onTheWay = true;
    send(waiting, skipped);
    waiting = [];
    skipped = 0;
  };
  return {
    push(entry) {
      waiting.push(entry);
      if (waiting.length > waitingLimit) {
        waiting.shift();
        skipped++;
      }
      flush();
    },
    taken() {
      rest(() => {
        onTheWay = false;
        flush();
      });
    },
  };
}

function pause(over: () => void): void {
  setTimeout(over, restMs).unref();
}

/** Runs the simulator in a worker thread: off the extension host's main thread, driven by messages. */
export async function runWorker(
  port: MessagePort,
  data: unknown,
  word: (diagnosis: Diagnosis) => string,
): Promise<void> {
  const report = (message: WorkerReport): void => {
    port.postMessage(message);
  };
  const feed = createFeed((entries, skipped) => {
    report({ type: 'entries', entries, skipped });
  });
  try {
    const options = workerDataSchema.parse(data);
    const server = await startServer({ ...options, word, onRequest: feed.push });
    port.on('message', (raw: unknown) => {
      const message = requestSchema.parse(raw);
      if (message.type === 'taken') feed.taken();
      else if (message.type === 'call')
        report(answer(server.control, message.id, message.call, message.args));
      else
        void server.close().then(() => {
          port.close();
        });
    });
    report({ type: 'ready', url: server.url, port: server.port });
  } catch (error) {
    report({
      type: 'failed',
      code: errorCode(error),
      message: errorMessage(error),
    });
    port.close();
  }
}

function answer(control: SimulatorControl, id: number, call: CallName, args: unknown[]): WorkerReport {
  try {
    const checked = callSchemas[call].args.parse(args);
    const value: unknown = Reflect.apply(control[call], control, checked);
    return { type: 'result', id, value };
  } catch (error) {
    return { type: 'error', id, message: errorMessage(error) };
  }
}
