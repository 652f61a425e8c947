import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { createJournal } from '../../../src/bulk/journal/journal.js';
import { formatLine, type JournalLine } from '../../../src/bulk/journal/journalLines.js';
import { verdicts } from '../../../src/bulk/plan/plan.js';
import {
  JournalDamageError,
  openLines,
  replayJournal,
  unchosenVerdict,
  type JournalDamage,
  type Replay,
} from '../../../src/bulk/journal/replay.js';
import { realFiles } from '../../../src/storage/files.js';
import { breakingFiles } from '../../support/bulk/breakingFiles.js';
import { header } from '../../support/bulk/journalHeader.js';
import { useFolder } from '../../support/folder.js';

const intent = (r: number, at = 2): JournalLine => ({ t: 'intent', r, at });
const done = (r: number, o: 'updated' | 'failed' | 'put-back', at = 3): JournalLine => ({
  t: 'done',
  r,
  o,
  at,
});

describe('the journal of a run', () => {
  let folder = '';
  let file = '';
  useFolder((made) => {
    folder = made;
    file = path.join(folder, 'journal.jsonl');
  });

  function replay(...lines: (JournalLine | string)[]): Promise<Replay> {
    writeFileSync(file, lines.map((each) => (typeof each === 'string' ? each : formatLine(each))).join(''));
    return replayJournal(realFiles, file);
  }

  const damageOf = (made: Promise<Replay>): Promise<JournalDamage> =>
    made.then(
      () => assert.fail('not refused'),
      (error: unknown) => (error instanceof JournalDamageError ? error.damage : assert.fail(String(error))),
    );

  it('gives back the verdict and the fingerprint of every row, however many', async () => {
    const all = [...verdicts.keys(), unchosenVerdict];
    const rows = 4096 * 2 + 3;
    // Fingerprints of the middle chunk alone: a chunk without any has none in the file.
    const print = (row: number): number => (row >= 4096 && row < 8192 ? row + 2 ** 31 : 0);
    const facts = {
      verdicts: { get: (row: number) => all[row % all.length] ?? 0 },
      fingerprints: { get: print },
    };
    await createJournal(realFiles, file, { ...header, rows, total: rows }, facts);
    const read = await replayJournal(realFiles, file);
    const states = {
      send: 'open',
      invalid: 'failed',
      'not-found': 'failed',
      duplicate: 'skipped',
      'in-work': 'skipped',
      changed: 'skipped',
      'do-not-call': 'skipped',
    };
    const sums: Record<string, number> = {};
    for (let row = 0; row < rows; row++) {
      const verdict = verdicts[row % all.length];
      const state = verdict ? states[verdict] : 'unchosen';
      assert.equal(read.state(row), state, String(verdict));
      sums[state] = (sums[state] ?? 0) + 1;
      assert.equal(read.fingerprint(row), print(row));
    }
    assert.deepEqual(read.counts, {
      updated: 0,
      failed: sums.failed,
      skipped: sums.skipped,
      inDoubt: 0,
      remaining: sums.open,
    });
    assert.equal(read.lastAt, 1);
    assert.equal(read.validLength, readFileSync(file).length);
    assert.equal(readFileSync(file, 'utf8').match(/"f":/g)?.length, 1);
  });

  it('tells where the last intent and the last end of each row stand', async () => {
    const lines = [
      { ...header },
      intent(1, 10),
      intent(2, 11),
      done(1, 'updated', 12),
      done(3, 'failed', 13),
      done(3, 'failed', 14),
      intent(4, 15),
      done(4, 'put-back', 16),
      intent(4, 17),
      done(4, 'updated', 18),
      intent(5, 19),
      done(5, 'put-back', 20),
    ] satisfies JournalLine[];
    const read = await replay(...lines);
    const reader = await openLines(realFiles, file);
    const times: (number | undefined)[][] = [];
    for (let row = 0; row < 6; row++) {
      const pair: (number | undefined)[] = [];
      for (const place of [read.intentAt(row), read.doneAt(row)]) {
        const line = place === undefined ? undefined : await reader.at(place);
        assert.ok(line === undefined || (line.t !== 'run' && 'r' in line && line.r === row));
        pair.push(line && 'at' in line ? line.at : undefined);
      }
      times.push(pair);
    }
    await reader.close();
    assert.deepEqual(times, [
      [undefined, undefined],
      [10, 12],
      [11, undefined],
      [undefined, 14],
      [17, 18],
      [19, 20],
    ]);
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5].map((row) => read.state(row)),
      ['open', 'updated', 'unfinished', 'failed', 'updated', 'open'],
    );
    assert.deepEqual(read.counts, { updated: 2, failed: 1, skipped: 0, inDoubt: 1, remaining: 16 });
    assert.equal(read.lastAt, 20);
  });

  it('has an end until it is resumed', async () => {
    const end: JournalLine = { t: 'end', at: 5, state: 'stopped' };
    const ended = await replay(header, end);
    assert.equal(ended.end?.state, 'stopped');
    assert.equal(ended.lastAt, 5);
    const resumed = await replay(header, end, { t: 'resume', at: 6 });
    assert.equal(resumed.end, undefined);
    assert.equal(resumed.lastAt, 6);
  });

  const unknown = formatLine({ t: 'later', at: 1 } as unknown as JournalLine);
  const withSum = (body: string): string => {
    const open = body.slice(0, -1);
    return `${open},"c":"${crc32(open).toString(16).padStart(8, '0')}"}\n`;
  };
  for (const [what, line, damage] of [
    ['a row beyond the last', intent(20), 'order'],
    ['an end beyond the last', done(20, 'updated'), 'order'],
    ['a row that is none', formatLine(intent(-1)), 'order'],
    ['a time that is none', formatLine(done(2, 'updated', 1e300)), 'order'],
    ['a second header', header, 'header'],
    ['a line of a newer version', unknown, 'order'],
    ['a line with a checksum that is no JSON', withSum('{"t":"done","r":1,"o":•••}'), 'order'],
    ['a bad line', 'x\n', 'checksum'],
  ] as [string, JournalLine | string, JournalDamage['reason']][])
    it(`loses one line alone by ${what}`, async () => {
      const read = await replay(header, intent(1), done(1, 'updated'), line, intent(3), done(3, 'failed'));
      assert.deepEqual(read.damage, { reason: damage, line: 4 });
      assert.deepEqual(
        [1, 3, 5].map((row) => read.state(row)),
        ['updated', 'failed', 'unfinished'],
      );
      assert.deepEqual(read.counts, { updated: 1, failed: 1, skipped: 0, inDoubt: 18, remaining: 0 });
    });

  for (const [what, lines, damage] of [
    ['a header of a newer form', [unknown], { reason: 'version', line: 1 }],
    [
      'a header that promises more rows than there can be',
      [{ ...header, rows: 1e12 }],
      { reason: 'version', line: 1 },
    ],
    ['a bad header before good lines', ['x\n', intent(1)], { reason: 'checksum', line: 1 }],
    ['a torn header', [formatLine(header).slice(0, -1)], { reason: 'header' }],
  ] as [string, (JournalLine | string)[], JournalDamage][])
    it(`is refused with ${what}`, async () => {
      assert.deepEqual(await damageOf(replay(...lines)), damage);
    });

  it('is refused where it is missing', async () => {
    assert.deepEqual(await damageOf(replayJournal(realFiles, file)), { reason: 'missing' });
  });

  it('is whole up to what was torn', async () => {
    const whole = [header, intent(1)].map((line) => formatLine(line)).join('');
    for (const torn of [
      '{"t":',
      'x\ny\n',
      formatLine(intent(2)).slice(0, -1),
      formatLine(intent(2)).slice(1),
    ]) {
      const read = await replay(whole, torn);
      assert.deepEqual([read.validLength, read.state(2)], [whole.length, 'open'], torn);
    }
  });

  it('is read over many blocks, long lines included', async () => {
    const lines = Array.from({ length: 300 }, (_, index): JournalLine => {
      const e = { code: 'rejected', detail: 'ż'.repeat(index === 150 ? 200_000 : index * 40) };
      return { t: 'done', r: index % 20, o: 'failed', at: index, e };
    });
    const read = await replay(header, ...lines);
    assert.equal(read.lastAt, 299);
    const reader = await openLines(realFiles, file);
    for (let round = 0; round < 2; round++) {
      let place = Buffer.byteLength(formatLine(header));
      for (const line of lines) {
        assert.deepEqual(await reader.at(place), { ...line });
        place += Buffer.byteLength(formatLine(line));
      }
      assert.equal(await reader.at(place), undefined);
    }
    assert.equal(await reader.at(1), undefined);
    assert.equal(read.validLength, readFileSync(file).length);
    assert.equal(
      read.doneAt(19),
      readFileSync(file).length - Buffer.byteLength(formatLine(lines[299] ?? header)),
    );
    await reader.close();
  });

  it('tells where a row’s lines are, and that there are none', async () => {
    const lines: JournalLine[] = [
      header,
      intent(0),
      intent(1),
      done(1, 'updated'),
      done(2, 'failed'),
      done(2, 'failed'),
    ];
    const read = await replay(...lines);
    const placeOf = (index: number): number =>
      lines.slice(0, index).reduce((sum, line) => sum + Buffer.byteLength(formatLine(line)), 0);
    assert.deepEqual(
      [0, 1, 2, 3].map((row) => [read.intentAt(row), read.doneAt(row)]),
      [
        [placeOf(1), undefined],
        [placeOf(2), placeOf(3)],
        [undefined, placeOf(5)],
        [undefined, undefined],
      ],
    );
  });

  it('leaves no file open, whatever it finds, and passes on what the disk says', async () => {
    const broken = breakingFiles();
    for (const lines of [[header], [header, 'bad\n', intent(0)]]) {
      await replay(...lines).catch(() => undefined);
      await replayJournal(broken, file).catch(() => undefined);
      assert.equal(broken.openHandles, 0);
    }
    const lines = await openLines(broken, file);
    await lines.close();
    assert.equal(broken.openHandles, 0);
    broken.breaks = () => true;
    await assert.rejects(replayJournal(broken, file), { code: 'EIO' });
  });
});
