import { createReadStream, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import { ownFolder } from '../support/editor/cleanup.js';
import { bench, rows } from '../support/bulk/engine.js';
import { preparePeers } from './peers.js';
import { benchProgram, startBenchServer, timed, type Finished } from './support/processes.js';
import { section, type Row } from './support/result.js';
import { Samples } from './support/samples.js';
import { median, ratios } from './support/statistics.js';

const concurrency = 16;
const peerRows = 1000;
const engineRows = 10_000;
const slowRows = 2000;
const slowServerMs = 50;
const planRows = 100_000;

/** What `bulkProcess.ts` prints; milliseconds. */
interface Run {
  runMs: number;
  delayP99Ms: number;
}

const folder = ownFolder('thulium-bench-bulk-');

/** Bulk updates: whole processes beside the peers', the engine beside a bare loop, the plan beside a bare parser. */
await section(5, async (rounds) => {
  const fast = await startBenchServer();
  const slow = await startBenchServer(slowServerMs);
  const found = new Samples();
  const peers = preparePeers(folder, fast.url, peerRows, concurrency);
  for (let round = 0; round < Math.ceil(rounds / 2); round++) {
    const ours = { name: 'ours', run: () => bulkProcess(fast.url, peerRows) };
    const bare = { name: 'bare', run: () => bareLoop(fast.url, peerRows) };
    for (const peer of [...peers, ours, bare]) {
      const before = await fast.puts();
      addProcess(found, peer.name, await peer.run());
      const sent = (await fast.puts()) - before;
      if (sent !== peerRows) throw new Error(`${peer.name} sent ${sent} PUTs instead of ${peerRows}.`);
    }
  }
  for (let round = 0; round < rounds; round++) {
    found.add(await sideBySide(fast.url, round % 2 === 0));
    found.add(await onSlowServer(slow.url, round % 2 === 0));
    found.add(await planBesideParser(round % 2 === 0));
  }
  await Promise.all([fast.stop(), slow.stop()]);
  return {
    rows: [
      ...peerLines(
        found,
        peers.map(({ name }) => name),
      ),
      ...engineLines(found),
    ],
  };
});

function addProcess(found: Samples, name: string, { seconds, peakMemory }: Finished): void {
  found.add({ [`seconds ${name}`]: seconds, [`memory ${name}`]: peakMemory });
}

function bulkProcess(url: string, count: number): Promise<Finished> {
  const file = csvOf(count);
  const runs = mkdtempSync(join(folder, 'runs-'));
  const args = [`--file=${file}`, `--url=${url}`, `--runs-folder=${runs}`, `--concurrency=${concurrency}`];
  return timed(process.execPath, [benchProgram('bulkProcess.js'), ...args]);
}

function csvOf(count: number): string {
  const file = join(folder, `${count}.csv`);
  writeFileSync(file, rows(count));
  return file;
}

/** Our engine, with journal and progress, and the bare loop: updates a second while sending. */
async function sideBySide(url: string, oursFirst: boolean): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  const turns = [
    async () => {
      const { runMs, delayP99Ms } = runOf(await bulkProcess(url, engineRows));
      found['rate ours'] = engineRows / (runMs / 1000);
      found['delay ours'] = delayP99Ms;
    },
    async () => (found['rate bare'] = await rateOfBareLoop(url, engineRows)),
  ];
  for (const turn of oursFirst ? turns : turns.reverse()) await turn();
  return found;
}

async function onSlowServer(url: string, oursFirst: boolean): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  const turns = [
    async () => (found.slow = slowRows / (runOf(await bulkProcess(url, slowRows)).runMs / 1000)),
    async () => (found['slow bare'] = await rateOfBareLoop(url, slowRows)),
  ];
  for (const turn of oursFirst ? turns : turns.reverse()) await turn();
  return found;
}

/** Updates a second. */
async function rateOfBareLoop(url: string, count: number): Promise<number> {
  return count / (runOf(await bareLoop(url, count)).runMs / 1000);
}

