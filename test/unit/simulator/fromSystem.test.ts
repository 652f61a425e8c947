import assert from 'node:assert/strict';
import { createState } from '../../../src/simulator/engine/state.js';
import { seedFromSystem, checkSeed } from '../../../src/simulator/seed/seedFile.js';

describe('a seed like the user’s own system', () => {
  const agents = ['real.person', 'other.person'].map((login) => ({
    login,
    name: 'Real Person',
    number: '600100200',
    active: true,
    active_in_outbound: login === 'real.person',
  }));
  const statuses = [
    { status_id: '3', dictionary_status_id: '2', name: 'Contact needed', system_status: 'CALL' },
    { status_id: '4', dictionary_status_id: null, name: 'Not interested', system_status: 'NO_CALL' },
  ];
  const seed = seedFromSystem([
    { campaign: { id: '00001', name: 'Renewals' }, statuses, agents },
    { campaign: { id: 'A1b2C', fedFromCrm: false }, statuses: [], agents: [...agents].reverse() },
  ]);

  it('is a seed that the simulator takes, with campaigns and statuses as they were read', () => {
    const state = createState(checkSeed(JSON.parse(JSON.stringify(seed))));
    assert.deepEqual(state.campaigns.get('00001')?.statuses, statuses);
    assert.equal(state.campaigns.get('A1b2C')?.campaign.fedFromCrm, false);
    assert.ok((state.campaigns.get('00001')?.records.size ?? 0) > 0);
  });

  it('names nobody, and gives an agent the same invented name everywhere', () => {
    assert.doesNotMatch(JSON.stringify(seed), /real|other\.person|600100200/i);
    const [first, second] = seed.campaigns ?? [];
    assert.equal(first?.agents[0]?.login, second?.agents[1]?.login);
    assert.notEqual(first?.agents[0]?.login, first?.agents[1]?.login);
    assert.deepEqual(
      [first?.agents[0]?.active_in_outbound, first?.agents[1]?.active_in_outbound],
      [true, false],
    );
  });
});
