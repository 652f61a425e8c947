import assert from 'node:assert/strict';
import fc from 'fast-check';
import { safeCell, unguardedCell } from '../../../../src/bulk/source/guard.js';

describe('a cell in a spreadsheet', () => {
  for (const [what, cell, expected] of [
    ['an equals sign', '=1', "'=1"],
    ['a plus', '+1', "'+1"],
    ['a minus', '-1', "'-1"],
    ['an at sign', '@SUM(1)', "'@SUM(1)"],
    ['a tab', '\t=1', "'\t=1"],
    ['a return', '\r1', "'\r1"],
    ['a full-width equals sign', '＝1', "'＝1"],
    ['a full-width plus', '＋1', "'＋1"],
    ['a full-width minus', '－1', "'－1"],
    ['a full-width at sign', '＠1', "'＠1"],
    ['a blank before it', ' =1', "' =1"],
    ['a no-break space before it', '\u00a0=1', "'\u00a0=1"],
    ['a zero-width space before it', '\u200b=1', "'\u200b=1"],
    ['a byte order mark before it', '\ufeff=1', "'\ufeff=1"],
    ['a control character before it', '\u0000=1', "'\u0000=1"],
    ['a Hangul filler before it', '\u3164=1', "'\u3164=1"],
    ['an apostrophe of its own', "'=1", "''=1"],
    ['a semicolon, at which a Polish Excel splits', ';=cmd|1', ";'=cmd|1"],
    ['a semicolon further on', 'x;=1;＝2', "x;'=1;'＝2"],
    ['a comma, at which an English Excel splits', 'x, =1', "x,' =1"],
    ['a line end, at which another reader begins a row', 'x\n=1\r\n@2', "x\n'=1\r\n'@2"],
    ['a call after a signed number', 'x;-2+3+cmd|1', "x;'-2+3+cmd|1"],
  ] as const) {
    it(`is no formula with ${what}`, () => {
      assert.equal(safeCell(cell), expected);
      assert.equal(unguardedCell(expected), cell);
    });
  }

  for (const cell of [
    '',
    '1=1',
    'a@b.pl',
    "'00001",
    'Anna; -5',
    'tel, +48 600-700',
    'x;+48 1\ny',
    '12,-5',
    "it's",
  ]) {
    it(`stays as it is: ${JSON.stringify(cell)}`, () => {
      assert.equal(safeCell(cell), cell);
      assert.equal(unguardedCell(cell), cell);
    });
  }

  it('says what it said when it comes back', () => {
    const piece = fc.constantFrom(
      ...["'", '=', '+', '-', '＝', '@', ';', ',', '|', '\n', '\r', '\t', ' ', '\u200b', 'a', '1'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const cell = pieces.join('');
        assert.equal(unguardedCell(safeCell(cell)), cell);
      }),
      { numRuns: 20_000 },
    );
  });

  it('is guarded in one pass, however long', () => {
    const cell = `${"'".repeat(200_000)}${' '.repeat(200_000)}${';-1'.repeat(100_000)}x`;
    assert.equal(unguardedCell(safeCell(cell)), cell);
  });
});
