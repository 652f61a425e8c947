import assert from 'node:assert/strict';
import { createEncoder } from '../../../src/bulk/source/encoding.js';
import type { FileProblem } from '../../../src/bulk/source/fileStart.js';
import type { RowProblem } from '../../../src/bulk/plan/checkRow.js';
import {
  wordFileProblem,
  wordProgress,
  wordBulkRefusal,
  wordQuestion,
  wordRowProblem,
} from '../../../src/messages/bulk.js';
import { bench, type Bench } from '../../support/bulk/engine.js';
import { inBoth } from './languages.js';

const header = 'campaign_id;customer_id;status_id;next_call_date';

/** What stands in a file, and what its user reads about it. */
const rows: readonly (readonly [name: string, content: string | Uint8Array, en: RegExp, pl: RegExp])[] = [
  ['an empty file', '', /file is empty/, /Plik jest pusty/],
  ['a bare header', `${header}\n`, /header but no rows/, /nagłówek, ale nie ma żadnych wierszy/],
  [
    'an unclosed quote',
    `${header}\n00001;"1;3;\n`,
    /line 2, column 7 is never closed/,
    /w wierszu 2, kolumnie 7 nie jest zamknięty/,
  ],
  [
    'text behind a quoted cell of two lines',
    `${header}\n00001;"1\n"x;3;\n`,
    /quoted cell in line 2, column 7 spans several lines/,
    /Komórka w cudzysłowie z wiersza 2, kolumny 7/,
  ],
  [
    'a doubled header',
    'campaign_id;customer_id;customer_id;status_id\n00001;1;2;3\n',
    /“customer_id” and “customer_id \(2\)” are both mapped to customer_id/,
    /„customer_id” i „customer_id \(2\)”/,
  ],
  [
    'no customer',
    'campaign_id;status_id\n00001;3\n',
    /No column is mapped to customer_id/,
    /Żadna kolumna nie zawiera customer_id/,
  ],
  ['nothing to change', 'campaign_id;customer_id\n00001;3\n', /field to change/, /co zmienić/],
  [
    'a ragged row',
    `${header}\n00001;2\n`,
    /has 2 columns, but the header has 4/,
    /Liczba kolumn w wierszu to 2, a w nagłówku 4/,
  ],
  ['lost zeros', `${header}\n1;2;3;\n`, /Did you mean 00001/, /chodziło o 00001/],
  ['a number of Excel', `${header}\n00001;1,23457E+11;3;\n`, /last digits were lost/, /1,23457E\+11/],
  [
    'a no-break space',
    `${header}\n00001;12\u00a0345;3;\n`,
    /has stray spaces\. Use “12345”\. Fix for the whole column: “spaces”/,
    /ma zbędne spacje\. Wpisz „12345”\. Poprawka całej kolumny: „spaces”/,
  ],
  [
    'a Polish date',
    `${header}\n00001;1;3;24.05.2028 12:24\n`,
    /Use “2028-05-24 12:24”/,
    /wpisz „2028-05-24 12:24”/,
  ],
  [
    'the same customer twice',
    `${header}\n00001;1;3;\n00001;1;4;\n`,
    /Duplicate of line 2; only that line is sent/,
    /wiersza 2/,
  ],
  [
    'a formula',
    `${header}\n00001;=HYPERLINK(1);3;\n`,
    /“=HYPERLINK\(1\)” isn’t a valid customer ID/,
    /=HYPERLINK\(1\)/,
  ],
];

const fine: readonly (readonly [name: string, content: string | Uint8Array])[] = [
  ['a byte order mark', `\uFEFF${header}\n00001;1;3;\n`],
  ['Windows-1250', createEncoder('windows-1250')('campaign_id;customer_id;status_id;ą\n00001;1;3;ż\n')],
  ['ISO-8859-2', createEncoder('iso-8859-2')('campaign_id;customer_id;status_id;ą\n00001;1;3;ś\n')],
  ['UTF-16', createEncoder('utf-16le')(`\uFEFF${header}\n00001;1;3;\n`)],
  ['semicolons', `${header}\n00001;1;3;\n`],
  ['commas', `${header}\n00001;1;3;\n`.replaceAll(';', ',')],
  ['tabs', `${header}\n00001;1;3;\n`.replaceAll(';', '\t')],
  [
    'quoted newlines and mixed line ends',
    'campaign_id,customer_id,status_id,note\r\n00001,1,3,"a\nb"\n00001,2,3,c\r',
  ],
  ['trailing delimiters and blank rows', `${header}\n00001;1;3;;;;\n;;;;;;\n\n`],
];

