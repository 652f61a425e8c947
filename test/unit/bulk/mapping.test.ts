import assert from 'node:assert/strict';
import { FileProblemError, type FileProblem } from '../../../src/bulk/source/fileStart.js';
import type { ColumnTarget } from '../../../src/bulk/source/columnNames.js';
import { withoutSpaces, type Fix } from '../../../src/bulk/plan/columnFixes.js';
import {
  checkMapping,
  createRowMapper,
  guessMapping,
  headerHash,
  own,
  type BulkMapping,
  type Constants,
  type MappedRow,
} from '../../../src/bulk/plan/mapping.js';

describe('the parameters guessed from the names of columns', () => {
  const names: [name: string, expected: ColumnTarget | undefined][] = [
    ['campaign_id', 'campaign_id'],
    ['Campaign ID', 'campaign_id'],
    ['ID kampanii', 'campaign_id'],
    ['customerId', 'customer_id'],
    ['Identyfikator klienta', 'customer_id'],
    ['Status słownikowy', 'dictionary_status_id'],
    ['STATUS', 'status_id'],
    ['Login agenta', 'agent_login'],
    ['Następny kontakt', 'next_call_date'],
    ['Kolejność', 'order'],
    ['Status (2)', 'status_id'],
    ['Status (12)', 'status_id'],
    ['Status (2) x', undefined],
    ['Uwagi', undefined],
    ['', undefined],
  ];
  for (const [name, expected] of names) {
    it(`“${name}” is ${expected ?? 'none'}`, () => {
      assert.deepEqual(guessMapping([name]).columns, expected === undefined ? {} : { [name]: expected });
    });
  }

  it('are remembered by the header as it stands', () => {
    assert.equal(headerHash(['a', 'b']), headerHash(['a', 'b']));
    const headers = [['a', 'b'], ['b', 'a'], ['a,b'], ['A', 'b'], []];
    assert.equal(new Set(headers.map(headerHash)).size, headers.length);
  });
});

describe('a mapping', () => {
  function problem(
    columns: BulkMapping['columns'],
    constants: Constants = {},
    file = ['c', 'k', 's'],
  ): FileProblem | undefined {
    try {
      checkMapping(file, { columns }, constants);
      return undefined;
    } catch (error) {
      assert.ok(error instanceof FileProblemError);
      return error.problem;
    }
  }

  it('is fine with ids and something to write, each from a column or from a constant', () => {
    assert.equal(problem({ c: 'campaign_id', k: 'customer_id', s: 'status_id' }), undefined);
    assert.equal(problem({ k: 'customer_id', s: 'status_id' }, { campaignId: '00001' }), undefined);
    const fields = { order: '1' };
    assert.equal(problem({ k: 'customer_id' }, { campaignId: '00001', fields }), undefined);
  });

  it('is refused with the reason', () => {
    assert.deepEqual(problem({ x: 'status_id' }), {
      code: 'mapping-unknown-column',
      params: { column: 'x' },
    });
    const missing = (target: ColumnTarget): FileProblem => ({
      code: 'column-missing',
      line: 1,
      params: { target },
    });
    assert.deepEqual(problem({ c: 'campaign_id', s: 'status_id' }), missing('customer_id'));
    assert.deepEqual(problem({ k: 'customer_id', s: 'status_id' }), missing('campaign_id'));
    assert.deepEqual(problem({ c: 'campaign_id', k: 'customer_id' }), { code: 'no-fields' });
    assert.deepEqual(problem({ c: 'campaign_id', k: 'customer_id', s: 'customer_id' }), {
      code: 'column-duplicate',
      line: 1,
      params: { column: 's', other: 'k', target: 'customer_id' },
    });
  });
});

