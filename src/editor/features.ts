import * as vscode from 'vscode';
import type { Connection } from '../core/connection.js';
import { commands, type CommandId } from '../manifest.js';
import type { HistoryEntry } from '../storage/history.js';
import type { ActiveConnection } from './connections/active.js';
import type { Row } from './sandbox/rows.js';
import { Services } from './services.js';
import { configureWords } from './words.js';

/** The handler of each command: loads its feature, hands over the services and the arguments. */
type Handlers = Record<CommandId, (services: Services, input: unknown) => unknown>;

const handlers: Handlers = {
  [commands.updateRecord]: async (services, input) =>
    (await import('./update/feature.js')).updateRecord(services, input),
  [commands.openUpdateForm]: async (services, input) => {
    (await import('./update/feature.js')).openUpdateForm(services, input);
  },
  [commands.showRecord]: async (services, input) =>
    (await import('./update/feature.js')).showRecord(services, input),
  [commands.undoUpdate]: async (services, input) =>
    (await import('./update/feature.js')).undoUpdate(services, input),
  [commands.openHistoryEntry]: async (_services, input) =>
    (await import('./update/feature.js')).openInForm(input),
  [commands.sendHistoryEntry]: async (services, input) =>
    (await import('./update/feature.js')).sendAgain(services, input),
  [commands.showHistoryRecord]: async (services, input) =>
    (await import('./update/feature.js')).showRecordOf(services, input),
  [commands.copyHistoryRequestAs]: async (services, input) =>
    (await import('./update/feature.js')).copyRequestOf(services, input),
  [commands.compareHistoryEntry]: async (services, input) =>
    (await import('./update/feature.js')).showBeforeAfter(services, input),
  [commands.deleteHistoryEntry]: async (services, input) =>
    (await import('./update/feature.js')).deleteEntry(services, input),
  [commands.clearHistory]: async (services) => (await import('./update/feature.js')).clearHistory(services),
  [commands.bulkUpdate]: async (services, input) =>
    (await import('./bulk/feature.js')).bulkUpdate(services, input),
  [commands.resumeBulkUpdate]: async (services, input) =>
    (await import('./bulk/feature.js')).resumeBulkUpdate(services, input),
  [commands.retryFailedRows]: async (services, input) =>
    (await import('./bulk/feature.js')).retryFailedRows(services, input),
  [commands.undoBulkUpdate]: async (services, input) =>
    (await import('./bulk/feature.js')).undoBulkUpdate(services, input),
  [commands.pauseBulkRun]: async (services, input) => {
    (await import('./bulk/feature.js')).pauseBulkRun(services, input);
  },
  [commands.cancelBulkRun]: async (services, input) => {
    (await import('./bulk/feature.js')).cancelBulkRun(services, input);
  },
  [commands.openBulkResults]: async (services, input) =>
    (await import('./bulk/feature.js')).openBulkResults(services, input),
  [commands.deleteBulkRun]: async (services, input) =>
    (await import('./bulk/feature.js')).deleteBulkRun(services, input),
  [commands.deleteOldBulkRuns]: async (services) =>
    (await import('./bulk/feature.js')).deleteOldBulkRuns(services),
  [commands.newUpdateFile]: async (services, input) =>
    (await import('./updateFiles/feature.js')).newUpdateFile(services, input),
  [commands.copyRequestAs]: async (services, input) =>
    (await import('./snippets/feature.js')).copyRequestAs(services, input),
  [commands.importCurl]: async (services, input) =>
    (await import('./snippets/feature.js')).importCurlCommand(services, input),
  [commands.sendFromFile]: async (services, input) =>
    (await import('./updateFiles/feature.js')).sendFromFile(services, input),
  [commands.previewFromFile]: async (services, input) =>
    (await import('./updateFiles/feature.js')).previewFromFile(services, input),
  [commands.chooseFileConnection]: async (services, input) =>
    (await import('./updateFiles/feature.js')).chooseFileConnection(services, input),
  [commands.addConnection]: async (services, input) =>
    (await import('./update/feature.js')).addConnection(services, input),
  [commands.editConnection]: async (services, input) =>
    (await import('./update/feature.js')).editConnection(services, input),
  [commands.removeConnection]: async (services, input) =>
    (await import('./update/feature.js')).removeConnection(services, input),
  [commands.switchConnection]: async (services, input) =>
    (await import('./update/feature.js')).switchConnection(services, input),
  [commands.testConnection]: async (services, input) =>
    (await import('./update/feature.js')).testConnection(services, input),
  [commands.importStatuses]: async (services, input) =>
    (await import('./update/feature.js')).importStatuses(services, input),
  [commands.exportStatuses]: async (services, input) =>
    (await import('./update/feature.js')).exportStatuses(services, input),
  [commands.forgetStatuses]: async (services, input) =>
    (await import('./update/feature.js')).forgetStatuses(services, input),
  [commands.startSandbox]: async (services, input) =>
    (await import('./sandbox/feature.js')).startSandbox(services, input),
  [commands.stopSandbox]: async (services) => (await import('./sandbox/feature.js')).stopSandbox(services),
  [commands.injectSandboxFault]: async (services, input) =>
    (await import('./sandbox/feature.js')).injectFault(services, input),
  [commands.clearSandboxFault]: async (services, input) =>
    (await import('./sandbox/feature.js')).clearFault(services, input),
  [commands.clearSandboxFaults]: async (services) =>
    (await import('./sandbox/feature.js')).clearFaults(services),
  [commands.filterSandboxRequests]: async (services) =>
    (await import('./sandbox/feature.js')).filterRequests(services),
  [commands.clearSandboxRequests]: async (services) =>
    (await import('./sandbox/feature.js')).clearRequests(services),
  [commands.pauseSandboxRequests]: async (services) =>
    (await import('./sandbox/feature.js')).pauseRequests(services),
  [commands.resumeSandboxRequests]: async (services) =>
    (await import('./sandbox/feature.js')).resumeRequests(services),
  [commands.chooseSandboxSwitches]: async (services, input) =>
    (await import('./sandbox/feature.js')).chooseSwitches(services, input),
  [commands.resetSandbox]: async (services) =>
    (await import('./sandbox/feature.js')).resetSimulator(services),
  [commands.saveSandboxSeed]: async (services, input) =>
    (await import('./sandbox/feature.js')).saveSeed(services, input),
  [commands.loadSandboxSeed]: async (services, input) =>
    (await import('./sandbox/feature.js')).loadSeed(services, input),
  [commands.editSandboxRecord]: async (services, input) =>
    (await import('./sandbox/feature.js')).editRecord(services, input),
  [commands.setSandboxClock]: async (services, input) =>
    (await import('./sandbox/feature.js')).setClock(services, input),
  [commands.copySandboxEnv]: async (services) => (await import('./sandbox/feature.js')).copyEnv(services),
  [commands.openSandboxRequest]: async (services, input) =>
    (await import('./sandbox/feature.js')).openRequest(services, input),
  [commands.sandboxRequestToFile]: async (services, input) =>
    (await import('./sandbox/feature.js')).actOnRequest(services, 'file', input),
  [commands.sandboxRequestToForm]: async (services, input) =>
    (await import('./sandbox/feature.js')).actOnRequest(services, 'form', input),
  [commands.copySandboxRequestAs]: async (services, input) =>
    (await import('./sandbox/feature.js')).actOnRequest(services, 'copy', input),
  [commands.explainSandboxRequest]: async (services, input) =>
    (await import('./sandbox/feature.js')).actOnRequest(services, 'explain', input),
  [commands.seedSandboxFromSystem]: async (services, input) =>
    (await import('./sandbox/feature.js')).seedFromUsersSystem(services, input),
  [commands.explainRequest]: async (services, input) =>
    (await import('./sandbox/feature.js')).explainRequest(services, input),
  [commands.explainHistoryEntry]: async (services, input) =>
    (await import('./sandbox/feature.js')).explainHistoryEntry(services, input),
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
  connectionsTree(): Promise<vscode.TreeDataProvider<Connection>>;
  historyTree(): Promise<vscode.TreeDataProvider<HistoryEntry>>;
  requestsTree(view: vscode.TreeView<Row>): Promise<vscode.TreeDataProvider<Row>>;
}

/** Makes the services and the table of commands. */
export function createFeatures(context: vscode.ExtensionContext, active: ActiveConnection): Features {
  configureWords();
  const channel = vscode.window.createOutputChannel('Thulium', { log: true });
  const services = new Services(context, channel, active);
  return {
    services,
    connectionsTree: async () => {
      const { ConnectionsTree } = await import('./update/feature.js');
      return owned(services, new ConnectionsTree(services.connections));
    },
    historyTree: async () => {
      const { HistoryTree } = await import('./update/feature.js');
      return owned(services, new HistoryTree(services));
    },
    requestsTree: async (view) => {
      const { RequestsTree } = await import('./sandbox/feature.js');
      const { inspectorOf } = await import('./sandbox/feature.js');
      return owned(services, new RequestsTree(await inspectorOf(services), view));
    },
    run: (id, [input]) => handlers[id](services, input),
    dispose: () => {
      services.dispose();
      channel.dispose();
    },
  };
}

function owned<T extends vscode.Disposable>(services: Services, made: T): T {
  services.own(made);
  return made;
}
