import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it } from 'mocha';
import type { Connection } from '../../src/core/connection.js';
import { run, updateRecord } from './support/commands.js';
import { useConnections } from './support/connections.js';
import { assertAsks } from './support/questions.js';
import { puts, useServers } from './support/servers.js';
import { storageFolder } from './support/userData.js';

/** Changes a connection as another window does: in the file that windows share. */
async function editElsewhere(file: string, id: string, change: Partial<Connection>): Promise<void> {
  const stored = JSON.parse(await readFile(file, 'utf8')) as { version: number; data: Connection[] };
  const data = stored.data.map((each) => (each.id === id ? { ...each, ...change } : each));
  await writeFile(file, JSON.stringify({ ...stored, data }));
}

describe('another window', () => {
  const start = useServers();
  const connect = useConnections();
  let file: string;

  before(async function () {
    // The editor has to open its settings for this, which takes long on a cold machine.
    this.timeout(120_000);
    file = path.join(await storageFolder(), 'connections.json');
  });

  it('cannot lead this one’s updates to another address', async () => {
    const [mine, other] = [await start(), await start()];
    const id = await connect(mine.origin);
    await editElsewhere(file, id, { baseUrl: other.origin });
    const outcome = await updateRecord();
    assert.deepEqual([outcome.error?.code, puts(mine).length, puts(other).length], ['no-connection', 0, 0]);
    assert.deepEqual(other.requests, []);
  });

  it('cannot take the question before production away', async () => {
    const server = await start();
    const id = await connect(server.origin);
    await editElsewhere(file, id, { production: true });
    await assertAsks(updateRecord({ confirm: false }), /production/);
    assert.equal(puts(server).length, 0);
  });

  it('can make a connection read-only for all', async () => {
    const server = await start();
    const id = await connect(server.origin);
    await editElsewhere(file, id, { readOnly: true });
    assert.equal((await updateRecord()).error?.code, 'read-only');
  });

  it('does not choose for this one by adding a connection', async () => {
    const server = await start();
    const id = await connect(server.origin);
    const added = await connect((await start()).origin, { production: true });
    await run('thulium.switchConnection', { connection: id });
    await editElsewhere(file, added, { production: false });
    assert.equal((await updateRecord()).outcome, 'updated');
    assert.equal(puts(server).length, 1);
  });
});
