import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createEncoder, type Encoding } from '../../../src/bulk/source/encoding.js';
import { guessMapping } from '../../../src/bulk/plan/mapping.js';
import type { Plan, PlanOptions } from '../../../src/bulk/plan/plan.js';
import { bench, client, type Bench } from '../../support/bulk/engine.js';
import { startServer } from '../../support/bulk/server.js';

const header = 'campaign_id;customer_id;status_id;next_call_date';

describe('bulk plan', function () {
  this.timeout(30_000);
  let at: Bench;
  beforeEach(() => {
    at = bench();
  });
  afterEach(() => {
    at.remove();
  });

  const plan = (content: string | Uint8Array, more: Partial<PlanOptions> = {}): Promise<Plan> =>
    at.plan(at.file('in.csv', content), more);

  async function refused(content: string | Uint8Array, more: Partial<PlanOptions> = {}): Promise<unknown> {
    const result = await at.engine.planRun({ file: at.file('in.csv', content), ...more });
    assert.ok(!result.ok);
    return result.problem;
  }

  const codes = (made: Plan): string[] => made.problems.map((each) => `${each.line} ${each.code}`);

  for (const encoding of ['utf-8', 'utf-16le', 'utf-16be', 'windows-1250', 'iso-8859-2'] as Encoding[]) {
    it(`reads ${encoding}, with Polish headers and agents`, async () => {
      const text = 'ID kampanii;Id klienta;Status;Login agenta\r\n00001;441;3;źrębię.łąka\r\n';
      const mark = encoding.startsWith('utf-16') ? '\uFEFF' : '';
      const made = await plan(createEncoder(encoding)(mark + text));
      assert.equal(made.format.encoding, encoding);
      assert.deepEqual([made.format.delimiter, made.format.newline, made.counts.send], [';', '\r\n', 1]);
      assert.deepEqual(Object.values(made.mapping.columns), [
        'campaign_id',
        'customer_id',
        'status_id',
        'agent_login',
      ]);
      assert.deepEqual(made.problems, []);
    });
  }

  it('finds the encoding though the first Polish letter comes late', async () => {
    const lines = Array.from({ length: 6000 }, (_, index) => `00001;${index + 1};3;jan`).join('\n');
    const text = `campaign_id;customer_id;status_id;agent_login\n${lines}\n00001;9999;3;józef.śliwa\n`;
    const made = await plan(createEncoder('windows-1250')(text));
    assert.equal(made.format.encoding, 'windows-1250');
    assert.equal(made.counts.send, 6001);
  });

  it('takes a BOM, tabs, commas and a single column', async () => {
    assert.equal((await plan(`\uFEFF${header}\n00001;1;3;\n`)).counts.send, 1);
    assert.equal((await plan(`${header}\n00001;1;3;\n`.replaceAll(';', '\t'))).format.delimiter, '\t');
    assert.equal((await plan(`${header}\n00001;1;3;\n`.replaceAll(';', ','))).format.delimiter, ',');
    const single = { constants: { campaignId: '00001', fields: { status_id: '3' } } };
    assert.equal((await plan('441\n442\n\n443', single)).counts.send, 3);
    assert.equal((await plan('customer_id\n441\n', single)).counts.send, 1);
  });

  it('knows the line of each row through quoted newlines, blank rows and mixed line ends', async () => {
    const text =
      'note,campaign_id,customer_id,status_id\r\n"a\r\nb",00001,x1,3\n\n"c\nd",00001,x2,3\r,,,\r\nz,00001,x3,3\n';
    const made = await plan(text);
    assert.deepEqual(codes(made), ['2 customer-id-shape', '5 customer-id-shape', '8 customer-id-shape']);
    assert.equal(made.counts.total, 3);
  });

  it('marks the cell', async () => {
    const made = await plan(`${header}\n00001;"x;1";3;\n00001;2;3;2026-02-30 10:00\n`);
    assert.deepEqual(
      made.problems.map((each) => [each.code, each.range]),
      [
        ['customer-id-shape', { start: 6, end: 11 }],
        ['date-impossible', { start: 10, end: 26 }],
      ],
    );
  });

  it('refuses a whole file for an unclosed quote, with the line', async () => {
    const text = `${header}\n00001;1;3;\n\n00001;"2;3;\n00001;3;3;\n`;
    assert.deepEqual(await refused(text), {
      code: 'quote-unclosed',
      line: 4,
      params: { column: '7' },
    });
    assert.deepEqual(await refused(`${header}\n00001;"1\n"x;3;\n`), {
      code: 'quote-misplaced',
      line: 2,
      params: { column: '7' },
    });
  });

  it('refuses an empty file, a bare header, doubled and missing columns, a missing file, a wrong encoding', async () => {
    assert.deepEqual(await refused(''), { code: 'file-empty' });
    assert.deepEqual(await refused('\n\n  \n'), { code: 'file-empty' });
    assert.deepEqual(await refused(`${header}\n`), { code: 'file-header-only' });
    const doubled = await refused('campaign_id;customer_id;customer_id;status_id\n00001;1;2;3\n');
    assert.deepEqual(doubled, {
      code: 'column-duplicate',
      line: 1,
      params: { column: 'customer_id (2)', other: 'customer_id', target: 'customer_id' },
    });
    assert.deepEqual(await refused('campaign_id;status_id\n00001;3\n'), {
      code: 'column-missing',
      line: 1,
      params: { target: 'customer_id' },
    });
    assert.deepEqual(await refused('campaign_id;customer_id\n00001;3\n'), { code: 'no-fields' });
    const bytes = createEncoder('windows-1250')(`${header}\n00001;ż;3;\n`);
    assert.deepEqual(await refused(bytes, { encoding: 'utf-8' }), {
      code: 'file-encoding',
      params: { encoding: 'utf-8' },
    });
    const gone = await at.engine.planRun({ file: path.join(at.folder, 'gone.csv') });
    assert.deepEqual(gone, { ok: false, problem: { code: 'file-unreadable', params: { reason: 'ENOENT' } } });
  });

  it('names unknown columns, takes trailing delimiters, refuses ragged rows', async () => {
    const made = await plan(`${header};Uwagi\n00001;1;3;;x;;;\n00001;2\n00001;3;3;;x;y\n;;;;;;\n`);
    assert.deepEqual(made.unmapped, ['Uwagi']);
    assert.deepEqual(codes(made), ['3 row-ragged', '4 row-ragged']);
    assert.deepEqual([made.counts.total, made.counts.send, made.counts.invalid], [3, 1, 2]);
    assert.equal((await plan(`${header};;;\n00001;1;3;;;;\n`)).counts.send, 1);
  });

  it('asks once a column about zeros, dates, spaces and names, and repairs on demand', async () => {
    const server = await startServer();
    const text = `${header}\n1;12\u00A0345;mój rekord;24.05.2028 12:24\n1;12 346;3;24.05.2028 12:24\n`;
    const connected = client(server.url);
    const asked = await plan(text, { client: connected });
    assert.deepEqual(
      asked.questions.map((each) => [each.code, each.field, each.count, each.example.to, each.fix]),
      [
        ['campaign-zeros-lost', 'campaignId', 2, '00001', 'campaign-zeros'],
        ['number-spaces', 'customerId', 2, '12345', 'spaces'],
        ['date-format', 'next_call_date', 2, '2028-05-24 12:24', 'dates'],
      ],
    );
    const mapping = { ...guessMapping(header.split(';')) };
    const named = await plan(text, {
      client: connected,
      mapping: { ...mapping, fixes: ['campaign-zeros', 'dates', 'spaces'] },
    });
    assert.deepEqual(
      named.questions.map((each) => [each.code, each.example.to]),
      [['status-name', '5']],
    );
    const fixed = await plan(text, {
      client: connected,
      mapping: { ...mapping, fixes: ['campaign-zeros', 'dates', 'spaces', 'status-names'] },
    });
    assert.deepEqual(codes(fixed), ['2 agent-required']);
    assert.deepEqual(fixed.mapping.statusNames?.['00001']?.['moj rekord'], '5');
    const statusCalls = server.requests.filter((each) => each.path.includes('/statuses'));
    assert.equal(statusCalls.length, 3 - 1);
    await server.close();
  });

  it('says that what Excel destroyed is gone', async () => {
    const made = await plan(`${header}\n00001;1,23457E+11;3;\n00001;9007199254740993;3;\n`);
    assert.deepEqual(codes(made), ['2 customer-id-scientific']);
    assert.deepEqual(made.questions, [
      { code: 'scientific', field: 'customerId', count: 1, example: { from: '1,23457E+11' } },
    ]);
    assert.equal(made.counts.send, 1);
  });

  it('sends the first of several rows of one record', async () => {
    const long = '12345678901234567890';
    const made = await plan(
      `${header}\n00001;1;3;\n00001;01;4;\n00002;1;3;\n00001;${long};3;\n00001;${long};3;\n`,
    );
    assert.deepEqual(codes(made), ['3 row-duplicate', '6 row-duplicate']);
    assert.deepEqual([made.counts.send, made.counts.duplicate], [3, 2]);
    assert.equal(made.problems[0]?.params?.line, '2');
  });

  it('reads JSON Lines, numbers and inner fields included', async () => {
    const lines = [
      '{"campaignId":"00001","customerId":441,"fields":{"status_id":3}}',
      '{"campaignId":"00001","customerId":9007199254740993,"fields":{"status_id":"3"}}',
      '{"campaignId":"00001","customerId":"442","fields":{"status_id":"3","agent_login":""}}',
      '{"campaignId":"00001",',
      '{"campaignId":"00001","customerId":true,"fields":{"status_id":"3"}}',
    ];
    const made = await at.plan(at.file('in.jsonl', lines.join('\n')));
    assert.equal(made.counts.send, 1);
    assert.deepEqual(codes(made), ['2 customer-id-scientific', '3 blank', '4 json-broken', '5 wrong-type']);
  });

  it('keeps a thousand problems and writes all of them to the to-fix file in its own encoding', async () => {
    const rows = Array.from({ length: 1500 }, (_, index) => `00001;x${index};3;łąka`).join('\r\n');
    const text = `campaign_id;customer_id;status_id;Uwagi\r\n00001;1;3;dobra\r\n${rows}\r\n00001;"=HYPERLINK(""x"")";3;"a;b"\r\n`;
    const made = await plan(createEncoder('windows-1250')(text));
    assert.equal(made.problems.length, 1000);
    assert.equal(made.rowsWithErrors, 1501);
    const file = (await at.engine.writeToFix(made)) ?? '';
    assert.equal(path.basename(file), 'in.to-fix.csv');
    const lines = new TextDecoder('windows-1250').decode(readFileSync(file)).split('\r\n');
    assert.equal(lines.length, 1503);
    assert.equal(lines[0], 'campaign_id;customer_id;status_id;Uwagi;to fix');
    assert.equal(lines[1], '00001;x0;3;łąka;customer-id-shape');
    assert.equal(lines[1501], `00001;"'=HYPERLINK(""x"")";3;"a;b";customer-id-shape`);
    const next = (await at.engine.writeToFix(made)) ?? '';
    assert.equal(path.basename(next), 'in.to-fix-2.csv');
  });

  it('takes Excel’s own separator line', async () => {
    const made = await plan(`sep=,\r\ncampaign_id,customer_id,status_id\r\n00001,x,3\r\n`);
    assert.deepEqual(codes(made), ['3 customer-id-shape']);
  });
});
