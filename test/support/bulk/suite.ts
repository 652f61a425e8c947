import assert from 'node:assert/strict';
import type { RunEnd, RunHandle } from '../../../src/bulk/run/run.js';
import type { Result } from '../../../src/core/errors.js';
import { bench, client, sending, virtualClock, type Bench } from './engine.js';
import { startServer, type CountingServer } from './server.js';

/** What each test of a suite starts with. */
export interface Suite {
  server: CountingServer;
  at: Bench;
  clock: ReturnType<typeof virtualClock>;
  /** Plans a text as `in.csv` and sends it to the end. */
  send(text: string, more?: Parameters<typeof sending>[1]): Promise<RunEnd>;
}

/** A new server and bench for each test, their time virtual. Call inside `describe`. */
export function useSuite(): Suite {
  const suite = { send } as Suite;
  async function send(text: string, more: Parameters<typeof sending>[1] = {}): Promise<RunEnd> {
    const { at, server } = suite;
    const plan = await at.plan(at.file('in.csv', text), { client: client(server.url) });
    return started(await at.engine.startRun(plan, sending(client(server.url), more))).done;
  }
  beforeEach(async () => {
    suite.server = await startServer();
    suite.clock = virtualClock();
    suite.at = bench({ clock: suite.clock, random: () => 0.5 });
  });
  afterEach(async () => {
    await suite.server.close();
    suite.at.remove();
  });
  return suite;
}

/** A run that began. */
export function started(result: Result<RunHandle>): RunHandle {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

/** Updated, failed, skipped, in doubt, remaining; they make the total. */
export function counts(end: RunEnd): number[] {
  const { total, updated, failed, skipped, inDoubt, remaining } = end;
  assert.equal(total, updated + failed + skipped + inDoubt + remaining);
  return [updated, failed, skipped, inDoubt, remaining];
}
