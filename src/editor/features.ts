import * as vscode from 'vscode';
import { commands, type CommandId } from '../manifest.js';
import type { ActiveConnection } from './connections/active.js';
import { Services } from './services.js';

/** The handler of each command: loads its feature, hands over the services and the arguments. */
type Handlers = Record<CommandId, (services: Services, input: unknown) => unknown>;

const handlers: Handlers = {
  [commands.updateRecord]: async (services, input) =>
    (await import('./update/command.js')).updateRecord(services, input),
  [commands.openUpdateForm]: async (services, input) =>
    (await import('./form/command.js')).openUpdateForm(services, input),
  [commands.addConnection]: async (services, input) =>
    (await import('./connections/commands.js')).addConnection(services, input),
  [commands.editConnection]: async (services, input) =>
    (await import('./connections/commands.js')).editConnection(services, input),
  [commands.removeConnection]: async (services, input) =>
    (await import('./connections/commands.js')).removeConnection(services, input),
  [commands.switchConnection]: async (services, input) =>
    (await import('./connections/commands.js')).switchConnection(services, input),
  [commands.testConnection]: async (services, input) =>
    (await import('./connections/testConnection.js')).testConnection(services, input),
  [commands.startSandbox]: async (services, input) =>
    (await import('./sandbox/commands.js')).startSandbox(services, input),
  [commands.stopSandbox]: async (services) => (await import('./sandbox/commands.js')).stopSandbox(services),
  [commands.copyDiagnostics]: async (services) =>
    (await import('./diagnostics.js')).copyDiagnostics(services),
  [commands.showOutput]: (services) => {
    services.output.show();
  },
};

/** Everything behind the commands, made at the first one. */
export interface Features extends vscode.Disposable {
  services: Services;
  run(id: CommandId, input: readonly unknown[]): unknown;
}

/** Makes the services and the table of commands. */
export function createFeatures(context: vscode.ExtensionContext, active: ActiveConnection): Features {
  const channel = vscode.window.createOutputChannel('Thulium', { log: true });
  const services = new Services(context, channel, active);
  return {
    services,
    run: (id, [input]) => handlers[id](services, input),
    dispose: () => {
      services.dispose();
      channel.dispose();
    },
  };
}
