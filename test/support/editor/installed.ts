import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

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
  const missing = missingEditor(which);
  if (missing !== undefined) throw new Error(`There is no ${which} editor here: ${missing}`);
  const folder = folderOf(which);
  const { version, node, main } = readRecord(join(folder, 'editor.json'));
  if (typeof version !== 'string' || typeof node !== 'string' || typeof main !== 'string')
    throw new Error(`The record of the ${which} editor is not usable. Run: node scripts/setup.js`);
  const inside = (file: string): string => resolve(repositoryRoot, folder, file);
  return { version, node: inside(node), main: inside(main) };
}

/** Why setup could not have an editor, where it noted that. */
export function missingEditor(which: Which): string | undefined {
  const { missing } = readRecord(join(folderOf(which), 'editor.json'));
  return typeof missing === 'string' ? missing : undefined;
}

function folderOf(which: Which): string {
  return join('.cache', 'editors', which);
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
