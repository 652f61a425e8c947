import assert from 'node:assert/strict';
import { line, raw, shown, withoutIcons, withoutLinks } from '../../../src/core/foreign.js';

/** What VS Code makes a link of in a message; read in 1.100.3 and 1.139.1. */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;

describe('text from outside', () => {
  for (const [what, text, expected] of [
    ['a line end', 'Anna\nStatus: 7', 'Anna\\u000aStatus: 7'],
    ['a return and a tab', 'a\r\tb', 'a\\u000d\\u0009b'],
    ['an escape sequence', '\u001b[2J', '\\u001b[2J'],
    ['a next line', 'a\u0085b', 'a\\u0085b'],
    ['a line separator', 'a\u2028b', 'a\\u2028b'],
    ['a paragraph separator', 'a\u2029b', 'a\\u2029b'],
    ['an override', '\u202e7', '\\u202e7'],
    ['an isolate', '\u20677\u2069', '\\u20677\\u2069'],
    ['a mark', '\u200f7', '\\u200f7'],
    ['a zero-width space', 'prod\u200b', 'prod\\u200b'],
    ['a byte order mark', '\ufeffprod', '\\ufeffprod'],
    ['a soft hyphen', 'pr\u00adod', 'pr\\u00adod'],
    ['a Hangul filler', 'prod\u3164', 'prod\\u3164'],
    ['a blank Braille cell', 'prod\u2800', 'prod\\u2800'],
    ['a tag', 'prod\u{e0041}', 'prod\\u{e0041}'],
    ['a variation selector', 'prod\ufe0f', 'prod\\ufe0f'],
    ['half of a pair', 'a\ud800', 'a\\ud800'],
    ['a no-break space', '12\u00a0345', '12\\u00a0345'],
    ['an ideographic space', '12\u3000345', '12\\u3000345'],
    ['Polish letters', 'Zażółć gęślą jaźń', 'Zażółć gęślą jaźń'],
    ['Hebrew before a number', 'אב 5', 'אב\u200e 5'],
  ] as const) {
    it(`is one line in which ${what} is seen`, () => {
      assert.equal(shown(text), expected);
    });
  }

  it('is bounded, and says that it goes on', () => {
    assert.equal(shown('x'.repeat(61)), `${'x'.repeat(60)}…`);
    assert.equal(shown('😀'.repeat(60)), '😀'.repeat(60));
    assert.equal(shown(undefined), '');
  });

  it('is the same when it passes twice', () => {
    for (const text of ['א 5 → 7', 'a\u202eb', '$(beaker)', '[a](command:b)', 'a\u00a0b']) {
      assert.equal(line(line(text)), line(text));
      assert.equal(shown(shown(text)), shown(text));
      assert.equal(withoutIcons(withoutIcons(text)), withoutIcons(text));
      assert.equal(withoutLinks(withoutLinks(text)), withoutLinks(text));
    }
  });

  it('keeps the blanks of our own sentences', () => {
    assert.equal(line('12\u00a0ms'), '12\u00a0ms');
  });

  it('is itself where it is compared, sent or stored', () => {
    assert.equal(raw('a\u202eb'), 'a\u202eb');
  });

  for (const text of [
    '[see the errors](command:thulium.updateRecord?%5B%5D)',
    '[a](COMMAND:b)',
    '[a[b](command:c)',
    '[a](https://evil.example)',
    '[a](file:///etc/passwd "title")',
    '[[a]](command:b)[c](command:d)',
    `${shown('[a]')}${shown('(command:b)')}`,
    '[a](\u200bcommand:b)',
    '[a]\u200b(command:b)',
  ]) {
    it(`is no link in a message: ${JSON.stringify(text)}`, () => {
      assert.equal(withoutLinks(line(text)).match(link), null);
    });
  }

  it('is no icon where icons are drawn', () => {
    assert.equal(withoutIcons('$(beaker) test'), '\\$(beaker) test');
    assert.equal(withoutIcons('$(sync~spin)$(x)'), '\\$(sync~spin)\\$(x)');
  });
});
