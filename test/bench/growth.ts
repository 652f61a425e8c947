import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createNextCallDateChecker } from '../../src/core/nextCallDate.js';
import { parseRequestFile } from '../../src/requestFile/parseRequestFile.js';
import { checkFileUpdate } from '../../src/requestFile/checkEntry.js';
import { validateUpdate } from '../../src/core/validate.js';
import { openHistory, type HistoryEntry } from '../../src/storage/history.js';
import { readAgents, readStatuses } from '../../src/thulium/readers.js';
import { ownFolder } from '../support/editor/cleanup.js';
import { bench, client, rows, sending } from '../support/bulk/engine.js';
import { startBenchServer } from './support/processes.js';
import { section, type Series } from './support/result.js';
import { logLogSlope, median } from './support/statistics.js';

/** A slope this far above 1 still counts as linear: caches get colder as things grow. */
const linear = 1.1;

const dates = createNextCallDateChecker('Europe/Warsaw', () => Date.UTC(2026, 0, 1));
const templates = { now: Date.now(), timeZone: 'Europe/Warsaw', env: {} };

/** How the cost of what can be many grows with its number: straight lines on logarithmic axes. */
await section(3, async (rounds) => {
  const series = [
    await planning(rounds),
    await running(),
    await history('history entries, a list', (opened) => opened.list(), rounds),
    await history('history entries, one more', (opened, size) => opened.put(entry(size - 1), size), rounds),
    await grow(
      'updates in a request file, parsed and judged',
      'updates',
      [100, 1000, 10_000],
      rounds,
      (size) => {
        const text = requestFile(size);
        return () => {
          judgeFile(text);
        };
      },
    ),
    await grow(
      'statuses and agents, read and judged by',
      'statuses and agents',
      [100, 1000, 10_000],
      rounds,
      (size) => {
        const answers = directoryAnswers(size);
        return () => {
          readAndJudge(answers);
        };
      },
    ),
  ];
  return {
    series,
    rows: series.map(({ name, slope }) => ({
      name: `slope: ${name}`,
      unit: '×' as const,
      values: [slope],
      goal: { atMost: linear },
    })),
    notes: ['A slope of 1 is linear: ten times as many cost ten times as much.'],
  };
});

/** The median time of a work at each size; `prepare` is not part of it. */
async function grow(
  name: string,
  x: string,
  sizes: readonly number[],
  rounds: number,
  prepare: (size: number) => (() => unknown) | Promise<() => unknown>,
): Promise<Series> {
  const points = [];
  for (const size of sizes) {
    const work = await prepare(size);
    await work();
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const started = performance.now();
      await work();
      times.push(performance.now() - started);
    }
    points.push({ x: size, y: median(times) });
  }
  return { name, x, unit: 'ms', points, slope: logLogSlope(points) };
}

function planning(rounds: number): Promise<Series> {
  const engine = bench();
  return grow('rows, planned', 'rows', [1000, 10_000, 100_000], rounds, (size) => {
    const file = engine.file(`${size}.csv`, rows(size));
    return () => engine.plan(file);
  }).finally(() => {
    engine.remove();
  });
}

/** Sent once a size, journal and results included: the largest takes long enough to be steady. */
async function running(): Promise<Series> {
  const server = await startBenchServer();
  const connected = client(server.url);
  const engine = bench();
  const points = [];
  for (const size of [1000, 10_000, 100_000]) {
    const plan = await engine.plan(engine.file(`${size}.csv`, rows(size)));
    const started = performance.now();
    const run = await engine.engine.startRun(plan, sending(connected, { concurrency: 16 }));
    if (!run.ok) throw new Error(run.failure.code);
    await run.value.done;
    await engine.engine.writeResults(run.value.runId);
    points.push({ x: size, y: performance.now() - started });
  }
  engine.remove();
  await server.stop();
  return { name: 'rows, sent', x: 'rows', unit: 'ms', points, slope: logLogSlope(points) };
}

function history(
  name: string,
  work: (opened: ReturnType<typeof openHistory>, size: number) => Promise<unknown>,
  rounds: number,
): Promise<Series> {
  return grow(name, 'entries', [100, 1000, 10_000], rounds, (size) => {
    const folder = ownFolder('thulium-history-');
    const data = Array.from({ length: size }, (_, index) => entry(index));
    writeFileSync(join(folder, 'history.json'), JSON.stringify({ version: 1, data }, undefined, 2));
    const opened = openHistory(folder);
    return () => work(opened, size);
  });
}

function entry(index: number): HistoryEntry {
  return {
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    at: new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString(),
    connectionId: 'bench',
    connectionName: 'bench',
    origin: 'https://acme.thulium.com',
    campaignId: '00001',
    customerId: String(index + 1),
    fields: { status_id: '3', order: '50' },
    outcome: 'updated',
    status: 204,
    before: { status_id: '8', order: '7', agent_login: 'a.nowak', next_call_date: '' },
  };
}

function requestFile(size: number): string {
  const updates = Array.from({ length: size }, (_, index) => ({
    name: `Update ${index}`,
    campaignId: '00001',
    customerId: String(index + 1),
    fields: { status_id: '3', next_call_date: '2027-01-05 10:00' },
    expect: { outcome: 'updated' },
  }));
  return JSON.stringify({ updates }, undefined, 2);
}

function judgeFile(text: string): void {
  const { updates } = parseRequestFile(text);
  for (const update of updates) {
    if (checkFileUpdate(update, { dates, templates }).issues.length > 0)
      throw new Error('An update of the bench is wrong.');
  }
}

function directoryAnswers(size: number): { statuses: string; agents: string } {
  const ids = Array.from({ length: size }, (_, index) => index + 1);
  return {
    statuses: JSON.stringify(
      ids.map((id) => ({
        system_status: id === size ? 'MY_RECORD' : 'CALL',
        status_id: String(id),
        dictionary_status_id: id,
        name: `Status ${id}`,
      })),
    ),
    agents: JSON.stringify(
      ids.map((id) => ({
        login: `agent.${id}`,
        number: String(id),
        active: true,
        active_in_outbound: true,
        agent_id: id,
      })),
    ),
  };
}

function readAndJudge(answers: { statuses: string; agents: string }): void {
  const statuses = readStatuses(JSON.parse(answers.statuses));
  const agents = readAgents(JSON.parse(answers.agents));
  if (!statuses || !agents) throw new Error('The lists of the bench cannot be read.');
  const fields = {
    status_id: String(statuses.length),
    agent_login: `agent.${agents.length}`,
    next_call_date: '2027-01-05 10:00',
  };
  const { problems } = validateUpdate(
    { campaignId: '00001', customerId: '441', fields },
    { dates, knowledge: { statuses, agents } },
  );
  if (problems.length > 0) throw new Error('The update of the bench is wrong.');
}
