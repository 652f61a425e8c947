import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import {
  errorMessage,
  fail,
  invalidInput,
  succeed,
  type Result,
  type CodedFailure,
} from '../../core/errors.js';
import { problem } from '../../core/problems.js';
import { contextKeys } from '../../manifest.js';
import {
  startSimulatorWorker,
  type SimulatorWorker,
  SimulatorWorkerError,
  type AsyncSimulatorControl,
} from '../../simulator/host.js';
import { parseSeed, type Seed } from '../../simulator/seed/seedFile.js';
import type { Services } from '../services.js';
import { setting } from '../settings.js';
import { Inspector } from './inspector.js';
import type { Failure } from '../../core/outcome.js';
import { toFailure } from '../../messages/failures.js';

/** Id of the simulator's connection, which lives and dies with this window. */
export const simulatorConnectionId = 'simulator';
const username = 'api_user';
const passwordKey = 'simulator.password';
const portKey = 'simulator.port';

/** What `thulium.startSimulator` resolves to; the credentials are of invented data on a loopback address. */
export interface SimulatorCredentials {
  url: string;
  username: string;
  password: string;
  connectionId: string;
}

export interface WindowSimulatorOptions {
  /** 0 chooses a free one. */
  port?: number;
  /** Path or URI of a seed file. */
  seed?: string;
}

/** This window's simulator: at most one, in a worker thread, with a port and credentials that stay the same. */
export class WindowSimulator implements vscode.Disposable {
  private running: { worker: SimulatorWorker; access: SimulatorCredentials } | undefined;
  private starting: Promise<Result<SimulatorCredentials>> | undefined;

  constructor(private readonly services: Services) {}

  /** The running simulator's worker, for its inspector and faults. */
  get worker(): SimulatorWorker | undefined {
    return this.running?.worker;
  }

  /** Starts it and makes it this window's connection; one that runs already is selected. */
  async start(options: WindowSimulatorOptions): Promise<Result<SimulatorCredentials>> {
    if (this.running) {
      await this.select(this.running.access);
      return succeed(this.running.access);
    }
    this.starting ??= this.launch(options).finally(() => {
      this.starting = undefined;
    });
    return this.starting;
  }

  /** Stops it; its connection goes with it, and no other becomes active. */
  async stop(): Promise<void> {
    const { running } = this;
    this.running = undefined;
    await vscode.commands.executeCommand('setContext', contextKeys.simulatorRunning, false);
    await this.services.connections.setTransient(undefined);
    await running?.worker.stop();
  }

  dispose(): void {
    void this.running?.worker.stop();
    this.running = undefined;
  }

  private async launch(options: WindowSimulatorOptions): Promise<Result<SimulatorCredentials>> {
    const seed = options.seed === undefined ? undefined : await readSeed(options.seed);
    if (seed?.ok === false) return seed;
    const password = await this.password();
    const wanted = options.port ?? setting('simulator.port');
    const kept = this.services.context.globalState.get<number>(portKey) ?? 0;
    const started = await this.listen(wanted === 0 ? [kept, 0] : [wanted], password, seed?.value);
    if (!started.ok) return started;
    const worker = started.value;
    if (wanted === 0 && kept === 0) await this.services.context.globalState.update(portKey, worker.port);
    const access = { url: worker.url, username, password, connectionId: simulatorConnectionId };
    this.running = { worker, access };
    await vscode.commands.executeCommand('setContext', contextKeys.simulatorRunning, true);
    await this.select(access);
    return succeed(access);
  }

  /** Tries the ports in turn: the kept one may be in another window's use. */
  private async listen(
    ports: readonly number[],
    password: string,
    seed: Seed | undefined,
  ): Promise<Result<SimulatorWorker>> {
    let last: unknown;
    for (const port of ports) {
      try {
        return succeed(
          await startSimulatorWorker({
            workerFile: new URL(
              vscode.Uri.joinPath(this.services.context.extensionUri, 'dist', 'simulator.js').toString(),
            ),
            port,
            host: setting('simulator.bindAddress'),
            allowedHosts: setting('simulator.allowedHosts'),
            username,
            password,
            ...(seed === undefined ? {} : { seed }),
          }),
        );
      } catch (error) {
        last = error;
      }
    }
    this.services.output.error(errorMessage(last));
    return fail({ code: 'network', detail: 'listen', params: { port: String(ports[0] ?? 0) } });
  }

