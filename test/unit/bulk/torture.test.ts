import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plan, StartOptions } from '../../../src/bulk/engine.js';
import type { RunEnd, RunHandle } from '../../../src/bulk/run/run.js';
import type { Result } from '../../../src/core/errors.js';
import { Account, journalOf } from '../../support/bulk/accounts.js';
import { breakingFiles, type BreakingFiles } from '../../support/bulk/breakingFiles.js';
import { bench, client, rows, sending, virtualClock, type Bench } from '../../support/bulk/engine.js';
import { apply, customerOf, fill, startServer, type CountingServer } from '../../support/bulk/server.js';

const count = 10;
/** Far more than any of these runs needs, in milliseconds: beyond it something hangs. */
const hangsAfterMs = 3_000;

interface Limits {
  maxAttempts: number;
  mostResends: number;
  /** The disk stays broken, so that what has to be removed from it cannot be. */
  mayLitter?: boolean;
}

/** A small world in which one thing breaks. */
interface World extends Limits {
  server: CountingServer;
  files: BreakingFiles;
  at: Bench;
  options: StartOptions;
  plan: Plan;
}

describe('bulk torture', function () {
  this.timeout(60_000);

  /** Plans a run in a new world, lets `torment` break what it likes, and holds the world to account. */
  async function survive(
    name: string,
    limits: Limits,
    torment: (world: Pick<World, 'server' | 'files'>) => void,
  ): Promise<Pick<World, 'server' | 'files'>> {
    const server = await startServer();
    fill(server, count);
    const files = breakingFiles();
    const at = bench({ files, clock: virtualClock(), random: () => 0.5 });
    const timers = timersNow();
    try {
      torment({ server, files });
      const connected = client(server.url);
      const plan = await at.plan(at.file('in.csv', rows(count)), { client: connected });
      const options = sending(connected, {
        concurrency: 2,
        rememberBefore: true,
        maxAttempts: limits.maxAttempts,
      });
      const world: World = { ...limits, server, files, at, options, plan };
      const end = await inTime(name, runToEnd(world));
      const calls = [...files.calls];
      assertNothingLeft(world, timers);
      files.breaks = () => false;
      server.fault = undefined;
      await inTime(name, assertTruth(world, end));
      const account = new Account(server);
      await inTime(name, assertFinishes(world, account));
      assertNothingLeft(world, timers);
      return { server, files: { ...files, calls } };
    } catch (error) {
      if (error instanceof Error) error.message = `${name}: ${error.message}`;
      throw error;
    } finally {
      await server.close();
      at.remove();
    }
  }

  it('tells the truth and loses nothing, whichever call of the disk fails', async () => {
    const limits = { maxAttempts: 1, mostResends: 0 };
    const clean = (await survive('no fault', limits, () => undefined)).files.calls.length;
    assert.ok(clean > 40, `${clean} calls`);
    for (const lasting of [false, true]) {
      // How appends share a write differs from run to run, and so does the count of calls.
      for (let number = 1, struck = true; struck || number <= clean; number += lasting ? 3 : 1) {
        const name = `call ${number}${lasting ? ' and all that follow' : ''}`;
        const { files } = await survive(name, { ...limits, mayLitter: lasting }, (world) => {
          world.files.breaks = (each) => (lasting ? each >= number : each === number);
        });
        struck = files.calls.length >= number;
      }
    }
  });

  it('tells the truth and loses nothing, whichever request is reset', async () => {
    const limits = { maxAttempts: 2, mostResends: 3 };
    const clean = (await survive('no fault', limits, () => undefined)).server.requests.length;
    assert.equal(clean, 1 + 2 * count);
    for (const applied of [false, true]) {
      for (let number = 1; number <= clean; number++) {
        // What is applied is reset once, anything else as often as it is sent again.
        await survive(`request ${number}${applied ? ', applied' : ''}`, limits, ({ server }) => {
          let struck: string | undefined;
          server.fault = (request) => {
            const asked = `${request.method} ${request.path}`;
            if (request.count === number) struck = asked;
            else if (applied || asked !== struck) return false;
            if (applied && request.method === 'PUT') apply(server, request.path, request.body);
            request.incoming.socket.resetAndDestroy();
            return true;
          };
        });
      }
    }
  });

  it('says why, whichever call of the disk fails while a finished run is looked into', async () => {
    const server = await startServer();
    fill(server, count);
    const files = breakingFiles();
    const at = bench({ files, clock: virtualClock() });
    try {
      const connected = client(server.url);
      const plan = await at.plan(at.file('in.csv', rows(count)));
      const begun = await at.engine.startRun(plan, sending(connected, { rememberBefore: true }));
      assert.ok(begun.ok);
      const { runId } = await begun.value.done;
      const tasks: Record<string, () => Promise<Result<unknown>>> = {
        describe: () => at.engine.describeRun(runId),
        retry: () => at.engine.retryFailedRows(runId, sending(connected)),
        restore: () => at.engine.planRestore(runId, { client: connected }),
      };
      for (const [task, work] of Object.entries(tasks)) {
        for (let number = 1, struck = true; struck; number++) {
          files.calls = [];
          files.breaks = (each) => each === number;
          const name = `${task}, call ${number}`;
          const result = await inTime(name, work());
          struck = files.calls.length >= number;
          if (struck && !result.ok) assert.match(result.failure.params?.reason ?? '', /^E/, name);
          assert.equal(files.openHandles, 0, name);
        }
      }
    } finally {
      await server.close();
      at.remove();
    }
  });
});

