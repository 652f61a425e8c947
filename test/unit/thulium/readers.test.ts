import assert from 'node:assert/strict';
import { parseJson } from '../../../src/core/json.js';
import {
  readAgents,
  readCampaigns,
  readCampaignStats,
  readCustomers,
  readRecord,
  readRecordsPage,
  readStatuses,
} from '../../../src/thulium/readers.js';
import { choose, errorBody, htmlPage, ok, status } from '../../support/faultServer/index.js';
import { clientOf, useServers } from './support.js';

describe('Readers', () => {
  it('take ids as text or number, and keep unknown system statuses', () => {
    const rows = [
      { system_status: 'CALL', status_id: '3', dictionary_status_id: 2, name: 'Contact needed' },
      { system_status: 'BRAND_NEW', status_id: 4, dictionary_status_id: null, name: 'Not interested' },
      { name: 'without an id' },
      'no row',
    ];
    const expected = [
      { system_status: 'CALL', status_id: '3', dictionary_status_id: '2', name: 'Contact needed' },
      { system_status: 'BRAND_NEW', status_id: '4', dictionary_status_id: null, name: 'Not interested' },
    ];
    assert.deepEqual(readStatuses(rows), expected);
    assert.deepEqual(readStatuses({ result: rows }), expected);
    assert.equal(readStatuses({ nothing: true }), undefined);
    assert.equal(readStatuses('text'), undefined);
  });

  it('take agents as documented, active unless told otherwise', () => {
    assert.deepEqual(
      readAgents([
        { login: 'jkowalski', number: '3113', active: true, active_in_outbound: false, agent_id: 12 },
        { login: 'anowak', first_name: 'Anna', last_name: 'Nowak', active: '0' },
      ]),
      [
        { login: 'jkowalski', number: '3113', active: true, active_in_outbound: false },
        { login: 'anowak', name: 'Anna Nowak', active: false, active_in_outbound: true },
      ],
    );
  });

  it('take a yes or no in any usual spelling, and what is neither for nothing', () => {
    const spellings = [true, 1, '1', 'true', false, 0, '0', 'false', 'maybe', 2, null, undefined];
    assert.deepEqual(
      readAgents(spellings.map((active, index) => ({ login: `agent${index}`, active })))?.map(
        ({ active }) => active,
      ),
      [true, true, true, true, false, false, false, false, true, true, true, true],
    );
    assert.deepEqual(
      readCampaigns(spellings.map((is_crm) => ({ id: '00001', is_crm })))?.map(
        ({ fedFromCrm }) => fedFromCrm,
      ),
      [true, true, true, true, false, false, false, false, undefined, undefined, undefined, undefined],
    );
  });

  it('take numbers of a campaign also as text, and leave out what is none', () => {
    const stats = readCampaignStats([
      { id: 1, records_count: '12', completion_percent: 50.5 },
      { id: '00002', records_count: '', completion_percent: 'half' },
      { id: '00003', records_count: true, completion_percent: null },
      { records_count: 5 },
    ]);
    assert.deepEqual(
      [...(stats ?? [])],
      [
        ['00001', { records_count: 12, completion_percent: 50.5 }],
        ['00002', {}],
        ['00003', {}],
      ],
    );
    assert.equal(readCampaignStats('text'), undefined);
  });

  it('take campaigns under any known name, and say nothing of the CRM where the answer does not', () => {
    assert.deepEqual(
      readCampaigns({
        outbounds: [
          { id: '00001', name: 'One', is_crm: true },
          { outbound_id: 2, name: 'Two', type: 'CRM' },
          { id: 'ABC12', crm: 0 },
          { id: '00004', type: 'PREVIEW' },
          { id: 'too long', name: 'x' },
        ],
      }),
      [
        { id: '00001', name: 'One', fedFromCrm: true },
        { id: '00002', name: 'Two', fedFromCrm: true },
        { id: 'ABC12', fedFromCrm: false },
        { id: '00004' },
      ],
    );
  });

  it('take customers of any shape', () => {
    assert.deepEqual(
      readCustomers([
        {
          customer_id: 441,
          name: 'Jan',
          phone_number: '158433367',
          email: 'a@example.test',
          identifier: 'K1',
        },
        {
          id: '442',
          first_name: 'Anna',
          last_name: 'Nowak',
          phone_numbers: [{ number: '1' }, '2', '1'],
          emails: ['b@example.test'],
        },
      ]),
      [
        {
          customer_id: '441',
          name: 'Jan',
          phone_numbers: ['158433367'],
          email: 'a@example.test',
          identifier: 'K1',
        },
        { customer_id: '442', name: 'Anna Nowak', phone_numbers: ['1', '2'], email: 'b@example.test' },
      ],
    );
  });

  it('keep records as they came', () => {
    const record = { record_id: 47, status_id: 6, next_call_date: '', novelty: { a: [1] } };
    assert.deepEqual(readRecord(record), record);
    assert.deepEqual(readRecord({ result: record }), record);
    assert.equal(readRecord([]), undefined);
    assert.equal(readRecord({}), undefined);
    assert.deepEqual(readRecordsPage({ count: '7', result: [record] }), { count: 7, records: [record] });
  });

  it('lose no digit of a long id', () => {
    const text =
      '{"customer_id":9007199254740993,"note":"9007199254740993 \\" 9007199254740995","n":1.25,"e":1234567890123456e2}';
    assert.deepEqual(parseJson(text), {
      customer_id: '9007199254740993',
      note: '9007199254740993 " 9007199254740995',
      n: 1.25,
      e: 1234567890123456e2,
    });
    assert.deepEqual(parseJson('[9007199254740991,-9007199254740993]'), [
      9007199254740991,
      '-9007199254740993',
    ]);
  });
});

