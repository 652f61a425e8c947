import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  historyFileName,
  isNewerHistory,
  openHistory,
  type HistoryEntry,
} from '../../../src/storage/history.js';
import { useFolder } from '../../support/folder.js';

const entry: HistoryEntry = {
  id: 'u-1',
  at: '2026-05-01T10:00:00.000Z',
  connectionId: 'c',
  connectionName: 'acme',
  origin: 'https://acme.thulium.com',
  campaignId: '00001',
  customerId: '441',
  fields: { status_id: '3' },
  outcome: 'sending',
};

describe('the history of updates', () => {
  let folder = '';
  useFolder((made) => {
    folder = made;
  });

  it('keeps the newest, replaces an entry in its place, deletes and clears', async () => {
    const history = openHistory(folder);
    for (const id of ['a', 'b', 'c']) await history.put({ ...entry, id }, 2);
    await history.put({ ...entry, id: 'b', outcome: 'updated' }, 2);
    assert.deepEqual(
      (await history.list()).map(({ id, outcome }) => [id, outcome]),
      [
        ['c', 'sending'],
        ['b', 'updated'],
      ],
    );
    await history.delete('c');
    assert.deepEqual(
      (await history.list()).map(({ id }) => id),
      ['b'],
    );
    await history.clear();
    assert.deepEqual(await history.list(), []);
  });

  it('loses an entry that cannot be read, and no other', async () => {
    const history = openHistory(folder);
    await history.put(entry, 10);
    const file = path.join(folder, historyFileName);
    const stored = JSON.parse(readFileSync(file, 'utf8')) as { version: number; data: unknown[] };
    const bad = [null, 7, 'x', [], {}, { ...entry, at: 1 }, { ...entry, fields: { order: 5 } }];
    writeFileSync(file, JSON.stringify({ ...stored, data: [...bad, ...stored.data, ...bad] }));
    assert.deepEqual(await history.list(), [entry]);
    await history.put({ ...entry, id: 'b' }, 10);
    assert.deepEqual(
      (await history.list()).map(({ id }) => id),
      ['b', 'u-1'],
    );
  });

  it('loses no entry of two windows that write at once', async () => {
    const windows = [openHistory(folder), openHistory(folder)];
    await Promise.all(
      windows.flatMap((history, window) =>
        Array.from({ length: 10 }, (_, index) => history.put({ ...entry, id: `${window}-${index}` }, 100)),
      ),
    );
    assert.equal(new Set((await openHistory(folder).list()).map(({ id }) => id)).size, 20);
  });

  it('leaves the file of a newer version as it is, and an update goes on without it', async () => {
    const file = path.join(folder, historyFileName);
    const text = '{"version":99,"data":{"new":"form"}}';
    writeFileSync(file, text);
    assert.equal(await isNewerHistory(folder), true);
    assert.deepEqual(await openHistory(folder).list(), []);
    await openHistory(folder).put(entry, 10);
    assert.deepEqual(
      [await openHistory(folder).delete('u-1'), await openHistory(folder).clear()],
      [false, false],
    );
    assert.equal(readFileSync(file, 'utf8'), text);
    assert.equal(await isNewerHistory(os.tmpdir()), false);
  });
});
