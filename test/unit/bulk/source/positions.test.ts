import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createEncoder, type Encoding } from '../../../../src/bulk/source/encoding.js';
import { FileProblemError } from '../../../../src/bulk/source/fileStart.js';
import { cellRange, locateProblems } from '../../../../src/bulk/source/positions.js';
import { detectFile, fileStamp, hashFile, readRows } from '../../../../src/bulk/source/rows.js';
import type { RowProblem } from '../../../../src/bulk/plan/checkRow.js';
import { format } from '../../../support/bulk/journalHeader.js';
import { useFolder } from '../../../support/folder.js';

describe('the place of a problem in its file', () => {
  let file = '';
  useFolder((folder) => {
    file = path.join(folder, 'in.csv');
  });

  async function ranges(
    text: string,
    wanted: readonly [line: number, column: number | undefined][],
    more: { encoding?: Encoding; kind?: 'jsonl' } = {},
  ): Promise<unknown[]> {
    writeFileSync(file, createEncoder(more.encoding ?? 'utf-8')(text));
    const problems = wanted.map(([line, column]): RowProblem => ({
      code: 'blank',
      severity: 'error',
      field: 'row',
      row: 0,
      line,
      ...(column === undefined ? {} : { column }),
    }));
    await locateProblems(file, { ...format, ...more }, problems);
    return problems.map(({ range }) => range && [range.start, range.end]);
  }

  it('is its cell, of several in one line too, whatever ends the lines', async () => {
    for (const newline of ['\n', '\r\n', '\r']) {
      const text = ['a;b', '1;22', '333;4'].join(newline);
      const wanted = [
        [2, 0],
        [3, 1],
        [3, 0],
      ] as const;
      assert.deepEqual(
        await ranges(
          text,
          wanted.map(([line, column]) => [line, column]),
        ),
        [
          [0, 1],
          [4, 5],
          [0, 3],
        ],
      );
      assert.deepEqual(await ranges(`${text}${newline}`, [[3, 1]]), [[4, 5]]);
    }
  });

  it('is found behind letters and line ends that two readings of the file share', async () => {
    for (const filler of [65_530, 65_531, 65_532, 65_533, 65_534]) {
      const text = `${'x'.repeat(filler)}łł;1\r\n;22\r\n`;
      assert.deepEqual(
        await ranges(text, [
          [1, 1],
          [2, 1],
        ]),
        [
          [filler + 3, filler + 4],
          [1, 3],
        ],
      );
      assert.deepEqual(await ranges(`${'x'.repeat(filler)}\r\n;22\r\n`, [[2, 1]]), [[1, 3]]);
    }
  });

  it('is none without a column, in JSON Lines, and beyond the end', async () => {
    assert.deepEqual(
      await ranges('a;b\n1;2\n', [
        [2, undefined],
        [2, 1],
      ]),
      [undefined, [2, 3]],
    );
    assert.deepEqual(await ranges('a;b\n1;2\n', [[2, 1]], { kind: 'jsonl' }), [undefined]);
    assert.deepEqual(await ranges('a;b\n1;2\n', [[9, 1]]), [undefined]);
  });

  const cells: [line: string, column: number, start: number, end: number][] = [
    ['1;22;333', 0, 0, 1],
    ['1;22;333', 1, 2, 4],
    ['1;22;333', 2, 5, 8],
    ['"1;2";3', 0, 0, 5],
    ['"1;2";3', 1, 6, 7],
    ['"a""b";3', 1, 7, 8],
    ['1;2', 5, 0, 3],
    ['', 0, 0, 0],
  ];
  for (const [line, column, start, end] of cells) {
    it(`of column ${column} of ${line}: ${start} to ${end}`, () => {
      assert.deepEqual(cellRange(line, column, ';'), { start, end });
    });
  }
});

describe('a file that is read', () => {
  let file = '';
  useFolder((folder) => {
    file = path.join(folder, 'in.csv');
  });

  it('has a hash once it was read to its end, and not before', async () => {
    writeFileSync(file, 'a;b\n1;2\n');
    const reader = readRows(file, format);
    assert.throws(() => reader.hash(), /not read to its end/);
    for await (const { rows } of reader.batches) assert.ok(rows.length < 2);
    assert.match(reader.hash(), /^[0-9a-f]{64}$/);
    assert.equal(await hashFile(file), reader.hash());
    await assert.rejects(hashFile(`${file}x`), FileProblemError);
  });

  it('is read whole where a letter lies across two readings of it', async () => {
    for (const filler of [65_530, 65_531]) {
      const cell = `${'x'.repeat(filler)}łł`;
      writeFileSync(file, `a;b\n${cell};1\n`);
      assert.equal((await detectFile(file)).encoding, 'utf-8');
      const cells: unknown[] = [];
      for await (const { rows } of readRows(file, format).batches)
        cells.push(...rows.map((row) => row.cells[0]));
      assert.ok(cells.length === 1 && cells[0] === cell);
    }
  });

  it('has another stamp when it was edited', async () => {
    writeFileSync(file, 'a');
    const stamp = await fileStamp(file);
    assert.equal(await fileStamp(file), stamp);
    writeFileSync(file, 'ab');
    assert.notEqual(await fileStamp(file), stamp);
    await assert.rejects(fileStamp(`${file}x`), FileProblemError);
  });
});
