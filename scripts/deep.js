import path from 'node:path';
import { root } from './paths.js';
import { run } from './run.js';

// What takes hours: bulk updates killed, cut off and starved of disk with every seed, and 100,000 rows; then text from
// outside, 10,000 tries a property; then the mutation testing of every layer, a layer a run.
//   node scripts/deep.js [--file PART] [--grep NAME]: a part of the bulk updates alone; SEED=n for a single seed

const part = process.argv.slice(2);
const stryker = path.join('node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
const layers = part.length > 0 ? [] : ['core', 'storage', 'thulium', 'bulk'];

for (const [env, script, ...args] of [
  [{}, 'esbuild.js', '--tests'],
  [{ DEEP: '1' }, path.join('scripts', 'mocha.js'), 'unit/bulk', '--seconds', '1800', ...part],
  ...(part.length > 0
    ? []
    : [[{ DEEP: '1' }, path.join('scripts', 'mocha.js'), 'unit/core', '--file', 'Fuzz', '--seconds', '600']]),
  ...layers.map((layer) => [{ THULIUM_MUTATE: layer }, stryker, 'run', '--concurrency', '1']),
]) {
  const { code } = await run(process.execPath, [script, ...args], { cwd: root, env });
  if (code !== 0) process.exit(code ?? 1);
}
