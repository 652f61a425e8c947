import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { out } from '../paths.js';

const { ownFolder } = await import(path.join(out, 'test', 'support', 'editor', 'cleanup.js'));

/**
 * An extension that does in the window what no key does: it changes the theme under an open list, menu or dialog, and
 * calls an assistant's tool as a language model would. Orders reach it through a file.
 */
export function makeCompanion() {
  const folder = path.join(ownFolder('thulium-companion-'), 'companion');
  const orders = path.join(folder, 'orders.json');
  mkdirSync(folder);
  const manifest = {
    publisher: 'thulium-companion',
    name: 'companion',
    version: '0.0.1',
    engines: { vscode: '^1.100.0' },
    main: './extension.cjs',
    activationEvents: ['onStartupFinished'],
    capabilities: { untrustedWorkspaces: { supported: true } },
  };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(path.join(folder, 'extension.cjs'), source);
  writeFileSync(orders, '{}');
  const order = (what) => writeFileSync(orders, JSON.stringify(what));
  return {
    folder,
    changeTheme: (theme) => order({ theme }),
    callTool: (tool, input) => order({ tool, input }),
  };
}

const source = `
const { readFileSync, watchFile } = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');

exports.activate = () => {
  const file = path.join(__dirname, 'orders.json');
  const obey = () => {
    const { theme, tool, input } = JSON.parse(readFileSync(file, 'utf8'));
    if (theme) void vscode.workspace.getConfiguration('workbench').update('colorTheme', theme, true);
    if (tool) void vscode.lm.invokeTool(tool, { input, toolInvocationToken: undefined });
  };
  obey();
  watchFile(file, { interval: 100 }, obey);
};
`;
