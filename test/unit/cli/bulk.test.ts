import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { BulkOutcome } from '../../../src/core/outcome.js';
import type { RunningServer } from '../../../src/simulator/server/server.js';
import { credentials, startTestServer } from '../simulator/support/running.js';
import { cli, ended, envOf, startCli, useFolder } from './support/cli.js';

const campaignId = '00001';
const password = credentials.password;

describe('thulium-records bulk', function () {
  this.timeout(120_000);
  const { path: folder, write } = useFolder();
  let server: RunningServer;
  beforeEach(async () => {
    server = await startTestServer();
  });
  afterEach(() => server.close());

  const puts = (): number => server.control.listRequests().filter(({ method }) => method === 'PUT').length;
  const run = (args: string[], env = envOf(server)): ReturnType<typeof cli> =>
    cli(['bulk', ...args], { env, cwd: folder() });
  const outcomeOf = (stdout: string): BulkOutcome =>
    JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as BulkOutcome;

  /** A file with a row for each record on which nobody works, all to get another order. */
  function fileOf(): { file: string; ids: string[]; before: Map<string, unknown> } {
    const records = server.control.listRecords({ campaignId });
    for (const { customer_id } of records)
      server.control.setRecord(campaignId, customer_id, { order: '7', status_id: '3' });
    const ids = records.map(({ customer_id }) => customer_id);
    const rows = ids.map((id) => `${campaignId},${id},60`).join('\n');
    const before = new Map(ids.map((id) => [id, orderOf(id)]));
    return { file: write('rows.csv', `campaign_id,customer_id,order\n${rows}\n`), ids, before };
  }

  const orderOf = (id: string): unknown =>
    server.control.listRecords({ campaignId, customerId: id }).map(({ order }) => order)[0];

  it('sends a file, writes the results beside it, and restores it by command', async () => {
    const { file, ids, before } = fileOf();
    const sent = await run([file, '--requests-per-second', '0', '--json']);
    assert.equal(sent.code, 0, sent.stderr);
    const outcome = outcomeOf(sent.stdout);
    assert.deepEqual([outcome.state, outcome.updated, outcome.total], ['completed', ids.length, ids.length]);
    assert.ok(readFileSync(outcome.resultsFile ?? '', 'utf8').includes('updated'));
    assert.ok(ids.every((id) => orderOf(id) === '60'));
    const restored = await run(['restore', '--requests-per-second', '0']);
    assert.equal(restored.code, 0, restored.stderr);
    assert.ok(ids.every((id) => orderOf(id) === before.get(id)));
    const listed = await run(['list', '--json']);
    const { runs } = JSON.parse(listed.stdout) as { runs: { kind: string }[] };
    assert.deepEqual(runs.map(({ kind }) => kind).sort(), ['restore', 'update']);
  });

  it('killed in the middle it is resumed, every row accounted for and none sent twice', async () => {
    const { file, ids } = fileOf();
    const child = startCli(['bulk', file, '--requests-per-second', '40'], {
      env: envOf(server),
      cwd: folder(),
    });
    const end = ended(child);
    while (puts() < 5) await new Promise((resolve) => setImmediate(resolve));
    child.kill('SIGKILL');
    await end;
    assert.ok(puts() < ids.length);
    const resumed = await run(['resume', '--requests-per-second', '0', '--json']);
    assert.equal(resumed.code, 0, resumed.stderr);
    const { updated, total } = outcomeOf(resumed.stdout);
    assert.deepEqual([updated, total], [ids.length, ids.length]);
    assert.ok(ids.every((id) => orderOf(id) === '60'));
  });

  it('an interrupt ends it with 130, to be resumed', async () => {
    const { file, ids } = fileOf();
    const child = startCli(['bulk', file, '--requests-per-second', '40'], {
      env: envOf(server),
      cwd: folder(),
    });
    const end = ended(child);
    while (puts() < 3) await new Promise((resolve) => setImmediate(resolve));
    child.kill('SIGINT');
    const { code, stdout, stderr } = await end;
    assert.equal(code, 130, stderr);
    const { remaining, runId } = outcomeOf(stdout);
    assert.ok(remaining > 0);
    assert.match(stderr, new RegExp(`bulk resume ${runId}`));
    const resumed = await run(['resume', runId, '--requests-per-second', '0', '--json']);
    assert.equal(outcomeOf(resumed.stdout).updated, ids.length);
  });

  it('--dry-run, --expected-rows and --max-rows: another number, and nothing is sent', async () => {
    const { file, ids } = fileOf();
    const dry = await run([file, '--dry-run', '--json']);
    assert.deepEqual([dry.code, outcomeOf(dry.stdout).updated], [0, ids.length]);
    for (const args of [
      ['--expected-rows', '1'],
      ['--max-rows', '2'],
      ['--max-failed', '200%'],
      ['--expected-rows', 'x'],
      ['--fix', 'nonsense'],
      ['--mapping', '{"x": "y"}'],
      ['--encoding', 'ebcdic'],
    ]) {
      const refused = await run([file, ...args]);
      assert.equal(refused.code, 2, `${args.join(' ')}: ${refused.stderr}`);
    }
    assert.equal(puts(), 0);
  });

  it('stops at --max-failed with 4, and can be resumed', async () => {
    const { file } = fileOf();
    server.control.addFault({ kind: 'status', status: 400 });
    const stopped = await run([file, '--max-failed', '5', '--requests-per-second', '0', '--json']);
    assert.equal(stopped.code, 4, stopped.stderr);
    const { failed, remaining } = outcomeOf(stopped.stdout);
    assert.ok(failed > 5 && failed <= 10 && remaining > 0, stopped.stdout);
  });

  it('repairs columns and takes a campaign and fields for all rows, as told', async () => {
    const file = write('ids.csv', 'customer_id\n441\n');
    const sent = await run([
      file,
      '--campaign',
      campaignId,
      '--next-call-date',
      '{{monday 09:00}}',
      '--json',
    ]);
    assert.equal(sent.code, 0, sent.stderr);
    const [record] = server.control.listRecords({ campaignId, customerId: '441' });
    assert.match(String(record?.next_call_date), /09:00$/);
    const zeros = write('zeros.csv', 'campaign_id,customer_id,order\n1,441,9\n');
    assert.equal((await run([zeros, '--json'])).code, 2);
    assert.equal((await run([zeros, '--fix', 'campaign-zeros', '--json'])).code, 0);
  });

  it('lets nobody in with a wrong password, and shows no secret anywhere', async () => {
    const { file } = fileOf();
    const wrong = await run([file], envOf(server, 'geheim-w3'));
    assert.equal(wrong.code, 3, wrong.stderr);
    assert.equal(puts(), 0);
    const sent = await run([file, '--requests-per-second', '0']);
    const files = readdirSync(folder(), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
    for (const text of [...files, wrong.stderr, sent.stdout, sent.stderr])
      assert.ok(!text.includes(password) && !text.includes('geheim-w3'));
  });

  it('resumes, retries and restores nothing beyond this machine without --allow-writes, nor on another system', async () => {
    const { file } = fileOf();
    assert.equal((await run([file, '--requests-per-second', '0'])).code, 0);
    const sent = puts();
    const elsewhere = envOf({ url: 'https://thulium.invalid' });
    for (const command of ['resume', 'retry', 'restore']) {
      const refused = await run([command], elsewhere);
      assert.equal(refused.code, 2);
      assert.match(refused.stderr, /--allow-writes/);
      const { code, stderr } = await run([command, '--allow-writes', '--max-rows', '10'], elsewhere);
      assert.equal(code, 2, stderr);
    }
    assert.equal(puts(), sent);
  });
});
