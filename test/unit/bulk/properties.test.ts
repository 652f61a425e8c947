import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { realFiles } from '../../../src/storage/files.js';
import { isAsWanted, remember } from '../../../src/bulk/journal/valuesBefore.js';
import { formatLine, type JournalLine } from '../../../src/bulk/journal/journalLines.js';
import { readRows } from '../../../src/bulk/source/rows.js';
import { JournalDamageError, replayJournal, type Replay } from '../../../src/bulk/journal/replay.js';
import { createRecordIndex } from '../../../src/bulk/plan/rowTable.js';
import { RowWriter } from '../../../src/bulk/source/write.js';
import { format, header } from '../../support/bulk/journalHeader.js';
import { useFolder } from '../../support/folder.js';

describe('bulk properties', function () {
  this.timeout(60_000);
  let folder = '';
  useFolder((made) => {
    folder = made;
  });

  it('reads back whatever cells it wrote, in every encoding', async () => {
    const cell = fc.oneof(
      fc.constantFrom(
        '',
        '=1+1',
        '+48',
        '-',
        '@x',
        '\t',
        'a"b',
        'a;b',
        'a,b',
        'x\ny',
        'x\r\ny',
        ' ż ',
        'Zażółć',
      ),
      fc.string({ unit: fc.constantFrom(...Array.from('aąćęłńóśźż;,"\n\t =\'@-+')) }),
    );
    const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 20 });
    const encodings = fc.constantFrom(
      ...(['utf-8', 'utf-16le', 'utf-16be', 'windows-1250', 'iso-8859-2'] as const),
    );
    const delimiters = fc.constantFrom(...([';', ',', '\t'] as const));
    let count = 0;
    await fc.assert(
      fc.asyncProperty(table, encodings, delimiters, async (cells, encoding, delimiter) => {
        const written = cells;
        const chosen = { ...format, encoding, delimiter };
        const writer = await RowWriter.open(realFiles, path.join(folder, `${count++}.csv`), chosen);
        await writer.header(['a', 'b', 'c'], ['d']);
        for (const [index, row] of written.entries()) {
          await writer.row(['a', 'b', 'c'], { index, line: index, cells: row }, { d: 'end' });
        }
        const read: (string | undefined)[][] = [];
        for await (const { rows } of readRows(await writer.finish(), chosen).batches) {
          for (const row of rows) read.push([...row.cells]);
        }
        assert.deepEqual(
          read,
          written.map((row) => [...row, 'end']),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('replays a journal cut at any byte to a state that its whole lines tell', async () => {
    const line = fc.record({
      r: fc.nat(19),
      t: fc.constantFrom('intent', 'done'),
      o: fc.constantFrom('updated', 'failed', 'skipped', 'in-doubt', 'put-back'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (lines, share) => {
          const texts = lines.map(({ r, t, o }) =>
            formatLine((t === 'intent' ? { t, r, at: 2 } : { t, r, o, at: 2 }) as JournalLine),
          );
          const start = formatLine(header);
          const whole = start + texts.join('');
          const cut = start.length + Math.floor((whole.length - start.length) * share);
          const file = path.join(folder, 'cut.jsonl');
          writeFileSync(file, whole.slice(0, cut));
          const replay = await replayJournal(realFiles, file);
          const expected = new Map<number, string>();
          let position = start.length;
          for (const [index, text] of texts.entries()) {
            position += text.length;
            if (position > cut) break;
            const { r, t, o } = lines[index] ?? { r: 0, t: 'done', o: 'updated' };
            expected.set(r, t === 'intent' ? 'unfinished' : o === 'put-back' ? 'open' : o);
          }
          for (let row = 0; row < 20; row++) assert.equal(replay.state(row), expected.get(row) ?? 'open');
          const { updated, failed, skipped, inDoubt, remaining } = replay.counts;
          assert.equal(updated + failed + skipped + inDoubt + remaining, 20);
          assert.ok(replay.validLength <= cut);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('loses a bad line in the middle alone, and refuses a bad header or a newer version', async () => {
    const file = path.join(folder, 'j.jsonl');
    const damage = async (text: string): Promise<unknown> => {
      writeFileSync(file, text);
      return replayJournal(realFiles, file).then(
        (replay: Replay) => replay.damage ?? replay.counts,
        (error: unknown) => (error instanceof JournalDamageError ? error.damage : error),
      );
    };
    const good = formatLine({ t: 'intent', r: 1, at: 2 });
    const bad = good.replace('"r":1', '"r":2');
    assert.deepEqual(await damage(formatLine(header) + bad + good), { reason: 'checksum', line: 2 });
    assert.deepEqual(await damage(good), { reason: 'header', line: 1 });
    assert.deepEqual(await damage(''), { reason: 'header' });
    assert.deepEqual(await damage(formatLine({ ...header, v: 2 })), { reason: 'version', line: 1 });
    assert.deepEqual(await damage(formatLine(header) + good + bad), {
      updated: 0,
      failed: 0,
      skipped: 0,
      inDoubt: 1,
      remaining: 19,
    });
    assert.ok(readFileSync(file, 'utf8').length > 0);
  });

  it('finds each record again and confuses none', () => {
    const id = fc.oneof(fc.bigInt({ min: 0n, max: 10n ** 20n - 1n }), fc.bigInt({ min: 0n, max: 2n ** 34n }));
    const key = fc.tuple(fc.constantFrom('00001', '00002', 'zzzzz', 'ZZZZZ', 'abcde'), id);
    fc.assert(
      fc.property(
        fc.uniqueArray(key, { selector: ([c, n]) => `${c}/${n}`, maxLength: 3000, minLength: 500 }),
        (keys) => {
          const index = createRecordIndex();
          keys.forEach(([campaign, customer], row) => {
            assert.equal(index.add(campaign, customer.toString(), row), undefined);
          });
          keys.forEach(([campaign, customer], row) => {
            assert.equal(index.find(campaign, `0${customer.toString()}`.slice(-20)), row);
          });
        },
      ),
      { numRuns: 20, endOnFailure: true },
    );
  });

  it('holds a record for as wanted only when it carries what was written', () => {
    assert.equal(isAsWanted(remember({ status_id: 3, order: '' }), { status_id: '3' }), true);
    assert.equal(isAsWanted(remember({ status_id: 3 }), { dictionary_status_id: '3' }), false);
    assert.equal(
      isAsWanted(remember({ status_id: 4 }), { status_id: '3', dictionary_status_id: '3' }),
      false,
    );
  });
});
