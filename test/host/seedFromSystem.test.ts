import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Failure } from '../../src/core/outcome.js';
import type { Seed } from '../../src/simulator/seed/seedFile.js';
import { startServer, type RunningServer } from '../../src/simulator/server/server.js';
import { wordDiagnosis } from '../../src/messages/diagnosis.js';
import { assertWords, run } from './support/commands.js';
import { errorOf, password, useConnections, username } from './support/connections.js';

type Outcome = { error: Failure } | undefined;

const person = {
  name: 'Genowefa Realna',
  phone_number: '+48600100200',
  email: 'g@firma.example',
};
const agent = { login: 'g.real', name: 'Grzegorz Realny', number: '7001-7001', agent_id: 71 };
const campaign = {
  active: true,
  statuses: [
    { status_id: '71', dictionary_status_id: 3, system_status: 'MY_RECORD', name: 'Mine' },
    { status_id: '72', dictionary_status_id: null, system_status: 'NO_CALL', name: 'Lost' },
  ],
  agents: [{ ...agent, active: true, active_in_outbound: true }],
};

/** What a user's system holds: things that may be taken over, and people who may not. */
const systemSeed: Seed = {
  campaigns: [
    { id: 'RENEW', name: 'Renewals', fedFromCrm: true, ...campaign },
    { id: 'OTHER', name: 'Surveys', fedFromCrm: false, ...campaign, statuses: [] },
  ],
  customers: [
    { customer_id: '441', nip: '5213003888', identifier: 'EXT-1', surname: 'Prawdziwy', ...person },
  ],
  records: [
    {
      campaignId: 'RENEW',
      record_id: 47,
      customer_id: '441',
      phone_number: person.phone_number,
      status_id: '71',
      agent_login: agent.login,
      call_date: '',
      create_date: '2018-05-01 10:00',
      next_call_date: '2018-05-24 12:24',
      last_note: 'asked for Genowefa',
      order: '1',
    },
  ],
};

describe('a simulator like the user’s own system', () => {
  const connect = useConnections();
  let system: RunningServer;

  before(async () => {
    system = await startServer({
      username,
      password,
      host: '127.0.0.1',
      port: 0,
      seed: systemSeed,
      word: wordDiagnosis,
    });
  });
  afterEach(async () => {
    system.control.reset();
    await run('thulium.stopSimulator');
  });
  after(() => system.close());

  const seedFrom = (connection: string): Promise<Outcome> =>
    run<Outcome>('thulium.seedSimulatorFromSystem', { connection });

  async function simulated(): Promise<Seed> {
    const access = await run<{ url: string; username: string; password: string }>(
      'thulium.startSimulator',
      {},
    );
    const token = Buffer.from(`${access.username}:${access.password}`).toString('base64');
    const answer = await fetch(`${access.url}/__simulator/seed`, {
      headers: { Authorization: `Basic ${token}` },
    });
    return (await answer.json()) as Seed;
  }

  it('takes over campaigns and statuses, and invents people', async () => {
    assert.equal(await seedFrom(await connect(system.url, { production: true })), undefined);
    const seed = await simulated();
    const taken = seed.campaigns?.map(({ agents, ...rest }) => ({ ...rest, agents: agents.length }));
    assert.deepEqual(
      taken,
      // Which campaign is Not a CRM campaign only a record could tell, and none is read.
      systemSeed.campaigns?.map(({ agents, ...rest }) => ({
        ...rest,
        fedFromCrm: true,
        agents: agents.length,
      })),
    );
    assert.doesNotMatch(
      JSON.stringify(seed),
      /600100200|firma\.example|g\.real|Realn|7001-7001|Genowefa|EXT-1|5213003888/,
    );
    assert.ok((seed.records?.length ?? 0) > 0, 'there is something to update');
  });

  it('only reads, and reads nothing of customers or records', async () => {
    await seedFrom(await connect(system.url, { production: true, readOnly: true }));
    const sent = system.control.listRequests().map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual(
      sent.filter((each) => !/^GET \/api\/outbounds(\/stats|\/\w{5}\/(statuses|agents))?(\?|$)/.test(each)),
      [],
    );
    assert.equal(new Set(sent).size, 6, sent.join(', '));
  });

  it('says why when the campaigns may not be read, and takes nothing over', async () => {
    const connection = await connect(system.url);
    system.control.addFault({ kind: 'status', status: 403 });
    const refused = errorOf((await seedFrom(connection)) ?? {});
    assert.equal(refused.code, 'forbidden');
    assertWords(refused);
    system.control.clearFaults();
    assert.ok((await simulated()).campaigns?.every(({ id }) => id !== 'RENEW'));
  });
});
