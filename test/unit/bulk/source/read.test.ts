import assert from 'node:assert/strict';
import { FileProblemError, type FileProblem } from '../../../../src/bulk/source/fileProblems.js';
import { readCsv } from '../../../../src/bulk/source/csv.js';
import { readJsonLines } from '../../../../src/bulk/source/jsonLines.js';
import type { RowBatch, SourceRow } from '../../../../src/bulk/source/row.js';

type Reader = (texts: AsyncIterable<string>) => AsyncGenerator<RowBatch>;
const csv: Reader = (texts) => readCsv(texts, ';');

async function read(
  reader: Reader,
  ...parts: string[]
): Promise<{ columns: readonly string[]; rows: SourceRow[] }> {
  async function* texts(): AsyncGenerator<string> {
    for (const part of parts) yield await Promise.resolve(part);
  }
  const all: { columns: readonly string[]; rows: SourceRow[] } = { columns: [], rows: [] };
  for await (const { columns, rows } of reader(texts())) {
    all.columns = columns;
    all.rows.push(...rows);
  }
  return all;
}

/** Rows as `line: cells`, those with a fault by its code. */
async function lines(reader: Reader, ...parts: string[]): Promise<string[]> {
  const { rows } = await read(reader, ...parts);
  assert.deepEqual(
    rows.map((row) => row.index),
    [...rows.keys()],
  );
  return rows.map(({ line, cells, fault }) => `${line}: ${fault ? fault.code : cells.join('|')}`);
}

const refused = (reading: Promise<unknown>): Promise<FileProblem> =>
  reading.then(
    () => assert.fail('not refused'),
    (error: unknown) => (error instanceof FileProblemError ? error.problem : assert.fail(String(error))),
  );

describe('rows of CSV', () => {
  const tables: [what: string, parts: string[], expected: string[]][] = [
    ['in one part', ['a;b\n1;2\n3;4'], ['2: 1|2', '3: 3|4']],
    ['in parts that end anywhere', ['a;', 'b\n1', ';2\n', '', '3;4\n'], ['2: 1|2', '3: 3|4']],
    ['after Excel’s own line', ['sep=;\na;b\n1;2\n'], ['3: 1|2']],
    ['after Excel’s own line in CRLF', ['SEP=;\r\na;b\r\n1;2\r\n'], ['3: 1|2']],
    ['such a line further down is a row', ['a;b\nsep=;\n1;2\n'], ['2: sep=|', '3: 1|2']],
    ['such a line in a later part too', ['a;b\n', 'sep=;\n1;2\n'], ['2: sep=|', '3: 1|2']],
    ['blank lines and blank cells', ['\n \n;\na;b\n;\n\n1;2\n ; \n3;4\n'], ['7: 1|2', '9: 3|4']],
    ['a blank cell first', ['a;b\n;2\n'], ['2: |2']],
    [
      'line ends in quotes, one of two characters',
      ['a;b\r\n\r\n1;2\r\n"x\r\ny";3\r\n\r\n4;5\r\n'],
      ['3: 1|2', '4: x\r\ny|3', '7: 4|5'],
    ],
    [
      'several line ends in quotes',
      ['a;b\r\n"x\r\n\r\ny\nz";3\r\n4;5\r\n'],
      ['2: x\r\n\r\ny\nz|3', '6: 4|5'],
    ],
    [
      'too short and too long',
      ['a;b\n1\n1;2;3\n1;2;\n1;2\n'],
      ['2: row-ragged', '3: row-ragged', '4: 1|2', '5: 1|2'],
    ],
    ['without the cells of columns without a name', ['a;b;;\n1;2\n1\n'], ['2: 1|2||', '3: row-ragged']],
    ['with a dozen such columns', [`a${';'.repeat(12)}\n1\n`], [`2: 1${'|'.repeat(12)}`]],
    ['without the cell of a second column of a name', ['a;a\n1\n'], ['2: row-ragged']],
  ];
  for (const [what, parts, expected] of tables) {
    it(what, async () => {
      assert.deepEqual(await lines(csv, ...parts), expected);
    });
  }

  it('that are ragged say how many cells they have', async () => {
    const { rows } = await read(csv, 'a;b\n1;2;3\n');
    assert.deepEqual(rows[0]?.fault, { code: 'row-ragged', params: { expected: '2', found: '3' } });
  });

  it('have the names of columns without the spaces around, each once', async () => {
    assert.deepEqual((await read(csv, ' a ;b; a\n')).columns, ['a', 'b', 'a (2)']);
  });

  const firstLines: [text: string, columns: string[] | undefined][] = [
    ['441', ['customer_id']],
    ['12 345', ['customer_id']],
    ['12\u00A0345', ['customer_id']],
    ['1E5', ['customer_id']],
    ['1e12', ['customer_id']],
    ['1,23457E+11', ['customer_id']],
    ['1.2E+5', ['customer_id']],
    ['00001;441', ['1', '2']],
    ['x;441', ['1', '2']],
    ['441;x', ['1', '2']],
    ['x1', undefined],
    ['Status 2', undefined],
    ['1x', undefined],
    ['a1E5', undefined],
    ['1E5a', undefined],
    ['xE5', undefined],
    ['1xE5', undefined],
    ['1,xE5', undefined],
    ['1Ex', undefined],
    ['E5', undefined],
  ];
  for (const [text, columns] of firstLines) {
    it(`a first line “${text}” ${columns ? 'is a row like the others' : 'names the columns'}`, async () => {
      const made = await read(csv, `${text}\n`);
      assert.deepEqual(made.columns, columns ?? text.split(';'));
      assert.equal(made.rows.length, columns ? 1 : 0);
    });
  }

  it('are none of an empty text, a broken quote, or a row without an end', async () => {
    assert.deepEqual(await refused(read(csv, '')), { code: 'file-empty' });
    assert.deepEqual(await refused(read(csv, '\n;\n')), { code: 'file-empty' });
    assert.deepEqual(await refused(read(csv, 'a;b\n\n1;"2\n')), { code: 'quote-unclosed', line: 3 });
    assert.deepEqual(await refused(read(csv, 'a;b\n1;2\n', '1;"2"x\n')), {
      code: 'quote-misplaced',
      line: 3,
    });
    const endless = `a;b\n1;"${'x'.repeat(1_000_001)}`;
    assert.deepEqual(await refused(read(csv, endless)), { code: 'row-too-long', line: 2 });
  });

  it('are refused with more columns than a table has', async () => {
    const names = (count: number): string =>
      Array.from({ length: count }, (_, index) => `c${index}`).join(';');
    assert.equal((await lines(csv, `${names(1000)}\n${names(1000)}`)).length, 1);
    const wide = { code: 'columns-too-many' };
    assert.deepEqual(await refused(read(csv, `${names(1001)}\n1`)), wide);
    assert.deepEqual(await refused(read(csv, names(100_000))), wide);
  });
});

