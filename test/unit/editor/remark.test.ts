import assert from 'node:assert/strict';
import { remark } from '../../../src/editor/quickInput/remark.js';

describe('a remark in a quick pick', () => {
  it('stays on one line where it fits', () => {
    assert.deepEqual(remark('error', 'The order is a whole number.'), {
      icon: 'error',
      label: 'The order is a whole number.',
    });
  });

  it('goes on below after the last sentence that fits', () => {
    assert.deepEqual(
      remark('error', 'Nie ma takiej daty: 2026-02-30 10:00. Popraw dzień albo godzinę (od 00:00 do 23:59).'),
      {
        icon: 'error',
        label: 'Nie ma takiej daty: 2026-02-30 10:00.',
        detail: 'Popraw dzień albo godzinę (od 00:00 do 23:59).',
      },
    );
  });

  it('fills the first line where the rest after a sentence would not fit into the second', () => {
    const { label } = remark('error', `A sentence of some length: ${'word '.repeat(23).trim()}`);
    assert.match(label, /length: word word/);
  });

  it('takes no abbreviation for the end of a sentence', () => {
    const { label } = remark('error', `${'x '.repeat(30)}np. 8, albo ${'x '.repeat(30)}`);
    assert.match(label, /np\. 8, albo/);
  });

  it('goes on below after a word where no sentence ends', () => {
    const { label, detail } = remark('info', 'word '.repeat(20).trim());
    assert.equal(`${label} ${String(detail)}`, 'word '.repeat(20).trim());
    assert.ok(label.length <= 75);
    assert.ok(label.endsWith('word'));
  });

  it('breaks no word, however long', () => {
    assert.deepEqual(remark('info', 'x'.repeat(200)), { icon: 'info', label: 'x'.repeat(200) });
  });
});
