import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FormatChoice } from '../../../../src/bulk/source/detect.js';
import { createEncoder, type Encoding } from '../../../../src/bulk/source/encoding.js';
import { fileFailure, readFileStart, type FileStart } from '../../../../src/bulk/source/fileStart.js';
import { useFolder } from '../../../support/folder.js';

describe('the beginning of a file', () => {
  let file = '';
  useFolder((folder) => {
    file = path.join(folder, 'in.csv');
  });

  async function fileStart(
    text: string,
    count: number,
    choice: FormatChoice = {},
    encoding: Encoding = 'utf-8',
  ): Promise<FileStart> {
    writeFileSync(file, createEncoder(encoding)(text));
    const result = await readFileStart(file, choice, count);
    assert.ok(result.ok, JSON.stringify(result));
    return result.fileStart;
  }

  const cells = ({ rows }: FileStart): string[] => rows.map((row) => row.cells.join());

  it('is its columns and as many rows as asked for, or as there are', async () => {
    const text = 'a;b\n1;2\n3;4\n5;6\n';
    const two = await fileStart(`${text}7;8\n9;10\n`, 2);
    assert.deepEqual(
      [two.columns, cells(two)],
      [
        ['a', 'b'],
        ['1,2', '3,4'],
      ],
    );
    assert.equal(two.format.delimiter, ';');
    assert.deepEqual(cells(await fileStart(text, 3)), ['1,2', '3,4', '5,6']);
    assert.deepEqual(cells(await fileStart(text, 9)), ['1,2', '3,4', '5,6']);
    const none = await fileStart('a;b\n', 2);
    assert.deepEqual([none.columns, none.rows], [['a', 'b'], []]);
  });

  it('comes from as many readings of the file as it needs, and from no more', async () => {
    const long = 'x'.repeat(70_000);
    const text = `a;b\n1;${long}\n2;${long}\n3;${long}\n`;
    const first = ({ rows }: FileStart): unknown[] => rows.map((row) => row.cells[0]);
    assert.deepEqual(first(await fileStart(text, 2)), ['1', '2']);
    assert.deepEqual(first(await fileStart(`a;b\n1;${'x'.repeat(60_000)}\n2;${long}\n3;\n4;\n5;\n6;\n`, 3)), [
      '1',
      '2',
      '3',
    ]);
    // The quote that nobody closed comes later, and is told when the whole file is read.
    assert.deepEqual(first(await fileStart(`${text}"4;x`, 1)), ['1']);
  });

  it('is read as the user chose', async () => {
    const made = await fileStart('a;b,c\n1;2,3\n', 1, { delimiter: ',' });
    assert.deepEqual(made.columns, ['a;b', 'c']);
  });

  it('is read in Windows-1250 though its only Polish letter is its last', async () => {
    assert.deepEqual(cells(await fileStart('a;b\n1;Zosię', 1, {}, 'windows-1250')), ['1,Zosię']);
  });

  it('tells why a file cannot be read', async () => {
    writeFileSync(file, '');
    assert.deepEqual(await readFileStart(file, {}, 3), { ok: false, problem: { code: 'file-empty' } });
    assert.deepEqual(await readFileStart(path.join(path.dirname(file), 'gone.csv'), {}, 3), {
      ok: false,
      problem: { code: 'file-unreadable', params: { reason: 'ENOENT' } },
    });
  });

  it('leaves a mistake of the program an exception', async () => {
    writeFileSync(file, 'a;b\n1;2\n');
    await assert.rejects(readFileStart(file, { encoding: 'none' as Encoding }, 3), RangeError);
  });
});

describe('a file that cannot be used, told as a failure', () => {
  it('names the problem, the file, and the line where there is one', () => {
    assert.deepEqual(fileFailure({ code: 'file-empty' }, '/a.csv'), {
      code: 'invalid-input',
      detail: 'file-empty',
      params: { file: '/a.csv' },
    });
    const params = { target: 'customer_id' };
    assert.deepEqual(fileFailure({ code: 'column-missing', line: 1, params }, '/a.csv'), {
      code: 'invalid-input',
      detail: 'column-missing',
      params: { target: 'customer_id', line: '1', file: '/a.csv' },
    });
  });
});
