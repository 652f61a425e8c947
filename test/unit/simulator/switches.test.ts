import assert from 'node:assert/strict';
import type { SwitchesInput } from '../../../src/simulator/engine/state.js';
import type { RunningServer } from '../../../src/simulator/server/server.js';
import { curlUser, lastRequest, startTestServer } from './support/running.js';

describe('simulator: switches for what is not documented', function () {
  this.timeout(30_000);
  let server: RunningServer;
  before(async () => {
    server = await startTestServer();
  });
  beforeEach(() => {
    server.control.reset();
  });
  after(() => server.close());

  const put = async (body: string, options: { type?: string; slash?: string } = {}): Promise<number> => {
    const { type = 'application/json', slash = '' } = options;
    const url = `${server.url}/api/crm_outbounds/00001/records/441${slash}`;
    return (await curlUser('-X', 'PUT', '-H', `Content-Type: ${type}`, '-d', body, url)).status;
  };
  const record = () => server.control.listRecords({ campaignId: '00001', customerId: '441' })[0];

  const refusals: [name: string, SwitchesInput, () => Promise<number>, refusedWith: number, code: string][] =
    [
      ['emptyString', { emptyString: 'refused' }, () => put('{"agent_login":""}'), 400, 'null-value'],
      [
        'pastDates',
        { pastDates: 'refused' },
        () => put('{"next_call_date":"2018-05-24 11:59"}'),
        400,
        'date-impossible',
      ],
      ['unknownKeys', { unknownKeys: 'refused' }, () => put('{"colour":"red"}'), 400, 'unknown-key'],
      [
        'inactiveAgents',
        { inactiveAgents: 'refused' },
        () => put('{"agent_login":"m.wojcik"}'),
        400,
        'agent-inactive',
      ],
      [
        'trailingSlash',
        { trailingSlash: 'refused' },
        () => put('{"status_id":"3"}', { slash: '/' }),
        404,
        'trailing-slash',
      ],
      [
        'contentType',
        { contentType: 'strict' },
        () => put('{"status_id":"3"}', { type: 'text/plain' }),
        415,
        'content-type',
      ],
    ];
  for (const [name, refused, request, status, code] of refusals) {
    it(`${name}: accepts with a warning by default, refuses when told to`, async () => {
      assert.equal(await request(), 204);
      const warning = lastRequest(server).diagnosis.find((each) => each.code === code);
      assert.equal(warning?.certainty, name === 'contentType' ? 'likely' : 'unknown');
      server.control.setSwitches(refused);
      assert.equal(await request(), status);
      assert.ok(lastRequest(server).diagnosis.some((each) => each.code === code));
    });
  }

  it('successStatus: the documented codes by default, 200 when told to', async () => {
    const add = async (customer: number): Promise<number> => {
      const body = JSON.stringify({ customer_id: customer, status_id: '33' });
      const url = `${server.url}/api/crm_outbounds/00002/records`;
      return (await curlUser('-H', 'Content-Type: application/json', '-d', body, url)).status;
    };
    assert.deepEqual([await put('{"order":"5"}'), await add(102)], [204, 201]);
    server.control.setSwitches({ successStatus: 200 });
    assert.deepEqual([await put('{"order":"6"}'), await add(104)], [200, 200]);
  });

  it('contentType: leaves a body unread and succeeds when told to, though not JSON as documented', async () => {
    server.control.setSwitches({ contentType: 'unread' });
    assert.equal(await put('{"order":"61"}', { type: 'application/x-www-form-urlencoded' }), 204);
    assert.notEqual(record()?.order, '61');
    assert.equal(await put('{"order":"61"}', { type: 'application/json; charset=utf-8' }), 204);
    assert.equal(record()?.order, '61');
  });

  it('formBody: refused by default, read when told to', async () => {
    const form = { type: 'application/x-www-form-urlencoded' };
    assert.equal(await put('order=62&agent_login=j.doe', form), 400);
    server.control.setSwitches({ formBody: 'accepted' });
    assert.equal(await put('order=62&agent_login=j.doe', form), 204);
    assert.deepEqual([record()?.order, record()?.agent_login], ['62', 'j.doe']);
  });

  it('existingRecord: refused by default, changed when told to', async () => {
    const add = async (): Promise<number> => {
      const url = `${server.url}/api/crm_outbounds/00001/records`;
      const body = '{"customer_id":"441","order":"63"}';
      return (await curlUser('-H', 'Content-Type: application/json', '-d', body, url)).status;
    };
    assert.equal(await add(), 400);
    assert.notEqual(record()?.order, '63');
    server.control.setSwitches({ existingRecord: 'accepted' });
    assert.equal(await add(), 201);
    assert.equal(record()?.order, '63');
  });

  it('unknownParameters: ignored by default, refused when told to', async () => {
    const url = `${server.url}/api/customers?external_id=1`;
    const everybody = await curlUser(url);
    assert.equal(everybody.status, 200);
    assert.match(everybody.body, /"customer_id":101/);
    server.control.setSwitches({ unknownParameters: 'refused' });
    assert.equal((await curlUser(url)).status, 400);
  });

  it('emptyString: clears by default', async () => {
    await put('{"agent_login":"j.doe","next_call_date":"2018-05-25 10:00"}');
    assert.equal(record()?.agent_login, 'j.doe');
    await put('{"agent_login":"","next_call_date":null}');
    assert.deepEqual([record()?.agent_login, record()?.next_call_date], ['', '']);
  });

  it('ignoredField: leaves a field as it was and says nothing', async () => {
    server.control.setSwitches({ ignoredField: 'order' });
    assert.equal(await put('{"order":"77","agent_login":"j.doe"}'), 204);
    assert.notEqual(record()?.order, '77');
    assert.equal(record()?.agent_login, 'j.doe');
    server.control.setSwitches({ ignoredField: null });
    await put('{"order":"77"}');
    assert.equal(record()?.order, '77');
  });

  it('takes status_id when the two status fields name different ones', async () => {
    assert.equal(await put('{"status_id":"4","dictionary_status_id":"2"}'), 204);
    assert.equal(record()?.status_id, '4');
  });
});
