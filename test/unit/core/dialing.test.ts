import assert from 'node:assert/strict';
import {
  becomesCallable,
  dialingAfter,
  dialingOf,
  leavesDoNotCall,
  perhapsLimited,
} from '../../../src/core/dialing.js';
import { systemStatuses, type CampaignStatus } from '../../../src/core/record.js';

const statuses: CampaignStatus[] = systemStatuses.map((system_status, index) => ({
  status_id: String(index + 1),
  dictionary_status_id: String(index + 21),
  name: system_status,
  system_status,
}));
const idOf = (system: string): string =>
  statuses.find((each) => each.system_status === system)?.status_id ?? '';
const agents = [
  { login: 'j.doe', active: true, active_in_outbound: true },
  { login: 'm.wojcik', active: false, active_in_outbound: false },
  { login: 'p.szymanska', active: true, active_in_outbound: false },
];
const said = { system_status: 'NO_CALL', status_id: Number(idOf('NO_CALL')), call_date: '', agent_login: '' };

describe('what the dialer does with a record', () => {
  it('follows the documented order for each system status', () => {
    const codes = systemStatuses.map((system_status) => dialingOf({ system_status })?.code);
    assert.deepEqual(codes, [
      'never-called',
      'in-progress',
      'never-called',
      'for-agent',
      'never',
      'abandoned',
      'after-date',
      'progressive',
    ]);
    assert.equal(dialingOf({ system_status: 'CALL', call_date: '2018-05-01 10:00' })?.code, 'called-before');
    assert.equal(dialingOf({ system_status: 'FAX_SENT' })?.code, 'unknown');
    assert.equal(dialingOf({ customer_id: 441 }), undefined);
  });

  it('knows whether the agent is active in the campaign, where the list tells', () => {
    const mine = (agent_login: string) =>
      dialingOf({ system_status: 'MY_RECORD', agent_login }, agents)?.code;
    assert.equal(mine('j.doe'), 'for-agent');
    assert.equal(mine('m.wojcik'), 'agent-inactive');
    assert.equal(mine('p.szymanska'), 'agent-inactive');
    assert.equal(mine('somebody'), 'for-agent');
  });

  it('takes the values of an update over those of the record', () => {
    const fields = { status_id: idOf('MY_RECORD'), agent_login: 'j.doe', next_call_date: '2018-05-24 12:24' };
    const after = dialingAfter(said, fields, statuses, agents);
    assert.deepEqual(after, {
      code: 'for-agent',
      systemStatus: 'MY_RECORD',
      agent: 'j.doe',
      date: '2018-05-24 12:24',
    });
    assert.equal(dialingAfter(said, { order: '5' }, undefined)?.code, 'never');
    assert.equal(dialingAfter(said, { status_id: '999' }, statuses), undefined);
    assert.equal(dialingAfter(undefined, { order: '5' }, statuses), undefined);
    assert.equal(dialingAfter(undefined, { status_id: idOf('NO_CALL') }, statuses)?.code, 'never');
  });
});

describe('leaving Do not call', () => {
  for (const [what, fields, expected] of [
    ['another status', { status_id: idOf('CALL') }, true],
    ['the dictionary status of another one', { dictionary_status_id: '23' }, true],
    ['a status that nobody knows', { status_id: '999' }, true],
    ['the status it has', { status_id: idOf('NO_CALL') }, false],
    ['no status', { order: '5', next_call_date: '2018-05-24 12:24' }, false],
  ] as const)
    it(`is ${expected ? '' : 'not '}what an update to ${what} does`, () => {
      assert.equal(leavesDoNotCall(said, fields, statuses), expected);
      assert.equal(leavesDoNotCall({ ...said, system_status: 'CALL' }, fields, statuses), false);
      assert.equal(leavesDoNotCall(undefined, fields, statuses), false);
    });

  it('is not what somebody else undid when the record comes back as Do not call: perhaps a limit of attempts', () => {
    assert.equal(perhapsLimited(said, { status_id: idOf('CALL') }, statuses), true);
    assert.equal(perhapsLimited(said, { status_id: idOf('CALL') }, undefined), true);
    assert.equal(perhapsLimited(said, { status_id: idOf('NO_CALL') }, statuses), false);
    assert.equal(perhapsLimited(said, { order: '5' }, statuses), false);
    assert.equal(perhapsLimited({ ...said, system_status: 'CALL' }, { status_id: '3' }, statuses), false);
  });
});

const few = [
  { status_id: '1', dictionary_status_id: '11', name: 'Call', system_status: 'CALL' },
  { status_id: '2', dictionary_status_id: null, name: 'Do not call', system_status: 'NO_CALL' },
  { status_id: '3', dictionary_status_id: null, name: 'Later', system_status: 'CALL_NO_SOONER_THAN' },
  { status_id: '4', dictionary_status_id: null, name: 'Mine', system_status: 'MY_RECORD' },
];
const at = '2030-05-24 12:24';

describe('an update that could have somebody called', () => {
  const cases: [before: string, fields: Record<string, string>, callable: boolean][] = [
    ['NO_CALL', { status_id: '1' }, true],
    ['NO_CALL', { dictionary_status_id: '11' }, true],
    ['NO_CALL', { status_id: '3', next_call_date: at }, true],
    ['NO_CALL', { status_id: '2' }, false],
    ['NO_CALL', { order: '5' }, false],
    ['NO_CALL', { status_id: '99' }, true],
    ['ABANDONED_AFTER_N_TRIES', { status_id: '1' }, true],
    ['CALL', { status_id: '2' }, false],
    ['CALL', { status_id: '3', next_call_date: at }, false],
    ['TO_CALL', { status_id: '1' }, false],
    ['CALL_NO_SOONER_THAN', { status_id: '1' }, true],
    ['CALL_NO_SOONER_THAN', { next_call_date: '2020-01-01 10:00' }, true],
    ['CALL_NO_SOONER_THAN', { next_call_date: at }, false],
    ['CALL_NO_SOONER_THAN', { status_id: '4', agent_login: 'j.doe', next_call_date: at }, false],
    ['MY_RECORD', { status_id: '2' }, false],
  ];
  for (const [system_status, fields, callable] of cases) {
    it(`${system_status} ${JSON.stringify(fields)}: ${callable}`, () => {
      assert.equal(becomesCallable({ system_status, next_call_date: at }, fields, few), callable);
    });
  }
});
