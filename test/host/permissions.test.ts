import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { choose, errorBody, hold, ok, silent, status, type Behaviour } from '../support/faultServer/index.js';
import { assertRefused, run, updateRecord } from './support/commands.js';
import { errorOf, useConnections } from './support/connections.js';
import { puts, record, statuses, useServers } from './support/servers.js';
import { useSettings } from './support/settings.js';

interface Report {
  ok: boolean;
  checks: { call: string; allowed: boolean }[];
}

const calls = {
  'GET outbounds': /\/outbounds$/,
  'GET outbounds/:id/statuses': /\/statuses$/,
  'GET outbounds/:id/agents': /\/agents$/,
  'GET crm_outbounds/:id/records': /\/records\?/,
  'GET crm_outbounds/:id/records/:customer_id': /\/records\/\d+$/,
  'GET customers': /\/customers\?/,
} as const;
type Call = keyof typeof calls;
const allCalls = Object.keys(calls) as Call[];

/** What each of these costs an update, as `unchecked` names it. */
const uncheckedBy: Partial<Record<Call, string[]>> = {
  'GET outbounds/:id/statuses': ['statuses'],
  'GET crm_outbounds/:id/records/:customer_id': ['record-after', 'record-before'],
};

/** The documented system, in which this API user may not make some of the reads. */
function limited(
  refused: readonly Call[],
  change: { statuses?: Behaviour; agents?: Behaviour } = {},
): Behaviour {
  return choose(({ method, target }) => {
    if (method === 'PUT') return status(204);
    if (refused.some((call) => calls[call].test(target))) return errorBody(403, 'Forbidden.');
    if (target.endsWith('/statuses')) return change.statuses ?? status(200, statuses);
    if (target.endsWith('/agents')) return change.agents ?? status(200, [{ login: 'j.doe' }]);
    if (target.endsWith('/outbounds')) return status(200, [{ id: '00001', name: 'Odnowienia' }]);
    if (target.endsWith('/stats')) return status(200, []);
    if (target.includes('/customers')) return status(200, [{ customer_id: 441 }]);
    return target.includes('/records?') ? status(200, { count: 1, result: [record] }) : status(200, record);
  });
}

describe('an API user who may not make every call', () => {
  const start = useServers();
  const connect = useConnections();
  const set = useSettings();

  for (const refused of [...allCalls.map((call) => [call]), allCalls]) {
    const name = refused.length > 1 ? 'any of the reads' : refused.join();
    it(`updates a record without ${name}, and hears what could not be checked`, async () => {
      const server = await start();
      server.script(limited(refused));
      await connect(server.origin);
      const outcome = await updateRecord();
      assert.equal(outcome.outcome, 'updated', JSON.stringify(outcome));
      assert.deepEqual(
        [...(outcome.unchecked ?? [])].sort(),
        refused.flatMap((call) => uncheckedBy[call] ?? []).sort(),
      );
      assert.equal(puts(server).length, 1);
    });

    it(`learns from the test of the connection that ${name} is not allowed`, async () => {
      const server = await start();
      server.script(limited(refused));
      const connection = await connect(server.origin);
      const report = await run<Report>('thulium.testConnection', { connection });
      assert.equal(report.ok, true);
      const denied = report.checks.filter(({ call, allowed }) => !allowed && call.startsWith('GET'));
      assert.deepEqual(denied.map(({ call }) => call).sort(), [...refused].sort());
    });
  }

  it('is not asked again for what was refused: a second update makes one call', async () => {
    const server = await start();
    server.script(limited(allCalls));
    await connect(server.origin);
    await updateRecord();
    const before = server.requests.length;
    assert.equal((await updateRecord()).outcome, 'updated');
    assert.deepEqual(
      server.requests.slice(before).map(({ method }) => method),
      ['PUT'],
    );
  });

  it('waits for reads that never answer no longer than five seconds', async () => {
    const server = await start();
    await set({ verifyAfterUpdate: false });
    server.script(choose(({ method }) => (method === 'PUT' ? status(204) : silent())));
    await connect(server.origin);
    const began = performance.now();
    const outcome = await updateRecord();
    assert.equal(outcome.outcome, 'updated', JSON.stringify(outcome));
    assert.deepEqual([...(outcome.unchecked ?? [])].sort(), ['record-before', 'statuses']);
    assert.ok(performance.now() - began < 15_000);
  });

  for (const [name, reads] of [
    ['500', errorBody(500)],
    ['an HTML page', ok({ body: '<html></html>', headers: { 'content-type': 'text/html' } })],
    ['another shape', status(200, 'nothing of the kind')],
  ] as const) {
    it(`updates a record although every read answers ${name}`, async () => {
      const server = await start();
      await set({ maxAttempts: 1 });
      server.script(choose(({ method }) => (method === 'PUT' ? status(204) : reads)));
      await connect(server.origin);
      const outcome = await updateRecord();
      assert.equal(outcome.outcome, 'updated', JSON.stringify(outcome));
      assert.ok((outcome.unchecked ?? []).includes('statuses'));
    });
  }
});