describe('rows of JSON Lines', () => {
  const json: Reader = (texts) => readJsonLines(texts);

  it('are refused where each line has a key of its own, and in a line without end', async function () {
    this.timeout(5000);
    const keys = Array.from({ length: 200_000 }, (_, index) => `{"key ${index}":1}`);
    const batches = Array.from(
      { length: 200 },
      (_, part) => `${keys.slice(part * 1000, part * 1000 + 1000).join('\n')}\n`,
    );
    assert.deepEqual(await refused(read(json, ...batches)), { code: 'columns-too-many' });
    const block = 'x'.repeat(64 * 1024);
    const endless = Array.from({ length: 480 }, () => block);
    assert.deepEqual(await refused(read(json, '{"a":1}\n', '{"a":"', ...endless)), {
      code: 'row-too-long',
      line: 2,
    });
    const long = Array.from({ length: 15 }, () => block).join('');
    assert.deepEqual(await refused(read(json, `{"a":1}\n{"a":"${long}${long}"}\n`)), {
      code: 'row-too-long',
      line: 2,
    });
    assert.equal((await lines(json, `{"a":1}\n{"a":"${long}`, '"}\n{"a":2}')).length, 3);
  });

  it('one a line, in parts that end anywhere', async () => {
    assert.deepEqual(await lines(json, '{"a":"1"}\r\n\n  \n{"a":', '"2"}\n{"a":3}'), [
      '1: 1',
      '4: 2',
      '5: 3',
    ]);
  });

  it('have a cell for each key, those of inner fields included', async () => {
    const made = await read(json, '{"a":"1"}\n{"b":"x","fields":{"c":"y"}}\n');
    assert.deepEqual(made.columns, ['a', 'b', 'c']);
    assert.deepEqual(
      made.rows.map((row) => row.cells),
      [['1'], [undefined, 'x', 'y']],
    );
  });

  for (const text of ['null', '[1]', '5', '"x"', 'true', '{"a":', '{"a":1},']) {
    it(`${text} is none`, async () => {
      const { rows } = await read(json, `${text}\n`);
      assert.deepEqual(rows, [{ index: 0, line: 1, cells: [text], fault: { code: 'json-broken' } }]);
    });
  }

  for (const inner of ['null', '["x"]', '{}', 'true']) {
    it(`of a wrong type: ${inner}`, async () => {
      const { rows } = await read(json, `{"a":"1","b":${inner}}\n`);
      assert.deepEqual(
        rows.map((row) => row.fault),
        [{ code: 'wrong-type', column: 1 }],
      );
      assert.deepEqual(rows[0]?.cells, ['1', undefined]);
    });
  }

  it('with fields that are no object are of a wrong type', async () => {
    assert.deepEqual(await lines(json, '{"fields":null}\n{"fields":["x"]}\n'), [
      '1: wrong-type',
      '2: wrong-type',
    ]);
    assert.deepEqual(await lines(json, '{"fields":"x"}\n'), ['1: x']);
  });

  it('are none of an empty text', async () => {
    assert.deepEqual(await refused(read(json, '')), { code: 'file-empty' });
    assert.deepEqual(await refused(read(json, ' \n\n')), { code: 'file-empty' });
  });
});