/** A process that sends with node-fetch and does nothing else: no file is read, nothing is kept. */
function bareLoop(url: string, count: number): Promise<Finished> {
  const args = [`--url=${url}`, `--count=${count}`, `--concurrency=${concurrency}`];
  return timed(process.execPath, [benchProgram('programs/bareLoop.js'), ...args]);
}

function runOf({ output }: Finished): Run {
  return JSON.parse(output) as Run;
}

async function planBesideParser(oursFirst: boolean): Promise<Record<string, number>> {
  const file = csvOf(planRows);
  const engine = bench();
  const found: Record<string, number> = {};
  const turns = [
    async () => (found['plan ours'] = await timeOf(() => engine.plan(file))),
    async () => (found['plan bare'] = await timeOf(() => parseBare(file))),
  ];
  for (const turn of oursFirst ? turns : turns.reverse()) await turn();
  engine.remove();
  return found;
}

/** Rows as objects by their header, as a planner needs them. */
async function parseBare(file: string): Promise<void> {
  let count = 0;
  for await (const row of createReadStream(file).pipe(parse({ columns: true }))) if (row !== null) count++;
  if (count !== planRows) throw new Error(`The bare parser read ${count} rows.`);
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function peerLines(found: Samples, names: readonly string[]): Row[] {
  const fastest = names.reduce((best, name) => (typical(found, best) <= typical(found, name) ? best : name));
  const withMemory = names.filter((name) => found.of(`memory ${name}`).every((each) => !Number.isNaN(each)));
  const lightest = withMemory
    .map((name) => found.of(`memory ${name}`))
    .reduce((best, each) => (median(best) <= median(each) ? best : each));
  return [
    ...names.map((name): Row => ({
      name: `1,000 rows: ${name}`,
      unit: 's',
      values: found.of(`seconds ${name}`),
    })),
    { name: '1,000 rows: ours', unit: 's', values: found.of('seconds ours') },
    { name: '1,000 PUTs: a bare node-fetch loop, the floor', unit: 's', values: found.of('seconds bare') },
    {
      name: `1,000 rows: times as fast as the fastest peer (${fastest})`,
      unit: '×',
      values: ratios(found.of(`seconds ${fastest}`), found.of('seconds ours')),
      goal: { atLeast: 5 },
    },
    ...withMemory.map((name): Row => ({
      name: `peak memory: ${name}`,
      unit: 'MB',
      values: found.of(`memory ${name}`),
    })),
    { name: 'peak memory: ours', unit: 'MB', values: found.of('memory ours') },
    {
      name: 'peak memory: ours to the lightest peer',
      unit: '×',
      values: ratios(found.of('memory ours'), lightest),
      goal: { atMost: 1 },
    },
  ];
}

function typical(found: Samples, name: string): number {
  return median(found.of(`seconds ${name}`));
}

function engineLines(found: Samples): Row[] {
  const limit = concurrency / (slowServerMs / 1000);
  return [
    { name: 'a bare node-fetch loop, 10,000 PUTs', unit: 'a second', values: found.of('rate bare') },
    { name: 'our engine, journal and progress on', unit: 'a second', values: found.of('rate ours') },
    {
      name: 'engine to bare loop',
      unit: '×',
      values: ratios(found.of('rate ours'), found.of('rate bare')),
      goal: { atLeast: 0.9 },
    },
    {
      name: `against a server that takes ${slowServerMs} ms, to concurrency / latency`,
      unit: '×',
      values: found.of('slow').map((rate) => rate / limit),
      goal: { atLeast: 0.97 },
    },
    {
      name: 'the bare loop against it, to concurrency / latency',
      unit: '×',
      values: found.of('slow bare').map((rate) => rate / limit),
    },
    {
      name: 'event-loop delay while sending, p99',
      unit: 'ms',
      values: found.of('delay ours'),
      goal: { atMost: 50 },
    },
    { name: 'the bare CSV parser, 100,000 rows', unit: 'ms', values: found.of('plan bare') },
    { name: 'our plan of the same file', unit: 'ms', values: found.of('plan ours') },
    {
      name: 'plan to bare parser',
      unit: '×',
      values: ratios(found.of('plan ours'), found.of('plan bare')),
      goal: { atMost: 2 },
    },
  ];
}
