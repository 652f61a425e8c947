import * as vscode from 'vscode';
import { ActiveConnection } from './editor/connections/active.js';
import { registerAssistantTools } from './editor/assistant/registerTools.js';
import { registerBulkRuns } from './editor/bulk/registerBulk.js';
import { lazy } from './core/lazy.js';
import { LazyTree, PageSerializer } from './editor/lazyViews.js';
import type { Row } from './editor/simulator/requestsTree.js';
import type { Services } from './editor/services.js';
import { registerRequestFiles } from './editor/requestFiles/registerRequestFiles.js';
import { commands, panels, views, type CommandId } from './manifest.js';

/** Composition root: constructs, injects, registers. What a feature needs is loaded when it is first used. */
export function activate(context: vscode.ExtensionContext): void {
  const active = new ActiveConnection(context.workspaceState);
  const features = lazy(async () => {
    const { createFeatures } = await import('./editor/features.js');
    const made = createFeatures(context, active);
    context.subscriptions.push(made);
    bulkRuns.onServices(made.services);
    return made;
  });

  const form = new PageSerializer(features, async (services, panel) => {
    (await import('./editor/features.js')).restoreUpdateForm(services, panel);
  });
  const record = new PageSerializer(features, async (services, panel, state) => {
    (await import('./editor/features.js')).restoreRecordPage(services, panel, state);
  });
  const bulkPage = new PageSerializer(features, async (shared, panel, state) => {
    (await import('./editor/bulk/feature.js')).restoreBulkPage(shared, panel, state);
  });
  const connections = new LazyTree(async () => (await features()).connectionsTree());
  const history = new LazyTree(async () => (await features()).historyTree());
  const requests = new LazyTree<Row>(async () => (await features()).requestsTree(requestsView));
  const requestsView: vscode.TreeView<Row> = vscode.window.createTreeView(views.simulatorRequests, {
    treeDataProvider: requests,
  });
  const services = async (): Promise<Services> => (await features()).services;
  const bulkRuns = registerBulkRuns(context, services);
  registerRequestFiles(context, services);
  context.subscriptions.push(
    active,
    connections,
    history,
    requests,
    requestsView,
    ...registerAssistantTools(services),
    vscode.window.registerTreeDataProvider(views.connections, connections),
    vscode.window.registerTreeDataProvider(views.history, history),
    vscode.window.registerWebviewPanelSerializer(panels.updateForm, form),
    vscode.window.registerWebviewPanelSerializer(panels.record, record),
    vscode.window.registerWebviewPanelSerializer(panels.bulkPlan, bulkPage),
    ...Object.values(commands).map((id: CommandId) =>
      vscode.commands.registerCommand(id, async (...input: unknown[]) => (await features()).run(id, input)),
    ),
  );
}
