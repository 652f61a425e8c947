import assert from 'node:assert/strict';
import fc from 'fast-check';
import { deepestNesting, isTooDeep, parseJson, tryParseJson } from '../../../src/core/json.js';

const nested = (depth: number, open = '[', close = ']'): string => open.repeat(depth) + close.repeat(depth);

describe('JSON from outside', () => {
  it('is what JSON.parse makes of it, where no number loses digits', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        // A number beyond 2^53 is text here, and -0 is kept.
        fc.pre(!/\d{16}/.test(text));
        assert.deepEqual(parseJson(text), JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  it('keeps every digit of whole numbers, wherever they stand, and touches no text', () => {
    const long = '12345678901234567890';
    assert.deepEqual(parseJson(`[${long},-${long},{"a":${long}}, ${long} ]`), [
      long,
      `-${long}`,
      { a: long },
      long,
    ]);
    const texts = [long, `"${long}`, `\\${long}`, `${long}\\`, `[${long}]`, `\u2028${long}`];
    assert.deepEqual(parseJson(JSON.stringify(texts)), texts);
    assert.deepEqual(parseJson('[0.12345678901234567890,1234567890123456.5,1E400,1234567890123456e2]'), [
      Number('0.12345678901234567890'),
      1234567890123456.5,
      Infinity,
      1234567890123456e2,
    ]);
    assert.equal(parseJson('9007199254740991'), 9007199254740991);
  });

  it('is refused like broken JSON where it is nested deeper than anything we know', () => {
    assert.deepEqual(tryParseJson(nested(deepestNesting)), JSON.parse(nested(deepestNesting)));
    for (const text of [
      nested(deepestNesting + 1),
      nested(100_000),
      nested(100_000, '{"a":', '}'),
      '['.repeat(1_000_000),
      '{"a":'.repeat(1_000_000),
    ]) {
      assert.ok(isTooDeep(text));
      assert.throws(() => parseJson(text), SyntaxError);
      assert.equal(tryParseJson(text), undefined);
    }
    assert.equal(isTooDeep(JSON.stringify('['.repeat(1000))), false);
  });

  it('of any text neither throws nor hangs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('"', '\\', '[', '{', ']', '}', '1234567890123456', '-', ',', ':', 'a', '.')),
        (parts) => {
          tryParseJson(parts.join(''));
        },
      ),
    );
  });

  // Each took from seconds to minutes, or ended the call, before the text was read in one pass.
  for (const [what, text] of [
    ['a text that is never closed', `1234567890123456 "${'\\"'.repeat(2_000_000)}`],
    ['back slashes without end', `1234567890123456 "${'\\'.repeat(4_000_000)}`],
    ['digits without end', '1'.repeat(4_000_000)],
    ['long numbers without end', '1234567890123456 '.repeat(250_000)],
    ['quotes without end', `1234567890123456${'"'.repeat(4_000_000)}`],
  ] as const) {
    it(`of ${what} is refused before anybody notices`, function () {
      this.timeout(2000);
      tryParseJson(text);
    });
  }

  it('may be a text of 20 MB', () => {
    const note = 'ż"\\ '.repeat(5_000_000);
    assert.deepEqual(tryParseJson(JSON.stringify({ id: 12345678901234567890n.toString(), note })), {
      id: '12345678901234567890',
      note,
    });
    const text = `{"id":12345678901234567890,"note":${JSON.stringify(note)}}`;
    assert.deepEqual(tryParseJson(text), { id: '12345678901234567890', note });
  });
});