describe('Reads of the client', () => {
  const start = useServers();

  it('ask the documented paths', async () => {
    const server = await start();
    server.script(status(200, []));
    const { client } = clientOf(`${server.origin}/behind/a/path`);
    await client.listStatuses('00001');
    await client.listAgents('00001');
    await client.listRecords('00001', {
      limit: 1000,
      offset: 200,
      statusIds: ['3', '4'],
      systemStatuses: ['CALL'],
      order: '-next_call_date',
      includeCustomer: true,
    });
    await client.findCustomers('email', 'a+b@example.test');
    assert.deepEqual(
      server.requests.map(({ method, target }) => `${method} ${target}`),
      [
        'GET /behind/a/path/api/outbounds/00001/statuses',
        'GET /behind/a/path/api/outbounds/00001/agents',
        'GET /behind/a/path/api/crm_outbounds/00001/records?limit=100&offset=200&status_id%5B%5D=3&status_id%5B%5D=4&system_status%5B%5D=CALL&order=-next_call_date&include_customer=true',
        'GET /behind/a/path/api/customers?email=a%2Bb%40example.test&limit=100',
      ],
    );
  });

  it('join campaigns with their stats, and do without where those are not allowed', async () => {
    const server = await start();
    let allowed = true;
    server.script(
      choose(({ target }) => {
        if (!target.endsWith('/stats')) return status(200, [{ id: '00001', name: 'One' }]);
        return allowed
          ? status(200, [{ id: '00001', records_count: 1324, completion_percent: 14.87 }])
          : errorBody(403);
      }),
    );
    const { client } = clientOf(server.origin);
    const joined = await client.listCampaigns();
    assert.deepEqual(joined.ok && joined.value, [
      { id: '00001', name: 'One', records_count: 1324, completion_percent: 14.87 },
    ]);
    allowed = false;
    const bare = await client.listCampaigns();
    assert.deepEqual(bare.ok && bare.value, [{ id: '00001', name: 'One' }]);
    await client.listCampaigns();
    assert.equal(server.requests.filter(({ target }) => target.endsWith('/stats')).length, 2);
  });

  it('remember a 403 until allowed, and nothing else', async () => {
    const server = await start();
    const { client } = clientOf(server.origin, { maxAttempts: 1 });
    const codes: (string | undefined)[] = [];
    const ask = async (skipForbidden: boolean): Promise<void> => {
      const result = await client.getRecord('00001', '441', { skipForbidden });
      codes.push(result.ok ? undefined : `${result.failure.code} ${result.failure.detail ?? ''}`.trim());
    };
    server.script(errorBody(500), errorBody(404), errorBody(403), ok({ body: { record_id: 47 } }));
    await ask(true);
    await ask(true);
    await ask(true);
    assert.deepEqual([...(client.forbiddenCalls ?? [])], ['record']);
    await ask(true);
    await ask(false);
    await ask(true);
    assert.deepEqual(codes, [
      'server-error',
      'not-found',
      'forbidden',
      'forbidden remembered',
      undefined,
      undefined,
    ]);
    assert.equal(server.requests.length, 5);
  });

  it('fail on what is no such answer, never in doubt', async () => {
    const server = await start();
    const { client } = clientOf(server.origin);
    for (const behaviour of [ok(), status(200, 'text'), status(200, [1]), htmlPage()]) {
      server.script(behaviour);
      const result = await client.getRecord('00001', '441');
      assert.equal(!result.ok && result.failure.code, 'unexpected-response');
    }
  });

  it('take lists beyond the limit of a write’s answer', async () => {
    const server = await start();
    const padding = 'x'.repeat(100_000);
    const result = Array.from({ length: 30 }, (_, index) => ({ record_id: index, padding }));
    server.script(status(200, { count: 30, result }));
    const page = await clientOf(server.origin).client.listRecords('00001', { limit: 100, offset: 0 });
    assert.equal(page.ok && page.value.records.length, 30);
  });
});
