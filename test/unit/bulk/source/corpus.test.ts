import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createRowChecker } from '../../../../src/bulk/plan/checkRow.js';
import type { Fix } from '../../../../src/bulk/plan/columnFixes.js';
import { createRowMapper, guessMapping, type BulkMapping } from '../../../../src/bulk/plan/mapping.js';
import type { Plan } from '../../../../src/bulk/plan/plan.js';
import { readRows } from '../../../../src/bulk/source/rows.js';
import { bench, dates, type Bench } from '../../../support/bulk/engine.js';
import { memoryClient } from '../../../support/bulk/memoryClient.js';

/** Each file of `test/corpus/files` with what is to be read of it in `NAME.expected.json`: the next case is one more. */
const folder = path.resolve('test/corpus/files');

interface Expected {
  kind: string;
  about: string;
  /** The public report that it follows. */
  seen?: string;
  /** Statuses and agents can be read. */
  live?: boolean;
  options?: Partial<BulkMapping>;
  /** Why the file cannot be used. */
  refused?: string;
  /** `line: campaign/customer {fields}`, or the codes of what is wrong, as the file stands. */
  plain?: string[];
  /** `fix field count: from → to`. */
  questions?: string[];
  /** The same rows with every fix that was asked about. */
  fixed?: string[];
}

describe('files as people have them', () => {
  let at: Bench;
  beforeEach(() => {
    at = bench();
  });
  afterEach(() => {
    at.remove();
  });

  for (const name of readdirSync(folder).filter((each) => !each.endsWith('.expected.json'))) {
    const expectedFile = path.join(folder, `${path.parse(name).name}.expected.json`);
    const expected = JSON.parse(readFileSync(expectedFile, 'utf8')) as Expected;
    it(`${expected.kind}: ${expected.about} (${name})`, async () => {
      const read = await readCase(at, name, expected);
      const { refused, plain, questions, fixed } = expected;
      assert.deepEqual(
        JSON.parse(JSON.stringify(read)),
        JSON.parse(JSON.stringify({ refused, plain, questions, fixed })),
      );
    });
  }
});

async function readCase(
  at: Bench,
  name: string,
  { live, options = {} }: Expected,
): Promise<Pick<Expected, 'refused' | 'plain' | 'questions' | 'fixed'>> {
  const file = path.join(at.folder, name);
  copyFileSync(path.join(folder, name), file);
  const client = live === true ? { client: memoryClient(9) } : {};
  const result = await at.engine.planRun({
    file,
    ...client,
    ...(options.columns ? { mapping: { columns: options.columns, ...options } } : {}),
  });
  if (!result.ok) {
    const { code, line, params } = result.problem;
    return { refused: [code, line, ...Object.values(params ?? {})].filter(Boolean).join(' ') };
  }
  const { plan } = result;
  const plain = await rowsOf(plan);
  const fixes = [...new Set(plan.questions.flatMap(({ fix }): Fix[] => (fix ? [fix] : [])))];
  const mapping = { ...guessMapping(plan.columns), ...options, fixes };
  const repaired = await at.plan(file, { ...client, mapping });
  await comesBack(at, repaired);
  return {
    plain,
    questions: plan.questions.map(
      ({ code, fix, field, count, example, readings }) =>
        `${fix ?? code} ${field} ${count}: ${example.from} → ${
          readings ? `${readings.dayFirst} or ${readings.monthFirst}` : (example.to ?? '')
        }`,
    ),
    fixed: fixes.length > 0 ? await rowsOf(repaired) : undefined,
  } as Expected;
}

async function rowsOf(plan: Plan): Promise<string[]> {
  const rows: string[] = [];
  for await (const batch of readRows(plan.file, plan.format, Object.keys(plan.mapping.columns)).batches) {
    const mapper = createRowMapper(batch.columns, plan.mapping, plan.constants, plan.format.kind);
    const check = createRowChecker(mapper, dates, plan.knowledge);
    for (const row of batch.rows) {
      const { update, sendable, problems } = check(row);
      rows.push(
        sendable
          ? `${row.line}: ${update.campaignId}/${update.customerId} ${JSON.stringify(update.fields)}`
          : `${row.line}: ${problems.map(({ code, params }) => [code, params?.suggestion].filter(Boolean).join(' ')).join(', ')}`,
      );
    }
  }
  assert.equal(rows.length, plan.counts.total);
  return rows;
}

/** The file of rows to fix says of each row what the file said, however often it goes round. */
async function comesBack(at: Bench, plan: Plan): Promise<void> {
  const toFix = await at.engine.writeToFix(plan);
  if (toFix === undefined) return;
  const again = await at.plan(toFix, { mapping: plan.mapping });
  const wrong = (await rowsOf(plan)).filter((each) => !each.includes('{'));
  // A row with too few cells is filled up, for a table has none of that kind.
  if (wrong.some((each) => each.endsWith('row-ragged'))) return;
  assert.deepEqual((await rowsOf(again)).map(withoutLine), wrong.map(withoutLine));
  const third = await at.engine.writeToFix(again);
  assert.ok(third !== undefined);
  // Keys of JSON have no order.
  if (plan.format.kind === 'csv') assert.deepEqual(readFileSync(third), readFileSync(toFix));
}

function withoutLine(row: string): string {
  return row.replace(/^\d+: /, '');
}
