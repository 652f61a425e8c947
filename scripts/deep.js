import path from 'node:path';
import { root } from './paths.js';
import { run } from './run.js';

// What takes an hour: bulk updates killed, cut off and starved of disk with every seed, and 100,000 rows.
//   node scripts/deep.js [--file PART] [--grep NAME], and SEED=n for a single seed

for (const [script, ...args] of [
  ['esbuild.js', '--tests'],
  [path.join('scripts', 'mocha.js'), 'unit/bulk', '--seconds', '1800', ...process.argv.slice(2)],
]) {
  const { code } = await run(process.execPath, [script, ...args], { cwd: root, env: { DEEP: '1' } });
  if (code !== 0) process.exit(code ?? 1);
}
