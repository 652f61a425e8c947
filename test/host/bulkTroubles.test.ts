import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { before, describe, it } from 'mocha';
import type { BulkOutcome } from '../../src/core/outcome.js';
import { errorBody } from '../support/faultServer/index.js';
import { outputMatching } from '../ui/support/outputLog.js';
import { answers, rows, useBulkSystem } from './support/bulkSystem.js';
import { assertRefusedBulk, bulkUpdate, counts, useFiles } from './support/bulk.js';
import { run } from './support/commands.js';
import { puts } from './support/servers.js';
import { storageFolder, userDataFolder } from './support/userData.js';

const lockHolder = fileURLToPath(new URL('../support/bulk/lockChild.js', import.meta.url));

describe('a bulk run in trouble', () => {
  const { system, start } = useBulkSystem();
  const file = useFiles();
  let userData: string;
  let runs: string;

  before(async function () {
    // The editor has to open its settings for this, which takes long on a cold machine.
    this.timeout(120_000);
    userData = await userDataFolder();
    runs = path.join(await storageFolder(), 'bulk');
  });

  const resume = (runId: string): Promise<BulkOutcome> => run('thulium.resumeBulkUpdate', { runId });

  /** A run that its system stopped at the first row. */
  async function stopped(server: Awaited<ReturnType<typeof system>>): Promise<string> {
    server.script(answers(errorBody(401, 'Bad password')));
    const outcome = await bulkUpdate({ file: file('s.csv', rows(20)) });
    assert.equal(outcome.state, 'stopped');
    server.script(answers());
    return outcome.runId;
  }

  it('is left to the window that runs it, and taken over when that one is dead', async () => {
    const server = await system();
    const runId = await stopped(server);
    const sent = puts(server).length;
    const holder = spawn(process.execPath, [lockHolder, 'hold', path.join(runs, runId, 'run')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [said] = (await once(holder.stdout, 'data')) as [Buffer];
    assert.equal(said.toString().trim(), 'held');
    assertRefusedBulk(await resume(runId), 'run-locked');
    assert.equal(puts(server).length, sent);
    const gone = once(holder, 'close');
    holder.kill('SIGKILL');
    await gone;
    assert.deepEqual(counts(await resume(runId)), [20, 0, 0, 0, 0]);
  });

  it('is not resumed by a journal that was damaged in the middle', async () => {
    const server = await system();
    const runId = await stopped(server);
    const sent = puts(server).length;
    const journal = path.join(runs, runId, 'journal.jsonl');
    const lines = readFileSync(journal, 'utf8').split('\n');
    writeFileSync(journal, lines.with(1, (lines[1] ?? '').replace('"from":0', '"from":1')).join('\n'));
    const refused = await resume(runId);
    assertRefusedBulk(refused, 'journal-damaged');
    assert.equal(puts(server).length, sent);
    assertRefusedBulk(await run('thulium.undoBulkUpdate', { runId }), 'journal-damaged');
  });

  it('waits while the network is gone, probes, and goes on without a failed row', async () => {
    const server = await system();
    const running = bulkUpdate({ file: file('offline.csv', rows(60)), concurrency: 2 });
    await server.waitForRequests(30);
    await server.close();
    await outputMatching(userData, 'Thulium', /offline\.csv: .*no network, trying again/);
    const back = await start({ port: server.port });
    back.script(answers());
    const outcome = await running;
    assert.equal(outcome.state, 'completed', JSON.stringify(outcome));
    assert.deepEqual(counts(outcome), [60, 0, 0, 0, 0]);
    assert.equal(new Set([...puts(server), ...puts(back)].map(({ target }) => target)).size, 60);
  });
});
