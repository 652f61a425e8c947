import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { errorMessage, fail, invalidInput, succeed, type Result } from '../../core/errors.js';
import { problem } from '../../core/problems.js';
import { contextKeys } from '../../manifest.js';
import { startSimulatorWorker, type SimulatorWorker } from '../../simulator/host.js';
import { parseSeed, type Seed } from '../../simulator/seed/seedFile.js';
import type { Services } from '../services.js';
import { setting } from '../settings.js';

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
