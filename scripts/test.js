import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { missingEditor } from './editors.js';
import { nodeOf } from './nodes.js';
import { root, summaries, vsixFile } from './paths.js';
import { prepare } from './prepare.js';
import { run } from './run.js';
import { tellTrust } from './trust.js';

// Everything that is tested, a section a stage; later stages run although earlier ones failed.
//   node scripts/test.js [--only unit,host,ui] [--grep NAME] [--file PART] [--lanes 4] [--nodes 22,24]
// --nodes: the unit tests, and a first update in an editor that was started, on these Nodes too.
// What other stages need is built first; then the rest run, as many at a time as there are lanes.
// The last line is the sum of all stages; a check without tests of its own (lint …) counts as one.

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    grep: { type: 'string' },
    file: { type: 'string' },
    lanes: { type: 'string', default: '4' },
    nodes: { type: 'string', default: '' },
  },
});

const nodes = values.nodes.split(',').filter(Boolean).map(Number);
if (nodes.length > 0) await prepare({ nodes });
const otherNodes = nodes.filter((major) => nodeOf(major).file !== process.execPath);

const node = (...args) => ({ command: process.execPath, args });
const filters = ['grep', 'file'].flatMap((name) => (values[name] ? [`--${name}`, values[name]] : []));
const script = (name, ...args) => node(path.join('scripts', name), ...args);

/**
 * Tests that drive a window. One on busy cores loses a key or a press now and then: such a test is tried once more,
 * and the log says so.
 */
function windows(folder, ...more) {
  return script('mocha.js', folder, ...more, '--seconds', '240', '--retries', '1');
}

/** Those with a window of their own, in shares, so that no lane is idle while another still has them all. */
function share(which) {
  return windows('ui', '--without', 'packaged,oneWindow', '--share', which);
}

/** What a user of another Node sees of this project: its unit tests, and the first update of `npm start`. */
function onNode(major) {
  const { file } = nodeOf(major);
  return [
    { name: `unit on Node ${major}`, command: file, args: ['scripts/mocha.js', 'unit'], counts: true },
    { name: `start on Node ${major}`, command: file, args: ['scripts/start.js', '--check', '--built'] },
  ];
}

/**
 * `counts`: the stage's command takes `--summary` and the filters. `first`: most others need what it makes, so these
 * run one after the other; packing comes before the build because it leaves a build for release behind. `beside`: reads
 * the sources only, so it runs meanwhile. The rest begin in this order, the longest first. `floor`: where there is no floor
 * editor, the stage says so instead.
 */
const stages = [
  { name: 'package', ...script('package.js'), first: true },
  { name: 'build', ...node('esbuild.js'), first: true, always: true },
  { name: 'build of the tests', ...node('esbuild.js', '--tests'), first: true, always: true },
  { name: 'lint', command: 'npm', args: ['run', '--silent', 'lint'], beside: true },
  { name: 'typecheck', command: 'npm', args: ['run', '--silent', 'typecheck'], beside: true },
  { name: 'ui 1', ...share('1/2'), counts: true },
  { name: 'ui 2', ...share('2/2'), counts: true },
  { name: 'host newest', ...script('host.js', 'newest'), counts: true },
  { name: 'host floor', ...script('host.js', 'floor'), counts: true, floor: true },
  { name: 'unit', ...script('mocha.js', 'unit'), counts: true },
  { name: 'ui 3', ...windows('ui/oneWindow'), counts: true },
  { name: 'host polish', ...script('host.js', 'polish'), counts: true },
  {
    name: 'packaged',
    ...script('mocha.js', 'ui/packaged', '--seconds', '180'),
    counts: true,
    env: { THULIUM_TEST_VSIX: vsixFile },
  },
  ...otherNodes.flatMap(onNode),
];

rmSync(summaries, { recursive: true, force: true });
mkdirSync(summaries, { recursive: true });
const start = performance.now();
const total = { passed: 0, failed: 0 };
const chosen = selected();
const beside = chosen.filter((stage) => stage.beside);
const waiting = chosen.filter((stage) => !stage.first && !stage.beside);
const made = runAll(chosen.filter((stage) => stage.first));
const lanes = Array.from({ length: Math.max(1, Number(values.lanes)) }, async (_, lane) => {
  if (lane === 0) await made;
  await runAll(beside);
  await made;
  await runAll(waiting);
});
await Promise.all(lanes);
if (chosen === stages && filters.length === 0) {
  const untried = tellTrust();
  for (const line of untried) console.error(line);
  if (untried.length > 0) total.failed += 1;
  else total.passed += 1;
}
process.exitCode = total.failed > 0 ? 1 : 0;
console.log(`\nin ${seconds(start)} s:\n${total.passed} passed, ${total.failed} failed`);

/** Runs what is left of a queue, which several lanes may take from. */
async function runAll(queue) {
  for (let stage = queue.shift(); stage; stage = queue.shift()) await runAndTell(stage);
}

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

/** A stage's words are told when it ends, so that those of several lanes do not mix. */
async function runAndTell(stage) {
  console.log(`… ${stage.name}`);
  const begun = performance.now();
  const { passed, failed, output } = await runStage(stage);
  total.passed += passed;
  total.failed += failed;
  console.log(`\n── ${stage.name} ${'─'.repeat(Math.max(1, 70 - stage.name.length))}\n${output.trimEnd()}`);
  console.log(`── ${stage.name}: ${passed} passed, ${failed} failed in ${seconds(begun)} s`);
}

async function runStage({ name, command, args, counts = false, env, floor = false }) {
  const missing = floor ? missingEditor('floor') : undefined;
  if (missing !== undefined) return { passed: 0, failed: 0, output: `Left out: ${missing}` };
  const summary = path.join(summaries, `${name.replaceAll(' ', '-')}.json`);
  const all = counts ? [...args, ...filters, '--summary', summary] : args;
  const { code, output } = await run(command, all, { cwd: root, env, quiet: true }).catch((error) => ({
    code: 1,
    output: error.message,
  }));
  if (!counts) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output };
  if (!existsSync(summary)) return { passed: 0, failed: 1, output };
  const { passed, failed } = JSON.parse(readFileSync(summary, 'utf8'));
  // A run that ended badly although no test failed (a crash after the last test) is a failure too.
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed, output };
}

function seconds(since) {
  return ((performance.now() - since) / 1000).toFixed(1);
}
