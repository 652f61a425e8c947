import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type JournalLine, formatLine } from '../../../src/bulk/journal/journalLines.js';
import { createJournal, type JournalFacts } from '../../../src/bulk/journal/journal.js';
import { verdicts, type Verdict } from '../../../src/bulk/plan/plan.js';
import { replayJournal, unchosenVerdict } from '../../../src/bulk/journal/replay.js';
import { writeResults } from '../../../src/bulk/results.js';
import { realFiles } from '../../../src/storage/files.js';
import { bench, dates, rows, words, type Bench } from '../../support/bulk/engine.js';
import { breakingFiles } from '../../support/bulk/breakingFiles.js';
import { header } from '../../support/bulk/journalHeader.js';
import { memoryClient, record } from '../../support/bulk/memoryClient.js';

const spoken = {
  ...words,
  problem: ({ code, line }: { code: string; line: number }) => `${code} in line ${line}.`,
  leftOut: (state: string) => `left out: ${state}`,
  outcome: (state: string) => `is ${state}`,
};

describe('the results of a run', () => {
  let at: Bench;
  beforeEach(() => {
    at = bench({ words: spoken });
  });
  afterEach(() => {
    at.remove();
  });

  const journal = (): string => path.join(at.folder, 'journal.jsonl');

  /** Writes a file and the journal of its run, and reads the results: a line each, without their header. */
  async function results(
    name: string,
    text: string,
    chosen: readonly (Verdict | 'unchosen')[],
    lines: readonly JournalLine[],
    files = realFiles,
  ): Promise<string[]> {
    const file = at.file(name, text);
    const plan = await at.plan(file);
    const { format, mapping, constants, columns } = plan;
    const facts: JournalFacts = {
      verdicts: {
        get: (row) => {
          const verdict = chosen[row] ?? 'send';
          return verdict === 'unchosen' ? unchosenVerdict : verdicts.indexOf(verdict);
        },
      },
      fingerprints: { get: () => 0 },
    };
    const count = chosen.length;
    const run = {
      ...header,
      file,
      hash: plan.hash,
      format,
      mapping,
      constants,
      columns: [...columns],
      rows: count,
      total: count,
    };
    await createJournal(realFiles, journal(), run, facts);
    writeFileSync(journal(), lines.map((line) => formatLine(line)).join(''), { flag: 'a' });
    const replay = await replayJournal(realFiles, journal());
    const made = await writeResults({
      files,
      replay,
      journalFile: journal(),
      source: file,
      dates,
      words: spoken,
    });
    const [head = '', ...rest] = readFileSync(made, 'utf8').replace('\uFEFF', '').trimEnd().split('\n');
    if (format.kind === 'jsonl') return [head, ...rest];
    assert.equal(head, `${columns.join()},outcome,http,request,message,attempts,time`);
    return rest;
  }

  const moment = Date.UTC(2026, 4, 24, 12, 24);
  const time = '2026-05-24T12:24:00.000Z';

  it('tell of each row what became of it', async () => {
    const lines: JournalLine[] = [
      { t: 'intent', r: 0, at: 2 },
      { t: 'done', r: 0, o: 'updated', at: moment, s: 204, q: 'q0', a: 1, ms: 5 },
      { t: 'intent', r: 1, at: 2 },
      { t: 'done', r: 1, o: 'failed', at: moment, s: 422, a: 2, e: { code: 'rejected' } },
      { t: 'done', r: 2, o: 'skipped', at: moment, a: 0, e: { code: 'conflict' } },
      { t: 'intent', r: 3, at: 2 },
      { t: 'done', r: 3, o: 'in-doubt', at: moment, a: 3, e: { code: 'in-doubt' } },
      // Sent, put back, and nothing more.
      { t: 'intent', r: 4, at: 2 },
      { t: 'done', r: 4, o: 'put-back', at: moment, s: 503, a: 1, e: { code: 'server-error' } },
      { t: 'intent', r: 5, at: 2 },
      // Ended once, and begun again.
      { t: 'intent', r: 6, at: 2 },
      { t: 'done', r: 6, o: 'put-back', at: moment, a: 1 },
      { t: 'intent', r: 6, at: 3 },
    ];
    const chosen = Array.from({ length: 8 }, () => 'send' as const);
    assert.deepEqual(await results('in.csv', rows(8), chosen, lines), [
      `00001,1,3,is updated,204,q0,,1,${time}`,
      `00001,2,3,is failed,422,,rejected,2,${time}`,
      `00001,3,3,is skipped,,,conflict,0,${time}`,
      `00001,4,3,is in-doubt,,,in-doubt,3,${time}`,
      '00001,5,3,is open,,,,,',
      '00001,6,3,is unfinished,,,unknown,,',
      '00001,7,3,is unfinished,,,unknown,,',
      '00001,8,3,is open,,,,,',
    ]);
  });

  it('tell why a row was never sent, and leave out what a retry did not take', async () => {
    const text = 'campaign_id,customer_id,status_id\n00001,x,y\n00001,2,3\n00001,2,y\n00001,4,3\n00001,5,3\n';
    const chosen = ['invalid', 'unchosen', 'duplicate', 'in-work', 'not-found'] as const;
    assert.deepEqual(await results('in.csv', text, chosen, []), [
      '00001,x,y,is failed,,,customer-id-shape in line 2. status-id-shape in line 2.,,',
      '00001,2,y,is skipped,,,left out: duplicate,,',
      '00001,4,3,is skipped,,,left out: in-work,,',
      '00001,5,3,is failed,,,left out: not-found,,',
    ]);
  });

  it('are JSON Lines beside JSON Lines, and CSV beside a file without an ending', async () => {
    const json = '{"campaign_id":"00001","customer_id":"1","status_id":"3"}\n';
    const [line = ''] = await results('in.jsonl', json, ['send'], []);
    assert.deepEqual(JSON.parse(line), {
      campaign_id: '00001',
      customer_id: '1',
      status_id: '3',
      outcome: 'is open',
      http: '',
      request: '',
      message: '',
      attempts: '',
      time: '',
    });
    await results('plain', rows(1), ['send'], []);
    assert.deepEqual(
      readdirSync(at.folder)
        .filter((name) => name.includes('results'))
        .sort(),
      ['in.results.jsonl', 'plain.results.csv'],
    );
  });

  it('have one header however long the file is', async () => {
    const text = `note,campaign_id,customer_id,status_id\n${[1, 2, 3].map((id) => `${'x'.repeat(50_000)},00001,${id},3\n`).join('')}`;
    const lines = await results('in.csv', text, ['send', 'send', 'send'], []);
    assert.deepEqual(
      lines.map((line) => line.replace(/^x+/, '')),
      [1, 2, 3].map((id) => `,00001,${id},3,is open,,,,,`),
    );
  });

  it('leave neither a file nor a handle behind where the disk refuses', async () => {
    const files = breakingFiles();
    files.breaks = (count) => (files.calls[count - 1] ?? '').startsWith('sync');
    await assert.rejects(results('in.csv', rows(1), ['send'], [], files), { code: 'EIO' });
    assert.deepEqual([readdirSync(at.folder).sort(), files.openHandles], [['in.csv', 'journal.jsonl'], 0]);
    files.breaks = (count) => (files.calls[count - 1] ?? '').endsWith('to create');
    await assert.rejects(results('in.csv', rows(1), ['send'], [], files), { code: 'ENOSPC' });
    assert.equal(files.openHandles, 0);
  });
});

