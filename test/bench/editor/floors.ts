import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { commands, panels, views } from '../../../src/manifest.js';
import { ownFolder } from '../../support/editor/cleanup.js';
import { repositoryRoot } from '../../support/editor/installed.js';

export const emptyId = 'bench.empty';
export const registeringId = 'bench.registering';

/** The floor: an extension that is a module and does nothing. */
export function makeEmptyExtension(): string {
  return makeExtension('empty', { commands: [{ command: 'empty.nothing', title: 'Nothing' }] }, [
    'export function activate() {}',
  ]);
}

/**
 * The floor of an extension with as many contributions as ours: it registers its commands, views, tools, restored
 * panels and status bar item, each of which the editor must be told of, and none of them does anything.
 */
export function makeRegisteringExtension(): string {
  const ours = contributionsOf(join(repositoryRoot, 'package.json'));
  const tools = ours.languageModelTools.map((tool) => ({ ...tool, name: `floor_${tool.name}` }));
  const floor = {
    commands: Object.values(commands).map((command) => ({ command: floorId(command), title: 'Nothing' })),
    viewsContainers: { activitybar: [{ id: 'benchFloor', title: 'Floor', icon: 'icon.svg' }] },
    views: { benchFloor: Object.values(views).map((id) => ({ id: floorId(id), name: 'Nothing' })) },
    languageModelTools: tools,
  };
  return makeExtension('registering', floor, [
    "import * as vscode from 'vscode';",
    `const names = ${JSON.stringify({
      commands: floor.commands.map(({ command }) => command),
      views: floor.views.benchFloor.map(({ id }) => id),
      panels: [panels.updateForm, panels.record, panels.bulkPlan].map(floorId),
      tools: tools.map(({ name }) => name),
    })};`,
    'const nothing = () => undefined;',
    'export function activate({ subscriptions }) {',
    "  const item = vscode.window.createStatusBarItem('floor', vscode.StatusBarAlignment.Left, 1);",
    "  item.text = 'Floor';",
    '  item.show();',
    '  const trees = { getChildren: () => [], getTreeItem: nothing };',
    '  subscriptions.push(',
    '    item,',
    '    ...names.commands.map((id) => vscode.commands.registerCommand(id, nothing)),',
    '    ...names.views.map((id) => vscode.window.registerTreeDataProvider(id, trees)),',
    '    ...names.panels.map((id) => vscode.window.registerWebviewPanelSerializer(id, {})),',
    '    ...names.tools.map((name) => vscode.lm.registerTool(name, { invoke: nothing })),',
    '  );',
    '}',
  ]);
}

function floorId(id: string): string {
  return `floor.${id}`;
}

function contributionsOf(manifest: string): { languageModelTools: { name: string }[] } {
  const tool = z.looseObject({ name: z.string() });
  const shape = z.object({ contributes: z.object({ languageModelTools: z.array(tool) }) });
  return shape.parse(JSON.parse(readFileSync(manifest, 'utf8'))).contributes;
}

function makeExtension(name: string, contributes: object, lines: readonly string[]): string {
  const folder = join(ownFolder(`thulium-${name}-`), 'extension');
  mkdirSync(folder);
  const manifest = {
    name,
    publisher: 'bench',
    version: '1.0.0',
    type: 'module',
    main: './extension.js',
    engines: { vscode: '^1.100.0' },
    activationEvents: [],
    contributes,
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'extension.js'), `${lines.join('\n')}\n`);
  writeFileSync(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"/>\n');
  return folder;
}
