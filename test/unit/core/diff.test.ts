import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  changedSince,
  diffFields,
  readBackDifferences,
  recordText,
  unrestorableFields,
  type RawRecord,
} from '../../../src/core/record.js';
import {
  fieldValues,
  changedSinceUpdate,
  foreignChanges,
  planRestore,
  recordMarks,
  restorableFieldNames,
} from '../../../src/core/restore.js';
import { holds } from './support/property.js';

/** As the vendor's page of the GET shows one. */
const record: RawRecord = {
  record_id: 47,
  phone_number: '158433367',
  system_status: 'NO_CALL',
  status: 'Do not call',
  status_id: 6,
  call_date: '2016-10-19 14:02',
  next_call_date: '',
  agent_login: '',
  customer_id: 441,
  last_note: 'Last note for record',
  order: 50,
};

describe('the difference between a record and an update', () => {
  it('takes numbers for text, and nothing for nothing', () => {
    assert.equal(recordText(record, 'status_id'), '6');
    assert.equal(recordText(record, 'next_call_date'), '');
    assert.equal(recordText({ order: null }, 'order'), undefined);
    assert.equal(recordText({ order: { a: 1 } }, 'order'), undefined);
    assert.equal(recordText(undefined, 'order'), undefined);
  });

  it('lists the fields of the update alone, in the vendor’s order', () => {
    assert.deepEqual(
      diffFields(record, { order: '50', next_call_date: '2026-05-24 12:24', status_id: '8' }),
      [
        { field: 'status_id', before: '6', after: '8', changes: true },
        { field: 'next_call_date', before: '', after: '2026-05-24 12:24', changes: true },
        { field: 'order', before: '50', after: '50', changes: false },
      ],
    );
  });

  it('does not take leading zeros of a number for a change, but those of a login', () => {
    const changes = diffFields(
      { status_id: 8, order: '7', agent_login: '7' },
      { status_id: '08', order: '007', agent_login: '007' },
    );
    assert.deepEqual(
      changes.filter((each) => each.changes).map(({ field }) => field),
      ['agent_login'],
    );
  });

  it('tells what was read back otherwise than sent, leaving out what a record does not carry', () => {
    assert.deepEqual(
      readBackDifferences(record, { status_id: '8', dictionary_status_id: '2', order: '50' }),
      [{ field: 'status_id', before: '6', after: '8', changes: true }],
    );
  });

  it('tells what cannot be put back: not carried, or empty before', () => {
    const fields = { status_id: '8', dictionary_status_id: '2', agent_login: 'j.doe', order: '50' };
    assert.deepEqual(unrestorableFields(record, fields), ['dictionary_status_id', 'agent_login']);
    assert.deepEqual(unrestorableFields(undefined, { status_id: '8' }), ['status_id']);
  });

  it('sees what somebody else changed, not what a call is bound to change elsewhere', () => {
    assert.deepEqual(changedSince(record, { ...record, status_id: '6', phone_number: 'x' }), []);
    const names = changedSince(record, { ...record, last_note: 'new', order: '' }).map(({ field }) => field);
    assert.deepEqual(names, ['order', 'last_note']);
    assert.deepEqual(changedSince({ order: '' }, {}), []);
  });
});

describe('restoring', () => {
  const before = { status_id: '6', agent_login: 'j.doe', next_call_date: '2026-05-24 12:24', order: '' };
  const mine = { status_id: '6', dictionary_status_id: null, name: 'Mine', system_status: 'MY_RECORD' };

  it('remembers only what can be written back', () => {
    assert.deepEqual(fieldValues(record), {
      status_id: '6',
      agent_login: '',
      next_call_date: '',
      order: '50',
    });
    assert.deepEqual(fieldValues({ status_id: null }), {});
  });

  it('sends what differs and names what was empty', () => {
    const now = { ...before, next_call_date: '2027-01-01 10:00', order: '5' };
    assert.deepEqual(planRestore(before, now), {
      fields: { next_call_date: before.next_call_date },
      notRestorable: ['order'],
    });
  });

  it('sends nothing where nothing differs', () => {
    assert.deepEqual(planRestore(before, { ...before, order: undefined }), { fields: {}, notRestorable: [] });
  });

  it('sends a status with the agent and the date that it needs, though these did not change', () => {
    const now = { ...before, status_id: 8 };
    const { status_id, agent_login, next_call_date } = before;
    const needed = { status_id, agent_login, next_call_date };
    assert.deepEqual(planRestore(before, now, [mine]).fields, needed);
    assert.deepEqual(planRestore(before, now).fields, needed);
    const later = { ...mine, system_status: 'CALL_NO_SOONER_THAN' };
    assert.deepEqual(planRestore(before, now, [later]).fields, {
      status_id: '6',
      next_call_date: before.next_call_date,
    });
  });

  it('sends a status that needs nothing alone', () => {
    const call = { ...mine, system_status: 'CALL' };
    assert.deepEqual(planRestore(before, { ...before, status_id: 8 }, [call]).fields, { status_id: '6' });
  });

  const values = fc.record(
    Object.fromEntries(restorableFieldNames.map((name) => [name, fc.constantFrom('', '1', '2', 'x')])),
    { requiredKeys: [] },
  ) as fc.Arbitrary<Partial<Record<(typeof restorableFieldNames)[number], string>>>;
  holds('leaves a record as it was, but for what is named', fc.tuple(values, values), ([former, now]) => {
    const { fields, notRestorable } = planRestore(former, now);
    const after: Record<string, string> = { ...now, ...fields };
    for (const name of restorableFieldNames) {
      if (former[name] === undefined || notRestorable.includes(name)) continue;
      assert.equal(after[name] ?? '', former[name]);
    }
    assert.ok(Object.values(fields).every((each) => each !== ''));
  });
});

describe('marks of a record', () => {
  it('tell a foreign change and hold no value', () => {
    const marks = recordMarks(record);
    assert.deepEqual(foreignChanges(marks, { ...record, status_id: '6' }), []);
    assert.deepEqual(foreignChanges(marks, { ...record, last_note: 'Another' }), ['last_note']);
    assert.ok(!JSON.stringify(marks).includes('Last note'));
  });

  it('that were not made tell nothing', () => {
    assert.deepEqual(foreignChanges({}, record), []);
  });

  it('are done without where the record was not read back: what is neither sent nor former is foreign', () => {
    const sent = { fields: { status_id: '8', order: '50' }, before: { status_id: '6', agent_login: '' } };
    assert.deepEqual(changedSinceUpdate(sent, { status_id: 8, order: '050', agent_login: '' }), []);
    assert.deepEqual(changedSinceUpdate(sent, { status_id: '6', order: 50 }), []);
    assert.deepEqual(changedSinceUpdate(sent, { status_id: '4', order: '', agent_login: 'j.doe' }), [
      'status_id',
      'agent_login',
      'order',
    ]);
    const read = { ...sent, marks: recordMarks(record) };
    assert.deepEqual(changedSinceUpdate(read, { ...record, call_date: 'x' }), ['call_date']);
  });
});
