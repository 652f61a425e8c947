import '../shared.js';
import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.js';
import { errorMessage, fail, succeed, type CodedFailure, type Result } from '../../core/errors.js';
import type { Failure } from '../../core/outcome.js';
import { startGateway, type Gateway } from '../../gateway/gateway.js';
import type { GatewayEntry } from '../../gateway/passedLog.js';
import type { PinBreak } from '../../gateway/rules.js';
import { commands, contextKeys } from '../../manifest.js';
import { toFailure } from '../../messages/failures.js';
import { wordDiagnosis } from '../../messages/diagnosis.js';
import { gatewayArguments, parseArguments } from '../arguments.js';
import { createStatusBarItem, value, type StatusBarItem } from '../door.js';
import { learnFrom } from '../explain/knowledge.js';
import type { Services } from '../services.js';
import { inspectorOf } from '../simulator/windowSimulator.js';

/** This window's gateway: at most one, pinned to the connection that it was started for. */
class WindowGateway implements vscode.Disposable {
  private running: { gateway: Gateway; mark: StatusBarItem } | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly services: Services) {
    // A change made in this window ends it at once; one made elsewhere is found before the next request.
    services.own(services.connections.onDidChange(() => void this.checkPin()));
  }

  /** Starts it for a connection; one that runs for it already stays, one for another connection ends. */
  start(connection: Connection, port: number | undefined): Promise<Result<Gateway>> {
    return this.inTurn(async () => {
      const { gateway } = this.running ?? {};
      const isSame =
        gateway?.connection.id === connection.id && gateway.connection.baseUrl === connection.baseUrl;
      if (gateway && isSame && (port === undefined || port === gateway.port)) return succeed(gateway);
      await this.end();
      return this.launch(connection, port ?? 0);
    });
  }

  /** @returns whether there was one */
  stop(): Promise<boolean> {
    return this.inTurn(() => this.end());
  }

  dispose(): void {
    void this.end();
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.turn.then(work, work);
    this.turn = next.catch(() => undefined);
    return next;
  }

  private async launch(connection: Connection, port: number): Promise<Result<Gateway>> {
    const { services } = this;
    const inspector = await inspectorOf(services);
    try {
      const gateway = await startGateway({
        connection,
        port,
        dates: services.dates(),
        lookUp: () => services.connections.kept(connection),
        learn: async (ids) => {
          const opened = await services.connections.openUnasked(connection);
          return opened ? (await learnFrom(services.access(opened), ids)).knowledge : {};
        },
        onRequest: (entry) => {
          services.output.info(lineOf(entry));
          inspector.addPassed(entry);
        },
        onBroken: (reason) => void this.inTurn(() => this.broke(gateway, reason)),
      });
      const mark = createStatusBarItem('gateway', commands.stopGateway);
      mark.show({
        icon: 'eye',
        text: vscode.l10n.t('Watching {0}', value(connection.name)),
        tooltip: isReadOnly(connection)
          ? vscode.l10n.t(
              'Requests to {0} are passed to {1}: reads only. Select to stop watching.',
              gateway.url,
              value(connection.name),
            )
          : vscode.l10n.t(
              'Requests to {0} are passed to {1}. Select to stop watching.',
              gateway.url,
              value(connection.name),
            ),
        isDanger: false,
      });
      this.running = { gateway, mark };
      await vscode.commands.executeCommand('setContext', contextKeys.gatewayRunning, true);
      return succeed(gateway);
    } catch (error) {
      services.output.error(errorMessage(error));
      return fail({ code: 'network', detail: 'listen', params: { port: String(port) } });
    }
  }

  private async end(): Promise<boolean> {
    const { running } = this;
    this.running = undefined;
    running?.mark.dispose();
    await vscode.commands.executeCommand('setContext', contextKeys.gatewayRunning, false);
    await running?.gateway.close();
    return running !== undefined;
  }

  private async broke(gateway: Gateway, reason: PinBreak): Promise<void> {
    if (this.running?.gateway !== gateway) return;
    await this.end();
    const name = value(gateway.connection.name);
    this.services.presenter.warning(
      reason === 'removed'
        ? vscode.l10n.t('Stopped watching requests: the connection {0} was removed.', name)
        : vscode.l10n.t('Stopped watching requests: the connection {0} was changed.', name),
    );
  }

  private async checkPin(): Promise<void> {
    await this.running?.gateway.checkPin();
  }
}

const gateways = new WeakMap<Services, WindowGateway>();

function gatewayOf(services: Services): WindowGateway {
  const known = gateways.get(services);
  if (known) return known;
  const made = new WindowGateway(services);
  gateways.set(services, made);
  services.own(made);
  return made;
}

/** `thulium.startGateway`: an address of this machine through which the user's own code talks to the real system. */
export async function startWatching(
  services: Services,
  input?: unknown,
): Promise<{ url: string } | { error: Failure }> {
  const parsed = parseArguments(gatewayArguments, input);
  const connection = parsed.ok ? await services.connections.resolve(parsed.value.connection) : parsed;
  if (!parsed.ok || !connection.ok)
    return refuse(
      services,
      parsed.ok && !connection.ok ? connection.failure : parsed.ok ? { code: 'cancelled' } : parsed.failure,
    );
  const started = await gatewayOf(services).start(connection.value, parsed.value.port);
  if (!started.ok) return refuse(services, started.failure);
  const { url } = started.value;
  const name = value(connection.value.name);
  services.presenter.success(
    isReadOnly(connection.value)
      ? vscode.l10n.t('Use {0} as the address in your code: its requests go to {1}, reads only.', url, name)
      : vscode.l10n.t('Use {0} as the address in your code: its requests go to {1}.', url, name),
    [{ label: vscode.l10n.t('Copy Address'), run: () => vscode.env.clipboard.writeText(url) }],
  );
  return { url };
}

/** `thulium.stopGateway`. */
export async function stopWatching(services: Services): Promise<void> {
  if (await gatewayOf(services).stop()) services.output.info(vscode.l10n.t('Stopped watching requests.'));
}

function refuse(services: Services, failure: CodedFailure): { error: Failure } {
  services.presenter.failure(vscode.l10n.t('Watch My Code’s Requests'), failure);
  return { error: toFailure(failure) };
}

function isReadOnly({ production, readOnly }: Connection): boolean {
  return production || readOnly;
}

/** One line for the output: no query, which may hold a customer's phone number. */
function lineOf({ method, path, status, durationMs, diagnosis, failure, refused }: GatewayEntry): string {
  const why = failure?.code ?? refused;
  const found = diagnosis.map((each) => `${each.code}: ${wordDiagnosis(each)}`).join(' ');
  const end = status === 0 ? (why ?? '?') : [status, why].filter(Boolean).join(' ');
  return [`${method} ${path.replace(/\?.*$/, '?…')} → ${end} (${durationMs} ms)`, found]
    .filter(Boolean)
    .join(' ');
}
