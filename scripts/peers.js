import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cache, root } from './paths.js';
import { must } from './run.js';

const source = path.join(root, 'test', 'bench', 'peers', 'package.json');
const folder = path.join(cache, 'peers');

/** Installs the tools that the bench compares with below `.cache/peers`, unless they are there already. */
export async function installPeers(say) {
  const copy = path.join(folder, 'package.json');
  const done = path.join(folder, 'node_modules', '.package-lock.json');
  if (existsSync(done) && existsSync(copy) && readFileSync(copy, 'utf8') === readFileSync(source, 'utf8'))
    return;
  say('installing the peers (a minute, 400 MB in .cache) …');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  copyFileSync(source, copy);
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await must('Installing the peers', 'npm', ['install', ...quiet], { cwd: folder });
}
