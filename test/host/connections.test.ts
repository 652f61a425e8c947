import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'mocha';
import { resetBeforeReading, status } from '../support/faultServer/index.js';
import { assertRefused, assertWords, run, updateRecord } from './support/commands.js';
import {
  connectionId,
  errorOf,
  freshName,
  password,
  useConnections,
  username,
  type ConnectionOutcome,
} from './support/connections.js';
import { assertAsks, dismissing } from './support/questions.js';
import { puts, record, statuses, thulium, useServers } from './support/servers.js';
import { storageFolder } from './support/userData.js';

interface Report {
  ok: boolean;
  checks: { call: string; allowed: boolean; message: string }[];
}

type Stored = Record<string, unknown> & { id: string };

/** What is kept of a connection outside SecretStorage. */
async function stored(id: string): Promise<Stored | undefined> {
  const file = path.join(await storageFolder(), 'connections.json');
  const { data } = JSON.parse(await readFile(file, 'utf8')) as { data: Stored[] };
  return data.find((each) => each.id === id);
}

const noPort = 'http://127.0.0.1:9';

function basic(user: string, secret: string): string {
  return `Basic ${Buffer.from(`${user}:${secret}`, 'utf8').toString('base64')}`;
}

describe('Connections', () => {
  const start = useServers();
  const connect = useConnections();

  const add = (input: Readonly<Record<string, unknown>>): Promise<ConnectionOutcome> =>
    run('thulium.addConnection', { name: freshName(), username, password, ...input });

  describe('thulium.addConnection', () => {
    it('leaves the list of a newer version as it is, and says so', async () => {
      const file = path.join(await storageFolder(), 'connections.json');
      await connect(noPort);
      const own = await readFile(file);
      const newer = JSON.stringify({ version: 99, data: {} });
      await writeFile(file, newer);
      try {
        const error = errorOf(await add({ baseUrl: noPort }));
        assert.equal(error.code, 'no-connection');
        assert.match(error.message, /newer version/);
        assert.equal(await readFile(file, 'utf8'), newer);
      } finally {
        await writeFile(file, own);
      }
    });

    it('keeps everything but the password', async () => {
      const name = freshName();
      const id = await connect('http://127.0.0.1:9/', { name });
      assert.deepEqual(await stored(id), {
        id,
        name,
        baseUrl: noPort,
        username,
        production: false,
        readOnly: false,
      });
    });

    const addresses: [input: Record<string, unknown>, baseUrl: string, production: boolean][] = [
      [{ system: 'acme' }, 'https://acme.thulium.com', true],
      [{ system: 'Acme-2' }, 'https://acme-2.thulium.com', true],
      [{ system: 'acme', production: false }, 'https://acme.thulium.com', false],
      [{ baseUrl: 'https://thulium.example.test:8443/api/' }, 'https://thulium.example.test:8443', true],
      [{ baseUrl: 'http://127.0.0.1:9' }, 'http://127.0.0.1:9', false],
      [{ baseUrl: 'http://localhost:9' }, 'http://localhost:9', false],
      [{ baseUrl: 'https://localhost:9' }, 'https://localhost:9', false],
      [{ baseUrl: 'http://127.0.0.1:9', production: true }, 'http://127.0.0.1:9', true],
    ];
    for (const [input, baseUrl, production] of addresses) {
      it(`${JSON.stringify(input)} is ${baseUrl}, production ${production}`, async () => {
        const id = connectionId(await add(input));
        const found = await stored(id);
        await run('thulium.removeConnection', { connection: id });
        assert.deepEqual([found?.baseUrl, found?.production], [baseUrl, production]);
      });
    }

    const refused: [input: Record<string, unknown>, field: string][] = [
      ...['evil.com?', 'a:443', 'a b', '-a', 'a\u0000', '', '\ud800', 5].map(
        (system): [Record<string, unknown>, string] => [{ system }, 'system'],
      ),
      ...[
        'acme',
        'ftp://127.0.0.1',
        'http://acme.thulium.com',
        'http://127.0.0.1.evil.com',
        'http://user:pass@127.0.0.1',
        'https://acme.thulium.com@evil.com',
        'https://evil.com\\@acme.thulium.com',
        'https://acme.thulium.com/?a=b',
        'https://acme.thulium.com/#a',
        'https://acme.thulium.com/../x',
        'https://acme.thulium.com/%2e%2e/x',
        'https://',
        '',
      ].map((baseUrl): [Record<string, unknown>, string] => [{ baseUrl }, 'baseUrl']),
      [{ system: 'acme', baseUrl: 'https://acme.thulium.com' }, 'baseUrl'],
      [{}, 'system'],
      ...['a\r\nX-Evil: 1', '', undefined].map((user): [Record<string, unknown>, string] => [
        { baseUrl: noPort, username: user },
        'username',
      ]),
      ...['a\r\nX-Evil: 1', 'a\n', ' secret', 'secret ', '', undefined].map(
        (secret): [Record<string, unknown>, string] => [{ baseUrl: noPort, password: secret }, 'password'],
      ),
      [{ baseUrl: noPort, name: '' }, 'name'],
      [{ baseUrl: noPort, name: undefined }, 'name'],
      [{ baseUrl: noPort, readonly: true }, 'readonly'],
      [{ baseUrl: noPort, production: 'no' }, 'production'],
    ];
    for (const [input, field] of refused) {
      it(`refuses ${field}: ${JSON.stringify(input)}`, async () => {
        const error = errorOf(await add(input));
        assert.deepEqual([error.code, error.field], ['invalid-input', field], error.message);
        assertWords(error);
        assert.doesNotMatch(error.message, /X-Evil/);
      });
    }

    it('refuses a name that is taken, and the id of another as a name', async () => {
      const name = freshName();
      const id = await connect(noPort, { name });
      for (const taken of [name, id]) {
        const error = errorOf(await add({ baseUrl: noPort, name: taken }));
        assert.deepEqual([error.code, error.field], ['invalid-input', 'name']);
      }
    });

    for (const secret of ['with:colon', 'hasło', 'with spaces', '"quoted"', '😀']) {
      it(`sends the password ${secret} as it is`, async () => {
        const server = await start();
        await connect(server.origin, { password: secret });
        assert.equal((await updateRecord()).outcome, 'updated');
        assert.equal(puts(server)[0]?.headers.authorization, basic(username, secret));
      });
    }

    it('makes no production system active: that takes an act that says so', async () => {
      const [test, production] = [await start(), await start()];
      await connect(test.origin);
      const id = connectionId(await add({ baseUrl: production.origin, production: true }));
      try {
        assert.equal((await updateRecord()).outcome, 'updated');
        assert.deepEqual([puts(test).length, production.connections], [1, 0]);
        await run('thulium.switchConnection', { connection: id });
        await assertAsks(updateRecord(), /production/i);
      } finally {
        await run('thulium.removeConnection', { connection: id });
      }
    });

    it('makes the new one active', async () => {
      const [one, other] = [await start(), await start()];
      await connect(one.origin);
      await connect(other.origin);
      await updateRecord();
      assert.deepEqual([one.connections, puts(other).length], [0, 1]);
    });
  });

  describe('thulium.editConnection', () => {
    const edit = (input: Readonly<Record<string, unknown>>): Promise<ConnectionOutcome> =>
      run('thulium.editConnection', input);

    it('keeps the id, and the password while the origin stays', async () => {
      const server = await start();
      const id = await connect(server.origin);
      const name = freshName();
      const input = { connection: id, name, baseUrl: `${server.origin}/below`, username: 'other' };
      assert.equal(connectionId(await edit(input)), id);
      assert.equal((await updateRecord({ connection: name })).outcome, 'updated');
      const [put] = puts(server);
      assert.equal(put?.headers.authorization, basic('other', password));
      assert.equal(put.target, '/below/api/crm_outbounds/00001/records/441');
    });

    it('uses a new password from then on', async () => {
      const server = await start();
      const id = await connect(server.origin);
      await updateRecord();
      const input = { connection: id, name: freshName(), baseUrl: server.origin, username };
      connectionId(await edit({ ...input, password: 'changed' }));
      await updateRecord();
      assert.deepEqual(
        puts(server).map(({ headers }) => headers.authorization),
        [basic(username, password), basic(username, 'changed')],
      );
    });

    it('asks for the password again after the origin changed, and sends it nowhere meanwhile', async () => {
      const [one, other] = [await start(), await start()];
      const id = await connect(one.origin);
      const name = freshName();
      connectionId(await edit({ connection: id, name, baseUrl: other.origin, username }));
      const outcome = await dismissing(updateRecord());
      assertRefused(outcome, 'missing-secret');
      assert.ok(outcome.error?.message.includes(name), outcome.error?.message);
      assert.deepEqual([one.connections, other.connections], [0, 0]);

      // Back at the first origin, the password that was dropped does not come back.
      connectionId(await edit({ connection: id, name, baseUrl: one.origin, username }));
      assertRefused(await dismissing(updateRecord()), 'missing-secret');
      assert.equal(one.connections, 0);
    });

    it('needs no question when the new origin comes with its password', async () => {
      const [one, other] = [await start(), await start()];
      const id = await connect(one.origin);
      const input = { connection: id, name: freshName(), baseUrl: other.origin, username };
      connectionId(await edit({ ...input, password: 'new one' }));
      assert.equal((await updateRecord()).outcome, 'updated');
      assert.equal(one.connections, 0);
      assert.equal(puts(other)[0]?.headers.authorization, basic(username, 'new one'));
    });

    it('makes a connection production or read-only at once', async () => {
      const server = await start();
      const id = await connect(server.origin);
      const input = { connection: id, name: freshName(), baseUrl: server.origin, username };
      connectionId(await edit({ ...input, production: true }));
      await assertAsks(updateRecord(), /production/i);
      connectionId(await edit({ ...input, readOnly: true }));
      assertRefused(await updateRecord(), 'read-only');
      assert.deepEqual(puts(server), []);
    });

    it('refuses what is wrong and changes nothing', async () => {
      const name = freshName();
      await connect(noPort, { name });
      const id = await connect(noPort);
      const before = await stored(id);
      const input = { connection: id, name: freshName(), baseUrl: noPort, username };
      const wrong: [Record<string, unknown>, string][] = [
        [{ name }, 'name'],
        [{ baseUrl: 'http://evil.com' }, 'baseUrl'],
        [{ username: 'a:b' }, 'username'],
        [{ password: 'a\nb' }, 'password'],
      ];
      for (const [change, field] of wrong) {
        const error = errorOf(await edit({ ...input, ...change }));
        assert.deepEqual([error.code, error.field], ['invalid-input', field]);
      }
      assert.deepEqual(await stored(id), before);
    });

    it('refuses one that does not exist', async () => {
      const input = { connection: 'nobody', name: freshName(), baseUrl: noPort, username };
      assert.equal(errorOf(await edit(input)).code, 'no-connection');
    });
  });

  describe('thulium.removeConnection', () => {
    it('takes it out of the list, and out of use', async () => {
      const server = await start();
      const name = freshName();
      const id = await connect(server.origin, { name });
      const removed = await run<ConnectionOutcome>('thulium.removeConnection', { connection: name });
      assert.equal(connectionId(removed), id);
      assert.equal(await stored(id), undefined);
      for (const connection of [id, name, undefined])
        assertRefused(await updateRecord({ connection }), 'no-connection');
      const again = await run<ConnectionOutcome>('thulium.removeConnection', { connection: id });
      assert.equal(errorOf(again).code, 'no-connection');
      assert.equal(server.connections, 0);
    });
  });

  describe('thulium.switchConnection', () => {
    it('switches by id and by name, and stays where the other does not exist', async () => {
      const [one, other] = [await start(), await start()];
      const name = freshName();
      const first = await connect(one.origin, { name });
      const second = await connect(other.origin);
      const to = async (connection: string): Promise<ConnectionOutcome> =>
        run('thulium.switchConnection', { connection });

      assert.equal(connectionId(await to(name)), first);
      await updateRecord();
      assert.deepEqual([puts(one).length, other.connections], [1, 0]);

      assert.equal(errorOf(await to('nobody')).code, 'no-connection');
      await updateRecord();
      assert.equal(puts(one).length, 2);

      assert.equal(connectionId(await to(second)), second);
      await updateRecord();
      assert.deepEqual([puts(one).length, puts(other).length], [2, 1]);
    });
  });

  describe('thulium.testConnection', () => {
    const test = (connection?: string): Promise<Report> =>
      run('thulium.testConnection', connection === undefined ? undefined : { connection });
    const list = (each: Report): [string, boolean][] =>
      each.checks.map(({ call, allowed }) => [call, allowed]);
    const writing = 'PUT crm_outbounds/:id/records/:customer_id';

    it('tells call by call what this user may do, and writes nothing', async () => {
      const server = await start();
      server.script({
        name: 'lists',
        run: (exchange) => {
          const { target } = exchange.request;
          if (target.includes('/statuses')) return status(200, statuses).run(exchange);
          if (target.includes('/agents')) return status(403).run(exchange);
          if (/\/outbounds(\/stats)?$/.test(target))
            return status(200, [{ id: '00001', records_count: 1, completion_percent: 1 }]).run(exchange);
          if (target.includes('/records?')) return status(200, { count: 1, result: [record] }).run(exchange);
          if (target.includes('/customers')) return status(200, []).run(exchange);
          return status(200, record).run(exchange);
        },
      });
      const id = await connect(server.origin);
      const report = await test(id);
      assert.equal(report.ok, true);
      assert.deepEqual(list(report), [
        ['GET outbounds', true],
        ['GET outbounds/:id/statuses', true],
        ['GET outbounds/:id/agents', false],
        ['GET crm_outbounds/:id/records', true],
        ['GET crm_outbounds/:id/records/:customer_id', true],
        ['GET customers', true],
        [writing, false],
      ]);
      for (const { message } of report.checks) assert.match(message, /\p{L}{2}/u);
      assert.deepEqual(
        server.requests.filter(({ method }) => method !== 'GET'),
        [],
      );
    });

    it('is fine with a user who may read nothing', async () => {
      const server = await start();
      server.script(status(403));
      await connect(server.origin);
      const report = await test();
      assert.equal(report.ok, true);
      assert.deepEqual(new Set(list(report).map(([, allowed]) => allowed)), new Set([false]));
    });

    it('says so when the password is wrong or nobody answers', async () => {
      const server = await start();
      server.script(thulium({ reads: status(401) }));
      const id = await connect(server.origin);
      assert.equal((await test(id)).ok, false);
      await server.close();
      assert.equal((await test(id)).ok, false);
    });

    it('sends a wrong password once', async () => {
      const server = await start();
      server.script(status(401));
      const report = await test(await connect(server.origin));
      assert.equal(report.ok, false);
      assert.deepEqual(
        server.requests.map(({ target }) => target),
        ['/api/outbounds'],
      );
      assert.deepEqual(new Set(list(report).map(([, allowed]) => allowed)), new Set([false]));
      assert.equal(list(report).length, 7, 'calls that were not made are named all the same');
    });

    it('goes on after a call that this user may not make', async () => {
      const server = await start();
      server.script(status(403));
      await test(await connect(server.origin));
      assert.equal(server.requests.length, 6);
    });

    it('asks a host that does not answer once', async () => {
      const server = await start();
      server.script(resetBeforeReading());
      const report = await test(await connect(server.origin));
      assert.deepEqual([report.ok, server.connections], [false, 1]);
    });

    it('refuses a connection that does not exist', async () => {
      const report = await test('nobody');
      assert.equal(report.ok, false);
      assert.ok(report.checks.some(({ message }) => message.includes('nobody')));
    });
  });
});
