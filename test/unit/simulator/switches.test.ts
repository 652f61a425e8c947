import assert from 'node:assert/strict';
import type { SwitchesInput } from '../../../src/simulator/engine/switches.js';
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
      assert.equal(await request(), 200);
      const warning = lastRequest(server).diagnosis.find((each) => each.code === code);
      assert.equal(warning?.certainty, 'unknown');
      server.control.setSwitches(refused);
      assert.equal(await request(), status);
      assert.ok(lastRequest(server).diagnosis.some((each) => each.code === code));
    });
  }

  it('successStatus: 200 by default, 204 when told to', async () => {
    assert.equal(await put('{"order":"5"}'), 200);
    server.control.setSwitches({ successStatus: 204 });
    assert.equal(await put('{"order":"6"}'), 204);
  });

  it('emptyString: clears by default', async () => {
    await put('{"agent_login":"j.doe","next_call_date":"2018-05-25 10:00"}');
    assert.equal(record()?.agent_login, 'j.doe');
    await put('{"agent_login":"","next_call_date":null}');
    assert.deepEqual([record()?.agent_login, record()?.next_call_date], ['', '']);
  });

  it('ignoredField: leaves a field as it was and says nothing', async () => {
    server.control.setSwitches({ ignoredField: 'order' });
    assert.equal(await put('{"order":"77","agent_login":"j.doe"}'), 200);
    assert.notEqual(record()?.order, '77');
    assert.equal(record()?.agent_login, 'j.doe');
    server.control.setSwitches({ ignoredField: null });
    await put('{"order":"77"}');
    assert.equal(record()?.order, '77');
  });

  it('takes status_id when the two status fields name different ones', async () => {
    assert.equal(await put('{"status_id":"4","dictionary_status_id":"2"}'), 200);
    assert.equal(record()?.status_id, '4');
  });
});
