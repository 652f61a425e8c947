import assert from 'node:assert/strict';
import { detectFormat, guessSingleByte, type FormatChoice } from '../../../../src/bulk/source/detect.js';
import { byteOrderMark, createEncoder, type Encoding } from '../../../../src/bulk/source/encoding.js';

const ascii = (length: number): number[] => Array.from({ length }, () => 0x61);

function format(text: string, choice: FormatChoice = {}): ReturnType<typeof detectFormat> {
  return detectFormat(createEncoder('utf-8')(text), choice);
}

function encodingOf(bytes: readonly number[], isCut = false): string {
  const { encoding, bom } = detectFormat(Uint8Array.from(bytes), {}, isCut);
  return bom ? `${encoding}, marked` : encoding;
}

describe('the delimiter of a file', () => {
  const cases: [what: string, text: string, expected: string][] = [
    ['semicolons', 'a;b\n1;2\n', ';'],
    ['commas', 'a,b\n1,2\n', ','],
    ['tabs', 'a\tb\n1\t2\n', '\t'],
    ['a single column is taken for Polish Excel’s', 'a\n1\n', ';'],
    ['nothing at all', '', ';'],
    ['as many of both', 'a;b,c\n1;2,3\n', ';'],
    ['commas inside quotes', 'id;"name, first, last"\n1;"x, y, z"\n', ';'],
    ['a quoted cell over two lines', 'id;"name,\n,,,, more"\n1;2\n', ';'],
    ['a header with commas, rows without', 'a;b,c,d\n1;2\n3;4\n5;6\n7;8\n', ';'],
    ['blank lines before the header', '\n   \r\n\na,b\n1,2\n', ','],
    ['what comes after the first twenty lines', `x;y,z,w\n${'1;2\n'.repeat(19)}${'1,2,3\n'.repeat(60)}`, ';'],
    ['lines that a lone CR ends', 'a;b,c,d\r1;2\r3;4\r5;6\r', ';'],
    ['Excel’s own line names it', 'sep=,\r\na;b;c\r\n1;2;3\r\n', ','],
    ['Excel’s own line in other letters', 'SEP=\t\na;b;c\n', '\t'],
    ['such a line further down names nothing', 'a;b;c\nsep=,\n', ';'],
    ['such a line of a sign that divides nothing here', 'sep=^\na,b\na,b\n', ';'],
    ['such a line of the upright one', 'sep=|\na,b\na,b\n', '|'],
    ['upright strokes', 'a|b\n1|2\n', '|'],
  ];
  for (const [what, text, expected] of cases) {
    it(`${what}: ${JSON.stringify(expected)}`, () => {
      assert.equal(format(text).delimiter, expected);
    });
  }

  it('is what the user chose', () => {
    assert.equal(format('a;b\n1;2\n', { delimiter: ',' }).delimiter, ',');
  });
});

describe('the kind and the line end of a file', () => {
  it('is JSON Lines where it begins with a brace', () => {
    assert.equal(format('{"a":1}\n').kind, 'jsonl');
    assert.equal(format(' \r\n {"a":1}\n').kind, 'jsonl');
    assert.equal(format('name;{x}\n1;2\n').kind, 'csv');
    assert.equal(format('{x};name\n1;2\n', { kind: 'csv' }).kind, 'csv');
    assert.equal(format('a\n', { kind: 'jsonl' }).kind, 'jsonl');
  });

  for (const newline of ['\r\n', '\n', '\r'] as const) {
    it(`is written with the first line end that there is, here ${JSON.stringify(newline)}`, () => {
      assert.equal(format(`a${newline}b\nc\r\nd\r`).newline, newline);
    });
  }

  it('is written as Excel does where there is no line end', () => {
    assert.equal(format('a;b').newline, '\r\n');
  });
});

