import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it } from 'mocha';
import type { Connection } from '../../src/core/connection.js';
import { assertRefused, run, updateRecord } from './support/commands.js';
import { choose, hold, status } from '../support/faultServer/index.js';
import { bulkUpdate, counts, useFiles } from './support/bulk.js';
import { rows } from './support/bulkSystem.js';
import {
  connectionId,
  errorOf,
  freshName,
  useConnections,
  type ConnectionOutcome,
} from './support/connections.js';
import { assertAsks } from './support/questions.js';
import { puts, record, statuses, thulium, useServers } from './support/servers.js';
import { storageFolder } from './support/userData.js';

/** Changes a connection as another window does: in the file that windows share. */
async function editElsewhere(
  file: string,
  id: string,
  change: Partial<Connection> | 'removed',
): Promise<void> {
  const text = await readFile(file, 'utf8');
  found.set(id, text);
  const stored = JSON.parse(text) as { version: number; data: Connection[] };
  const data =
    change === 'removed'
      ? stored.data.filter((each) => each.id !== id)
      : stored.data.map((each) => (each.id === id ? { ...each, ...change } : each));
  await writeFile(file, JSON.stringify({ ...stored, data }));
}

async function kept(file: string, id: string): Promise<Connection | undefined> {
  const { data } = JSON.parse(await readFile(file, 'utf8')) as { data: Connection[] };
  return data.find((each) => each.id === id);
}

/** What {@link editElsewhere} found before it changed it. */
const found = new Map<string, string>();

async function restoreElsewhere(file: string, id: string): Promise<void> {
  await writeFile(file, found.get(id) ?? assert.fail('nothing was changed'));
}

describe('another window', () => {
  const start = useServers();
  const connect = useConnections();
  const files = useFiles();
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

  describe('that changed a connection', () => {
    const edit = (input: Record<string, unknown>): Promise<ConnectionOutcome> =>
      run('thulium.editConnection', input);

    it('keeps what an edit in this one leaves out', async () => {
      const id = await connect('http://127.0.0.1:9');
      await editElsewhere(file, id, { readOnly: true, production: true, username: 'other' });
      const name = freshName();
      connectionId(await edit({ connection: id, name }));
      assert.deepEqual(await kept(file, id), {
        id,
        name,
        baseUrl: 'http://127.0.0.1:9',
        username: 'other',
        production: true,
        readOnly: true,
      });
    });

    for (const protection of ['production', 'readOnly'] as const) {
      it(`has no protection of its own lowered without a question: ${protection}`, async () => {
        const id = await connect('http://127.0.0.1:9', { [protection]: true });
        const before = await kept(file, id);
        await assertAsks(edit({ connection: id, [protection]: false, username: 'x' }), /protection/);
        assert.deepEqual(await kept(file, id), before);
        connectionId(await edit({ connection: id, username: 'x' }));
        connectionId(await edit({ connection: id, [protection]: true }));
        assert.deepEqual(await kept(file, id), { ...before, username: 'x' });
      });
    }

    it('has removed it: nothing is saved, no password kept', async () => {
      const id = await connect('http://127.0.0.1:9');
      await editElsewhere(file, id, 'removed');
      const password = 'left-behind';
      assert.equal(
        errorOf(await edit({ connection: id, name: freshName(), password })).code,
        'no-connection',
      );
      assert.equal(await kept(file, id), undefined);
    });

    it('cannot take a name at the same time', async () => {
      const name = freshName();
      const input = { name, baseUrl: 'http://127.0.0.1:9', username: 'u', password: 'p', production: false };
      const all = await Promise.all(
        [1, 2, 3].map(() => run<ConnectionOutcome>('thulium.addConnection', input)),
      );
      const added = all.flatMap((each) => ('connectionId' in each ? [each.connectionId] : []));
      for (const connection of added) await run('thulium.removeConnection', { connection });
      assert.equal(added.length, 1);
      for (const each of all)
        if ('error' in each) assert.deepEqual([each.error.code, each.error.field], ['invalid-input', 'name']);
    });
  });

  describe('between the question and the first byte', () => {
    const changes: [string, Partial<Connection> | 'removed', string][] = [
      ['read-only', { readOnly: true }, 'read-only'],
      ['production', { production: true }, 'no-connection'],
      ['another address', { baseUrl: 'http://127.0.0.1:9' }, 'no-connection'],
      ['nothing', 'removed', 'no-connection'],
    ];
    for (const [what, change, code] of changes) {
      it(`makes of a connection ${what}: an update that is being checked does not go`, async () => {
        const server = await start();
        const id = await connect(server.origin);
        server.script(thulium({ reads: hold(() => editElsewhere(file, id, change), status(200, record)) }));
        const outcome = await updateRecord();
        assertRefused(outcome, code);
        assert.equal(puts(server).length, 0);
        await restoreElsewhere(file, id);
      });

      it(`makes of a connection ${what}: a run under way stops, to be resumed`, async () => {
        const server = await start();
        const id = await connect(server.origin);
        let answered = 0;
        server.script(
          choose(({ method, target }) => {
            const customer = Number(/\/records\/(\d+)$/.exec(target)?.[1]);
            if (method !== 'PUT')
              return target.endsWith('/statuses')
                ? status(200, statuses)
                : status(200, { ...record, customer_id: customer, system_status: 'CALL' });
            return ++answered === 3 ? hold(() => editElsewhere(file, id, change), status(204)) : status(204);
          }),
        );
        const outcome = await bulkUpdate({ file: files('meanwhile.csv', rows(40)), concurrency: 1 });
        assert.deepEqual([outcome.state, outcome.error?.code], ['stopped', code], JSON.stringify(outcome));
        assert.deepEqual(counts(outcome), [3, 0, 0, 0, 37]);
        assert.equal(puts(server).length, 3);
        await restoreElsewhere(file, id);
      });
    }
  });
});
