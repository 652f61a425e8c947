import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import type { RunningServer } from '../../../src/simulator/server/server.js';
import { controlCall, curlUser, startTestServer } from '../simulator/support/running.js';
import { cli, envOf, useFolder } from './support/cli.js';

describe('thulium-records: single records, lists, checks and explanations', function () {
  this.timeout(60_000);
  const { path: folder, write } = useFolder();
  let server: RunningServer;
  beforeEach(async () => {
    server = await startTestServer();
  });
  afterEach(() => server.close());
  const run = (...args: string[]): ReturnType<typeof cli> => cli(args, { env: envOf(server), cwd: folder() });
  const puts = (): number => server.control.listRequests().filter(({ method }) => method === 'PUT').length;

  it('shows a record without what tells of the customer, unless asked for', async () => {
    const shown = await run('show', '00001', '441', '--json');
    assert.equal(shown.code, 0, shown.stderr);
    const keys = Object.keys(JSON.parse(shown.stdout) as object);
    assert.ok(keys.includes('status_id') && !keys.includes('phone_number') && !keys.includes('last_note'));
    const all = await run('show', '00001', '441', '--json', '--include-personal-data');
    assert.match(all.stdout, /phone_number/);
    assert.equal((await run('show', '00001', '999999')).code, 1);
    assert.equal((await run('show', '1', '441')).code, 2);
  });

  it('updates a record, and with --dry-run sends nothing', async () => {
    const dry = await run('update', '00001', '441', '--order', '5', '--dry-run', '--json');
    assert.deepEqual([dry.code, puts()], [0, 0]);
    const sent = await run('update', '00001', '441', '--next-call-date', '{{monday 09:00}}', '--json');
    assert.equal(sent.code, 0, sent.stderr);
    assert.equal((JSON.parse(sent.stdout) as { outcome: string }).outcome, 'updated');
    assert.equal((await run('update', '00001', '441', '--order', '1.5')).code, 2);
    assert.equal((await run('update', '00001', '441')).code, 2);
  });

  it('leaves a record alone that is marked Do not call, unless told', async () => {
    const seed = server.control.getSeed();
    const status = seed.campaigns
      ?.find(({ id }) => id === '00001')
      ?.statuses.find(({ system_status }) => system_status === 'NO_CALL');
    assert.ok(status);
    server.control.setRecord('00001', '441', { status_id: status.status_id });
    const refused = await run('update', '00001', '441', '--status-id', '3');
    assert.deepEqual([refused.code, puts()], [2, 0]);
    const told = await run('update', '00001', '441', '--status-id', '3', '--include-do-not-call');
    assert.equal(told.code, 0, told.stderr);
  });

  it('lists a campaign as CSV, every page of it', async () => {
    const listed = await run('list', '00001');
    assert.equal(listed.code, 0, listed.stderr);
    const lines = listed.stdout.trimEnd().split('\r\n');
    assert.match(lines[0] ?? '', /^campaign_id,record_id,customer_id/);
    assert.equal(lines.length - 1, server.control.listRecords({ campaignId: '00001' }).length);
    const some = await run('list', '00001', '--status', '3');
    assert.ok(some.stdout.split('\r\n').length < lines.length);
  });

  it('exports statuses, and checks files against them without asking anyone', async () => {
    const exported = await run('statuses', 'export');
    assert.equal(exported.code, 0);
    const statuses = write('statuses.json', exported.stdout);
    const good = write('good.csv', 'campaign_id,customer_id,status_id\n00001,441,3\n');
    const bad = write('bad.csv', 'campaign_id,customer_id,status_id\n00001,441,77\n');
    const fields = { status_id: '77' };
    write('bad.thulium.json', { updates: [{ campaignId: '00001', customerId: '441', fields }] });
    const before = server.control.listRequests().length;
    const fine = await run('check', good, '--statuses', statuses);
    assert.equal(fine.code, 0, fine.stdout + fine.stderr);
    const wrong = await run('check', bad, '*.thulium.json', '--statuses', statuses);
    assert.equal(wrong.code, 1);
    assert.match(wrong.stdout, /bad\.csv:2: error: .*77/);
    assert.match(wrong.stdout, /bad\.thulium\.json:1:\d+: error: .*77/);
    assert.equal(server.control.listRequests().length, before);
  });

  it('explains a request that was refused, from a file and from the standard input', async () => {
    const text = `curl -X PUT https://acme.thulium.com/api/crm_outbounds/00001/records/441 -u a:s3cret-pw -d 'status_id=3'`;
    const explained = await cli(['explain', '--json'], { input: text });
    assert.match(explained.stdout, /body-form-encoded|content-type/);
    assert.doesNotMatch(explained.stdout + explained.stderr, /s3cret-pw/);
    const none = await cli(['explain', write('x.txt', 'hello')]);
    assert.equal(none.code, 2);
  });

  it('verify tells how often a request came, and with what', async () => {
    const url = `${server.url}/api/crm_outbounds/00001/records/441`;
    await curlUser('-X', 'PUT', '-H', 'Content-Type: application/json', '-d', '{"order":5}', url);
    const verify = async (expected: object): Promise<unknown> =>
      (await controlCall(server, 'POST', 'verify', expected)).body;
    const path = '/crm_outbounds/00001/records/441';
    const sequences = [1];
    assert.deepEqual(await verify({ method: 'put', path, body: { order: '5' }, times: 1 }), {
      verified: true,
      count: 1,
      sequences,
    });
    assert.deepEqual(await verify({ method: 'PUT', times: 2 }), { verified: false, count: 1, sequences });
    assert.deepEqual(await verify({ method: 'DELETE', atMost: 0 }), {
      verified: true,
      count: 0,
      sequences: [],
    });
    assert.equal((await controlCall(server, 'POST', 'verify', { nonsense: 1 })).status, 400);
  });

  it('refuses to let certificates go unchecked', async () => {
    writeFileSync(`${folder()}/.env`, '');
    const env = { ...envOf({ url: 'https://thulium.invalid' }), NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const refused = await cli(['show', '00001', '441'], { env });
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /NODE_EXTRA_CA_CERTS/);
  });
});
