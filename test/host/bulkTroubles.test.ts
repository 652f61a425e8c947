import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { before, describe, it } from 'mocha';
import type { BulkOutcome } from '../../src/core/outcome.js';
import { errorBody, hold, status } from '../support/faultServer/index.js';
import { outputMatching } from '../ui/support/outputLog.js';
import { answers, rows, useBulkSystem } from './support/bulkSystem.js';
import { assertRefusedBulk, bulkUpdate, counts, useFiles } from './support/bulk.js';
import { run } from './support/commands.js';
import { freshName, username } from './support/connections.js';
import { dismissing } from './support/questions.js';
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
    assertRefusedBulk(await run('thulium.restoreBulkUpdate', { runId }), 'journal-damaged');
  });

  it('waits while the network is gone, probes, and goes on without a failed row', async () => {
    const server = await system();
    const running = bulkUpdate({ file: file('offline.csv', rows(60)), concurrency: 2 });
    await server.waitForRequests(30);
    await server.close();
    await outputMatching(userData, 'Thulium', /offline\.csv: .*no network, retrying/);
    const back = await start({ port: server.port });
    back.script(answers());
    const outcome = await running;
    assert.equal(outcome.state, 'completed', JSON.stringify(outcome));
    assert.deepEqual(counts(outcome), [60, 0, 0, 0, 0]);
    assert.equal(new Set([...puts(server), ...puts(back)].map(({ target }) => target)).size, 60);
  });

  it('waits for a password that vanishes in mid-run, fails no row for it, and goes on with the new one', async () => {
    const server = await system();
    let begin = (): void => undefined;
    let goOn = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const vanished = new Promise<void>((resolve) => (goOn = resolve));
    const held = hold(() => {
      begin();
      return vanished;
    }, status(204));
    server.script(answers(held));
    const running = dismissing(bulkUpdate({ file: file('vanished.csv', rows(12)), concurrency: 2 }));
    await begun;
    const edit = (change: Readonly<Record<string, unknown>>): Promise<unknown> =>
      run('thulium.editConnection', {
        connection: server.connectionId,
        name: freshName(),
        username,
        ...change,
      });
    // The password is kept for one address: on the way there and back it is lost.
    await edit({ baseUrl: 'http://127.0.0.1:9' });
    await edit({ baseUrl: server.origin });
    goOn();
    await outputMatching(userData, 'Thulium', /vanished\.csv: .*no password in the secret storage/);
    assert.ok(puts(server).length <= 2, `${puts(server).length} rows were sent`);
    await edit({ baseUrl: server.origin, password: 'changed' });
    const journal = (runId: string): string => readFileSync(path.join(runs, runId, 'journal.jsonl'), 'utf8');
    await resume(readdirSync(runs).find((runId) => journal(runId).includes('vanished.csv')) ?? '');
    const outcome = await running;
    assert.equal(outcome.state, 'completed', JSON.stringify(outcome));
    assert.deepEqual(counts(outcome), [12, 0, 0, 0, 0]);
    const sent = puts(server);
    assert.deepEqual([sent.length, new Set(sent.map(({ target }) => target)).size], [12, 12]);
    assert.equal(new Set(sent.map(({ headers }) => headers.authorization)).size, 2);
  });
});