describe('a row as an update', () => {
  const targets: ColumnTarget[] = [
    'campaign_id',
    'customer_id',
    'status_id',
    'next_call_date',
    'agent_login',
    'order',
  ];

  function map(
    cells: (string | undefined)[],
    more: Partial<BulkMapping> & { constants?: Constants; kind?: 'csv' | 'jsonl' } = {},
  ): MappedRow {
    const { constants = {}, kind = 'csv', ...rest } = more;
    const columns = Object.fromEntries(targets.map((each) => [each, each]));
    const mapper = createRowMapper(targets, { columns, ...rest }, constants, kind);
    return mapper.map({ index: 0, line: 2, cells });
  }

  const flat = ({ campaignId, customerId, fields }: MappedRow): string =>
    [campaignId, customerId, ...Object.entries(fields).map(([name, text]) => `${name} ${text}`)].join(', ');

  const ids = ['00001', '7'];
  const allBut = (fix?: Fix): Fix[] =>
    (['campaign-zeros', 'dates', 'spaces', 'status-names'] as const).filter((each) => each !== fix);

  it('has what its cells say, and constants where they are blank', () => {
    const constants = { campaignId: '00009', fields: { order: '5', status_id: '8' } };
    assert.equal(flat(map([...ids, '3', '', 'j.doe', ''])), '00001, 7, status_id 3, agent_login j.doe');
    assert.equal(flat(map(['', '7', '3'], { constants })), '00009, 7, status_id 3, order 5');
    assert.equal(flat(map(['', ''], { constants })), '00009, , status_id 8, order 5');
    assert.equal(flat(map([])), ', ');
    assert.deepEqual(map([...ids]).fields, {});
  });

  it('keeps what is empty in JSON, and leaves out what a line lacks', () => {
    assert.deepEqual(map([...ids, '', undefined], { kind: 'jsonl' }).fields, { status_id: '' });
  });

  it('has other texts where the mapping says so, of the same parameter only', () => {
    const values = { status_id: { new: '3', constructor: '4' }, order: { '3': '9' } };
    assert.equal(flat(map([...ids, 'new'], { values })), '00001, 7, status_id 3');
    assert.equal(flat(map([...ids, 'constructor'], { values })), '00001, 7, status_id 4');
    assert.equal(flat(map([...ids, 'toString'], { values })), '00001, 7, status_id toString');
    assert.equal(flat(map([...ids, '3'], { values })), '00001, 7, status_id 3');
  });

  const fixed: [fix: Fix, cells: string[], expected: string, unfixed: string][] = [
    ['spaces', [...ids, '1 2'], '00001, 7, status_id 12', '00001, 7, status_id 1 2'],
    ['spaces', ['00001', '12\u00A0345'], '00001, 12345', '00001, 12\u00A0345'],
    ['campaign-zeros', ['1', '7'], '00001, 7', '1, 7'],
    ['campaign-zeros', ['1234', '7'], '01234, 7', '1234, 7'],
    ['campaign-zeros', ['a1', '1'], 'a1, 1', 'a1, 1'],
    ['campaign-zeros', ['1a', '1'], '1a, 1', '1a, 1'],
    ['campaign-zeros', ['', '1'], ', 1', ', 1'],
    [
      'dates',
      [...ids, '', '24.05.2028 12:24', '24.05.2028 12:24'],
      '00001, 7, agent_login 24.05.2028 12:24, next_call_date 2028-05-24 12:24',
      '00001, 7, agent_login 24.05.2028 12:24, next_call_date 24.05.2028 12:24',
    ],
    ['dates', [...ids, '', 'soon'], '00001, 7, next_call_date soon', '00001, 7, next_call_date soon'],
    ['status-names', [...ids, 'Mój Rekord'], '00001, 7, status_id 5', '00001, 7, status_id Mój Rekord'],
    [
      'status-names',
      [...ids, '', '', 'mój rekord'],
      '00001, 7, agent_login mój rekord',
      '00001, 7, agent_login mój rekord',
    ],
    ['status-names', [...ids, '12'], '00001, 7, status_id 12', '00001, 7, status_id 12'],
    [
      'status-names',
      ['00002', '7', 'mój rekord'],
      '00002, 7, status_id mój rekord',
      '00002, 7, status_id mój rekord',
    ],
  ];
  const statusNames = { '00001': { 'mój rekord': '5', '12': '9' } };
  for (const [fix, cells, expected, unfixed] of fixed) {
    it(`${cells.join(' | ')} repaired by “${fix}” alone: ${expected}`, () => {
      assert.equal(flat(map(cells, { fixes: [fix], statusNames })), expected);
      assert.equal(flat(map(cells, { fixes: allBut(fix), statusNames })), unfixed);
      assert.equal(flat(map(cells, { statusNames })), unfixed);
    });
  }

  it('is repaired in all ways at once', () => {
    assert.equal(
      flat(map(['1 2', '1 2', '3 4', '24.05.2028 12:24'], { fixes: allBut(), statusNames })),
      '00012, 12, status_id 34, next_call_date 2028-05-24 12:24',
    );
  });
});

describe('a number without its spaces', () => {
  const table: [text: string, target: ColumnTarget, expected: string | undefined][] = [
    ['12 345', 'customer_id', '12345'],
    [' 3\u00A0', 'status_id', '3'],
    ['1 2', 'dictionary_status_id', '12'],
    ['1 000', 'order', '1000'],
    ['12345', 'customer_id', undefined],
    ['12 a', 'customer_id', undefined],
    [' ', 'customer_id', undefined],
    ['1 2', 'agent_login', undefined],
    ['2028 5', 'next_call_date', undefined],
    ['00 001', 'campaign_id', '00001'],
    ['aB 1', 'campaign_id', 'aB1'],
    ['00 0012', 'campaign_id', undefined],
    ['00 0-1', 'campaign_id', undefined],
    ['-1 000', 'campaign_id', undefined],
    ['100 -', 'campaign_id', undefined],
  ];
  for (const [text, target, expected] of table) {
    it(`“${text}” as ${target}: ${expected ?? 'none'}`, () => {
      assert.equal(withoutSpaces(text, target), expected);
    });
  }

  it('own properties only are found by a text of a file', () => {
    assert.equal(own({ a: 1 }, 'a'), 1);
    assert.equal(own({ a: 1 }, 'constructor'), undefined);
    assert.equal(own(undefined, 'a'), undefined);
  });
});
