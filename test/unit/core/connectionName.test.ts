import assert from 'node:assert/strict';
import { checkConnectionName, lookOf, normalName } from '../../../src/core/connectionName.js';

const prod = [{ id: 'c1', name: 'prod' }];
const codes = (name: string, others = prod): string[] =>
  checkConnectionName(name, others).map(({ code }) => code);

describe('the name of a connection', () => {
  for (const [what, name] of [
    ['another case', 'PROD'],
    ['a blank at the end', 'prod '],
    ['a no-break space', 'prod\u00a0'],
    ['a line end', 'prod\n'],
    ['a zero-width space', 'pr\u200bod'],
    ['a joiner', 'prod\u200d'],
    ['a byte order mark', '\ufeffprod'],
    ['an override', '\u202eprod'],
    ['a soft hyphen', 'pro\u00add'],
    ['a Hangul filler', 'prod\u3164'],
    ['a variation selector', 'prod\ufe0e'],
    ['a tag', 'prod\u{e0041}'],
    ['a Cyrillic letter', '\u0440rod'],
    ['Cyrillic capitals', '\u0420R\u041eD'],
    ['a Greek letter', 'pr\u03bfd'],
    ['Greek capitals', '\u03a1R\u039fD'],
    ['an Armenian letter', 'pr\u0585d'],
    ['full-width letters', 'ｐｒｏｄ'],
    ['mathematical letters', '𝐩𝐫𝐨𝐝'],
    ['small capitals', 'ᴘʀᴏᴅ'],
    ['a digit', 'pr0d'],
    ['a blank inside', 'pr od'],
  ] as const) {
    it(`may not imitate another by ${what}`, () => {
      assert.deepEqual(codes(name), ['connection-name-taken']);
    });
  }

  it('may not look like another’s id', () => {
    assert.deepEqual(codes('С1'), ['connection-name-taken']);
  });

  for (const [one, other] of [
    ['client', 'c1ient'],
    ['firma l', 'firma I'],
    ['modern', 'modem'],
    ['ΗΝΥ', 'HNY'],
    ['a–b', 'a-b'],
    ['żółw', 'z\u0307ółw'],
  ] as const) {
    it(`${one} is taken for ${other}`, () => {
      assert.equal(lookOf(one), lookOf(other));
    });
  }

  for (const name of ['prod 2', 'prod-pl', 'pród', 'test', '$(beaker) test', 'Żabka', 'тест', '日本']) {
    it(`${name} is another`, () => {
      assert.deepEqual(codes(name), []);
    });
  }

  it('is kept in one form', () => {
    assert.equal(normalName('  Z\u0307abka \n\t  sp.\u00a0z\u200b o.o.\u202e '), 'Żabka sp. z o.o.');
    assert.equal(normalName(normalName(' a\u200b b ')), 'a b');
  });

  it('is no name where nothing of it is seen, or where it has no end', () => {
    assert.deepEqual(codes(''), ['blank']);
    assert.deepEqual(codes(' \u200b\u3164'), ['blank']);
    assert.deepEqual(codes('x'.repeat(61)), ['connection-name-long']);
    assert.deepEqual(codes('x'.repeat(60)), []);
  });
});
