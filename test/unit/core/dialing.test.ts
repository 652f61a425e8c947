import assert from 'node:assert/strict';
import { becomesCallable } from '../../../src/core/dialing.js';

const statuses = [
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
      assert.equal(becomesCallable({ system_status, next_call_date: at }, fields, statuses), callable);
    });
  }
});