describe('the rows to fix', () => {
  let at: Bench;
  beforeEach(() => {
    at = bench({ words: spoken });
  });
  afterEach(() => {
    at.remove();
  });

  it('are those with an error, and those without a record', async () => {
    const client = memoryClient(0);
    for (const [key, id] of Object.entries({ '00001/1': 1, '00001/3': 3 }))
      client.records.set(key, record(id));
    const text = 'campaign_id,customer_id,status_id\n00001,1,3\n00001,2,3\n00001,x,y\n00001,1,3\n';
    const plan = await at.plan(at.file('in.csv', text), { client, readRecords: true });
    const file = (await at.engine.writeToFix(plan)) ?? '';
    assert.deepEqual(readFileSync(file, 'utf8').replace('\uFEFF', '').trimEnd().split('\n'), [
      'campaign_id,customer_id,status_id,to fix',
      '00001,2,3,record-not-found in line 3.',
      '00001,x,y,customer-id-shape in line 4. status-id-shape in line 4.',
    ]);
  });

  it('are as many as there are, of one kind or the other', async () => {
    const client = memoryClient(1);
    const good = await at.plan(at.file('good.csv', rows(1)), { client, readRecords: true });
    assert.equal(await at.engine.writeToFix(good), undefined);
    const missing = await at.plan(at.file('gone.csv', rows(2)), { client, readRecords: true });
    assert.equal(path.basename((await at.engine.writeToFix(missing)) ?? ''), 'gone.to-fix.csv');
  });

  it('leave nothing behind where the file is gone meanwhile', async () => {
    const file = at.file('in.csv', 'campaign_id,customer_id,status_id\n00001,x,3\n');
    const plan = await at.plan(file);
    rmSync(file);
    await assert.rejects(at.engine.writeToFix(plan));
    assert.deepEqual(readdirSync(at.folder), []);
  });
});
