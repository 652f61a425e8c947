import assert from 'node:assert/strict';
import {
  carrierOf,
  changedBetween,
  emptyBits,
  fieldBits,
  fingerprint,
  isAsWanted,
  isLeftAlone,
  remember,
} from '../../../src/bulk/journal/valuesBefore.js';
import { recordFieldNames, type RawRecord } from '../../../src/core/record.js';
import { record } from '../../support/bulk/memoryClient.js';

const base = remember(record(1));
const now = (more: RawRecord): typeof base => remember(record(1, more));

describe('what is remembered of a record', () => {
  it('are its writable values as text, and none of a field that it does not carry', () => {
    assert.deepEqual(base.values, { status_id: '8', next_call_date: '', agent_login: 'a.nowak', order: '7' });
    assert.deepEqual(Object.keys(now({ order: undefined, agent_login: null }).values).sort(), [
      'next_call_date',
      'status_id',
    ]);
  });

  it('is of calls and notes only whether they changed', () => {
    assert.ok(!JSON.stringify(base).includes('Note'));
    assert.equal(now({ customer_name: 'x' }).work, base.work);
    const works = [{}, { call_date: '2026-01-02 10:00' }, { last_note: 'Other' }, { last_note: undefined }];
    assert.equal(new Set(works.map((each) => now(each).work)).size, works.length);
  });

  const changes: [more: RawRecord, expected: string[]][] = [
    [{}, []],
    [{ status_id: '8' }, []],
    [{ next_call_date: undefined }, []],
    [{ status_id: 5 }, ['status_id']],
    [{ order: '', agent_login: 'j.doe' }, ['agent_login', 'order']],
    [{ last_note: 'Other' }, ['work']],
    [{ status_id: 5, call_date: '2026-02-02 10:00' }, ['status_id', 'work']],
    [{ customer_id: 2 }, []],
  ];
  for (const [more, expected] of changes) {
    it(`tells a change of ${JSON.stringify(more)}: ${expected.join(', ') || 'none'}`, () => {
      assert.deepEqual(changedBetween(base, now(more)), expected);
      assert.deepEqual(changedBetween(now(more), base), expected);
      const differs = fingerprint(now(more)) !== fingerprint(base);
      assert.equal(differs, expected.length > 0);
    });
  }

  it('has a fingerprint that tells which field holds a value', () => {
    const agent = now({ agent_login: 'x', order: '' });
    const order = now({ agent_login: '', order: 'x' });
    assert.notEqual(fingerprint(agent), fingerprint(order));
  });
});

describe('a record after an update', () => {
  it('is as wanted when it holds all that it carries of the update, and at least one field', () => {
    assert.ok(isAsWanted(base, { status_id: '8' }));
    assert.ok(isAsWanted(base, { status_id: '8', dictionary_status_id: '2' }));
    assert.ok(!isAsWanted(base, { status_id: '8', order: '1' }));
    assert.ok(!isAsWanted(base, { order: '1' }));
    assert.ok(!isAsWanted(base, { dictionary_status_id: '2' }));
    assert.ok(!isAsWanted(base, {}));
  });

  it('is left alone while it holds what was written, and nobody called or made a note', () => {
    const updated = now({ status_id: 3 });
    assert.ok(isLeftAlone(updated, base, { status_id: '3' }));
    assert.ok(isLeftAlone(updated, base, { status_id: '3', dictionary_status_id: '2' }));
    assert.ok(!isLeftAlone(now({ status_id: 5 }), base, { status_id: '3' }));
    assert.ok(!isLeftAlone(updated, base, { status_id: '3', order: '1' }));
    assert.ok(!isLeftAlone(now({ status_id: 3, last_note: 'Other' }), base, { status_id: '3' }));
  });
});

describe('fields as bits', () => {
  const namesOf = (bits: number): string[] =>
    recordFieldNames.filter((_, index) => (bits & (1 << index)) !== 0);

  it('are one for each field', () => {
    assert.equal(
      fieldBits(() => false),
      0,
    );
    assert.deepEqual(namesOf(fieldBits(() => true)), [...recordFieldNames]);
    for (const name of recordFieldNames) {
      assert.deepEqual(namesOf(fieldBits((each) => each === name)), [name]);
    }
  });

  it('tell what a restore could not put back', () => {
    assert.deepEqual(namesOf(emptyBits(base)), ['next_call_date']);
    assert.deepEqual(namesOf(emptyBits(now({ order: undefined, agent_login: '' }))), [
      'agent_login',
      'next_call_date',
      'order',
    ]);
    assert.deepEqual(namesOf(emptyBits(now({ status_id: undefined }))), [
      'status_id',
      'dictionary_status_id',
      'next_call_date',
    ]);
    assert.equal(carrierOf('dictionary_status_id'), 'status_id');
    assert.equal(carrierOf('order'), 'order');
  });
});
