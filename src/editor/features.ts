import './shared.js';
import * as vscode from 'vscode';
import type { Connection } from '../core/connection.js';
import { commands, type CommandId } from '../manifest.js';
import type { HistoryEntry } from '../storage/history.js';
import type { ActiveConnection } from './connections/active.js';
import type { Row } from './simulator/requestsTree.js';
import { Services } from './services.js';
import * as update from './update/feature.js';
import { configureWords } from './words.js';

export { restoreRecordPage, restoreUpdateForm } from './update/feature.js';

/** The handler of each command: loads its feature, hands over the services and the arguments. */
type Handlers = Record<CommandId, (services: Services, input: unknown) => unknown>;

const handlers: Handlers = {
  [commands.updateRecord]: (services, input) => update.updateRecord(services, input),
  [commands.openUpdateForm]: (services, input) => {
    update.openUpdateForm(services, input);
  },
  [commands.showRecord]: (services, input) => update.showRecord(services, input),
  [commands.restoreUpdate]: (services, input) => update.restoreUpdate(services, input),
  [commands.openHistoryEntry]: (_services, input) => update.openInForm(input),
  [commands.sendHistoryEntry]: (services, input) => update.sendAgain(services, input),
  [commands.showHistoryRecord]: (services, input) => update.showRecordOf(services, input),
  [commands.copyHistoryRequestAs]: (services, input) => update.copyRequestOf(services, input),
  [commands.compareHistoryEntry]: (services, input) => update.showBeforeAfter(services, input),
  [commands.deleteHistoryEntry]: (services, input) => update.deleteEntry(services, input),
  [commands.clearHistory]: (services) => update.clearHistory(services),
  [commands.bulkUpdate]: async (services, input) =>
    (await import('./bulk/feature.js')).bulkUpdate(services, input),
  [commands.resumeBulkUpdate]: async (services, input) =>
    (await import('./bulk/feature.js')).resumeBulkUpdate(services, input),
  [commands.retryFailedRows]: async (services, input) =>
    (await import('./bulk/feature.js')).retryFailedRows(services, input),
  [commands.restoreBulkUpdate]: async (services, input) =>
    (await import('./bulk/feature.js')).restoreBulkUpdate(services, input),
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
  [commands.openBulkRunsFolder]: async (services, input) =>
    (await import('./bulk/feature.js')).openBulkRunsFolder(services, input),
  [commands.newRequestFile]: async (services, input) =>
    (await import('./requestFiles/feature.js')).newRequestFile(services, input),
  [commands.copyRequestAs]: async (services, input) =>
    (await import('./snippets/feature.js')).copyRequestAs(services, input),
  [commands.importCurl]: async (services, input) =>
    (await import('./snippets/feature.js')).importCurlCommand(services, input),
  [commands.sendRequestFileUpdate]: async (services, input) =>
    (await import('./requestFiles/feature.js')).sendRequestFileUpdate(services, input),
  [commands.previewRequestFileUpdate]: async (services, input) =>
    (await import('./requestFiles/feature.js')).previewRequestFileUpdate(services, input),
  [commands.selectRequestFileConnection]: async (services, input) =>
    (await import('./requestFiles/feature.js')).selectRequestFileConnection(services, input),
  [commands.addConnection]: (services, input) => update.addConnection(services, input),
  [commands.editConnection]: (services, input) => update.editConnection(services, input),
  [commands.removeConnection]: (services, input) => update.removeConnection(services, input),
  [commands.switchConnection]: (services, input) => update.switchConnection(services, input),
  [commands.testConnection]: (services, input) => update.testConnection(services, input),
  [commands.importStatuses]: (services, input) => update.importStatuses(services, input),
  [commands.exportStatuses]: (services, input) => update.exportStatuses(services, input),
  [commands.exportRecords]: async (services, input) =>
    (await import('./bulk/feature.js')).exportRecords(services, input),
  [commands.forgetStatuses]: (services, input) => update.forgetStatuses(services, input),
  [commands.startSimulator]: async (services, input) =>
    (await import('./simulator/feature.js')).startSimulator(services, input),
  [commands.stopSimulator]: async (services) =>
    (await import('./simulator/feature.js')).stopSimulator(services),
  [commands.injectSimulatorFault]: async (services, input) =>
    (await import('./simulator/feature.js')).injectFault(services, input),
  [commands.clearSimulatorFault]: async (services, input) =>
    (await import('./simulator/feature.js')).clearFault(services, input),
  [commands.clearSimulatorFaults]: async (services) =>
    (await import('./simulator/feature.js')).clearFaults(services),
  [commands.filterSimulatorRequests]: async (services) =>
    (await import('./simulator/feature.js')).filterRequests(services),
  [commands.clearSimulatorRequests]: async (services) =>
    (await import('./simulator/feature.js')).clearRequests(services),
  [commands.pauseSimulatorRequests]: async (services) =>
    (await import('./simulator/feature.js')).pauseRequests(services),
  [commands.resumeSimulatorRequests]: async (services) =>
    (await import('./simulator/feature.js')).resumeRequests(services),
  [commands.configureSimulator]: async (services, input) =>
    (await import('./simulator/feature.js')).chooseSwitches(services, input),
  [commands.resetSimulator]: async (services) =>
    (await import('./simulator/feature.js')).resetSimulator(services),
  [commands.saveSimulatorSeed]: async (services, input) =>
    (await import('./simulator/feature.js')).saveSeed(services, input),
  [commands.loadSimulatorSeed]: async (services, input) =>
    (await import('./simulator/feature.js')).loadSeed(services, input),
  [commands.editSimulatorRecord]: async (services, input) =>
    (await import('./simulator/feature.js')).editRecord(services, input),
  [commands.setSimulatorClock]: async (services, input) =>
    (await import('./simulator/feature.js')).setClock(services, input),
  [commands.copySimulatorEnv]: async (services) => (await import('./simulator/feature.js')).copyEnv(services),
  [commands.openSimulatorRequest]: async (services, input) =>
    (await import('./simulator/feature.js')).openRequest(services, input),
  [commands.simulatorRequestToFile]: async (services, input) =>
    (await import('./simulator/feature.js')).actOnRequest(services, 'file', input),
  [commands.simulatorRequestToForm]: async (services, input) =>
    (await import('./simulator/feature.js')).actOnRequest(services, 'form', input),
  [commands.copySimulatorRequestAs]: async (services, input) =>
    (await import('./simulator/feature.js')).actOnRequest(services, 'copy', input),
  [commands.explainSimulatorRequest]: async (services, input) =>
    (await import('./simulator/feature.js')).actOnRequest(services, 'explain', input),
  [commands.seedSimulatorFromSystem]: async (services, input) =>
    (await import('./simulator/feature.js')).seedFromUsersSystem(services, input),
  [commands.startGateway]: async (services, input) =>
    (await import('./simulator/feature.js')).startWatching(services, input),
  [commands.stopGateway]: async (services) => (await import('./simulator/feature.js')).stopWatching(services),
  [commands.explainRequest]: async (services, input) =>
    (await import('./simulator/feature.js')).explainRequest(services, input),
  [commands.explainHistoryEntry]: async (services, input) =>
    (await import('./simulator/feature.js')).explainHistoryEntry(services, input),
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
  connectionsTree(): vscode.TreeDataProvider<Connection>;
  historyTree(): vscode.TreeDataProvider<HistoryEntry>;
  requestsTree(view: vscode.TreeView<Row>): Promise<vscode.TreeDataProvider<Row>>;
}

/** Makes the services and the table of commands. */
export function createFeatures(context: vscode.ExtensionContext, active: ActiveConnection): Features {
  configureWords();
  const channel = vscode.window.createOutputChannel('Thulium', { log: true });
  const services = new Services(context, channel, active);
  return {
    services,
    connectionsTree: () => owned(services, new update.ConnectionsTree(services.connections)),
    historyTree: () => owned(services, new update.HistoryTree(services)),
    requestsTree: async (view) => {
      const { RequestsTree } = await import('./simulator/feature.js');
      const { inspectorOf } = await import('./simulator/feature.js');
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
