import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import v8 from 'node:v8';
import vm from 'node:vm';
import type { RunEnd } from '../../../src/bulk/engine.js';
import { deep, seeds } from '../../support/bulk/deep.js';
import { bench, client, sending, virtualClock, type Bench } from '../../support/bulk/engine.js';

const program = fileURLToPath(new URL('../../support/bulk/flappingServer.js', import.meta.url));
/**
 * Rows of the runs that are sent one after the other. In the first, connections, compiled code and caches take their
 * place; batch, buffers and requests in flight take the same in the other two, so that they differ by what a row takes.
 */
const [firstRows, fewRows, rows] = deep ? [5_000, 25_000, 100_000] : [1, 20, 500];

interface Seen {
  arrived: number[];
  applied: number[];
  succeeded: number[];
}

v8.setFlagsFromString('--expose_gc');
const collect = vm.runInNewContext('gc') as () => void;

function memory(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

describe('bulk volume', function () {
  this.timeout(3_600_000);
  let at: Bench;
  let server: ChildProcess | undefined;
  beforeEach(() => {
    at = bench({ clock: virtualClock() });
  });
  afterEach(() => {
    server?.kill();
    at.remove();
  });

  async function startServer(seed: number): Promise<string> {
    const started = spawn(process.execPath, [program, String(seed), String(rows + fewRows + firstRows)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    server = started;
    const [line] = (await once(createInterface(started.stdout), 'line')) as [string];
    return line;
  }

  async function write(name: string, from: number, to: number): Promise<string> {
    const file = at.file(name, '');
    const stream = createWriteStream(file);
    stream.write('campaign_id;customer_id;status_id\r\n');
    for (let row = from; row <= to; row++) {
      if (!stream.write(`00001;${row};3\r\n`)) await once(stream, 'drain');
    }
    stream.end();
    await once(stream, 'close');
    return file;
  }

  /** Runs a file while the memory is looked at; resolves to the end, and to the bytes taken towards it above those before. */
  async function run(file: string, url: string): Promise<{ end: RunEnd; grown: number }> {
    const before = memory();
    const looks: number[] = [];
    const plan = await at.plan(file);
    const started = await at.engine.startRun(plan, { ...sending(client(url)), concurrency: 16 });
    assert.ok(started.ok);
    const look = setInterval(() => looks.push(memory() - before), 2000);
    const end = await started.value.done;
    clearInterval(look);
    const last = looks.slice(-Math.ceil(looks.length / 4));
    return { end, grown: last.reduce((sum, each) => sum + each, 0) / last.length };
  }

  /** Lines of a results file: customer, outcome and attempts of each row, in order. */
  async function* results(
    file: string,
  ): AsyncGenerator<{ customer: number; outcome: string; attempts: number }> {
    let first = true;
    for await (const line of createInterface(createReadStream(file))) {
      const [, customer, , outcome = '', , , , attempts] = line.split(';');
      if (!first) yield { customer: Number(customer), outcome, attempts: Number(attempts) };
      first = false;
    }
  }

  for (const seed of seeds(1, 1)) {
    it(`keeps its counts${deep ? ' and its memory' : ''} through ${rows} rows and a flapping server (seed ${seed})`, async () => {
      const url = await startServer(seed);
      const few = rows + firstRows;
      await run(await write('first.csv', rows + 1, few), url);
      const { grown: grownByFew } = await run(await write('few.csv', few + 1, few + fewRows), url);
      const { end, grown } = await run(await write('in.csv', 1, rows), url);
      const bytesARow = (grown - grownByFew) / (rows - fewRows);
      if (deep) assert.ok(bytesARow <= 32, `${bytesARow.toFixed(1)} bytes a row`);
      const count = end.updated + end.failed + end.skipped + end.inDoubt + end.remaining;
      assert.deepEqual([end.state, end.total, count], ['completed', rows, rows]);

      const seen = (await (await fetch(`${url}/seen`)).json()) as Seen;
      const written = await at.engine.writeResults(end.runId);
      assert.ok(written.ok);
      const sums = { updated: 0, failed: 0, 'in-doubt': 0 };
      let expected = 1;
      for await (const { customer, outcome, attempts } of results(written.value)) {
        assert.equal(customer, expected++);
        sums[outcome as keyof typeof sums]++;
        assert.equal(attempts, seen.arrived[customer], `attempts of ${customer}`);
        assert.equal(seen.succeeded[customer], outcome === 'updated' ? 1 : 0, `${outcome} ${customer}`);
        if (outcome === 'failed') assert.equal(seen.applied[customer], 0);
      }
      assert.equal(expected, rows + 1);
      assert.deepEqual(sums, { updated: end.updated, failed: end.failed, 'in-doubt': end.inDoubt });
      if (deep)
        console.log(
          `      ${bytesARow.toFixed(1)} bytes a row: ${Math.round(grown)} for ${rows} rows, ` +
            `${Math.round(grownByFew)} for ${fewRows}; ${JSON.stringify(sums)}`,
        );

      await fetch(`${url}/calm`, { method: 'POST' });
      const resumed = await at.engine.resumeRun(end.runId, {
        ...sending(client(url)),
        onUnknown: 'resend',
      });
      assert.ok(resumed.ok);
      const settled = await resumed.value.done;
      assert.deepEqual([settled.inDoubt, settled.updated], [0, rows - end.failed]);
    });
  }
});
