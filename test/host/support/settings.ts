import { afterEach } from 'mocha';
import * as vscode from 'vscode';
import type { Settings } from '../../../src/manifest.js';

/** Sets the user's settings, and takes them back after each test. Call inside `describe`. */
export function useSettings(): (settings: Partial<Settings>) => Promise<void> {
  const changed = new Set<string>();
  afterEach(async () => {
    for (const name of changed) await write(name, undefined);
    changed.clear();
  });
  return async (settings) => {
    for (const [name, value] of Object.entries(settings)) {
      changed.add(name);
      await write(name, value);
    }
  };
}

async function write(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('thulium').update(name, value, vscode.ConfigurationTarget.Global);
}
