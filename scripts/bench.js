import { cpus, totalmem } from 'node:os';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { plotBars, plotGrowth } from './benchPlots.js';
import { goalOf, judged, printRows, tableOf } from './benchTable.js';
import { out, root } from './paths.js';
import { installPeers } from './peers.js';
import { must } from './run.js';
import { measureSize } from './size.js';

// Measures the extension beside its rivals, all in one sitting, and writes docs/bench:
//   node scripts/bench.js [--only activation,size,sender,bulk,growth] [--rounds N]
// Sections that were not run keep what docs/bench/results.json says of them.

const sections = {
  activation: { title: 'In the editor', program: 'editor.js' },
  size: { title: 'Size', measure: sizeRows },
  sender: { title: 'One update', program: 'sender.js' },
  bulk: { title: 'Bulk updates', program: 'bulk.js', peers: true },
  growth: { title: 'Growth', program: 'growth.js' },
};
const { values } = parseArgs({ options: { only: { type: 'string' }, rounds: { type: 'string' } } });
const folder = path.join(root, 'docs', 'bench');
const resultsFile = path.join(folder, 'results.json');
const say = (text) => console.log(`bench: ${text}`);

try {
  const wanted = selected();
  if (wanted.some((name) => sections[name].peers)) await installPeers(say);
  say('building …');
  await must('The package', process.execPath, ['scripts/package.js'], { cwd: root });
  await must('The build of the bench', process.execPath, ['esbuild.js', '--tests'], { cwd: root });
  const results = { ...known(), machine: machine(), sections: { ...known().sections } };
  for (const name of wanted) {
    const started = performance.now();
    say(`${sections[name].title} …`);
    const found = await (sections[name].measure?.() ?? runProgram(sections[name].program));
    const seconds = Math.round((performance.now() - started) / 1000);
    results.sections[name] = { title: sections[name].title, seconds, ...found };
    printRows(found.rows);
  }
  write(results);
  const missed = wanted.flatMap((name) => results.sections[name].rows).filter((row) => judged(row) === false);
  say(`written to docs/bench; ${missed.length === 0 ? 'every goal is met' : 'not met:'}`);
  for (const row of missed) console.log(`  ${row.name} (goal ${goalOf(row)})`);
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
}

function selected() {
  const only = values.only?.split(',').map((name) => name.trim()) ?? Object.keys(sections);
  const unknown = only.filter((name) => !(name in sections));
  if (unknown.length === 0) return only;
  throw new Error(`No such section: ${unknown.join(', ')}; there are ${Object.keys(sections).join(', ')}.`);
}

async function runProgram(program) {
  const file = path.join(out, 'bench.json');
  rmSync(file, { force: true });
  const args = [path.join(out, 'test', 'bench', program), '--out', file];
  if (values.rounds) args.push('--rounds', values.rounds);
  await must(`Measuring (${program})`, process.execPath, args, { cwd: root });
  return JSON.parse(readFileSync(file, 'utf8'));
}

function sizeRows() {
  const { sizes, budgets, twice } = measureSize();
  const names = {
    vsix: 'the VSIX',
    code: 'its code, as packed',
    activation: 'code loaded at activation, minified',
  };
  const rows = Object.entries(names).map(([key, name]) => ({
    name,
    unit: 'kB',
    values: [sizes[key] / 1000],
    goal: { atMost: budgets[key] / 1000 },
  }));
  return {
    rows,
    notes: [`Bundled twice in one program: ${twice.length === 0 ? 'nothing' : twice.join(', ')}.`],
  };
}

function known() {
  try {
    return JSON.parse(readFileSync(resultsFile, 'utf8'));
  } catch {
    return {};
  }
}

function machine() {
  const [{ model }, { length }] = [cpus()[0], cpus()];
  return {
    processor: `${length} × ${model}`,
    memory: `${Math.round(totalmem() / 1e9)} GB`,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
  };
}

function write(results) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(resultsFile, `${JSON.stringify(results, undefined, 2)}\n`);
  writeFileSync(path.join(folder, 'results.md'), tableOf(results));
  const { activation, bulk, growth } = results.sections;
  const plots = {
    'activation.svg':
      activation && plotBars('Activation in the editor, ms', activation.rows, /^activation of/),
    'bulk-time.svg':
      bulk &&
      plotBars('1,000 updates from a file, whole process, seconds', bulk.rows, /^1,000 rows: (?!times)/),
    'bulk-memory.svg': bulk && plotBars('Their peak memory, MB', bulk.rows, /^peak memory: (?!ours to)/),
    'growth.svg': growth && plotGrowth(growth.series),
  };
  for (const [name, svg] of Object.entries(plots)) if (svg) writeFileSync(path.join(folder, name), svg);
}
