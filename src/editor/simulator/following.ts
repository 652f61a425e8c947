import * as vscode from 'vscode';
import { contextKeys } from '../../manifest.js';
import type { SimulatorWorker } from '../../simulator/host.js';
import type { Services } from '../services.js';
import { Inspector } from './inspector.js';
import type { WindowSimulator } from './windowSimulator.js';

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
