import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { findBrowser } from './browser.js';
import { installEditor } from './editors.js';
import { root } from './paths.js';
import { must } from './run.js';

// Makes a fresh clone ready for `npm start` and `npm test`; does nothing when it already is.
// Only Node's own modules are used here: there may be no node_modules yet.

const args = process.argv.slice(2);
const say = (text) => console.log(`setup: ${text}`);

try {
  requireNode();
  if (!dependenciesAreCurrent()) {
    say('installing the dependencies (npm ci) …');
    await must('Installing the dependencies', 'npm', ['ci', '--ignore-scripts'], { cwd: root });
  }
  if (!args.includes('--no-editors')) {
    await Promise.all([installEditor('newest', say), installEditor('floor', say)]);
    await findBrowser(say);
  }
} catch (error) {
  console.error(`setup: ${error.message}`);
  process.exitCode = 1;
}

function requireNode() {
  const { engines } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const wanted = Number(/\d+/.exec(engines.node)?.[0] ?? 20);
  if (Number(process.versions.node.split('.')[0]) < wanted)
    throw new Error(`Node ${wanted} or newer is needed; this is ${process.versions.node}.`);
}

/** npm writes its own record of what it installed; older than the lock file means that the lock file moved on. */
function dependenciesAreCurrent() {
  const installed = path.join(root, 'node_modules', '.package-lock.json');
  const lock = path.join(root, 'package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
}
