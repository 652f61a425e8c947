import assert from 'node:assert/strict';
import { type RawRecord, groupedPhone, recordCustomer } from '../../../src/core/record.js';

describe('whose record it is', () => {
  for (const [what, record, expected] of [
    ['nothing where the answer tells nothing', { customer_id: '441' }, {}],
    ['nothing of empty texts', { customer_name: '', name: '', phone_number: '', customer: {} }, {}],
    ['nothing of a customer that is no object', { customer: null }, {}],
    ['nothing of a customer that is a text', { customer: 'name' }, {}],
    [
      'the name and the phone number',
      { customer_name: 'Jan', phone_number: '600' },
      { name: 'Jan', phone: '600' },
    ],
    ['the record’s own name', { name: 'Ewa', customer: { name: 'Jan' } }, { name: 'Ewa' }],
    ['the customer’s own name first', { customer_name: 'Jan', name: 'Ewa' }, { name: 'Jan' }],
    ['the name within the customer', { name: '', customer: { name: 'Jan' } }, { name: 'Jan' }],
    ['first and last name', { customer: { first_name: 'Jan', last_name: 'Żak' } }, { name: 'Jan Żak' }],
    ['name and surname', { customer: { name: 'Jan', surname: 'Żak' } }, { name: 'Jan Żak' }],
    ['the record’s own name and surname', { name: 'Jan', surname: 'Żak' }, { name: 'Jan Żak' }],
    ['the one of them that is there', { customer: { last_name: 'Żak' } }, { name: 'Żak' }],
  ] as [string, RawRecord, object][])
    it(`shows ${what}`, () => {
      assert.deepEqual(recordCustomer(record), expected);
    });
});

describe('a phone number as people read it', () => {
  for (const [given, expected] of [
    ['658982945', '658 982 945'],
    ['+48658982945', '+48 658 982 945'],
    ['48658982945', '48 658 982 945'],
    ['0048658982945', '0048 658 982 945'],
    ['+4915112345678', '+4915112345678'],
    ['112', '112'],
    ['658 982 945', '658 982 945'],
    ['658982945$(x)', '658982945$(x)'],
    ['', ''],
  ] as const)
    it(`shows “${given}” as “${expected}”`, () => {
      assert.equal(groupedPhone(given), expected);
    });
});
