import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunEnd } from '../../../src/bulk/run/run.js';
import { createRandom } from '../../../src/simulator/engine/inventedData.js';
import { Account, journalOf } from '../../support/bulk/accounts.js';
import { seeds } from '../../support/bulk/deep.js';
import { bench, rows, type Bench } from '../../support/bulk/engine.js';
import { apply, fill, startServer, type CountingServer } from '../../support/bulk/server.js';

const child = fileURLToPath(new URL('../../support/bulk/killChild.js', import.meta.url));
const count = 300;
const concurrency = 4;
const kills = 2;

/** What the disk looks like after a kill, and how many rows may be sent again for each. */
const crashes = {
  'a kill': { most: concurrency, damage: () => undefined },
  'a kill that tore the last line': { most: concurrency, damage: tearLastLine },
  'a power cut': { most: 2 * concurrency, damage: dropUnsynced },
} as const;
type Crash = keyof typeof crashes;

function tearLastLine(journal: string, random: () => number): void {
  const text = readFileSync(journal, 'utf8');
  const lastLine = text.length - (text.lastIndexOf('\n', text.length - 2) + 1);
  truncateSync(journal, text.length - 1 - Math.floor(random() * (lastLine - 1)));
}

/** What was never synced is gone: the length that was is noted by the child. */
function dropUnsynced(journal: string): void {
  const synced = Number(readFileSync(`${journal}.synced`, 'utf8'));
  if (synced < statSync(journal).size) truncateSync(journal, synced);
}

interface Kill {
  random: () => number;
  /** The PUT, counted over this session, around which the kill comes. */
  at: number;
}

/** Runs the child to its end, or to a kill; resolves to what it printed. */
async function session(server: CountingServer, args: string[], kill?: Kill): Promise<string> {
  const { spawned, output } = startChild(args);
  const moment = Math.floor((kill?.random() ?? 0) * 3);
  let seen = 0;
  server.fault = ({ method, path: url, answer }) => {
    if (method !== 'PUT' || ++seen !== kill?.at) return false;
    if (moment === 0) spawned.kill('SIGKILL');
    if (moment > 0) apply(server, url, '{"status_id":"3"}');
    if (moment === 2) answer.writeHead(204).end(() => spawned.kill('SIGKILL'));
    else spawned.kill('SIGKILL');
    return true;
  };
  return output;
}

function startChild(args: string[]): { spawned: ReturnType<typeof spawn>; output: Promise<string> } {
  const spawned = spawn(process.execPath, [child, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const output = new Promise<string>((resolve) => {
    let text = '';
    spawned.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    spawned.once('close', () => {
      resolve(text);
    });
  });
  return { spawned, output };
}

describe('bulk kill test', function () {
  this.timeout(300_000);
  let server: CountingServer;
  let at: Bench;

  beforeEach(async () => {
    server = await startServer();
    fill(server, count);
    at = bench();
  });
  afterEach(async () => {
    await server.close();
    at.remove();
  });

  /** Starts a run and kills it again and again, accounting for every row after each kill. */
  async function crash(kind: Crash, random: () => number): Promise<{ args: string[]; account: Account }> {
    const runs = path.join(at.folder, 'runs');
    const args = [at.file('in.csv', rows(count)), runs, server.url];
    const account = new Account(server);
    for (let number = 0; number < kills; number++) {
      const left = count - account.size;
      await session(server, args, { random, at: 1 + Math.floor(random() * Math.max(1, left - 1)) });
      account.check();
      const runId = args[3] ?? readdirSync(runs)[0] ?? '';
      args[3] = runId;
      crashes[kind].damage(journalOf(runs, runId), random);
      account.takeDown(journalOf(runs, runId));
      const unknown = server.puts.size - account.size;
      assert.ok(unknown <= crashes[kind].most, `${unknown} rows that were sent are not known as finished`);
    }
    return { args, account };
  }

  for (const kind of Object.keys(crashes) as Crash[]) {
    for (const [number, seed] of seeds(kind === 'a kill' ? 100 : 50, 2).entries()) {
      it(`loses no row and repeats no finished one after ${kind} (seed ${seed})`, async () => {
        // Every other run may not read records, so that rows in doubt are sent again.
        server.readable = number % 2 === 0;
        const { args, account } = await crash(kind, createRandom(seed));
        const end = JSON.parse(await session(server, args)) as RunEnd;
        account.checkEnd(end, count, crashes[kind].most * kills);
      });
    }
  }

  for (const seed of seeds(25, 1)) {
    it(`lets one of two processes resume a killed run (seed ${seed})`, async () => {
      server.readable = false;
      const { args, account } = await crash('a kill', createRandom(seed));
      server.fault = undefined;
      const outputs = await Promise.all([startChild(args).output, startChild(args).output]);
      const ends = outputs.map((output) => JSON.parse(output) as RunEnd & { code?: string });
      const refused = ends.filter((each) => each.code === 'run-locked');
      const completed = ends.filter((each) => each.state === 'completed');
      // The second may come when the first has ended: then it finds nothing left.
      assert.equal(refused.length + completed.length, 2, outputs.join());
      assert.ok(completed[0]);
      account.checkEnd(completed[0], count, concurrency * kills);
    });
  }
});
