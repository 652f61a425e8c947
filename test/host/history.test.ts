import assert from 'node:assert/strict';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { UpdateOutcome } from '../../src/core/outcome.js';
import { assertRefused, assertWords, run, updateRecord } from './support/commands.js';
import { useConnections } from './support/connections.js';
import { puts, useServers } from './support/servers.js';
import { useSettings } from './support/settings.js';
import { storageFolder } from './support/userData.js';

interface Simulator {
  url: string;
  username: string;
  password: string;
  connectionId: string;
}

interface Row extends Record<string, unknown> {
  customer_id: number | string;
  system_status: string;
}

/** Each kind of change by somebody else, and what a refusal calls it. */
const foreign = [
  ['status', { status_id: '4' }, 'Status'],
  ['agent', { agent_login: 'jkowalski' }, 'Agent'],
  ['date', { next_call_date: '2031-05-24 12:24' }, 'Next contact date'],
  ['order', { order: '33' }, 'Order'],
  ['call date', { call_date: '2031-05-24 12:24' }, 'Last contact date'],
  ['last note', { last_note: 'Rozmowa przełożona' }, 'Last note'],
] as const;

describe('thulium.restoreUpdate', () => {
  const start = useServers();
  const connect = useConnections();
  const set = useSettings();
  let simulator: Simulator;
  let customers: string[];

  const restore = (argument: Readonly<Record<string, unknown>>): Promise<UpdateOutcome> =>
    run('thulium.restoreUpdate', { confirm: false, ...argument });

  /** What somebody else's program does: the API, past the extension. */
  const call = <T>(method: string, path: string, body?: object): Promise<T> =>
    request(method, `api/${path}`, body);

  async function request<T>(method: string, path: string, body?: object): Promise<T> {
    const authorization = Buffer.from(`${simulator.username}:${simulator.password}`).toString('base64');
    const response = await fetch(`${simulator.url}/${path}`, {
      method,
      headers: {
        Authorization: `Basic ${authorization}`,
        'Content-Type': 'application/json; charset=utf-8',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  const pathOf = (customerId: string): string => `crm_outbounds/00001/records/${customerId}`;
  const read = (customerId: string): Promise<Row> => call('GET', pathOf(customerId));

  before(async () => {
    simulator = await run<Simulator>('thulium.startSimulator', {});
    assert.ok(typeof simulator.url === 'string', JSON.stringify(simulator));
    const { result } = await call<{ result: Row[] }>('GET', 'crm_outbounds/00001/records?limit=100');
    customers = result
      .filter((each) => each.system_status !== 'IN_PROGRESS')
      .map((each) => String(each.customer_id));
    assert.ok(customers.length >= 10, `${customers.length} records`);
  });

  after(() => run('thulium.stopSimulator'));

  /** A record of its own for each test, known to hold status 3 and order 10. */
  async function prepared(): Promise<string> {
    const customerId = customers.pop();
    assert.ok(customerId !== undefined);
    await call('PUT', pathOf(customerId), { status_id: '3', order: '10' });
    return customerId;
  }

  async function updated(customerId: string, fields: Record<string, string>): Promise<string> {
    const outcome = await updateRecord({ customerId, fields });
    assert.equal(outcome.outcome, 'updated', JSON.stringify(outcome));
    assert.ok(outcome.updateId);
    return outcome.updateId;
  }

  /** What a call-centre agent does, whom the API does not bind. */
  const changeElsewhere = (customerId: string, fields: Record<string, string>): Promise<unknown> =>
    request('PUT', '__simulator/records', { campaignId: '00001', customerId, fields });

  const values = ({ status_id, order }: Row): string[] => [String(status_id), String(order)];

  it('puts back what the update changed, and only that', async () => {
    const customerId = await prepared();
    const before = await read(customerId);
    const updateId = await updated(customerId, { status_id: '4', order: '20' });
    assert.deepEqual(values(await read(customerId)), ['4', '20']);
    const outcome = await restore({ updateId });
    assert.equal(outcome.outcome, 'updated', JSON.stringify(outcome));
    assert.equal(outcome.attempts, 1);
    assert.deepEqual(values(await read(customerId)), values(before));
  });

  it('is an update of its own, and can be taken back too', async () => {
    const customerId = await prepared();
    const updateId = await updated(customerId, { order: '20' });
    const restored = await restore({ updateId });
    assert.ok(restored.updateId !== undefined && restored.updateId !== updateId);
    assert.deepEqual(values(await read(customerId)), ['3', '10']);
    assert.equal((await restore({ updateId: restored.updateId })).outcome, 'updated');
    assert.deepEqual(values(await read(customerId)), ['3', '20']);
  });

  it('sends nothing where the record has its former values already', async () => {
    const customerId = await prepared();
    const updateId = await updated(customerId, { order: '20' });
    assert.equal((await restore({ updateId })).outcome, 'updated');
    const again = await restore({ updateId, force: true });
    assert.deepEqual([again.outcome, again.attempts, again.error?.code], ['failed', 0, 'invalid-input']);
    assertWords(again.error ?? { code: 'invalid-input', message: '' });
  });

  for (const [field, change, label] of foreign) {
    it(`refuses a record whose ${field} somebody changed since, names it, and restores when forced`, async () => {
      const customerId = await prepared();
      const updateId = await updated(customerId, { order: '20' });
      await changeElsewhere(customerId, change);
      const there = await read(customerId);
      const refused = await restore({ updateId });
      assertRefused(refused, 'conflict');
      assert.match(refused.error?.message ?? '', new RegExp(`Changed: ${label}\\.`));
      assert.deepEqual(await read(customerId), there);

      const forced = await restore({ updateId, force: true });
      assert.equal(forced.outcome, 'updated', JSON.stringify(forced));
      assert.deepEqual(values(await read(customerId)), ['3', '10']);
    });
  }

  it('tells a foreign change where the record was not read back, too', async () => {
    await set({ verifyAfterUpdate: false });
    const customerId = await prepared();
    const updateId = await updated(customerId, { order: '20' });
    await changeElsewhere(customerId, { order: '33' });
    assertRefused(await restore({ updateId }), 'conflict');
    await changeElsewhere(customerId, { order: '20' });
    assert.equal((await restore({ updateId })).outcome, 'updated');
    assert.deepEqual(values(await read(customerId)), ['3', '10']);
  });

  it('restores on the connection of the update, whichever is active now', async () => {
    const customerId = await prepared();
    const updateId = await updated(customerId, { order: '20' });
    const other = await start();
    await connect(other.origin);
    assert.equal((await restore({ updateId })).outcome, 'updated');
    assert.equal(other.connections, 0);
    assert.deepEqual(values(await read(customerId)), ['3', '10']);
    await run('thulium.switchConnection', { connection: simulator.connectionId });
  });

  it('never restores at another address than the update’s', async () => {
    const [one, other] = [await start(), await start()];
    const id = await connect(one.origin);
    const { updateId } = await updateRecord();
    const edited = { connection: id, name: 'moved', baseUrl: other.origin, username: 'u', password: 'p' };
    await run('thulium.editConnection', edited);
    assertRefused(await restore({ updateId }), 'no-connection');
    assert.deepEqual([puts(one).length, other.connections], [1, 0]);
    await run('thulium.switchConnection', { connection: simulator.connectionId });
  });

  it('refuses an update that the history does not hold, and wrong arguments', async () => {
    assertRefused(await restore({ updateId: 'nobody' }), 'not-found');
    assertRefused(await restore({}), 'invalid-input', 'updateId');
    assertRefused(await restore({ updateId: 'nobody', forced: true }), 'invalid-input', 'forced');
  });

  it('knows only as many updates as the user wants kept', async () => {
    await set({ 'history.limit': 1 });
    const customerId = await prepared();
    const first = await updated(customerId, { order: '20' });
    const second = await updated(customerId, { order: '30' });
    assertRefused(await restore({ updateId: first }), 'not-found');
    assert.equal((await restore({ updateId: second })).outcome, 'updated');
    assert.deepEqual(values(await read(customerId)), ['3', '20']);
  });

  it('makes an update, and tells how it ended, although the history cannot be kept', async () => {
    const file = path.join(await storageFolder(), 'history.json');
    await rename(file, `${file}.aside`);
    await mkdir(file);
    try {
      const outcome = await updateRecord({
        connection: simulator.connectionId,
        campaignId: '00001',
        customerId: '460',
        fields: { order: '12' },
        confirm: false,
      });
      assert.equal(outcome.outcome, 'updated');
    } finally {
      await rm(file, { recursive: true });
      await rename(`${file}.aside`, file);
    }
  });

  it('restores an update that an older version of the program kept', async function () {
    // The editor has to open its settings for this, which takes long on a cold machine.
    this.timeout(120_000);
    const file = path.join(await storageFolder(), 'history.json');
    const customerId = await prepared();
    const updateId = await updated(customerId, { order: '20' });
    const stored = JSON.parse(await readFile(file, 'utf8')) as { data: Record<string, unknown>[] };
    const kept = ['id', 'at', 'connectionId', 'connectionName', 'origin', 'campaignId', 'customerId'];
    const old = stored.data
      .filter(({ id }) => id === updateId)
      .map((entry) =>
        Object.fromEntries([...kept, 'fields', 'outcome', 'before'].map((key) => [key, entry[key]])),
      );
    await writeFile(file, JSON.stringify({ version: 0, data: old }));
    const outcome = await restore({ updateId });
    assert.equal(outcome.outcome, 'updated', JSON.stringify(outcome));
    assert.deepEqual(values(await read(customerId)), ['3', '10']);
    const now = JSON.parse(await readFile(file, 'utf8')) as { version: number; data: unknown[] };
    assert.deepEqual([now.version, now.data.length], [1, 2]);
  });
});
