import assert from 'node:assert/strict';
import { FileProblemError, type FileProblem } from '../../../../src/bulk/source/fileStart.js';
import { readCsv } from '../../../../src/bulk/source/csv.js';
import { readJson } from '../../../../src/bulk/source/json.js';
import type { RowBatch, SourceRow } from '../../../../src/bulk/source/rows.js';

type Reader = (texts: AsyncIterable<string>) => AsyncGenerator<RowBatch>;
const csv: Reader = (texts) => readCsv(texts, { delimiter: ';' });

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

  it('begin behind the lines in front of the header, whose quotation marks mean nothing', async () => {
    for (const newline of ['\n', '\r\n', '\r']) {
      const text = ['"Report', 'of "today', 'a;b', '1;2', ''].join(newline);
      for (let cut = 0; cut < text.length; cut++) {
        const skipping: Reader = (texts) => readCsv(texts, { delimiter: ';', skip: 2 });
        assert.deepEqual(await lines(skipping, text.slice(0, cut), text.slice(cut)), ['4: 1|2']);
      }
    }
  });

  const quotes: [what: string, text: string, expected: string[]][] = [
    ['a blank in front', 'a;b\n1; "2"\n', ['2: 1|2']],
    ['a blank behind', 'a;b\n"1" ;"2"\u00a0\n', ['2: 1|2']],
    ['a delimiter inside, a blank in front', 'a;b\n1; "2;3"\n', ['2: 1|2;3']],
    ['inches', 'a;b\n24";2\n5;6"\n', ['2: 24"|2', '3: 5|6"']],
    ['text behind the end', 'a;b\n"1"x;2\n', ['2: "1"x|2']],
    ['doubled', 'a;b\n"say ""1""";2\n', ['2: say "1"|2']],
    ['doubled at once', 'a;b\n"""1""";""\n', ['2: "1"|']],
    ['a blank in front of one that is never closed', 'a;b\n1; "2\n3;4\n', ['2: 1| "2', '3: 3|4']],
    ['a formula', 'a;b\n="001";2\n"=""002""";2\n', ['2: ="001"|2', '3: ="002"|2']],
    ['over lines', 'a;b\n"1\r\n2";3\n4;5\n', ['2: 1\r\n2|3', '4: 4|5']],
  ];
  for (const [what, text, expected] of quotes) {
    it(`quoted as spreadsheets read it, in parts that end anywhere: ${what}`, async () => {
      for (let cut = 0; cut < text.length; cut++) {
        assert.deepEqual(await lines(csv, text.slice(0, cut), text.slice(cut)), expected, `cut at ${cut}`);
      }
    });
  }

  it('give back what our own guard against formulas was put in front of', async () => {
    assert.deepEqual(await lines(csv, "a;b\n'@jan;'-1\n'00001;''=x\n"), ['2: @jan|-1', "3: '00001|'=x"]);
  });

  it('leave out the rule that sqlcmd draws under a header, and no other', async () => {
    assert.deepEqual(await lines(csv, 'a;b\n---;--\n--;--\n'), ['3: --|--']);
  });

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
    assert.deepEqual(await refused(read(csv, 'a;b\n\n1;"2\n')), {
      code: 'quote-unclosed',
      line: 3,
      params: { column: '3' },
    });
    assert.deepEqual(await refused(read(csv, 'a;b\n1;2\n', '1;"2\n3"x\n')), {
      code: 'quote-misplaced',
      line: 3,
      params: { column: '3' },
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
  const json: Reader = (texts) => readJson(texts, 'jsonl');

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

  for (const text of ['null', '[1]', '5', '"x"', 'true', '{"a":']) {
    it(`${text} is none`, async () => {
      const { rows } = await read(json, `${text}\n`);
      assert.deepEqual(rows, [{ index: 0, line: 1, cells: [text], fault: { code: 'json-broken' } }]);
    });
  }

  for (const inner of ['["x"]', '{}', 'true']) {
    it(`tell which value is of a wrong type: ${inner}`, async () => {
      const { rows } = await read(json, `{"a":"1","b":${inner}}\n`);
      assert.deepEqual(rows, [{ index: 0, line: 1, cells: ['1', inner], wrongTypes: [1] }]);
    });
  }

  it('with fields that are no object tell so', async () => {
    const { rows } = await read(json, '{"fields":null}\n{"fields":["x"]}\n{"fields":"x"}\n');
    assert.deepEqual(
      rows.map((row) => row.wrongTypes),
      [undefined, [0], undefined],
    );
  });

  for (const nothing of ['null', 'NaN', '-Infinity']) {
    it(`have no cell where the value is ${nothing}`, async () => {
      const { rows } = await read(json, `{"a":"NaN","b":${nothing},"c":3}\n`);
      assert.deepEqual(rows, [{ index: 0, line: 1, cells: ['NaN', undefined, '3'] }]);
    });
  }

  const layouts: [what: string, kind: 'json' | 'jsonl', text: string, expected: string[]][] = [
    ['a list', 'json', '[{"a":1},\n{"a":"]}"}]', ['1: 1', '2: ]}']],
    ['a list over lines', 'json', '[\n  {\n    "a": "\\"{"\n  },\n  {"a":2}\n]\n', ['2: "{', '5: 2']],
    ['a list in an object', 'json', '{"count":2,"result":[{"a":1},{"a":2}]}', ['1: 1', '1: 2']],
    ['lists in a value', 'json', '[{"a":1,"b":[{"c":1}]},{"a":2}]', ['1: 1|[{"c":1}]', '1: 2']],
    [
      'phpMyAdmin’s',
      'json',
      '[\n{"type":"header","version":"5.2"},\n{"type":"table","name":"x","data":\n[\n{"a":"1"},\n{"a":"2"}\n]\n}\n]',
      ['5: 1', '6: 2'],
    ],
    ['a broken row of a list', 'json', '[{"a":1},{"a":},{"a":3}]', ['1: 1', '1: json-broken', '1: 3']],
    ['commas between lines', 'jsonl', '{"a":1},\n{"a":2},\n,{"a":3}\n', ['1: 1', '2: 2', '3: 3']],
    ['objects over lines', 'jsonl', '{\n"a": 1\n}\n{ "a":\n', ['1: 1', '4: json-broken']],
    ['an object that never ends', 'jsonl', '{"a":1,\n{"a":2}\n', ['1: json-broken', '2: 2']],
  ];
  for (const [what, kind, text, expected] of layouts) {
    it(`are found in parts that end anywhere: ${what}`, async () => {
      for (let cut = 0; cut < text.length; cut++) {
        const reader: Reader = (texts) => readJson(texts, kind);
        assert.deepEqual(await lines(reader, text.slice(0, cut), text.slice(cut)), expected, `cut at ${cut}`);
      }
    });
  }

  it('of a list are none where an object is never closed', async () => {
    const reader: Reader = (texts) => readJson(texts, 'json');
    assert.deepEqual(await refused(read(reader, '[{"a":1},\n{"a":2')), { code: 'json-unclosed', line: 2 });
  });

  it('are none of an empty text', async () => {
    assert.deepEqual(await refused(read(json, '')), { code: 'file-empty' });
    assert.deepEqual(await refused(read(json, ' \n\n')), { code: 'file-empty' });
  });
});