/** Undefined when the run could not begin. */
async function runToEnd({ at, options, plan }: World): Promise<RunEnd | undefined> {
  const begun = await at.engine.startRun(plan, options);
  if (!begun.ok) return undefined;
  const end = await begun.value.done;
  // May be refused by the disk; it must not be left half done.
  await at.engine.writeResults(end.runId);
  return end;
}

/** What the end, the journal and the results say of each row is what the server saw. */
async function assertTruth(
  { at, server, options, mayLitter }: World,
  end: RunEnd | undefined,
): Promise<void> {
  const arrived = new Set(
    server.requests.filter(({ method }) => method === 'PUT').map((each) => customerOf(each.path)),
  );
  const { runs, damaged } = await at.engine.listRuns();
  assert.deepEqual(damaged, []);
  if (end) {
    assert.equal(end.total, end.updated + end.failed + end.skipped + end.inDoubt + end.remaining);
    assert.ok(end.updated <= server.puts.size, `${end.updated} updated, ${server.puts.size} applied`);
    assert.ok(end.remaining <= count - arrived.size, `${end.remaining} remain, ${arrived.size} arrived`);
    assert.deepEqual([end.failed, end.skipped], [0, 0]);
    assert.equal(runs.length, 1);
    // Whoever is told that all is done need not look again: the journal says it too.
    if (end.state === 'completed')
      assert.deepEqual({ ...runs[0], ...countsOf(end) }, { ...runs[0], state: 'completed' });
  } else {
    assert.equal(arrived.size, 0, 'a run that did not begin sent something');
    if (mayLitter !== true) assert.deepEqual(runs, [], 'a run that did not begin can be resumed');
  }
  const [run] = runs;
  if (!run) return;
  const results = await at.engine.writeResults(run.runId);
  assert.ok(results.ok, JSON.stringify(results));
  const [head = '', ...lines] = readFileSync(results.value, 'utf8')
    .replace('\uFEFF', '')
    .trimEnd()
    .split('\n');
  assert.equal(lines.length, count);
  const column = head.split(',').indexOf('outcome');
  for (const line of lines) {
    const cells = line.split(',');
    const [customer = '', outcome = ''] = [cells[1], cells[column]];
    if (outcome === 'updated') assert.ok(server.puts.has(customer), `${line}: never applied`);
    else if (outcome === 'open') assert.ok(!arrived.has(customer), `${line}: did arrive`);
    else assert.match(outcome, /^(?:in-doubt|unfinished)$/, line);
  }
  assert.equal(run.connection.origin, options.client.baseUrl);
}

/** Resumes, or begins where there is nothing to resume; every row arrives, none that was finished again. */
async function assertFinishes(
  { at, server, options, plan, mostResends }: World,
  account: Account,
): Promise<void> {
  const [run] = (await at.engine.listRuns()).runs;
  if (run) account.takeDown(journalOf(path.join(at.folder, 'runs'), run.runId));
  const handle: Result<RunHandle> = run
    ? await at.engine.resumeRun(run.runId, { ...options, onUnknown: 'resend' })
    : await at.engine.startRun(plan, options);
  assert.ok(handle.ok, JSON.stringify(handle));
  account.checkEnd(await handle.value.done, count, mostResends);
  assert.equal(server.puts.size, count);
}

function countsOf({ updated, inDoubt, remaining }: RunEnd): Partial<RunEnd> {
  return { updated, inDoubt, remaining };
}

function assertNothingLeft({ files, at, mayLitter }: World, timers: number): void {
  assert.equal(files.openHandles, 0, 'files are open');
  assert.equal(timersNow(), timers, 'timers are set');
  const names = readdirSync(at.folder, { recursive: true }).map(String);
  const litter = names.filter((each) =>
    (mayLitter === true ? /\.(?:lock|owner)$/ : /\.(?:lock|owner|tmp)$/).test(each),
  );
  assert.deepEqual(litter, []);
}

/** Timers that keep the process alive. */
function timersNow(): number {
  return process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;
}

async function inTime<T>(name: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const hung = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${name} hangs`));
    }, hangsAfterMs);
  });
  return Promise.race([work, hung]).finally(() => {
    clearTimeout(timer);
  });
}
