import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import type { RunningServer } from '../../../src/simulator/server/server.js';
import { systemStatuses } from '../../../src/core/record.js';
import { curl, curlUser, lastRequest, noon, startTestServer } from './support/running.js';

const page = z.object({ count: z.number(), result: z.array(z.record(z.string(), z.unknown())) });
const rows = z.array(z.record(z.string(), z.unknown()));

describe('simulator: the documented calls', function () {
  this.timeout(30_000);
  let server: RunningServer;
  let api: string;
  before(async () => {
    server = await startTestServer();
    api = `${server.url}/api`;
  });
  beforeEach(() => {
    server.control.reset();
  });
  after(() => server.close());

  const get = async (path: string, ...more: string[]): Promise<unknown> => {
    const answer = await curlUser(...more, `${api}/${path}`);
    assert.equal(answer.status, 200, answer.body);
    return JSON.parse(answer.body);
  };
  const put = (fields: object, path = 'crm_outbounds/00001/records/441') =>
    curlUser(
      '-X',
      'PUT',
      '-H',
      'Content-Type: application/json',
      '-d',
      JSON.stringify(fields),
      `${api}/${path}`,
    );

  it('updates a record as the documented example does and answers with an empty body', async () => {
    const answer = await put({ status_id: '3' });
    assert.deepEqual([answer.status, answer.body], [204, '']);
    const record = z.record(z.string(), z.unknown()).parse(await get('crm_outbounds/00001/records/441'));
    assert.equal(record.status_id, 3);
    assert.equal(record.system_status, 'CALL');
    assert.deepEqual(Object.keys(record), [
      'record_id',
      'phone_number',
      'system_status',
      'status',
      'status_id',
      'call_date',
      'create_date',
      'next_call_date',
      'agent_name',
      'agent_login',
      'customer_id',
      'last_note',
      'order',
    ]);
  });

  it('writes every field, by the dictionary status too, and takes numbers for ids', async () => {
    const fields = {
      dictionary_status_id: 3,
      agent_login: 'j.doe',
      next_call_date: '2018-05-24 12:24',
      order: 50,
    };
    assert.equal((await put(fields)).status, 204);
    const record = z.record(z.string(), z.unknown()).parse(await get('crm_outbounds/00001/records/441'));
    const { status_id, agent_login, agent_name, next_call_date, order } = record;
    assert.deepEqual(
      { status_id, agent_login, agent_name, next_call_date, order },
      {
        status_id: 5,
        agent_login: 'j.doe',
        agent_name: 'Jan Dołęga',
        next_call_date: '2018-05-24 12:24',
        order: '50',
      },
    );
  });

  it('lists campaigns, one of them Not a CRM campaign, and 500 records or more', async () => {
    const campaigns = rows.parse(await get('outbounds'));
    assert.ok(campaigns.length >= 3);
    assert.ok(campaigns.some(({ id }) => id === '00001'));
    const stats = rows.parse(await get('outbounds/stats'));
    const total = stats.reduce((sum, each) => sum + Number(each.records_count), 0);
    assert.ok(total >= 500, String(total));
    assert.deepEqual(Object.keys(stats[0] ?? {}), ['id', 'records_count', 'completion_percent']);
    const other = await curlUser(`${api}/crm_outbounds/00004/records/441`);
    assert.equal(other.status, 404);
  });

  it('lists statuses of every system status, named in the language asked for', async () => {
    const english = rows.parse(await get('outbounds/00001/statuses'));
    assert.deepEqual(new Set(english.map((each) => each.system_status)), new Set(systemStatuses));
    assert.deepEqual(Object.keys(english[0] ?? {}), [
      'system_status',
      'status_id',
      'dictionary_status_id',
      'name',
    ]);
    const polish = rows.parse(await get('outbounds/00001/statuses', '-H', 'Accept-Language: pl'));
    assert.ok(polish.some(({ name }) => name === 'Kontakt nie wcześniej niż'));
  });

  it('lists six agents, some of them not active', async () => {
    const agents = rows.parse(await get('outbounds/00001/agents'));
    assert.equal(agents.length, 6);
    assert.ok(agents.some(({ active }) => active === false));
    assert.ok(agents.some(({ active, active_in_outbound: here }) => active === true && here === false));
  });

  it('pages records, at most 100 at a time', async () => {
    const first = page.parse(await get('crm_outbounds/00001/records'));
    assert.equal(first.result.length, 100);
    const all: unknown[] = [];
    for (let offset = 0; offset < first.count; offset += 100) {
      const next = page.parse(await get(`crm_outbounds/00001/records?limit=1000&offset=${offset}`));
      all.push(...next.result.map(({ record_id: id }) => id));
    }
    assert.equal(new Set(all).size, first.count);
  });

  it('orders and filters records', async () => {
    const dates = async (order: string) =>
      page
        .parse(await get(`crm_outbounds/00001/records?order=${order}`))
        .result.map((r) => String(r.next_call_date));
    const up = await dates('next_call_date');
    assert.deepEqual(up, [...up].sort());
    const down = await dates('-next_call_date');
    assert.deepEqual(down, [...down].sort().reverse());
    const some = page.parse(await get('crm_outbounds/00001/records?status_id[]=3&status_id[]=4', '-g'));
    assert.ok(some.count > 0);
    assert.ok(some.result.every(({ status_id: id }) => id === 3 || id === 4));
    const mine = page.parse(await get('crm_outbounds/00001/records?system_status[]=MY_RECORD', '-g'));
    assert.ok(mine.count > 0);
    assert.ok(mine.result.every(({ system_status: status }) => status === 'MY_RECORD'));
    for (const name of ['create_date', 'call_date']) {
      const range = `crm_outbounds/00001/records?${name}_from=2018-04-01&${name}_to=2018-04-30`;
      const found = page.parse(await get(range));
      assert.ok(found.count > 0);
      assert.ok(found.result.every((each) => String(each[name]).startsWith('2018-04-')));
    }
  });

  it('adds the customer to a record when asked', async () => {
    const plain = page.parse(await get('crm_outbounds/00001/records?limit=1'));
    assert.equal(plain.result[0]?.customer, undefined);
    const rich = page.parse(await get('crm_outbounds/00001/records?limit=1&include_customer=1'));
    assert.equal(typeof rich.result[0]?.customer, 'object');
  });

  it('finds a customer by each key', async () => {
    const [customer] = rows.parse(await get('customers?identifier=900441'));
    assert.equal(customer?.customer_id, 441);
    const phone = z.array(z.string()).parse(customer.phone_numbers)[0] ?? '';
    const keys = [`phone_number=${phone}`, `email=${String(customer.email)}`, `nip=${String(customer.nip)}`];
    for (const key of keys) {
      const found = rows.parse(await get(`customers?${key}`));
      assert.ok(
        found.some(({ customer_id: id }) => id === 441),
        key,
      );
    }
    assert.equal(rows.parse(await get('customers')).length, 100);
    assert.equal(rows.parse(await get('customers?limit=5&offset=3')).length, 5);
    assert.ok(
      rows.parse(await get('customers?limit=1000')).some(({ name }) => /[łżśźćńóęą]/i.test(String(name))),
    );
  });

  it('adds a record and answers with its id', async () => {
    const json = ['-H', 'Content-Type: application/json'];
    const body = '{"customer_id":102,"status_id":"33"}';
    const answer = await curlUser(...json, '-d', body, `${api}/crm_outbounds/00002/records`);
    assert.equal(answer.status, 201, answer.body);
    assert.match(answer.body, /^\{"record_id":"\d+"\}$/);
    const record = z.record(z.string(), z.unknown()).parse(await get('crm_outbounds/00002/records/102'));
    assert.equal(record.status_id, 33);
    assert.equal(record.create_date, '2018-05-24 12:00');
  });

  it('answers a customer as documented: the first name alone, and the surname', async () => {
    const row = z.record(z.string(), z.unknown());
    const one = row.parse(await get('customers/441?include_custom_fields=true'));
    assert.match(String(one.name), /^\p{Lu}\p{Ll}+$/u);
    assert.match(String(one.surname), /^\p{Lu}\p{Ll}+$/u);
    assert.deepEqual(one.phone_numbers, [one.phone_number]);
    assert.deepEqual([one.customer_id, one.company_id, one.custom_fields], [441, '', {}]);
    const [listed] = rows.parse(await get('customers?identifier=900441'));
    assert.deepEqual(
      [listed?.name, listed?.surname, listed?.custom_fields],
      [one.name, one.surname, undefined],
    );
    assert.equal((await curlUser(`${api}/customers/9999`)).status, 404);
    assert.deepEqual(await get('customers?identifier='), [], 'everybody has one');
  });

  it('adds a customer, then its record', async () => {
    const post = (path: string, body: object) =>
      curlUser('-H', 'Content-Type: application/json', '-d', JSON.stringify(body), `${api}/${path}`);
    const given = {
      name: 'Jan',
      surname: 'Żak',
      phone_number: ['222333444', '213443523'],
      identifier: 'EXT-9',
    };
    const added = await post('customers', given);
    assert.equal(added.status, 201, added.body);
    const { customer_id: id } = z.object({ customer_id: z.number() }).parse(JSON.parse(added.body));
    for (const query of ['identifier=EXT-9', 'phone_number=213443523']) {
      const [found] = rows.parse(await get(`customers?${query}`));
      assert.deepEqual([found?.customer_id, found?.phone_number, found?.surname], [id, '222333444', 'Żak']);
    }
    assert.equal((await post('crm_outbounds/00001/records', { customer_id: id })).status, 201);
    assert.equal((await post('crm_outbounds/00001/records', { customer_id: id })).status, 400);
    const nameless = await post('customers', { name: 'Jan' });
    assert.equal(nameless.status, 400);
    assert.equal(lastRequest(server).diagnosis[0]?.params?.field, 'surname');
  });

  it('adds and removes records in a batch, each answered by itself', async () => {
    const url = `${api}/batch/crm_outbounds/00002/records`;
    const records = [
      { customer_id: 102, status_id: '33' },
      { customer_id: 101, status_id: '33' },
      { customer_id: 9999 },
      { customer_id: 104, agent_login: 'nobody' },
    ];
    const added = await curlUser(
      '-H',
      'Content-Type: application/json',
      '-d',
      JSON.stringify({ records }),
      url,
    );
    assert.equal(added.status, 207);
    const results = z.record(z.string(), z.record(z.string(), z.unknown()));
    const answer = results.parse(JSON.parse(added.body));
    assert.deepEqual(
      Object.values(answer).map((each) => [each.http_status, each.status]),
      [
        [400, 'ALREADY_EXISTS'],
        [201, 'ADDED'],
        [400, 'FAILED'],
        [400, 'FAILED'],
      ],
    );
    assert.equal(answer['9999']?.message, 'Customer not found.');
    const removed = await curlUser('-g', '-X', 'DELETE', `${url}?customer_id[]=102&customer_id[1]=9999`);
    assert.deepEqual(
      [removed.status, JSON.parse(removed.body)],
      [
        207,
        { '102': { http_status: 200, status: 'REMOVED' }, '9999': { http_status: 404, status: 'NOT_EXIST' } },
      ],
    );
  });

  it('reads a list of a query however it is written', async () => {
    const count = async (query: string) =>
      page.parse(await get(`crm_outbounds/00001/records?${query}`, '-g')).count;
    const expected = await count('status_id[]=3&status_id[]=4');
    assert.ok(expected < (await count('limit=1')));
    assert.equal(await count('status_id[0]=3&status_id[1]=4'), expected);
    assert.equal(await count('status_id=3&status_id=4'), expected);
    assert.equal(await count('status_id%5B0%5D=3&status_id%5B1%5D=4'), expected);
  });

  it('words errors in English, or in Polish when asked, in the documented shape', async () => {
    const answer = await put({ agent_login: 'nobody' });
    assert.equal(answer.status, 400);
    assert.match(
      answer.body,
      /^\{"request_id":"[0-9a-f]{13}","errors":\[\{"message":"Agent not found.","code":147\}\]\}$/,
    );
    assert.equal(
      lastRequest(server).requestId,
      z.object({ request_id: z.string() }).parse(JSON.parse(answer.body)).request_id,
    );
    const polish = await curlUser('-H', 'Accept-Language: pl', `${api}/crm_outbounds/zzzzz/records/441`);
    assert.match(polish.body, /Nie znaleziono kampanii/);
    const none = await curl(`${api}/outbounds`);
    assert.equal(none.status, 401);
    assert.match(none.headers, /WWW-Authenticate: Basic/);
  });

  it('makes the same data from the same number', () => {
    const data = () => {
      const { customers, records } = server.control.getSeed();
      return { customers, records };
    };
    const first = data();
    server.control.setSeed({ random: 7 });
    const other = data();
    assert.notDeepEqual(other, first);
    server.control.setSeed({ random: 7 });
    assert.deepEqual(data(), other);
    server.control.setSeed({ clock: noon });
    assert.deepEqual(data(), first);
  });
});