describe('large and odd lists', () => {
  const start = useServers();
  const connect = useConnections();

  const many = Array.from({ length: 2000 }, (_, index) => ({
    status_id: String(index + 1),
    dictionary_status_id: index + 5000,
    name: index % 2 === 0 ? `Zażółć <b>gęślą</b> jaźń $(trash) ${String(index)}` : `Status ${String(index)}`,
    system_status: index === 1999 ? 'MY_RECORD' : 'CALL',
  }));

  it('holds an update against 2,000 statuses, whatever they are called', async () => {
    const server = await start();
    server.script(limited([], { statuses: status(200, many) }));
    await connect(server.origin);
    assert.equal((await updateRecord({ fields: { status_id: '1' } })).outcome, 'updated');
    const refused = await updateRecord({ fields: { status_id: '2000' } });
    assertRefused(refused, 'invalid-input', 'agent_login');
    const mismatch = await updateRecord({ fields: { status_id: '1', dictionary_status_id: '5002' } });
    assert.equal(mismatch.outcome, 'updated');
    assert.equal(puts(server).length, 2);
  });

  it('names the status in a refusal as it is written', async () => {
    const server = await start();
    const name = 'Mój <i>rekord</i> [x](command:quit)';
    const odd = [{ status_id: '7', dictionary_status_id: null, name, system_status: 'MY_RECORD' }];
    server.script(limited([], { statuses: status(200, odd) }));
    await connect(server.origin);
    const { error } = await updateRecord({ fields: { status_id: '7' } });
    assert.ok(error?.message.includes(name), error?.message);
  });

  it('reads 10,000 agents for the form and the palette without holding up an update', async () => {
    const server = await start();
    const agents = Array.from({ length: 10_000 }, (_, index) => ({
      login: `agent.${String(index)}`,
      active: true,
    }));
    let asked = 0;
    server.script(limited([], { agents: hold(() => (asked += 1), status(200, agents)) }));
    const connection = await connect(server.origin);
    const report = await run<Report>('thulium.testConnection', { connection });
    assert.equal(report.checks.find(({ call }) => call.endsWith('/agents'))?.allowed, true);
    assert.equal(asked, 1);
    assert.equal((await updateRecord({ fields: { agent_login: 'agent.9999' } })).outcome, 'updated');
  });
});

describe('a status list as a file', () => {
  const start = useServers();
  const connect = useConnections();
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'thulium-statuses-'));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  const file = (name: string): string => path.join(folder, name);

  it('is exported by who may read it, and holds an update of who may not', async () => {
    const server = await start();
    server.script(limited([]));
    const reader = await connect(server.origin);
    const exported = await run('thulium.exportStatuses', {
      connection: reader,
      campaignId: '00001',
      file: file('statuses.json'),
    });
    assert.deepEqual(exported, { campaignId: '00001', statuses: statuses.length });
    assert.match(await readFile(file('statuses.json'), 'utf8'), /"name": "Contact needed"/);

    server.script(limited(['GET outbounds/:id/statuses']));
    const connection = await connect(server.origin);
    const imported = await run('thulium.importStatuses', { connection, file: file('statuses.json') });
    assert.deepEqual(imported, { campaignId: '00001', statuses: statuses.length });
    assertRefused(
      await updateRecord({ connection, fields: { status_id: '7' } }),
      'invalid-input',
      'agent_login',
    );
    const good = await updateRecord({ connection });
    assert.deepEqual([good.outcome, good.unchecked], ['updated', undefined]);
    const report = await run<Report>('thulium.testConnection', { connection });
    assert.equal(report.checks.find(({ call }) => call.endsWith('/statuses'))?.allowed, false);

    await run('thulium.forgetStatuses', { connection, campaignId: '00001' });
    const after = await updateRecord({ connection });
    assert.deepEqual(after.unchecked, ['statuses']);
  });

  it('gives way to the live list, and to no other connection or campaign', async () => {
    const server = await start();
    const other = [{ status_id: '3', dictionary_status_id: null, name: 'Mine', system_status: 'MY_RECORD' }];
    await writeFile(file('mine.json'), JSON.stringify(other));
    server.script(limited([]));
    const connection = await connect(server.origin);
    await run('thulium.importStatuses', { connection, campaignId: '00001', file: file('mine.json') });
    assert.equal((await updateRecord({ connection })).outcome, 'updated');
    server.script(limited(['GET outbounds/:id/statuses']));
    assert.equal((await updateRecord({ connection })).error?.field, 'agent_login');
    assert.equal((await updateRecord({ connection, campaignId: '00002' })).outcome, 'updated');
    const stranger = await connect(server.origin);
    assert.equal((await updateRecord({ connection: stranger })).outcome, 'updated');
  });

  for (const [name, text] of [
    ['broken JSON', '{'],
    ['no list', '{"a":1}'],
    ['an empty list', '[]'],
    ['ids that are no digits', '[{"status_id":"x","name":"A","system_status":"CALL"}]'],
  ] as const) {
    it(`refuses ${name}`, async () => {
      const server = await start();
      const connection = await connect(server.origin);
      await writeFile(file('bad.json'), text);
      const outcome = await run<object>('thulium.importStatuses', {
        connection,
        campaignId: '00001',
        file: file('bad.json'),
      });
      assert.equal(errorOf(outcome).code, 'invalid-input');
    });
  }

  it('refuses a file that is not there', async () => {
    const server = await start();
    const connection = await connect(server.origin);
    const outcome = await run<object>('thulium.importStatuses', { connection, file: file('nowhere.json') });
    assert.equal(errorOf(outcome).code, 'invalid-input');
  });
});

describe('a read-only connection', () => {
  const start = useServers();
  const connect = useConnections();

  it('refuses in the sender, whatever the production guard says', async () => {
    const server = await start();
    await connect(server.origin, { readOnly: true });
    assertRefused(await updateRecord({ confirm: false }), 'read-only');
    assertRefused(await updateRecord(), 'read-only');
    assert.equal(puts(server).length, 0);
  });
});
