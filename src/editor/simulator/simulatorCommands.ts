import * as vscode from 'vscode';
import type { Failure } from '../../core/outcome.js';
import { toFailure } from '../../messages/failures.js';
import { parseArguments, simulatorArguments } from '../arguments.js';
import type { Services } from '../services.js';
import {
  withSimulator,
  type Refusal,
  simulatorConnectionId,
  type SimulatorCredentials,
} from './windowSimulator.js';

/** `thulium.startSimulator`. */
export async function startSimulator(
  services: Services,
  input?: unknown,
): Promise<SimulatorCredentials | { error: Failure }> {
  const parsed = parseArguments(simulatorArguments, input);
  const simulator = await services.simulator();
  const started = parsed.ok
    ? await simulator.start({
        ...(parsed.value.port === undefined ? {} : { port: parsed.value.port }),
        ...(parsed.value.seed === undefined ? {} : { seed: parsed.value.seed }),
      })
    : parsed;
  if (!started.ok) {
    services.presenter.failure(vscode.l10n.t('Start Local Simulator'), started.failure);
    return { error: toFailure(started.failure) };
  }
  const access = started.value;
  services.presenter.success(
    vscode.l10n.t('Simulator started at {0}. It’s the active connection.', access.url),
    [{ label: vscode.l10n.t('Copy as .env'), run: () => vscode.env.clipboard.writeText(dotEnv(access)) }],
  );
  return access;
}

/** `thulium.stopSimulator`. */
export async function stopSimulator(services: Services): Promise<void> {
  await (await services.simulator()).stop();
  services.output.info(vscode.l10n.t('The simulator has stopped.'));
}

/** Puts the running simulator's address and credentials on the clipboard, for a user's own program. */
export async function copyEnv(services: Services): Promise<Refusal> {
  return withSimulator(services, vscode.l10n.t('Copy Simulator Address as .env'), async () => {
    const connection = await services.connections.resolve(simulatorConnectionId);
    const opened = connection.ok ? await services.connections.open(connection.value) : connection;
    if (!opened.ok) return opened;
    const { baseUrl: url, username } = opened.value.connection;
    await vscode.env.clipboard.writeText(dotEnv({ url, username, password: opened.value.password }));
    return opened;
  });
}

/** Address and credentials for a user's own program. */
function dotEnv({ url, username, password }: Omit<SimulatorCredentials, 'connectionId'>): string {
  const own = `THULIUM_URL=${url}\nTHULIUM_USER=${username}\nTHULIUM_PASSWORD=${password}\n`;
  return `${own}THULIUM_BASE_URL=${url}/api\nTHULIUM_API_USER=${username}\nTHULIUM_API_PASSWORD=${password}\n`;
}
