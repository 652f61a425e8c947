import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { SourceFormat } from '../../../../src/bulk/source/detect.js';
import { safeCell } from '../../../../src/bulk/source/guard.js';
import { csvLine, RowWriter } from '../../../../src/bulk/source/write.js';
import { realFiles } from '../../../../src/storage/files.js';
import { breakingFiles } from '../../../support/bulk/breakingFiles.js';
import { format } from '../../../support/bulk/journalHeader.js';
import { useFolder } from '../../../support/folder.js';

describe('a file of rows that we write', () => {
  let folder = '';
  useFolder((made) => {
    folder = made;
  });

  const open = (more: Partial<SourceFormat> = {}, files = realFiles): Promise<RowWriter> =>
    RowWriter.open(files, path.join(folder, 'out.csv'), { ...format, ...more });

  async function written(
    more: Partial<SourceFormat>,
    columns: readonly string[],
    ...rows: (readonly (string | undefined)[])[]
  ): Promise<string> {
    const writer = await open(more);
    await writer.header(columns, ['end']);
    for (const [index, cells] of rows.entries()) {
      await writer.row(columns, { index, line: index + 2, cells }, { end: 'sent' });
    }
    return readFileSync(await writer.finish(), 'utf8');
  }

  for (const [newline, expected] of [
    ['\n', '\n'],
    ['\r\n', '\r\n'],
    ['\r', '\r\n'],
  ] as const) {
    it(`ends lines with ${JSON.stringify(expected)} after a file with ${JSON.stringify(newline)}`, async () => {
      assert.equal(await written({ newline }, ['a'], ['1']), ['\uFEFFa;end', '1;sent', ''].join(expected));
    });
  }

  it('keeps the cells beyond the columns, and fills up those that are missing', async () => {
    assert.equal(
      await written({ newline: '\n' }, ['a', 'b'], ['1', '2', '3'], ['4']),
      '\uFEFFa;b;end\n1;2;3;sent\n4;;sent\n',
    );
  });

  it('is JSON Lines after JSON Lines: no mark, no header, no key that a row lacks', async () => {
    assert.equal(
      await written({ kind: 'jsonl', newline: '\n' }, ['a', 'b'], ['=1', undefined], ['', '2']),
      '{"a":"=1","end":"sent"}\n{"a":"","b":"2","end":"sent"}\n',
    );
  });

  it('goes to the disk in parts, and as one file', async () => {
    const files = breakingFiles();
    const writer = await open({}, files);
    const appends = (): number => files.calls.filter((call) => call.startsWith('append')).length;
    const row = (cell: string): Promise<void> => writer.row(['a'], { index: 0, line: 1, cells: [cell] }, {});
    assert.equal(appends(), 1);
    await row('x'.repeat(65_534));
    assert.equal(appends(), 1);
    await row('y');
    assert.equal(appends(), 2);
    await row('z');
    const file = await writer.finish();
    assert.equal(appends(), 3);
    assert.equal(readFileSync(file, 'utf8'), `\uFEFF${'x'.repeat(65_534)}\r\ny\r\nz\r\n`);
    assert.deepEqual([readdirSync(folder), files.openHandles], [['out.csv'], 0]);
  });

  it('writes nothing where there is nothing to write', async () => {
    const files = breakingFiles();
    const writer = await open({ kind: 'jsonl' }, files);
    assert.equal(readFileSync(await writer.finish(), 'utf8'), '');
    assert.ok(!files.calls.some((call) => call.startsWith('append')));
  });

  it('leaves nothing behind when it is discarded, or when the disk refuses its first bytes', async () => {
    const writer = await open();
    assert.equal(readdirSync(folder).length, 1);
    await writer.discard();
    assert.deepEqual(readdirSync(folder), []);
    const files = breakingFiles();
    files.breaks = (number) => number === 2;
    await assert.rejects(open({}, files), { code: 'ENOSPC' });
    assert.deepEqual([readdirSync(folder), files.openHandles], [[], 0]);
    // What went wrong before is told, not what goes wrong while cleaning up.
    files.breaks = () => false;
    const broken = await open({}, files);
    files.breaks = () => true;
    await broken.discard();
  });
});

describe('a cell that we write', () => {
  const quoted: [cell: string, expected: string][] = [
    ['a', 'a'],
    ['', ''],
    ['a b', 'a b'],
    ['a;b', '"a;b"'],
    ['a,b', 'a,b'],
    ['a"b', '"a""b"'],
    ['a\nb', '"a\nb"'],
    ['a\rb', '"a\rb"'],
    [' a', '" a"'],
    ['a ', '"a "'],
  ];
  for (const [cell, expected] of quoted) {
    it(`${JSON.stringify(cell)} is written ${JSON.stringify(expected)}`, () => {
      assert.equal(csvLine([cell, 'x'], ';'), `${expected};x`);
    });
  }

  for (const formula of ['=1', '+1', '-1', '@a', '\t=1']) {
    it(`${JSON.stringify(formula)} is no formula`, () => {
      assert.equal(safeCell(formula), `'${formula}`);
    });
  }

  it('is left as it is where a sign stands further on', () => {
    assert.equal(safeCell('1=1'), '1=1');
    assert.equal(safeCell(''), '');
  });
});
