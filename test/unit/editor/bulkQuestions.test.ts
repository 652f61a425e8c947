import assert from 'node:assert/strict';
import type { ColumnQuestion } from '../../../src/bulk/plan/checkRow.js';
import { questionsOf } from '../../../src/editor/bulk/page/columnQuestions.js';

const zeros: ColumnQuestion = {
  code: 'campaign-zeros-lost',
  field: 'campaignId',
  count: 3,
  example: { from: '1', to: '00001' },
  fix: 'campaign-zeros',
};

function spaces(field: string): ColumnQuestion {
  return { code: 'number-spaces', field, count: 2, example: { from: '1 2', to: '12' }, fix: 'spaces' };
}

function scientific(field: string): ColumnQuestion {
  return { code: 'scientific', field, count: 1, example: { from: '1,23E+12' } };
}

describe('the questions of a bulk update’s page', () => {
  it('do not ask again, while the plan is made anew, what was just answered', () => {
    assert.deepEqual(
      questionsOf([zeros, spaces('order')], ['campaign-zeros']).map(({ fix, isOn }) => [fix, isOn]),
      [
        ['campaign-zeros', true],
        ['spaces', false],
      ],
    );
  });

  it('ask once about a fix that repairs several columns, naming each', () => {
    const [question, ...more] = questionsOf([spaces('customerId'), spaces('order')], []);
    assert.deepEqual(more, []);
    assert.match(question?.text ?? '', /spaces in Customer[^]*spaces in Order/);
  });

  it('tell of each column in which nothing can be repaired', () => {
    const told = questionsOf([scientific('customerId'), scientific('order')], []);
    assert.deepEqual(
      told.map(({ fix }) => fix),
      [null, null],
    );
  });
});
