import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Which of the two installed editors: the newest, or the oldest that `engines.vscode` allows. */
export type Which = 'newest' | 'floor';

/** An editor that `scripts/setup.js` installed; absolute paths. */
export interface InstalledEditor {
  version: string;
  /** The Node binary this server wants. */
  node: string;
  /** The server's `server-main.js`. */
  main: string;
}

/** The repository's root; found upwards, because the bundled tests live at other depths than their sources. */
export const repositoryRoot: string = findRoot(import.meta.dirname);

function findRoot(from: string): string {
  if (existsSync(join(from, 'package-lock.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('These tests run only inside their repository.');
  return findRoot(parent);
}

/** What setup wrote about an editor. Throws, naming the remedy, where setup has not run. */
export function installedEditor(which: Which): InstalledEditor {
  const found = readRecord(join('.cache', 'editors', which, 'editor.json'));
  const { version, node, main } = found;
  if (typeof version !== 'string' || typeof node !== 'string' || typeof main !== 'string')
    throw new Error(`The record of the ${which} editor is not usable. Run: node scripts/setup.js`);
  return { version, node, main };
}

/** The browser that setup found or installed. Throws, naming the remedy, where setup has not run. */
export function installedBrowser(): string {
  const { executablePath } = readRecord(join('.cache', 'browser.json'));
  if (typeof executablePath !== 'string' || !existsSync(executablePath))
    throw new Error('The browser that setup found is gone. Run: node scripts/setup.js');
  return executablePath;
}

function readRecord(file: string): Record<string, unknown> {
  const path = join(repositoryRoot, file);
  if (!existsSync(path)) throw new Error(`${file} is missing. Run: node scripts/setup.js`);
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
