import assert from 'node:assert/strict';
import { createDirectory, type Directory } from '../../../src/thulium/lists.js';
import { choose, errorBody, status, type FaultServer } from '../../support/faultServer/index.js';
import { clientOf, useServers } from './support.js';

const campaigns = [
  { id: '00001', name: 'Odnowienia' },
  { id: '00002', name: 'Ankieta' },
  { id: '00003', name: 'Nowi' },
];
const statuses = [
  { status_id: '3', name: 'Żółta <b>łódź</b>', system_status: 'CALL', dictionary_status_id: 2 },
];

/** `00002` is Not a CRM campaign, and only `00003` holds customer 441. */
function script(server: FaultServer, refused: readonly RegExp[] = []): void {
  server.script(
    choose(({ target }) => {
      if (refused.some((each) => each.test(target))) return errorBody(403);
      if (target.endsWith('/statuses')) return status(200, statuses);
      if (target.endsWith('/agents')) return status(200, [{ login: 'j.doe' }]);
      if (target.includes('00002/records')) return errorBody(400);
      if (target.endsWith('/records/441')) {
        return target.includes('00003') ? status(200, { customer_id: 441, status: 'Call' }) : errorBody(404);
      }
      if (target.includes('/records?')) return status(200, { count: 1, result: [{ customer_id: 441 }] });
      return target.endsWith('/stats')
        ? status(200, [{ id: '00001', records_count: 7 }])
        : status(200, campaigns);
    }),
  );
}

describe('The directory of a connection', () => {
  const start = useServers();
  let time = 0;

  async function directoryOf(
    refused: readonly RegExp[] = [],
  ): Promise<{ server: FaultServer; directory: Directory }> {
    const server = await start();
    script(server, refused);
    return { server, directory: createDirectory(clientOf(server.origin).client, () => time) };
  }

  const asked = (server: FaultServer, part: string): number =>
    server.requests.filter(({ target }) => target.includes(part)).length;

  it('tells which campaigns are fed from the CRM, and asks for each only once', async () => {
    const { server, directory } = await directoryOf();
    const found = await directory.campaigns();
    assert.ok(found.ok);
    assert.deepEqual(
      found.value.map(({ id, fedFromCrm, records_count }) => [id, fedFromCrm, records_count]),
      [
        ['00001', true, 7],
        ['00002', false, undefined],
        ['00003', true, undefined],
      ],
    );
    await directory.campaigns({ refresh: true });
    assert.equal(asked(server, '/records?limit=1&'), 3);
  });

  it('shares one call, keeps an answer for a while, and reads again when told', async () => {
    const { server, directory } = await directoryOf();
    await Promise.all([directory.statuses('00001'), directory.statuses('00001')]);
    time += 59_000;
    await directory.statuses('00001');
    assert.equal(asked(server, '/statuses'), 1);
    await directory.statuses('00001', { refresh: true });
    time += 61_000;
    await directory.statuses('00001');
    assert.equal(asked(server, '/statuses'), 3);
  });

  it('keeps no failure, but remembers what this user may not ask until told to ask again', async () => {
    const { server, directory } = await directoryOf([/statuses/]);
    for (const minutes of [0, 5, 10]) {
      time += minutes * 60_000;
      const found = await directory.statuses('00001');
      assert.equal(found.ok ? '' : found.failure.code, 'forbidden');
    }
    assert.equal(asked(server, '/statuses'), 1);
    script(server);
    assert.ok((await directory.statuses('00001', { refresh: true })).ok);
    assert.ok((await directory.statuses('00002')).ok);
  });

  it('knows without waiting what was read, and nothing else', async () => {
    const { directory } = await directoryOf();
    assert.deepEqual(directory.known('00001'), {});
    await Promise.all([directory.statuses('00001'), directory.campaigns()]);
    const known = directory.known('00001');
    assert.deepEqual([known.statuses?.[0]?.name, known.campaign?.name], ['Żółta <b>łódź</b>', 'Odnowienia']);
    assert.deepEqual([known.agents, directory.known('00003').statuses], [undefined, undefined]);
  });

  it('knows agents too, and keeps neither records nor customers', async () => {
    const { server, directory } = await directoryOf();
    await directory.agents('00001');
    assert.deepEqual(
      directory.known('00001').agents?.map(({ login }) => login),
      ['j.doe'],
    );
    assert.equal(directory.known('00002').agents, undefined);
    for (let time = 0; time < 2; time++) {
      assert.ok((await directory.records('00001', { offset: 0 })).ok);
      await directory.customers('email', 'j@example.com');
    }
    const targets = server.requests.map(({ target }) => target);
    assert.deepEqual(
      targets.filter((target) => target.includes('/records?')),
      Array(2).fill('/api/crm_outbounds/00001/records?limit=100&offset=0&include_customer=true'),
    );
    assert.equal(targets.filter((target) => target.includes('email=j%40example.com')).length, 2);
  });

  it('says how many campaigns did not tell whether they hold a customer', async () => {
    const { server, directory } = await directoryOf();
    server.script(
      choose(({ target }) =>
        target.endsWith('/records/441')
          ? status(target.includes('00001') ? 404 : 418)
          : status(200, target.endsWith('/outbounds') ? campaigns : []),
      ),
    );
    const found = await directory.holdings('441');
    assert.deepEqual(found, { ok: true, value: { held: [], unread: 2 } });
  });

  it('finds the campaigns that hold a customer', async () => {
    const { server, directory } = await directoryOf();
    await directory.campaigns();
    const found = await directory.holdings('441');
    assert.ok(found.ok);
    assert.deepEqual(
      found.value.held.map(({ campaign, record }) => [campaign.id, record.status]),
      [['00003', 'Call']],
    );
    assert.equal(found.value.unread, 0);
    assert.equal(asked(server, '00002/records/441'), 0, 'a campaign of another kind is not asked');
  });

  it('stops asking where it may not read records', async () => {
    const { server, directory } = await directoryOf([/records/]);
    const found = await directory.holdings('441');
    assert.equal(found.ok ? '' : found.failure.code, 'forbidden');
    assert.ok(asked(server, '/records/441') <= campaigns.length);
    const before = server.requests.length;
    await directory.holdings('441');
    assert.equal(server.requests.length, before);
  });

  it('does not let a cancel of one asker fail the others', async () => {
    const { directory } = await directoryOf();
    const cancelled = new AbortController();
    const both = [directory.agents('00001', { signal: cancelled.signal }), directory.agents('00001')];
    cancelled.abort();
    assert.deepEqual(
      (await Promise.all(both)).map(({ ok }) => ok),
      [true, true],
    );
  });
});
