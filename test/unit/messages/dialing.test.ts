import assert from 'node:assert/strict';
import { dialingAfter, dialingOf } from '../../../src/core/dialing.js';
import { systemStatuses } from '../../../src/core/record.js';
import { wordDialing, wordDialingChange } from '../../../src/messages/dialing.js';
import { inBoth } from './languages.js';

describe('the sentence about the dialer', () => {
  const of = (system_status: string) => {
    const record = { system_status, agent_login: 'j.doe', next_call_date: '2018-05-24 12:24' };
    const dialing = dialingOf(record, [{ login: 'j.doe', active: true, active_in_outbound: true }]);
    assert.ok(dialing);
    return wordDialing(dialing);
  };

  it('is there for each system status, in both languages', () => {
    const { en, pl } = inBoth(() => systemStatuses.map(of));
    // A fresh record and one to be called that never was wait in the same line.
    assert.equal(new Set(en).size, systemStatuses.length - 1);
    assert.equal(new Set(pl).size, systemStatuses.length - 1);
    en.forEach((each, index) => {
      assert.notEqual(each, pl[index]);
    });
  });

  it('says no more than the pages carry', () => {
    assert.equal(
      of('NO_CALL'),
      'In this campaign the dialer doesn’t pick this record while it is Do not call; other campaigns and manual calls aren’t covered.',
    );
    assert.equal(
      of('MY_RECORD'),
      'Next for j.doe from 2018-05-24 12:24, if the campaign is active and the limit of attempts isn’t reached.',
    );
    const { pl } = inBoth(() => of('MY_RECORD'));
    assert.equal(
      pl,
      'Następny dla j.doe od 2018-05-24 12:24, jeśli kampania jest aktywna i limit prób nie jest przekroczony.',
    );
  });

  it('tells now and after apart, and says once what stays', () => {
    const record = { system_status: 'NO_CALL', status_id: 4 };
    const statuses = [{ status_id: '3', dictionary_status_id: null, name: 'Call', system_status: 'CALL' }];
    const change = (fields: Record<string, string>) =>
      wordDialingChange(dialingOf(record), dialingAfter(record, fields, statuses));
    assert.match(
      change({ status_id: '3' }).join('\n'),
      /^Dialer now: In this campaign.*\nDialer after: Picked among/,
    );
    assert.match(change({ order: '5' }).join('\n'), /^Dialer: In this campaign[^\n]*$/);
    assert.match(change({ status_id: '9' }).join('\n'), /^Dialer now: [^\n]*$/);
    assert.deepEqual(wordDialingChange(undefined, undefined), []);
  });
});
