import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import type { RunningServer } from '../../../src/simulator/server/server.js';
import { checkSeed, parseSeed, seedJsonSchema, SeedError } from '../../../src/simulator/seed/seedFile.js';
import { controlCall, curlUser, noon, startTestServer } from './support/running.js';

const list = z.array(z.record(z.string(), z.unknown()));

describe('simulator: control over HTTP', function () {
  this.timeout(30_000);
  let server: RunningServer;
  before(async () => {
    server = await startTestServer();
  });
  beforeEach(() => {
    server.control.reset();
  });
  after(() => server.close());

  const put = (body: string) =>
    curlUser(
      '-X',
      'PUT',
      '-H',
      'Content-Type: application/json',
      '-d',
      body,
      `${server.url}/api/crm_outbounds/00001/records/441`,
    );

  it('lists requests with their messages, those after a number too, and forgets them', async () => {
    await put('{"status_id":"33"}');
    await put('{"status_id":"3"}');
    const all = list.parse((await controlCall(server, 'GET', 'requests')).body);
    assert.equal(all.length, 2);
    assert.equal(all[0]?.body, '{"status_id":"33"}');
    const [diagnosis] = list.parse(all[0].diagnosis);
    assert.equal(diagnosis?.code, 'status-unknown');
    assert.match(String(diagnosis.message), /33/);
    const later = await controlCall(server, 'GET', `requests?after=${String(all[0].sequence)}`);
    assert.equal(list.parse(later.body).length, 1);
    assert.equal((await controlCall(server, 'DELETE', 'requests')).status, 204);
    assert.deepEqual((await controlCall(server, 'GET', 'requests')).body, []);
  });

  it('reads and sets records', async () => {
    const fields = { last_note: 'Zażółć', call_date: '2018-05-01 10:00' };
    const set = await controlCall(server, 'POST', 'records', {
      campaignId: '00001',
      customerId: '441',
      fields,
    });
    assert.equal(set.status, 200);
    const read = await controlCall(server, 'GET', 'records?campaignId=00001&customerId=441');
    assert.equal(list.parse(read.body)[0]?.last_note, 'Zażółć');
    const none = await controlCall(server, 'POST', 'records', {
      campaignId: '00001',
      customerId: '1',
      fields,
    });
    assert.equal(none.status, 400);
    const odd = await controlCall(server, 'POST', 'records', {
      campaignId: '00001',
      customerId: '441',
      fields: { x: 1 },
    });
    assert.equal(odd.status, 400);
  });

  it('fixes the clock and lets it run', async () => {
    assert.deepEqual((await controlCall(server, 'GET', 'clock')).body, {
      now: '2018-05-24T10:00:00.000Z',
      fixed: true,
    });
    const set = await controlCall(server, 'PUT', 'clock', { now: '2030-01-01T00:00:00+01:00' });
    assert.deepEqual(set.body, { now: '2029-12-31T23:00:00.000Z', fixed: true });
    const running = z
      .object({ fixed: z.boolean() })
      .parse((await controlCall(server, 'DELETE', 'clock')).body);
    assert.equal(running.fixed, false);
    assert.equal((await controlCall(server, 'PUT', 'clock', { now: 'tomorrow' })).status, 400);
  });

  it('injects and clears faults', async () => {
    const added = await controlCall(server, 'POST', 'faults', { kind: 'status', status: 500, count: 3 });
    assert.equal(list.parse(added.body)[0]?.remaining, 3);
    assert.equal((await put('{"status_id":"3"}')).status, 500);
    assert.equal((await controlCall(server, 'GET', 'faults')).status, 200);
    assert.equal((await controlCall(server, 'DELETE', 'faults')).status, 204);
    assert.equal((await put('{"status_id":"3"}')).status, 204);
    assert.equal((await controlCall(server, 'POST', 'faults', { kind: 'fire' })).status, 400);
  });

  it('clears one fault by its id, and none for what is no id', async () => {
    await controlCall(server, 'POST', 'faults', { kind: 'status' });
    const [one, other] = server.control.addFault({ kind: 'html' });
    for (const wrong of ['', 'x', '-1', '1e3'])
      assert.equal((await controlCall(server, 'DELETE', `faults?id=${wrong}`)).status, 400, wrong);
    assert.equal((await controlCall(server, 'DELETE', `faults?id=${String(one?.id)}`)).status, 204);
    assert.deepEqual(
      server.control.listFaults().map(({ id }) => id),
      [other?.id],
    );
  });

  it('reads and sets switches', async () => {
    await controlCall(server, 'PUT', 'switches', { successStatus: 200 });
    assert.equal((await put('{"status_id":"3"}')).status, 200);
    const read = z.record(z.string(), z.unknown()).parse((await controlCall(server, 'GET', 'switches')).body);
    assert.deepEqual([read.successStatus, read.emptyString], [200, 'clears']);
  });

  it('saves the state as a seed, loads it, and resets to it', async () => {
    await put('{"status_id":"4"}');
    const saved = checkSeed((await controlCall(server, 'GET', 'seed')).body);
    await put('{"status_id":"3"}');
    assert.equal((await controlCall(server, 'PUT', 'seed', saved)).status, 204);
    const status = () => server.control.listRecords({ campaignId: '00001', customerId: '441' })[0]?.status_id;
    assert.equal(status(), '4');
    await put('{"status_id":"3"}');
    assert.equal((await controlCall(server, 'POST', 'reset')).status, 204);
    assert.equal(status(), '4');
    server.control.setSeed({ clock: noon });
  });

  it('refuses a seed with the place of the mistake, and keeps its data', async () => {
    const answer = await controlCall(server, 'POST', 'seed', { campaigns: [{ id: '1' }] });
    assert.equal(answer.status, 400);
    assert.match(JSON.stringify(answer.body), /campaigns\.0\.id/);
    assert.equal((await put('{"status_id":"3"}')).status, 204);
    assert.throws(() => parseSeed('{'), SeedError);
    assert.deepEqual(parseSeed('\uFEFF{"random": 3}'), { random: 3 });
    assert.match(JSON.stringify(seedJsonSchema()), /"ignoredField"/);
  });

  it('puts the faults of a seed in force, again after a reset, and saves what they would still hit', async () => {
    server.control.setSeed({ clock: noon, faults: [{ kind: 'status', status: 502, count: 2 }] });
    const status = async (): Promise<number> => (await curlUser(`${server.url}/api/outbounds`)).status;
    assert.deepEqual([await status(), server.control.getSeed().faults?.[0]?.count], [502, 1]);
    assert.deepEqual([await status(), await status()], [502, 200]);
    server.control.reset();
    assert.equal(server.control.listFaults()[0]?.remaining, 2);
    server.control.setSeed({ clock: noon });
    assert.deepEqual(server.control.listFaults(), []);
  });

  it('media/seed-file.schema.json is what scripts/manifest.js makes of the schema', () => {
    const file = path.resolve('media/seed-file.schema.json');
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), JSON.parse(JSON.stringify(seedJsonSchema())));
  });

  it('invents customers and records for campaigns that come alone', () => {
    const { campaigns = [] } = server.control.getSeed();
    const [first] = campaigns;
    assert.ok(first);
    server.control.setSeed({ clock: noon, campaigns: [{ ...first, id: 'XYZ01' }] });
    assert.equal(server.control.listRecords({ campaignId: 'XYZ01' }).length, 420);
    server.control.setSeed({ clock: noon });
  });

  it('names the calls there are', async () => {
    assert.equal((await controlCall(server, 'GET', 'nothing')).status, 404);
    assert.equal((await controlCall(server, 'GET', 'reset')).status, 405);
    assert.equal((await controlCall(server, 'GET', 'constructor')).status, 404);
  });
});
