import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { exportRecords, type RecordFilter } from '../../../src/bulk/exportRecords.js';
import { realFiles } from '../../../src/storage/files.js';
import { bench, virtualClock, type Bench } from '../../support/bulk/engine.js';
import { memoryClient, record, type MemoryClient } from '../../support/bulk/memoryClient.js';

describe('customers of a file', () => {
  let at: Bench;
  let client: MemoryClient;
  beforeEach(() => {
    at = bench();
    client = memoryClient(3);
    client.customers = [
      {
        customer_id: '1',
        phone_numbers: ['600100201', '222333444'],
        email: 'a@example.com',
        nip: '5260250274',
      },
      { customer_id: '2', phone_numbers: ['600100202'], identifier: 'K-2' },
      { customer_id: '3', phone_numbers: ['600100203'] },
      { customer_id: '4', phone_numbers: ['600100203'] },
      { customer_id: '9', phone_numbers: ['600100209'] },
    ];
  });
  afterEach(() => {
    at.remove();
  });

  const searches = (): string[] => client.calls.filter((each) => each.startsWith('customers'));

  it('are found by phone, each once, however it is written; the others are left out and named', async () => {
    const phones = [
      '600100201',
      '+48 600 100 202',
      '48600100201',
      '600-100-203',
      '700000000',
      '600100209',
      '',
    ];
    const file = at.file(
      'in.csv',
      `Kampania;Telefon;Status\n${phones.map((each) => `00001;${each};3`).join('\n')}\n`,
    );
    const plan = await at.plan(file, { client, readRecords: true });
    assert.deepEqual(plan.mapping.columns, {
      Kampania: 'campaign_id',
      Telefon: 'phone_number',
      Status: 'status_id',
    });
    assert.deepEqual(
      plan.problems.map(({ line, code, params }) => [line, code, params?.value]),
      [
        [5, 'customer-ambiguous', '600-100-203'],
        [6, 'customer-unknown', '700000000'],
        [8, 'blank', ''],
        [4, 'row-duplicate', undefined],
      ],
    );
    const { send, invalid, duplicate, notFound } = plan.counts;
    assert.deepEqual(
      { send, invalid, duplicate, notFound },
      { send: 2, invalid: 3, duplicate: 1, notFound: 1 },
    );
    assert.equal(new Set(searches()).size, searches().length);

    const toAdd = await at.engine.writeToAdd(plan);
    assert.equal(path.basename(toAdd ?? ''), 'in.to-add.csv');
    const added = readFileSync(toAdd ?? '', 'utf8');
    assert.match(added, /00001;700000000;3;customer-unknown/);
    assert.match(added, /00001;600100209;3;record-not-found/);
    assert.equal(added.trim().split('\n').length, 3);
    const toFix = readFileSync((await at.engine.writeToFix(plan)) ?? '', 'utf8');
    assert.match(toFix, /600-100-203;3;customer-ambiguous/);
    assert.equal(toFix.trim().split('\n').length, 3);
  });

  for (const [column, value, id] of [
    ['NIP', 'PL 526-025-02-74', '1'],
    ['E-mail', 'A@example.com', undefined],
    ['E-mail', 'a@example.com', '1'],
    ['External ID', 'K-2', '2'],
  ] as const) {
    it(`are found by ${column} ${value}: ${id ?? 'nobody'}`, async () => {
      const plan = await at.plan(at.file('in.csv', `campaign_id;${column};status_id\n00001;${value};3\n`), {
        client,
      });
      assert.deepEqual(Object.values(plan.mapping.customers ?? {}), [id ?? 'unknown']);
    });
  }

  it('are not taken for found where the server answers with everybody', async () => {
    client.findCustomers = (): ReturnType<MemoryClient['findCustomers']> =>
      Promise.resolve({ ok: true, value: client.customers });
    const plan = await at.plan(at.file('in.csv', 'campaign_id;phone;status_id\n00001;700000000;3\n'), {
      client,
    });
    assert.deepEqual(plan.mapping.customers, { '0': 'unknown' });
  });

  it('are not asked for again where that is not allowed, and nothing is sent', async () => {
    client.fails = (call) => (call.startsWith('customers') ? { code: 'forbidden', status: 403 } : undefined);
    const lines = Array.from({ length: 50 }, (_, index) => `00001;6001${index};3`).join('\n');
    const plan = await at.plan(at.file('in.csv', `campaign_id;phone;status_id\n${lines}\n`), { client });
    assert.equal(plan.counts.send, 0);
    assert.deepEqual(plan.unchecked, ['customers']);
    assert.ok(searches().length <= 4, String(searches().length));
  });
});

describe('records exported as the source of a bulk update', () => {
  let at: Bench;
  let client: MemoryClient;
  beforeEach(() => {
    at = bench();
    client = memoryClient(0);
    for (let id = 1; id <= 250; id++) {
      client.records.set(
        `00001/${id}`,
        record(id, {
          status_id: 3,
          agent_login: id % 5 === 0 ? '@left' : 'j.doe',
          next_call_date: `2028-05-${String((id % 28) + 1).padStart(2, '0')} 12:24`,
        }),
      );
    }
  });
  afterEach(() => {
    at.remove();
  });

  async function exported(filter: RecordFilter): Promise<{ file: string; count: number }> {
    const result = await exportRecords({
      client,
      files: realFiles,
      clock: virtualClock(),
      campaignId: '00001',
      filter,
      file: path.join(at.folder, 'records.csv'),
      requestsPerSecond: 0,
    });
    assert.ok(result.ok);
    return result.value;
  }

  it('page by page, and read back as they were', async () => {
    const { file, count } = await exported({});
    assert.equal(count, 250);
    const plan = await at.plan(file);
    assert.deepEqual(
      [plan.counts.send, plan.problems.filter((each) => each.severity === 'error')],
      [250, []],
    );
    assert.deepEqual(client.calls.filter((each) => each.startsWith('records')).length, 3);
  });

  it('of one agent, to be given to another', async () => {
    const { file, count } = await exported({ agentLogin: '@left' });
    assert.equal(count, 50);
    const columns = { campaign_id: 'campaign_id', customer_id: 'customer_id' } as const;
    const plan = await at.plan(file, {
      client,
      mapping: { columns },
      constants: { fields: { agent_login: 'j.doe' } },
    });
    assert.equal(plan.counts.send, 50);
    assert.match(readFileSync(file, 'utf8'), /;'@left;/);
    assert.deepEqual((await at.plan(file, { client })).counts.send, 50);
  });

  it('by the date of the next contact, both ends included', async () => {
    assert.equal((await exported({ from: '2028-05-02', to: '2028-05-03' })).count, 18);
    assert.equal((await exported({ from: '2029-01-01' })).count, 0);
  });

  it('not at all where they cannot be read', async () => {
    client.fails = (call) =>
      call === 'records 00001 from 100' ? { code: 'forbidden', status: 403 } : undefined;
    const result = await exportRecords({
      client,
      files: realFiles,
      clock: virtualClock(),
      campaignId: '00001',
      filter: {},
      file: path.join(at.folder, 'records.csv'),
      requestsPerSecond: 0,
    });
    assert.ok(!result.ok && result.failure.code === 'forbidden');
  });
});
