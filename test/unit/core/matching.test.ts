import assert from 'node:assert/strict';
import { fold, matching } from '../../../src/core/matching.js';

const people = [
  { value: '101', label: '101', description: 'Jan Gołąb · 658 982 945 · Dzwonić', detail: 'j.doe' },
  { value: '102', label: '102', description: 'Żaneta Łęcka · 658982946', detail: '' },
  { value: '1010', label: '1010', description: 'Anna Gołąb · +48 (12) 345-67-89' },
];
const statuses = [
  { value: '3', label: 'Do dzwonienia', description: 'status_id 3' },
  { value: '5', label: 'Mój rekord', description: 'status_id 5' },
];

function found(text: string, items: readonly { value: string; label: string }[] = people): string[] {
  return matching(items, text).map(({ value }) => value);
}

describe('what a typed text means in a list', () => {
  it('is everything while nothing is typed', () => {
    assert.deepEqual(found(''), ['101', '102', '1010']);
    assert.deepEqual(found('  '), ['101', '102', '1010']);
  });

  const cases: [text: string, values: string[]][] = [
    ['Gołąb', ['101', '1010']],
    ['golab', ['101', '1010']],
    ['GOLAB jan', ['101']],
    ['lecka', ['102']],
    ['ŁĘCKA', ['102']],
    ['658 982 945', ['101']],
    ['658982945', ['101']],
    ['658-982-946', ['102']],
    ['+48 658 982 946', ['102']],
    ['0048658982946', ['102']],
    ['123456789', ['1010']],
    ['982', ['101', '102']],
    ['101', ['101', '1010']],
    ['1010', ['1010']],
    ['j.doe', ['101']],
    ['nobody', []],
    ['999999', []],
    ['[', []],
  ];
  for (const [text, values] of cases) {
    it(`of “${text}” is ${values.join(', ') || 'nothing'}`, () => {
      assert.deepEqual(found(text), values);
    });
  }

  it('names a status without its accents', () => {
    assert.deepEqual(found('moj', statuses), ['5']);
    assert.deepEqual(found('status_id', statuses), ['3', '5']);
  });

  it('takes the accents off every Polish letter', () => {
    assert.equal(fold('ĄĆĘŁŃÓŚŹŻ ąćęłńóśźż'), 'acelnoszz acelnoszz');
  });
});
