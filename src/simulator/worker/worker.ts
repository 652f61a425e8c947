import type { MessagePort } from 'node:worker_threads';
import type { Diagnosis } from '../diagnosis/codes.js';
import { errorMessage } from '../../core/errors.js';
import { errorCode } from '../errorFacts.js';
import type { SimulatorControl } from '../server/simulator.js';
import { startServer } from '../server/server.js';
import { createFeed } from './feed.js';
import {
  callSchemas,
  requestSchema,
  workerDataSchema,
  type CallName,
  type WorkerReport,
} from './messages.js';

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
