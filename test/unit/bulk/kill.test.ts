import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bench, rows } from '../../support/bulk/engine.js';
import { apply, fill, startServer, type CountingServer } from '../../support/bulk/server.js';

const child = fileURLToPath(new URL('../../support/bulk/killChild.js', import.meta.url));
const deep = process.env.DEEP === '1';
const seeds = deep ? 100 : 10;
const count = 300;
const concurrency = 4;
const kills = 2;

/** mulberry32: the same seed, the same moments. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

/** Runs the child; when `killAt` is given, kills it around that PUT, counted over the session. */
async function session(
  server: CountingServer,
  args: string[],
  random: () => number,
  killAt?: number,
): Promise<string> {
  const process = spawn(globalThis.process.execPath, [child, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  process.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const moment = Math.floor(random() * 3);
  let seen = 0;
  server.fault = ({ method, path: url, answer }) => {
    if (method !== 'PUT' || ++seen !== killAt) return false;
    if (moment === 0) process.kill('SIGKILL');
    if (moment > 0) apply(server, url, '{"status_id":"3"}');
    if (moment === 2) answer.writeHead(204).end(() => process.kill('SIGKILL'));
    else process.kill('SIGKILL');
    return true;
  };
  await new Promise((resolve) => process.once('close', resolve));
  return output;
}

/** Customers whose row the journal calls updated. */
function finished(runs: string, runId: string): string[] {
  const lines = readFileSync(path.join(runs, runId, 'journal.jsonl'), 'utf8').split('\n');
  return lines.flatMap((line) => {
    const match = /^\{"t":"done","r":(\d+),"o":"updated".*\}$/.exec(line);
    return match ? [String(Number(match[1]) + 1)] : [];
  });
}

describe('bulk kill test', function () {
  this.timeout(deep ? 1_800_000 : 240_000);

  for (let number = 0; number < seeds; number++) {
    const seed = randomInt(2 ** 31);
    it(`loses no row and repeats no finished one (seed ${seed})`, async () => {
      const random = randomOf(seed);
      const server = await startServer();
      fill(server, count);
      // Every other run may not read records, so that rows in doubt are sent again.
      server.readable = number % 2 === 0;
      const at = bench();
      const file = at.file('in.csv', rows(count));
      const runs = path.join(at.folder, 'runs');
      const done = new Map<string, number>();
      let runId: string | undefined;
      for (let kill = 0; kill < kills; kill++) {
        const args = [file, runs, server.url, ...(runId === undefined ? [] : [runId])];
        const left = count - done.size;
        await session(server, args, random, 1 + Math.floor(random() * Math.max(1, left - 1)));
        runId ??= readdirSync(runs)[0] ?? '';
        for (const [customer, puts] of done) assert.equal(server.puts.get(customer)?.length, puts);
        for (const customer of finished(runs, runId))
          done.set(customer, server.puts.get(customer)?.length ?? 0);
        assert.ok(done.size >= server.puts.size - concurrency, `${done.size} of ${server.puts.size}`);
      }
      const end = JSON.parse(await session(server, [file, runs, server.url, runId ?? ''], random)) as object;
      assert.deepEqual(
        { ...end, runId: '', unchecked: undefined },
        {
          runId: '',
          unchecked: undefined,
          state: 'completed',
          total: count,
          updated: count,
          failed: 0,
          skipped: 0,
          inDoubt: 0,
          remaining: 0,
        },
      );
      for (const [customer, puts] of done) assert.equal(server.puts.get(customer)?.length, puts);
      assert.equal(server.puts.size, count);
      const resends = [...server.puts.values()].reduce((sum, list) => sum + list.length - 1, 0);
      assert.ok(resends <= concurrency * kills, `${resends} resends`);
      await server.close();
      at.remove();
    });
  }
});
