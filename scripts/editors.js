import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { nodeOf } from './nodes.js';
import { isMarked, lockedPart, npm, stampOf } from './parts.js';
import { cache, root } from './paths.js';

/** Which Node each editor's server wants, and roughly what it takes on disk: itself, and its libraries. */
const editors = {
  newest: { node: 24, megabytes: 105, libraries: 110 },
  floor: { node: 20, megabytes: 190, libraries: 65 },
};

const support = path.join(root, 'test', 'support', 'editors');
const ourLogger = path.join(support, 'spdlog');

/**
 * What a server runs without, of its own dependencies: native code that wants a compiler (`@vscode/spdlog` is replaced
 * by ours), a watchdog that has a timer beside it, and the runtimes of agents, which are most of its weight. Of the
 * extensions that come with it, the two that weigh more than all the others.
 */
const leftOutFile = path.join(support, 'leftOut.json');
const leftOut = JSON.parse(readFileSync(leftOutFile, 'utf8'));

/**
 * VS Code's server, as code-server packs it, at the version locked in `test/support/editors`, to be installed below
 * `.cache/editors`. `chains` are the parts to fetch, each chain in order; `record` then writes `editor.json`, which is
 * all that the tests read. Throws where the Node that it wants is not to be had.
 */
export function editorOf(which) {
  const wanted = editors[which];
  const source = path.join(support, which);
  const target = path.join(cache, 'editors', which);
  const server = path.join(target, 'node_modules', 'code-server', 'lib', 'vscode');
  const { dependencies } = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8'));
  const name = `code-server ${dependencies['code-server']}`;
  const node = nodeOf(wanted.node);
  const editor = lockedPart({
    what: `${name}, the ${which} editor`,
    megabytes: wanted.megabytes,
    source,
    target,
    finish: async () => {
      for (const extension of leftOut.extensions)
        rmSync(path.join(server, 'extensions', extension), { recursive: true, force: true });
    },
  });
  return {
    chains: [node.parts, [editor, libraries(name, server, wanted.libraries)]],
    record: () => {
      const { version } = JSON.parse(readFileSync(path.join(server, 'package.json'), 'utf8'));
      const main = path.join(server, 'out', 'server-main.js');
      // Paths inside .cache are kept from the record's own folder, so that the whole may be moved.
      const inside = node.parts.length > 0 ? path.relative(target, node.file) : node.file;
      writeRecord(which, { version, node: inside, main: path.relative(target, main) });
    },
  };
}

/** Notes why an editor is not there, for those who ask for it. */
export function recordMissing(which, reason) {
  writeRecord(which, { missing: reason });
}

/** Why an editor is not there, where that was noted. */
export function missingEditor(which) {
  const file = recordOf(which);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).missing : undefined;
}

function recordOf(which) {
  return path.join(cache, 'editors', which, 'editor.json');
}

function writeRecord(which, value) {
  const file = recordOf(which);
  const text = JSON.stringify(value, undefined, 2);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** The server's own dependencies, at the versions of its shrinkwrap, but for what is left out. */
function libraries(name, server, megabytes) {
  const mark = path.join(server, 'complete');
  const stamp = stampOf(leftOutFile, path.join(ourLogger, 'index.js'));
  return {
    what: `the libraries of ${name}`,
    megabytes,
    isThere: () => isMarked(mark, stamp),
    fetch: async () => {
      rmSync(mark, { force: true });
      rmSync(path.join(server, 'node_modules'), { recursive: true, force: true });
      const manifestFile = path.join(server, 'package.json');
      const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
      for (const each of leftOut.packages) delete manifest.dependencies[each];
      writeFileSync(manifestFile, JSON.stringify(manifest, undefined, 2));
      await npm(`Fetching the libraries of ${name}`, ['install', '--omit=dev'], server);
      const installed = path.join(server, 'node_modules');
      cpSync(ourLogger, path.join(installed, '@vscode', 'spdlog'), { recursive: true });
      for (const folder of ['@vscode/ripgrep-universal/bin', 'node-pty/prebuilds'])
        keepOwnPlatform(path.join(installed, folder));
      writeFileSync(mark, stamp);
    },
  };
}

/** Packages that bring binaries of every platform keep this one's. */
function keepOwnPlatform(folder) {
  if (!existsSync(folder)) return;
  for (const each of readdirSync(folder))
    if (!each.startsWith(`${process.platform}-${process.arch}`))
      rmSync(path.join(folder, each), { recursive: true });
}
