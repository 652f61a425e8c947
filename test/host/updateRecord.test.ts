import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { startCaptureServer, status, type FaultServer } from '../support/faultServer/index.js';
import { assertRefused, assertWords, examplePath, run, updateRecord } from './support/commands.js';
import { addTestConnection, freshName, password, useConnections, username } from './support/connections.js';
import { assertAsks } from './support/questions.js';
import { openRecord, puts, record, thulium, useServers } from './support/servers.js';
import { useSettings } from './support/settings.js';

describe('thulium.updateRecord with a complete argument object', () => {
  const start = useServers();
  const connect = useConnections();
  const set = useSettings();

  describe('on the wire', () => {
    it('is the vendor’s example, byte for byte where it says so', async () => {
      const server = await start();
      await connect(server.origin);
      const outcome = await updateRecord();
      assert.equal(outcome.outcome, 'updated', JSON.stringify(outcome));
      assert.deepEqual([outcome.status, outcome.attempts, outcome.error], [204, 1, undefined]);
      assert.ok(outcome.updateId);
      const [put, ...more] = puts(server);
      assert.ok(put);
      assert.deepEqual(more, []);
      const [requestLine] = put.raw.toString('latin1').split('\r\n');
      assert.equal(requestLine, `PUT ${examplePath} HTTP/1.1`);
      assert.equal(put.headers.host, `127.0.0.1:${server.port}`);
      assert.equal(
        put.headers.authorization,
        `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
      );
      assert.equal(put.headers['content-type'], 'application/json; charset=utf-8');
      assert.equal(put.headers['content-length'], '17');
      assert.equal(put.headers['transfer-encoding'], undefined);
      assert.equal(put.headers['accept-language'], 'en');
      assert.equal(put.body.toString(), '{"status_id":"3"}');
      assert.ok(put.raw.toString().endsWith('\r\n\r\n{"status_id":"3"}'));
    });

    it('reads statuses and record before, and the record after', async () => {
      const server = await start();
      await connect(server.origin);
      const outcome = await updateRecord();
      const calls = server.requests.map(({ method, target }) => `${method} ${target}`);
      assert.deepEqual(
        calls.slice(0, 2).sort(),
        [`GET ${examplePath}`, 'GET /api/outbounds/00001/statuses'].sort(),
      );
      assert.deepEqual(calls.slice(2), [`PUT ${examplePath}`, `GET ${examplePath}`]);
      assert.deepEqual([outcome.before, outcome.after, outcome.unchecked], [record, record, undefined]);
    });

    it('does not read back where the user does not want it', async () => {
      await set({ verifyAfterUpdate: false });
      const server = await start();
      await connect(server.origin);
      const outcome = await updateRecord();
      assert.deepEqual([outcome.outcome, outcome.after], ['updated', undefined]);
      assert.equal(server.requests.at(-1)?.method, 'PUT');
    });

    it('counts bytes of Polish letters, and sends user and password as UTF-8', async () => {
      const server = await start();
      await connect(server.origin, { username: 'żółw', password: 'hasło:z:dwukropkiem' });
      await updateRecord({ fields: { agent_login: 'łukasz.żak' } });
      const [put] = puts(server);
      assert.ok(put);
      const expected = Buffer.from('żółw:hasło:z:dwukropkiem', 'utf8').toString('base64');
      assert.equal(put.headers.authorization, `Basic ${expected}`);
      assert.equal(put.body.toString('utf8'), '{"agent_login":"łukasz.żak"}');
      assert.equal(put.headers['content-length'], String(put.body.length));
    });

    it('asks for Polish answers where the user wants them', async () => {
      await set({ responseLanguage: 'pl' });
      const server = await start();
      await connect(server.origin);
      await updateRecord();
      assert.equal(puts(server)[0]?.headers['accept-language'], 'pl');
    });

    it('takes numbers for digits and sends them as text', async () => {
      const server = await start();
      await connect(server.origin);
      const fields = { status_id: 3, dictionary_status_id: 2, order: 50 };
      const outcome = await updateRecord({ customerId: 441, fields });
      assert.equal(outcome.outcome, 'updated', JSON.stringify(outcome));
      assert.equal(puts(server)[0]?.target, examplePath);
      assert.equal(
        puts(server)[0]?.body.toString(),
        '{"status_id":"3","dictionary_status_id":"2","order":"50"}',
      );
    });

    it('keeps every digit of a long customer id, and a campaign of letters', async () => {
      const server = await start();
      await connect(server.origin);
      await updateRecord({ campaignId: 'aB9z0', customerId: '9007199254740993' });
      assert.equal(puts(server)[0]?.target, '/api/crm_outbounds/aB9z0/records/9007199254740993');
    });
  });

  describe('refuses before anything is sent:', () => {
    let server: FaultServer;
    let connection: string;

    before(async () => {
      server = await startCaptureServer();
      connection = await addTestConnection(server.origin);
    });

    after(async () => {
      await run('thulium.removeConnection', { connection });
      await server.close();
    });

    /** What the table of bad inputs has not: other types, and texts that are nearly right. */
    const refused: [change: Record<string, unknown>, field: string][] = [
      ...[
        '00\ud80001',
        '0000１',
        '00001\n',
        '\u000000001',
        ' 00001',
        '00001 ',
        '0001',
        1,
        null,
        true,
        ['00001'],
      ].map((campaignId): [Record<string, unknown>, string] => [{ campaignId }, 'campaignId']),
      ...[
        '441\n',
        ' 441',
        '441 ',
        '-441',
        '+441',
        '0x1b9',
        1.5,
        -441,
        2 ** 53,
        1e21,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        null,
        { id: 441 },
      ].map((customerId): [Record<string, unknown>, string] => [{ customerId }, 'customerId']),
      ...[
        '2027-02-29 10:00',
        '2026-05-24 12:60',
        '2026-05-24 9:24',
        '24.05.2026 12:24',
        '2026-05-24',
        '２０２６-05-24 12:24',
        ' 2026-05-24 12:24',
        '2026-05-24 12:24\n',
        '',
        1_527_157_440,
      ].map((next_call_date): [Record<string, unknown>, string] => [
        { fields: { next_call_date } },
        'next_call_date',
      ]),
      ...['', '１', '5 ', 1.5, -1, Number.NaN].map((order): [Record<string, unknown>, string] => [
        { fields: { order } },
        'order',
      ]),
      ...['x', '', '-1', '3;4', null, ['3']].map((status_id): [Record<string, unknown>, string] => [
        { fields: { status_id } },
        'status_id',
      ]),
      [{ fields: { dictionary_status_id: 'x' } }, 'dictionary_status_id'],
      ...['j\r\ndoe', '', '\udfff', 5].map((agent_login): [Record<string, unknown>, string] => [
        { fields: { agent_login } },
        'agent_login',
      ]),
      [{ fields: null }, 'fields'],
      [{ fields: 'status_id=3' }, 'fields'],
      [{ fields: { status_id: '3', status: '3' } }, 'status'],
      [{ customerID: '441' }, 'customerID'],
      [{ confirm: 'no' }, 'confirm'],
      [{ connection: 5 }, 'connection'],
      [{ campaignId: undefined }, 'campaignId'],
      [{ customerId: undefined }, 'customerId'],
    ];

    for (const [change, field] of refused) {
      it(`${field}: ${show(change)}`, async () => {
        assertRefused(await updateRecord(change), 'invalid-input', field);
        assert.deepEqual([server.connections, server.requests.length], [0, 0]);
      });
    }

    it('and suggests 00001 for the number 1', async () => {
      const { error } = await updateRecord({ campaignId: 1 });
      assert.match(error?.message ?? '', /\b00001\b/);
    });

    it('and tells all that is wrong at once', async () => {
      const { error } = await updateRecord({ campaignId: '..', fields: { order: 'abc' } });
      assert.equal(error?.field, 'campaignId');
      assert.match(error.message, /\.\./);
      assert.match(error.message, /abc/);
    });
  });

  describe('by what can be read of the campaign', () => {
    const incomplete: [fields: Record<string, string>, missing: string][] = [
      [{ status_id: '7', next_call_date: '2030-05-24 12:24' }, 'agent_login'],
      [{ status_id: '7', agent_login: 'j.doe' }, 'next_call_date'],
      [{ status_id: '8' }, 'next_call_date'],
      [{ dictionary_status_id: '9', agent_login: 'j.doe' }, 'next_call_date'],
      [{ dictionary_status_id: '5' }, 'next_call_date'],
    ];
    for (const [fields, missing] of incomplete) {
      it(`refuses ${show(fields)} without ${missing}`, async () => {
        const server = await start();
        await connect(server.origin);
        assertRefused(await updateRecord({ fields }), 'invalid-input', missing);
        assert.deepEqual(puts(server), []);
      });

      it(`sends ${show(fields)} where the statuses may not be read, and says so`, async () => {
        const server = await start();
        server.script(thulium({ reads: status(403) }));
        await connect(server.origin);
        const outcome = await updateRecord({ fields });
        assert.equal(outcome.outcome, 'updated', JSON.stringify(outcome));
        assert.ok(outcome.unchecked?.includes('statuses'));
        assert.equal(puts(server).length, 1);
      });
    }

    it('sends what is complete', async () => {
      const server = await start();
      await connect(server.origin);
      const fields = { status_id: '7', agent_login: 'j.doe', next_call_date: '2028-02-29 10:00' };
      const outcome = await updateRecord({ fields });
      assert.equal(outcome.outcome, 'updated', JSON.stringify(outcome));
      assert.equal(puts(server)[0]?.body.toString(), JSON.stringify(fields));
    });

    it('names what could not be read, and does not ask again for what was refused', async () => {
      const server = await start();
      server.script(thulium({ reads: status(403) }));
      await connect(server.origin);
      const expected = ['statuses', 'record-before', 'record-after'];
      assert.deepEqual((await updateRecord()).unchecked, expected);
      const reads = server.requests.length - 1;
      const again = await updateRecord();
      assert.deepEqual([again.outcome, again.unchecked], ['updated', expected]);
      assert.equal(server.requests.length, reads + 2);
    });

    it('names a dictionary status, which no record carries', async () => {
      const server = await start();
      await connect(server.origin);
      const outcome = await updateRecord({ fields: { dictionary_status_id: '77' } });
      assert.deepEqual([outcome.outcome, outcome.unchecked], ['updated', ['dictionary_status_id']]);
    });
  });

  describe('asks', () => {
    const warned: Record<string, unknown>[] = [
      { fields: { next_call_date: '2018-05-24 12:24' } },
      { fields: { next_call_date: '2037-10-25 02:30' } },
      { fields: { status_id: '99' } },
    ];
    for (const change of warned) {
      it(`about ${show(change)}, and sends nothing before the answer`, async () => {
        const server = await start();
        server.script(thulium({ record: openRecord }));
        await connect(server.origin);
        await assertAsks(updateRecord({ ...change, confirm: undefined }), /00001\/441/);
        assert.deepEqual(puts(server), []);
      });

      it(`nothing about ${show(change)} with confirm: false`, async () => {
        const server = await start();
        await connect(server.origin);
        const outcome = await updateRecord(change);
        assert.equal(outcome.outcome, 'updated', JSON.stringify(outcome));
        assert.equal(puts(server)[0]?.body.toString(), JSON.stringify(change.fields));
      });
    }

    it('about a record that is being worked on', async () => {
      const server = await start();
      const worked = status(200, { ...record, system_status: 'IN_PROGRESS' });
      server.script(thulium({ reads: worked }));
      await connect(server.origin);
      await assertAsks(updateRecord({ confirm: undefined }), /00001\/441/);
      assert.equal((await updateRecord()).outcome, 'updated');
      assert.equal(puts(server).length, 1);
    });

    it('about a record whose customer is not to be called', async () => {
      const server = await start();
      await connect(server.origin);
      await assertAsks(updateRecord({ confirm: undefined }), /00001\/441/);
      assert.deepEqual(puts(server), []);
    });

    it('nothing where there is nothing to warn of', async () => {
      const server = await start();
      server.script(thulium({ record: openRecord }));
      await connect(server.origin);
      assert.equal((await updateRecord({ confirm: undefined })).outcome, 'updated');
    });

    it('always where the user wants it, unless the caller answers', async () => {
      await set({ confirmBeforeSend: 'always' });
      const server = await start();
      await connect(server.origin);
      await assertAsks(updateRecord({ confirm: undefined }), /00001\/441/);
      assert.equal((await updateRecord()).outcome, 'updated');
      assert.equal(puts(server).length, 1);
    });

    it('on a production connection whatever the caller says', async () => {
      const server = await start();
      await connect(server.origin, { production: true });
      for (const confirm of [false, true, undefined])
        await assertAsks(updateRecord({ confirm }), /production/i);
      assert.deepEqual(puts(server), []);
    });

    it('nothing on a production connection where the user’s own setting says never', async () => {
      await set({ confirmBeforeSend: 'never' });
      const server = await start();
      await connect(server.origin, { production: true });
      const outcome = await updateRecord({ confirm: undefined });
      assert.equal(outcome.outcome, 'updated', JSON.stringify(outcome));
      assert.equal(puts(server).length, 1);
    });
  });

  describe('chooses the system', () => {
    it('and writes nothing to one that is read-only', async () => {
      const server = await start();
      const name = freshName();
      await connect(server.origin, { name, readOnly: true });
      const outcome = await updateRecord();
      assertRefused(outcome, 'read-only');
      assert.match(outcome.error?.message ?? '', new RegExp(name));
      assert.equal(server.connections, 0);
    });

    it('by id or name, whichever is active', async () => {
      const [one, other] = [await start(), await start()];
      const name = freshName();
      const id = await connect(one.origin, { name });
      await connect(other.origin);
      await updateRecord({ connection: id });
      await updateRecord({ connection: name });
      assert.deepEqual([puts(one).length, other.connections], [2, 0]);
      await updateRecord();
      assert.deepEqual([puts(one).length, puts(other).length], [2, 1]);
    });

    it('and refuses one that does not exist', async () => {
      const server = await start();
      await connect(server.origin);
      const outcome = await updateRecord({ connection: 'nobody' });
      assertRefused(outcome, 'no-connection');
      assert.match(outcome.error?.message ?? '', /nobody/);
      assert.equal(server.connections, 0);
    });

    it('and refuses where there is none', async () => {
      const outcome = await updateRecord();
      assertRefused(outcome, 'no-connection');
      assertWords(outcome.error ?? { code: 'no-connection', message: '' });
    });

    it('and never falls back to production, nor guesses between two', async () => {
      const servers = [await start(), await start(), await start()] as const;
      const [production, one, two] = servers;
      await connect(production.origin, { production: true });
      const gone = await connect('http://127.0.0.1:9');
      await run('thulium.removeConnection', { connection: gone });
      assertRefused(await updateRecord(), 'no-connection');

      const first = await connect(one.origin);
      await run('thulium.removeConnection', { connection: await connect('http://127.0.0.1:9') });
      assert.equal((await updateRecord()).outcome, 'updated');
      assert.equal(puts(one).length, 1);

      const second = await connect(two.origin);
      await run('thulium.removeConnection', { connection: await connect('http://127.0.0.1:9') });
      assertRefused(await updateRecord(), 'no-connection');
      assert.ok(first !== second);
      assert.deepEqual([production.connections, puts(one).length, two.connections], [0, 1, 0]);
    });
  });
});

/** For a test's name: texts that a terminal cannot show, escaped. */
function show(value: unknown): string {
  const text = JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'number' && !Number.isFinite(each) ? String(each) : (each ?? null),
  );
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