describe('sentences for files of bulk updates', () => {
  let at: Bench;
  beforeEach(() => {
    at = bench();
  });
  afterEach(() => {
    at.remove();
  });

  async function words(content: string | Uint8Array): Promise<() => string> {
    const result = await at.engine.planRun({ file: at.file('in.csv', content) });
    if (!result.ok) return () => fileWords(result.problem);
    const { problems } = result.plan;
    return () => problems.map((each: RowProblem) => wordRowProblem(each)).join(' ');
  }

  for (const [name, content, en, pl] of rows) {
    it(`say what is wrong with ${name}, in English and Polish`, async () => {
      const found = inBoth(await words(content));
      assert.match(found.en, en);
      assert.match(found.pl, pl);
      for (const text of Object.values(found)) assert.doesNotMatch(text, /\{\d\}|undefined|“”|„”/);
    });
  }

  for (const [name, content] of fine) {
    it(`are not needed for ${name}`, async () => {
      assert.equal(inBoth(await words(content)).en, '');
    });
  }

  it('are not needed for a single column of ids, where all else is the same for all rows', async () => {
    const constants = { campaignId: '00001', fields: { status_id: '3' } };
    const plan = await at.plan(at.file('in.csv', 'Klient\n441\n442\n'), { constants });
    assert.deepEqual([plan.counts.send, plan.problems], [2, []]);
  });

  it('ask one question for a whole column', async () => {
    const { questions } = await at.plan(at.file('in.csv', `${header}\n1;1 2;3;24.05.2028 12:24\n2;2;3;\n`));
    const { en, pl } = inBoth(() => questions.map(wordQuestion).join(' '));
    assert.match(en, /leading zeros in campaign IDs \(2 rows\): 1 → 00001/);
    assert.match(en, /Convert dates \(1 row\): 24\.05\.2028 12:24 → 2028-05-24 12:24/);
    assert.match(pl, /zera wiodące w identyfikatorach kampanii \(2 wiersze\): 1 → 00001/);
  });

  it('tell of a file that another program holds open, and of one that is gone', () => {
    const of = (reason: string): string => fileWords({ code: 'file-unreadable', params: { reason } });
    const { en, pl } = inBoth(() => [of('EBUSY'), of('ENOENT'), of('EISDIR'), of('EACCES'), of('EIO')]);
    assert.match(en[0] ?? '', /Another program/);
    assert.match(pl[0] ?? '', /w innym programie/);
    assert.match(en[1] ?? '', /The file doesn’t exist/);
    assert.equal(new Set(en).size, 5);
  });

  it('tell how far a run is, and why it waits', () => {
    const counts = {
      runId: 'x',
      total: 340,
      // 40 more were left out before: nobody waits for them.
      toSend: 300,
      updated: 100,
      failed: 45,
      skipped: 15,
      inDoubt: 0,
      remaining: 180,
    };
    const { en, pl } = inBoth(() => [
      wordProgress({ ...counts, perSecond: 9.84, msLeft: 18_200 }, 0),
      wordProgress({ ...counts, hold: { reason: 'network', until: 4_000 } }, 1_000),
      wordProgress({ ...counts, hold: { reason: 'user' } }, 0),
    ]);
    assert.deepEqual(en, [
      '120 of 300 · 9.8 rows/s · 19 s left',
      '120 of 300 · no network, retrying in 3 s',
      '120 of 300 · paused',
    ]);
    assert.match(pl[0] ?? '', /^120 z 300 · 9,8 .* · pozostało 19 s$/);
  });

  it('say how many rows production would get', () => {
    const params = { rows: '260', expected: '300' };
    const { en, pl } = inBoth(() => wordBulkRefusal('expected-rows', params) ?? '');
    assert.match(en, /expectedRows is 300, but 260/);
    assert.match(pl, /260/);
  });
});

function fileWords({ code, line, params }: FileProblem): string {
  return wordFileProblem(code, { ...params, ...(line === undefined ? {} : { line: String(line) }) }) ?? '';
}
