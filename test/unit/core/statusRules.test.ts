import assert from 'node:assert/strict';
import type { CampaignAgent, CampaignStatus, RecordFields } from '../../../src/core/record.js';
import { checkStatusRules, findStatus, requiredFields } from '../../../src/core/statusRules.js';
import { validateUpdate } from '../../../src/core/validate.js';
import { warsawDates } from './support/dates.js';

const status = (id: string, dictionary: string | null, system_status: string): CampaignStatus => ({
  status_id: id,
  dictionary_status_id: dictionary,
  name: `status ${id}`,
  system_status,
});

const statuses = [
  status('3', '2', 'CALL'),
  status('4', null, 'NO_CALL'),
  status('5', '9', 'MY_RECORD'),
  status('6', '10', 'CALL_NO_SOONER_THAN'),
  status('7', '11', 'MY_RECORD'),
  status('8', '11', 'CALL_NO_SOONER_THAN'),
  status('9', '12', 'MY_RECORD'),
  status('10', '12', 'CALL'),
];
const agent = (login: string, active: boolean, active_in_outbound: boolean): CampaignAgent => ({
  login,
  active,
  active_in_outbound,
});
const agents = [agent('j.doe', true, true), agent('gone', false, true), agent('elsewhere', true, false)];

const date = '2026-05-24 12:24';

describe('what a status requires', () => {
  for (const [fields, expected] of [
    [{ status_id: '3' }, []],
    [{ status_id: '4' }, []],
    [{ status_id: '5' }, ['agent-required', 'date-required']],
    [{ status_id: '5', agent_login: 'j.doe' }, ['date-required']],
    [{ status_id: '5', next_call_date: date }, ['agent-required']],
    [{ status_id: '5', agent_login: 'j.doe', next_call_date: date }, []],
    [{ status_id: '6' }, ['date-required']],
    [{ status_id: '6', next_call_date: date }, []],
    [{ status_id: '05' }, ['agent-required', 'date-required']],
    [{ dictionary_status_id: '9' }, ['agent-required', 'date-required']],
    [{ dictionary_status_id: '11' }, ['date-required']],
    [{ dictionary_status_id: '12' }, []],
    [{ status_id: '99' }, ['status-unknown']],
    [{ dictionary_status_id: '99' }, ['status-unknown']],
    [{ status_id: '3', dictionary_status_id: '2' }, []],
    [{ status_id: '3', dictionary_status_id: '9' }, ['status-mismatch']],
    [{ status_id: '4', dictionary_status_id: '2' }, ['status-mismatch']],
    [{ status_id: '8', dictionary_status_id: '11', next_call_date: date }, []],
    [{ agent_login: 'j.doe' }, []],
    [{ agent_login: 'nobody' }, ['agent-unknown']],
    [{ agent_login: 'gone' }, ['agent-inactive']],
    [{ agent_login: 'elsewhere' }, ['agent-inactive']],
  ] as const satisfies (readonly [RecordFields, readonly string[]])[]) {
    it(`${JSON.stringify(fields)}: ${expected.join(', ') || 'nothing'}`, () => {
      const found = checkStatusRules(fields, { statuses, agents });
      assert.deepEqual(
        found.map(({ code }) => code),
        expected,
      );
      for (const { code, severity } of found) {
        assert.equal(severity, code.endsWith('-required') ? 'error' : 'warning', code);
      }
    });
  }

  it('is not asked for where the statuses are not known', () => {
    assert.deepEqual(checkStatusRules({ status_id: '5', agent_login: 'nobody' }, {}), []);
  });

  it('keeps the update from being sent', () => {
    const judged = validateUpdate(
      { campaignId: '00001', customerId: '441', fields: { status_id: 5 } },
      { dates: warsawDates, knowledge: { statuses } },
    );
    assert.equal(judged.update, undefined);
    assert.deepEqual(
      judged.problems.map(({ field }) => field),
      ['agent_login', 'next_call_date'],
    );
  });

  it('is nothing for a system status that nobody documented', () => {
    assert.deepEqual(requiredFields('SOMETHING_NEW'), []);
    assert.deepEqual(requiredFields(undefined), []);
  });

  it('is found by status_id before dictionary_status_id', () => {
    assert.equal(findStatus({ status_id: '3', dictionary_status_id: '9' }, statuses)?.status_id, '3');
    assert.equal(findStatus({ dictionary_status_id: '9' }, statuses)?.status_id, '5');
    assert.equal(findStatus({ order: '1' }, statuses), undefined);
    assert.equal(findStatus({ status_id: '3' }, undefined), undefined);
  });
});
