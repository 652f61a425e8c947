import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { out, root, vsixFile } from './paths.js';
import { run } from './run.js';

// Everything that is tested, a section a stage; later stages run although earlier ones failed.
//   node scripts/test.js [--only unit,host,ui] [--grep NAME] [--file PART]
// The last line is the sum of all stages; a check without tests of its own (lint …) counts as one.

const { values } = parseArgs({
  options: { only: { type: 'string' }, grep: { type: 'string' }, file: { type: 'string' } },
});

const node = (...args) => ({ command: process.execPath, args });
const filters = ['grep', 'file'].flatMap((name) => (values[name] ? [`--${name}`, values[name]] : []));
const script = (name, ...args) => node(path.join('scripts', name), ...args);

/** `counts`: the stage's command takes `--summary` and the filters. */
const stages = [
  { name: 'lint', command: 'npm', args: ['run', '--silent', 'lint'] },
  { name: 'typecheck', command: 'npm', args: ['run', '--silent', 'typecheck'] },
  { name: 'build', ...node('esbuild.js'), always: true },
  { name: 'build of the tests', ...node('esbuild.js', '--tests'), always: true },
  { name: 'unit', ...script('mocha.js', 'unit'), counts: true },
  { name: 'host newest', ...script('host.js', 'newest'), counts: true },
  { name: 'host floor', ...script('host.js', 'floor'), counts: true },
  { name: 'ui', ...script('mocha.js', 'ui', '--without', 'packaged', '--seconds', '120'), counts: true },
  { name: 'package', ...script('package.js') },
  {
    name: 'packaged',
    ...script('mocha.js', 'ui/packaged', '--seconds', '180'),
    counts: true,
    env: { THULIUM_TEST_VSIX: vsixFile },
  },
];

const total = { passed: 0, failed: 0 };
const summary = path.join(out, 'summary.json');

for (const stage of selected()) {
  console.log(`\n── ${stage.name} ${'─'.repeat(70 - stage.name.length)}`);
  const start = performance.now();
  const counts = await runStage(stage);
  total.passed += counts.passed;
  total.failed += counts.failed;
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`── ${stage.name}: ${counts.passed} passed, ${counts.failed} failed in ${seconds} s`);
}
process.exitCode = total.failed > 0 ? 1 : 0;
console.log(`\n${total.passed} passed, ${total.failed} failed`);

/** `--only host` takes every stage whose first word it is; what they need is built in any case. */
function selected() {
  const only = values.only?.split(',').map((name) => name.trim());
  if (!only) return stages;
  const known = new Set(stages.map(({ name }) => name.split(' ')[0]));
  const unknown = only.filter((name) => !known.has(name.split(' ')[0]));
  if (unknown.length > 0)
    throw new Error(`No such stage: ${unknown.join(', ')}; there are ${[...known].join(', ')}.`);
  const wanted = (name) => only.includes(name) || only.includes(name.split(' ')[0]);
  return stages.filter((stage) => wanted(stage.name) || stage.always);
}

async function runStage({ command, args, counts = false, env }) {
  mkdirSync(out, { recursive: true });
  rmSync(summary, { force: true });
  const all = counts ? [...args, ...filters, '--summary', summary] : args;
  const { code } = await run(command, all, { cwd: root, env }).catch((error) => {
    console.error(error.message);
    return { code: 1 };
  });
  if (!counts || !existsSync(summary)) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  const { passed, failed } = JSON.parse(readFileSync(summary, 'utf8'));
  // A run that ended badly although no test failed (a crash after the last test) is a failure too.
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed };
}