  private async select(access: SimulatorCredentials): Promise<void> {
    await this.services.connections.setTransient({
      connection: {
        id: simulatorConnectionId,
        name: vscode.l10n.t('Local simulator'),
        baseUrl: access.url,
        username: access.username,
        production: false,
        readOnly: false,
      },
      password: access.password,
    });
  }

  private async password(): Promise<string> {
    const { secrets } = this.services.context;
    const kept = await secrets.get(passwordKey);
    if (kept !== undefined) return kept;
    const made = randomBytes(12).toString('base64url');
    await secrets.store(passwordKey, made);
    return made;
  }
}

async function readSeed(file: string): Promise<Result<Seed>> {
  try {
    const uri = file.includes('://') ? vscode.Uri.parse(file, true) : vscode.Uri.file(file);
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    return succeed(parseSeed(text));
  } catch {
    return fail(invalidInput([problem('wrong-type', 'seed', { value: file })]));
  }
}

const inspectors = new WeakMap<Services, Promise<Inspector>>();

/** The inspector of this window's simulator; it follows each one from its start to its end. */
export function inspectorOf(services: Services): Promise<Inspector> {
  let found = inspectors.get(services);
  if (!found) {
    found = follow(services);
    inspectors.set(services, found);
  }
  return found;
}

async function follow(services: Services): Promise<Inspector> {
  const simulator = await services.simulator();
  const inspector = new Inspector();
  let followed: SimulatorWorker | undefined;
  const look = async (): Promise<void> => {
    const { worker } = simulator;
    if (worker === followed) return;
    followed = worker;
    await vscode.commands.executeCommand('setContext', contextKeys.simulatorPaused, false);
    if (!worker) {
      inspector.detach();
      return;
    }
    worker.onEnd(() => void ended(services, simulator, worker));
    await inspector.attach(worker);
  };
  services.own({
    dispose: () => {
      inspector.detach();
    },
  });
  // Starting and stopping put the simulator's connection in place and take it away.
  services.own(services.connections.onDidChange(() => void look()));
  await look();
  return inspector;
}

/** A simulator that ended by itself takes its connection with it, as one that was stopped. */
async function ended(services: Services, simulator: WindowSimulator, worker: SimulatorWorker): Promise<void> {
  if (simulator.worker !== worker) return;
  await simulator.stop();
  services.presenter.failure(vscode.l10n.t('Local simulator'), {
    code: 'no-connection',
    detail: 'simulator',
  });
}

/** What a command of the simulator resolves to when it could not be done; undefined when it was. */
export type Refusal = { error: Failure } | undefined;

/**
 * Does something with the running simulator, then reads its state anew for the view. Whatever goes wrong
 * is shown under `title`, but for a cancel.
 */
export async function withSimulator(
  services: Services,
  title: string,
  work: (control: AsyncSimulatorControl) => Promise<Result<unknown>>,
): Promise<Refusal> {
  const { worker } = await services.simulator();
  const result = worker
    ? await attempt(work(worker.control))
    : fail({ code: 'no-connection', detail: 'simulator' });
  if (!result.ok) return refuse(services, title, result.failure);
  await (await inspectorOf(services)).refresh();
  return undefined;
}

async function attempt(work: Promise<Result<unknown>>): Promise<Result<unknown>> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof SimulatorWorkerError)) throw error;
    return fail({ code: 'invalid-input', detail: 'simulator', params: { reason: error.message } });
  }
}

/** Shows a failure, but for a cancel, and makes it what a command resolves to. */
export function refuse(services: Services, title: string, failure: CodedFailure): { error: Failure } {
  if (failure.code !== 'cancelled') services.presenter.failure(title, failure);
  return { error: toFailure(failure) };
}
