import * as vscode from 'vscode';
import { ActiveConnection } from './editor/connections/active.js';
import { ConnectionsTree } from './editor/connections/tree.js';
import { FormSerializer } from './editor/form/serializer.js';
import { lazy } from './editor/lazy.js';
import { configureWords } from './editor/words.js';
import { commands, panels, views, type CommandId } from './manifest.js';

/** Composition root: constructs, injects, registers. What a feature needs is loaded when it is first used. */
export function activate(context: vscode.ExtensionContext): void {
  const active = new ActiveConnection(context.workspaceState);
  const features = lazy(async () => {
    configureWords();
    const { createFeatures } = await import('./editor/features.js');
    const made = createFeatures(context, active);
    context.subscriptions.push(made);
    return made;
  });

  const tree = new ConnectionsTree(async () => (await features()).services.connections, active);
  context.subscriptions.push(
    active,
    tree,
    vscode.window.registerTreeDataProvider(views.connections, tree),
    vscode.window.registerWebviewPanelSerializer(panels.updateForm, new FormSerializer(features)),
    ...Object.values(commands).map((id: CommandId) =>
      vscode.commands.registerCommand(id, async (...input: unknown[]) => (await features()).run(id, input)),
    ),
  );
}
