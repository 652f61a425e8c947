import { after, afterEach, before } from 'mocha';
import * as vscode from 'vscode';
import type { Settings } from '../../../src/manifest.js';

/**
 * Sets the user's settings, and takes them back after each test. Call inside `describe`.
 * What is set for all of its tests is written once: each write sends the whole configuration through the window.
 */
export function useSettings(forAll: Partial<Settings> = {}): (settings: Partial<Settings>) => Promise<void> {
  const ofAll = new Changes();
  const ofOne = new Changes();
  before(() => ofAll.make(forAll));
  afterEach(() => ofOne.takeBack());
  after(() => ofAll.takeBack());
  return (settings) => ofOne.make(settings);
}

class Changes {
  private readonly earlier = new Map<string, unknown>();

  async make(settings: Partial<Settings>): Promise<void> {
    for (const [name, value] of Object.entries(settings)) {
      if (!this.earlier.has(name)) this.earlier.set(name, read(name));
      await write(name, value);
    }
  }

  async takeBack(): Promise<void> {
    for (const [name, value] of this.earlier) await write(name, value);
    this.earlier.clear();
  }
}

function read(name: string): unknown {
  return vscode.workspace.getConfiguration('thulium').inspect(name)?.globalValue;
}

async function write(name: string, value: unknown): Promise<void> {
  if (read(name) === value) return;
  await vscode.workspace.getConfiguration('thulium').update(name, value, vscode.ConfigurationTarget.Global);
}
