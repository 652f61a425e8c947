import assert from 'node:assert/strict';
import { byteColumn, createRecordIndex, wordColumn } from '../../../src/bulk/plan/rowTable.js';

describe('the index of the records of a file', () => {
  const different: [one: [string, string], other: [string, string]][] = [
    [
      ['00001', '1'],
      ['00001', '2'],
    ],
    [
      ['00001', '1'],
      ['00002', '1'],
    ],
    [
      ['00001', '1'],
      ['00010', '1'],
    ],
    [
      ['0000A', '1'],
      ['0000a', '1'],
    ],
    [
      ['0000A', '1'],
      ['0000Z', '1'],
    ],
    [
      ['00009', '1'],
      ['0000A', '1'],
    ],
    [
      ['0000Z', '1'],
      ['0000a', '1'],
    ],
    [
      ['00001', '1'],
      ['00001', '10'],
    ],
    [
      ['00001', '101'],
      ['00001', '11'],
    ],
    [
      ['00001', '0'],
      ['00001', '1'],
    ],
    // Beyond 32 bits.
    [
      ['00001', '1'],
      ['00001', '4294967297'],
    ],
    [
      ['00001', '0'],
      ['00001', '4294967296'],
    ],
    [
      ['00001', '8589934591'],
      ['00001', '4294967295'],
    ],
    // Beyond what is kept exactly.
    [
      ['00001', '8589934592'],
      ['00001', '0'],
    ],
    [
      ['00001', '8589934593'],
      ['00001', '1'],
    ],
    [
      ['00001', '12345678901234567890'],
      ['00001', '12345678901234567891'],
    ],
    [
      ['00001', '12345678901234567890'],
      ['00002', '12345678901234567890'],
    ],
  ];
  for (const [one, other] of different) {
    it(`${one.join('/')} and ${other.join('/')} are two`, () => {
      const index = createRecordIndex();
      assert.equal(index.add(...one, 0), undefined);
      assert.equal(index.find(...other), undefined);
      assert.equal(index.add(...other, 1), undefined);
      assert.deepEqual([index.find(...one), index.find(...other)], [0, 1]);
    });
  }

  const alike: [one: string, other: string][] = [
    ['1', '1'],
    ['1', '01'],
    ['1', '0001'],
    ['0', '000'],
    ['8589934592', '08589934592'],
    ['12345678901234567890', '12345678901234567890'],
    ['123456789012345678', '00123456789012345678'],
  ];
  for (const [one, other] of alike) {
    it(`customers ${one} and ${other} are one`, () => {
      const index = createRecordIndex();
      assert.equal(index.add('00001', one, 7), undefined);
      assert.equal(index.add('00001', other, 8), 7);
      assert.equal(index.find('00001', other), 7);
    });
  }

  it('tells every campaign apart', () => {
    const index = createRecordIndex();
    const letters = Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
    const campaigns = letters.flatMap((one) => letters.map((other) => `000${one}${other}`));
    for (const [row, campaign] of campaigns.entries()) assert.equal(index.add(campaign, '1', row), undefined);
  });

  it('tells every record of five campaigns apart, however many', () => {
    const index = createRecordIndex();
    const campaigns = ['00001', '00002', 'AAAAA', 'zzzzz', 'Zz09a'];
    let row = 0;
    for (let customer = 0; customer < 2000; customer++) {
      for (const campaign of campaigns) assert.equal(index.add(campaign, String(customer), row++), undefined);
    }
    assert.equal(index.find('00002', '0'), 1);
    assert.equal(index.add('Zz09a', '1999', row), row - 1);
    assert.equal(index.find('00003', '7'), undefined);
  });
});

describe('a column of facts', () => {
  it('holds what was put in, 0 where nothing was', () => {
    const column = wordColumn();
    for (let value = 0; value < 3000; value++) column.push(2 ** 32 - 1 - value);
    assert.deepEqual(
      [column.length, column.get(0), column.get(2999), column.get(3000)],
      [3000, 2 ** 32 - 1, 2 ** 32 - 3000, 0],
    );
    const bytes = byteColumn();
    bytes.set(2000, 255);
    bytes.set(0, 1);
    assert.deepEqual([bytes.length, bytes.get(0), bytes.get(1999), bytes.get(2000)], [2001, 1, 0, 255]);
  });
});