describe('the encoding of a file', () => {
  const marked: Encoding[] = ['utf-8', 'utf-16le', 'utf-16be'];
  for (const encoding of marked) {
    it(`is what its mark says: ${encoding}`, () => {
      // Letters without a zero byte, which alone would tell nothing.
      const bytes = [...byteOrderMark(encoding), ...createEncoder(encoding)('ąęśź')];
      assert.equal(encodingOf(bytes), `${encoding}, marked`);
      const chosen = detectFormat(Uint8Array.from(bytes), { encoding: 'iso-8859-2' });
      assert.deepEqual([chosen.encoding, chosen.bom], ['iso-8859-2', false]);
    });
  }

  const noMarks: [string, number[]][] = [
    ['EF alone', [0xef, 0x61, 0x61]],
    ['BB alone', [0x61, 0xbb, 0x61]],
    ['BF alone', [0x61, 0x61, 0xbf]],
    ['EF BB', [0xef, 0xbb, 0x61]],
    ['EF and BF', [0xef, 0x61, 0xbf]],
    ['BB BF', [0x61, 0xbb, 0xbf]],
    ['FF alone', [0xff, 0x61]],
    ['FE alone', [0xfe, 0x61]],
    ['FE second', [0x61, 0xfe]],
    ['FF second', [0x61, 0xff]],
  ];
  for (const [what, bytes] of noMarks) {
    it(`a part of a mark is none: ${what}`, () => {
      assert.equal(encodingOf([...bytes, 0x61]), 'windows-1250');
    });
  }

  // Zero bytes at even and at odd places of 16.
  const zeros: [even: number, odd: number, expected: Encoding][] = [
    [0, 8, 'utf-16le'],
    [8, 0, 'utf-16be'],
    [1, 5, 'utf-16le'],
    [5, 1, 'utf-16be'],
    [0, 2, 'utf-8'],
    [2, 0, 'utf-8'],
    [0, 1, 'utf-8'],
    [1, 0, 'utf-8'],
    [1, 4, 'utf-8'],
    [4, 1, 'utf-8'],
    [2, 4, 'utf-8'],
    [4, 2, 'utf-8'],
    [8, 8, 'utf-8'],
  ];
  for (const [even, odd, expected] of zeros) {
    it(`${even} zero bytes at even and ${odd} at odd places of 16: ${expected}`, () => {
      const bytes = ascii(16).map((byte, at) =>
        Math.floor(at / 2) < (at % 2 === 0 ? even : odd) ? 0 : byte,
      );
      assert.equal(encodingOf(bytes), expected);
    });
  }

  for (const letter of ['§', 'ł', '€', '“', '\u{1F600}']) {
    const bytes = Buffer.from(letter);
    for (let length = 1; length <= bytes.length; length++) {
      it(`UTF-8 though the sample ends after ${length} of the ${bytes.length} bytes of ${letter}`, () => {
        assert.equal(encodingOf([...ascii(9), ...bytes.subarray(0, length)], true), 'utf-8');
      });
    }
  }

  it('UTF-8 in a sample shorter than a letter', () => {
    assert.equal(encodingOf([0xe2, 0x82], true), 'utf-8');
    assert.equal(encodingOf([0x61], true), 'utf-8');
    assert.equal(encodingOf([], true), 'utf-8');
  });

  const single: [string, number[]][] = [
    ['ę, then a letter', [0x61, 0xea, 0x61]],
    ['ę, then two letters', [0x61, 0xea, 0x61, 0x61]],
    ['a byte that only goes on', [0x61, 0xb3]],
    ['ę before four bytes that only go on', [0xea, 0xb3, 0xb3, 0xb3, 0xb3]],
  ];
  for (const [what, bytes] of single) {
    it(`of a single byte, cut or not: ${what}`, () => {
      assert.equal(encodingOf(bytes, true), 'windows-1250');
      assert.equal(encodingOf(bytes), 'windows-1250');
    });
  }

  it('of a single byte where a whole file ends with its only Polish letter', () => {
    assert.equal(detectFormat(Uint8Array.from([...ascii(9), 0xea])).encoding, 'windows-1250');
  });

  const polish: [string, number[], Encoding][] = [
    ['no Polish letter', [], 'windows-1250'],
    ['ą of one', [0xb1], 'iso-8859-2'],
    ['ą of the other', [0xb9], 'windows-1250'],
    ['one ą of each', [0xb1, 0xb9], 'windows-1250'],
    ['ą twice and once', [0xb9, 0xb9, 0xb1], 'windows-1250'],
    ['ą once and twice', [0xb9, 0xb1, 0xb6], 'iso-8859-2'],
    ['ś twice, a sign once', [0x9c, 0x9f, 0xb1], 'windows-1250'],
    ['a euro sign and a ±', [0x80, 0xb1], 'windows-1250'],
    ['a no-break space tells nothing', [0xa0, 0xb1], 'iso-8859-2'],
    ['letters alike in both tell nothing', [0xea, 0xf3, 0xb1], 'iso-8859-2'],
  ];
  for (const [what, bytes, expected] of polish) {
    it(`${what}: ${expected}`, () => {
      assert.equal(guessSingleByte(Uint8Array.from([...ascii(3), ...bytes])), expected);
    });
  }
});
