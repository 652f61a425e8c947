import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openStatusLists } from '../../../src/storage/statusLists.js';
import { useFolder } from '../../support/folder.js';

const acme = { id: 'c', baseUrl: 'https://acme.thulium.com' };
const beta = { id: 'd', baseUrl: 'https://acme.thulium.com' };
const at = new Date(Date.UTC(2026, 4, 1));
const named = (name: string) => [
  { status_id: '3', dictionary_status_id: null, name, system_status: 'MY_RECORD' as const },
];

describe('imported status lists', () => {
  let folder = '';
  useFolder((made) => {
    folder = made;
  });

  it('are none at first', async () => {
    const lists = openStatusLists(folder);
    assert.deepEqual(await lists.of(acme), []);
    assert.equal(await lists.get(acme, '00001'), undefined);
  });

  it('are each for one campaign of one connection, the newest in place of the one before', async () => {
    const lists = openStatusLists(folder);
    await lists.put(acme, '00001', named('old'), at);
    await lists.put(acme, '00002', named('other campaign'), at);
    await lists.put(beta, '00001', named('other connection'), at);
    await lists.put(acme, '00001', named('new'), at);
    const read = openStatusLists(folder);
    assert.deepEqual(await read.get(acme, '00001'), named('new'));
    assert.deepEqual(await read.get(acme, '00002'), named('other campaign'));
    assert.deepEqual(await read.get(beta, '00001'), named('other connection'));
    assert.deepEqual(await read.of(beta), [
      {
        connectionId: 'd',
        origin: 'https://acme.thulium.com',
        campaignId: '00001',
        at: '2026-05-01T00:00:00.000Z',
        statuses: named('other connection'),
      },
    ]);
    assert.equal((await read.of(acme)).length, 2);
  });

  it('are not used for another system to which the connection was edited', async () => {
    const lists = openStatusLists(folder);
    await lists.put(acme, '00001', named('Acme’s'), at);
    const edited = { ...acme, baseUrl: 'https://other.thulium.com' };
    assert.deepEqual(await lists.of(edited), []);
    assert.equal(await lists.get(edited, '00001'), undefined);
    assert.deepEqual(await lists.get({ ...acme, baseUrl: `${acme.baseUrl}/t` }, '00001'), named('Acme’s'));
  });

  it('are deleted one by one', async () => {
    const lists = openStatusLists(folder);
    for (const campaign of ['00001', '00002']) {
      await lists.put(acme, campaign, named(campaign), at);
      await lists.put(beta, campaign, named(campaign), at);
    }
    await lists.delete(acme, '00001');
    assert.equal(await lists.get(acme, '00001'), undefined);
    assert.deepEqual(await lists.get(acme, '00002'), named('00002'));
    assert.equal((await lists.of(beta)).length, 2);
  });

  it('of a newer version are neither used nor overwritten', async () => {
    const file = path.join(folder, 'status-lists.json');
    const text = '{"version":2,"data":{}}';
    writeFileSync(file, text);
    const lists = openStatusLists(folder);
    assert.deepEqual(await lists.of(acme), []);
    await assert.rejects(lists.put(acme, '00001', named('x'), at));
    assert.equal(readFileSync(file, 'utf8'), text);
  });
});
