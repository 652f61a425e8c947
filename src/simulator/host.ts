import { Worker } from 'node:worker_threads';
import * as z from 'zod/mini';
import { errorMessage } from '../core/errors.js';
import type { SimulatorControl } from './server/simulator.js';
import type { RequestEntry } from './server/requestLog.js';
import {
  callSchemas,
  reportSchema,
  type CallName,
  type WorkerData,
  type WorkerReport,
  type WorkerRequest,
} from './worker/messages.js';

export interface SimulatorWorkerOptions extends Omit<WorkerData, 'allowedHosts'> {
  /** `dist/simulator.js`. */
  workerFile: URL;
  allowedHosts?: string[];
}

/** The control of a simulator in another thread. Each call rejects when the worker has ended. */
export type AsyncSimulatorControl = {
  [Name in keyof SimulatorControl]: (
    ...args: Parameters<SimulatorControl[Name]>
  ) => Promise<ReturnType<SimulatorControl[Name]>>;
};

export interface SimulatorWorker {
  /** Without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly control: AsyncSimulatorControl;
  /** Hears of requests in batches, oldest first; `skipped` ones were left out because this thread was busy. */
  onRequests(listener: (entries: RequestEntry[], skipped: number) => void): { dispose(): void };
  /** Hears once that the worker ended, by {@link stop} or by itself. */
  onEnd(listener: () => void): { dispose(): void };
  /** Frees the port and ends the worker. */
  stop(): Promise<void>;
}

/** The simulator could not be started, or ended; `code` is the system's, such as `EADDRINUSE`, or `''`. */
export class SimulatorWorkerError extends Error {
  override name = 'SimulatorWorkerError';
  constructor(
    message: string,
    readonly code = '',
  ) {
    super(message);
  }
}

/** How long a worker may take to end by itself, in milliseconds, before it is ended. */
const patience = 3000;

/**
 * Starts the simulator in a worker thread.
 *
 * @throws SimulatorWorkerError when the port is taken or the worker does not come up
 */
export async function startSimulatorWorker(options: SimulatorWorkerOptions): Promise<SimulatorWorker> {
  const { workerFile, allowedHosts = [], ...rest } = options;
  const worker = new Worker(workerFile, {
    workerData: { ...rest, allowedHosts } satisfies WorkerData,
    env: {},
    stdin: false,
  });
  const link = new WorkerLink(worker);
  const { url, port } = await link.ready;
  return {
    url,
    port,
    control: remoteControl(link),
    onRequests: (listener) => subscribe(link.requestListeners, listener),
    onEnd: (listener) => subscribe(link.endListeners, listener),
    stop: () => link.stop(),
  };
}

function subscribe<T>(listeners: Set<T>, listener: T): { dispose(): void } {
  listeners.add(listener);
  return {
    dispose: () => {
      listeners.delete(listener);
    },
  };
}

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

class WorkerLink {
  readonly requestListeners = new Set<(entries: RequestEntry[], skipped: number) => void>();
  readonly endListeners = new Set<() => void>();
  readonly ready: Promise<{ url: string; port: number }>;
  private readonly ended: Promise<void>;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private over: SimulatorWorkerError | undefined;

  constructor(private readonly worker: Worker) {
    this.ready = new Promise((resolve, reject) => {
      this.endListeners.add(() => {
        reject(this.over ?? new SimulatorWorkerError(''));
      });
      worker.on('message', (raw: unknown) => {
        const parsed = reportSchema.safeParse(raw);
        if (!parsed.success) return;
        if (parsed.data.type === 'ready') resolve(parsed.data);
        else if (parsed.data.type === 'failed') this.end(parsed.data.message, parsed.data.code);
        else this.take(parsed.data);
      });
    });
    worker.on('error', (error) => {
      this.end(errorMessage(error));
    });
    this.ended = new Promise((resolve) => {
      worker.once('exit', () => {
        this.end('The simulator has ended.');
        resolve();
      });
    });
  }

  private end(message: string, code = ''): void {
    if (this.over) return;
    this.over = new SimulatorWorkerError(message, code);
    for (const { reject } of this.waiting.values()) reject(this.over);
    this.waiting.clear();
    for (const listener of this.endListeners) listener();
  }

  /** Sends a call and checks what comes back. */
  async ask<Schema extends z.core.$ZodType>(
    call: CallName,
    args: unknown[],
    result: Schema,
  ): Promise<z.output<Schema>> {
    if (this.over) throw this.over;
    const id = ++this.lastId;
    const value = await new Promise<unknown>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.post({ type: 'call', id, call, args });
    });
    return z.parse(result, value);
  }

  async stop(): Promise<void> {
    if (!this.over) this.post({ type: 'stop' });
    const timer = setTimeout(() => void this.worker.terminate(), patience);
    await this.ended;
    clearTimeout(timer);
  }

  private post(message: WorkerRequest): void {
    this.worker.postMessage(message);
  }

  private take(report: Exclude<WorkerReport, { type: 'ready' | 'failed' }>): void {
    if (report.type === 'entries') {
      for (const listener of this.requestListeners) listener(report.entries, report.skipped);
      this.post({ type: 'taken' });
      return;
    }
    const waiting = this.waiting.get(report.id);
    this.waiting.delete(report.id);
    if (report.type === 'error') waiting?.reject(new SimulatorWorkerError(report.message));
    else waiting?.resolve(report.value);
  }
}

function remoteControl(link: WorkerLink): AsyncSimulatorControl {
  const { reset, getSeed, setSeed, listFaults, addFault, clearFaults, listRequests } = callSchemas;
  const { clearRequests, listRecords, setRecord, readClock, setClock, getSwitches, setSwitches } =
    callSchemas;
  return {
    reset: () => link.ask('reset', [], reset.result),
    getSeed: () => link.ask('getSeed', [], getSeed.result),
    setSeed: (seed) => link.ask('setSeed', [seed], setSeed.result),
    listFaults: () => link.ask('listFaults', [], listFaults.result),
    addFault: (fault) => link.ask('addFault', [fault], addFault.result),
    clearFaults: (id) => link.ask('clearFaults', [id], clearFaults.result),
    listRequests: () => link.ask('listRequests', [], listRequests.result),
    clearRequests: () => link.ask('clearRequests', [], clearRequests.result),
    listRecords: (filter) => link.ask('listRecords', [filter], listRecords.result),
    setRecord: (...args) => link.ask('setRecord', args, setRecord.result),
    readClock: () => link.ask('readClock', [], readClock.result),
    setClock: (instant) => link.ask('setClock', [instant], setClock.result),
    getSwitches: () => link.ask('getSwitches', [], getSwitches.result),
    setSwitches: (switches) => link.ask('setSwitches', [switches], setSwitches.result),
  };
}
