import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createEncoder, type Encoding } from '../../../../src/bulk/source/encoding.js';
import type { Plan, PlanOptions, PlanResult } from '../../../../src/bulk/plan/plan.js';
import { bench, type Bench } from '../../../support/bulk/engine.js';

const header = 'campaign_id;customer_id;status_id;next_call_date';
const fine = '00001;441;3;';
const constants = { campaignId: '00001', fields: { status_id: '3' } };

/** What a file comes to: the problem of the whole, or counts and the problems of its rows with their lines. */
function outcome(result: PlanResult): string {
  if (!result.ok) return `refused: ${result.problem.code}${at(result.problem.line)}`;
  const { counts, problems } = result.plan;
  return [`${counts.send} of ${counts.total}`, ...problems.map((each) => each.code + at(each.line))].join(
    ', ',
  );
}

function at(line: number | undefined): string {
  return line === undefined ? '' : ` in line ${line}`;
}

interface Row {
  what: string;
  file: string | { text: string; encoding: Encoding };
  expected: string;
  options?: Partial<PlanOptions>;
  /** More that holds of the plan. */
  holds?: (plan: Plan) => boolean;
}

const encoded = (encoding: Encoding): Row => ({
  what: encoding,
  file: { encoding, text: `${header};agent_login\r\n00001;441;3;;źdźbło.ślą\r\n` },
  expected: '1 of 1',
  holds: ({ format }) => format.encoding === encoding,
});

const table: readonly Row[] = [
  {
    what: 'a byte order mark',
    file: `\uFEFF${header}\n${fine}`,
    expected: '1 of 1',
    holds: (p) => p.format.bom,
  },
  encoded('windows-1250'),
  encoded('iso-8859-2'),
  encoded('utf-16le'),
  encoded('utf-8'),
  {
    what: 'semicolons',
    file: `${header}\n${fine}`,
    expected: '1 of 1',
    holds: (plan) => plan.format.delimiter === ';',
  },
  {
    what: 'tabs',
    file: `${header}\n${fine}`.replaceAll(';', '\t'),
    expected: '1 of 1',
    holds: (plan) => plan.format.delimiter === '\t',
  },
  { what: 'one column', file: 'customer_id\n441\n442\n', options: { constants }, expected: '2 of 2' },
  { what: 'one column without a name', file: '441\n442\n', options: { constants }, expected: '2 of 2' },
  {
    what: 'a newline in quotes',
    file: `note;${header}\n"a\nb";00001;x;3;\n`,
    expected: '0 of 1, customer-id-shape in line 2',
  },
  {
    what: 'an unclosed quote',
    file: `${header}\n${fine}\n00001;"442;3;\n`,
    expected: 'refused: quote-unclosed in line 3',
  },
  {
    what: 'a quote inside a cell',
    file: `${header}\n00001;4"1;3;\n`,
    expected: '0 of 1, customer-id-shape in line 2',
  },
  {
    what: 'text behind a quoted cell of two lines',
    file: `${header}\n00001;"4\n1"x;3;\n`,
    expected: 'refused: quote-misplaced in line 2',
  },
  {
    what: 'mixed line ends',
    file: `${header}\r\n${fine}\n00001;442;3;\r00001;x;3;\r\n`,
    expected: '2 of 3, customer-id-shape in line 4',
  },
  { what: 'a row too short', file: `${header}\n00001;441\n`, expected: '0 of 1, row-ragged in line 2' },
  { what: 'a row too long', file: `${header}\n${fine};;x\n`, expected: '0 of 1, row-ragged in line 2' },
  {
    what: 'a header twice',
    file: `customer_id;${header}\n1;${fine}\n`,
    expected: 'refused: column-duplicate in line 1',
  },
  {
    what: 'an unknown header',
    file: `${header};Uwagi\n${fine};x\n`,
    expected: '1 of 1',
    holds: ({ unmapped }) => unmapped.join() === 'Uwagi',
  },
  {
    what: 'no customer',
    file: 'campaign_id;status_id\n00001;3\n',
    expected: 'refused: column-missing in line 1',
  },
  { what: 'an empty file', file: '', expected: 'refused: file-empty' },
  { what: 'a header only', file: `${header}\r\n`, expected: 'refused: file-header-only' },
  {
    what: 'the same customer twice',
    file: `${header}\n${fine}\n${fine}\n`,
    expected: '1 of 2, row-duplicate in line 3',
  },
  {
    what: 'a formula for an id',
    file: `${header}\n00001;"=HYPERLINK(""x"")";3;\n`,
    expected: '0 of 1, customer-id-shape in line 2',
  },
  {
    what: 'a plus before an id',
    file: `${header}\n00001;+48;3;\n`,
    expected: '0 of 1, customer-id-shape in line 2',
  },
  {
    what: 'digits that Excel rounded away',
    file: `${header}\n00001;1,23457E+11;3;\n`,
    expected: '0 of 1, customer-id-scientific in line 2',
  },
  {
    what: 'a number with a no-break space',
    file: `${header}\n00001;12\u00A0345;3;\n`,
    expected: '0 of 1, number-spaces in line 2',
  },
  {
    what: 'zeros lost from the campaign',
    file: `${header}\n1;441;3;\n`,
    expected: '0 of 1, campaign-id-zeros-lost in line 2',
  },
  {
    what: 'a campaign that Excel took for a number',
    file: `${header}\n1E5;441;3;\n`,
    expected: '0 of 1, campaign-id-shape in line 2',
  },
  { what: 'an id beyond 2^53', file: `${header}\n00001;9007199254740993;3;\n`, expected: '1 of 1' },
  { what: 'delimiters at the ends of rows', file: `${header}\n${fine};;;\n`, expected: '1 of 1' },
  { what: 'blank rows', file: `${header}\n\n;;;\n${fine}\n   \n`, expected: '1 of 1' },
  {
    what: 'a Polish date',
    file: `${header}\n00001;441;3;24.05.2028 12:24\n`,
    expected: '0 of 1, date-format in line 2',
  },
  { what: 'nothing to write', file: 'campaign_id;customer_id\n00001;441\n', expected: 'refused: no-fields' },
  {
    what: 'a row that writes nothing',
    file: `${header}\n00001;441;;\n`,
    expected: '0 of 1, no-fields in line 2',
  },
];

describe('bulk inputs', () => {
  let folder: Bench;
  beforeEach(() => {
    folder = bench();
  });
  afterEach(() => {
    folder.remove();
  });

  for (const { what, file, options, expected, holds } of table) {
    it(`${what}: ${expected}`, async () => {
      const bytes = typeof file === 'string' ? file : createEncoder(file.encoding)(file.text);
      const result = await folder.engine.planRun({ file: folder.file('in.csv', bytes), ...options });
      assert.equal(outcome(result), expected);
      if (holds) assert.ok(result.ok && holds(result.plan));
    });
  }

  it('a file that cannot be read: refused with the reason of the system', async () => {
    const unreadable = path.join(folder.folder, 'folder.csv');
    mkdirSync(unreadable);
    const result = await folder.engine.planRun({ file: unreadable });
    assert.deepEqual(result, {
      ok: false,
      problem: { code: 'file-unreadable', params: { reason: 'EISDIR' } },
    });
  });
});
