import assert from 'node:assert/strict';
import type { Plan } from '../../../src/bulk/plan/plan.js';
import type { PlanRequest } from '../../../src/bulk/run/startRun.js';
import { QuestionTally, namesOfStatuses, refineProblem, targetOf } from '../../../src/bulk/plan/checkRow.js';
import { bench, rows, type Bench } from '../../support/bulk/engine.js';
import { memoryClient } from '../../support/bulk/memoryClient.js';

const head = 'campaign_id;customer_id;status_id';

describe('what a plan says', () => {
  let at: Bench;
  beforeEach(() => {
    at = bench();
  });
  afterEach(() => {
    at.remove();
  });

  const plan = (text: string, more: Partial<PlanRequest> = {}, name = 'in.csv'): Promise<Plan> =>
    at.plan(at.file(name, text), more);

  const told = ({ problems }: Plan): string[] => problems.map(({ line, code }) => `${line} ${code}`);

  it('of rows to send: how many, by campaign, and that nobody knows what could be put back', async () => {
    const made = await plan(`${head}\n00001;1;3\n00002;1;3\n00001;2;3\n00001;x;3\n`);
    assert.deepEqual(
      [...made.campaigns],
      [
        ['00001', 2],
        ['00002', 1],
      ],
    );
    assert.deepEqual(made.counts, {
      total: 4,
      send: 3,
      invalid: 1,
      duplicate: 0,
      inWork: 0,
      doNotCall: 0,
      notFound: 0,
      changed: 0,
      restorable: { fully: 0, partly: 0, not: 0, unknown: 3 },
    });
    assert.deepEqual(made.unchecked, []);
  });

  it('of rows with errors and of those with warnings only', async () => {
    const past = '2020-01-01 10:00';
    const text = `${head};next_call_date\n00001;1;3;\n00001;2;3;${past}\n00001;1;3;\n00001;x;3;${past}\n00001;3;3;\n`;
    const made = await plan(text);
    assert.deepEqual([made.rowsWithErrors, made.rowsWithWarnings], [1, 2]);
    assert.deepEqual(told(made), ['5 customer-id-shape', '3 date-past', '4 row-duplicate', '5 date-past']);
    assert.deepEqual(made.problems[2]?.range, { start: 6, end: 7 });
    const both = await plan(text, { sendDuplicates: true });
    assert.deepEqual([both.counts.send, both.counts.duplicate, both.rowsWithWarnings], [4, 0, 2]);
  });

  it('of a thousand problems, errors first', async () => {
    const lines = Array.from({ length: 999 }, (_, index) => `00001;x${index};3`);
    const made = await plan([head, '00001;1;3', '00001;1;3', '00001;1;3', ...lines].join('\n'));
    assert.equal(made.problems.length, 1000);
    assert.deepEqual([told(made)[998], told(made)[999]], ['1003 customer-id-shape', '3 row-duplicate']);
  });

  it('of columns without a parameter, but for those without a name', async () => {
    assert.deepEqual((await plan(`${head};;Uwagi;;Inne\n00001;1;3;;;;\n`)).unmapped, [
      'Uwagi',
      ' (2)',
      'Inne',
    ]);
  });

  it('of keys that come later in JSON Lines', async () => {
    const long = 'x'.repeat(70_000);
    const first = `{"campaign_id":"00001","customer_id":"1","status_id":"3","note":"${long}"}`;
    const later = '{"campaign_id":"00001","customer_id":"2","order":"x"}';
    const made = await plan(`${first}\n${first.replace('"1"', '"3"')}\n${later}\n`, {}, 'in.jsonl');
    assert.deepEqual(made.columns, ['campaign_id', 'customer_id', 'status_id', 'note', 'order']);
    assert.deepEqual(told(made), ['3 order-shape']);
    assert.deepEqual(made.unmapped, ['note']);
  });

  it('of its mapping: as it was asked for, with the names of statuses only where they are to be taken', async () => {
    const columns = {
      campaign_id: 'campaign_id',
      customer_id: 'customer_id',
      status_id: 'status_id',
    } as const;
    const client = memoryClient();
    const text = `${head}\n00001;1;new\n`;
    const values = { status_id: { new: '3' } };
    const plain = { columns, values, fixes: ['spaces' as const] };
    assert.deepEqual((await plan(text, { client, mapping: plain })).mapping, plain);
    assert.deepEqual((await plan(text, { client, mapping: { columns } })).mapping, { columns });
    const named = { columns, fixes: ['status-names' as const] };
    assert.deepEqual((await plan(text, { client, mapping: named })).mapping, {
      ...named,
      statusNames: { '00001': { 'do dzwonienia': '3', 'moj rekord': '5' } },
    });
  });

  describe('of what the server knows', () => {
    const agentHead = `${head};agent_login`;

    it('asks for statuses once a campaign, and for agents where the file or a constant names one', async () => {
      const asked = async (text: string, more: Partial<PlanRequest> = {}): Promise<string[]> => {
        const client = memoryClient();
        await plan(text, { client, ...more });
        return client.calls;
      };
      assert.deepEqual(await asked(`${head}\n00001;1;3\n00002;1;3\n00001;2;3\nx;1;3\n`), [
        'statuses 00001',
        'statuses 00002',
      ]);
      assert.deepEqual(await asked(`${agentHead}\n00001;1;3;\n`), ['statuses 00001', 'agents 00001']);
      const constants = { fields: { agent_login: 'j.doe' } };
      assert.deepEqual(await asked(`${head}\n00001;1;3\n`, { constants }), [
        'statuses 00001',
        'agents 00001',
      ]);
      const order = { fields: { order: '1' } };
      assert.deepEqual(await asked(`${head}\n00001;1;3\n`, { constants: order }), ['statuses 00001']);
    });

    it('checks statuses and agents by it', async () => {
      const text = `${agentHead}\n00001;1;9;\n00001;2;3;j.doe\n00001;3;3;x.y\n`;
      const known = await plan(text, { client: memoryClient() });
      assert.deepEqual(told(known), ['2 status-unknown', '4 agent-unknown']);
      assert.deepEqual(known.unchecked, []);
      assert.deepEqual(told(await plan(text)), []);
    });

    it('says what it could not check', async () => {
      const text = `${agentHead}\n00001;1;9;x.y\n`;
      for (const what of ['statuses', 'agents']) {
        const client = memoryClient();
        client.fails = (call) => (call.startsWith(what) ? { code: 'forbidden' } : undefined);
        const made = await plan(text, { client });
        assert.deepEqual(made.unchecked, [what]);
        assert.equal(told(made).length, 1);
      }
    });
  });

  it('is not made when the user cancels', async () => {
    const signal = AbortSignal.abort();
    await assert.rejects(at.engine.planRun({ file: at.file('in.csv', rows(1)), signal }), {
      name: 'AbortError',
    });
  });

  it('is told of while it is made', async () => {
    const done: number[] = [];
    await plan(rows(3), { onProgress: (progress) => done.push(progress.done) });
    assert.equal(done.at(-1), 3);
  });
});

describe('the problems of a row, said more exactly', () => {
  const shape = (field: string, code: string, value: string): Parameters<typeof refineProblem>[0] =>
    ({ code, severity: 'error', field, params: { value } }) as Parameters<typeof refineProblem>[0];
  const names = { new: '3', '1 a': '4' };

  const table: [field: string, code: string, value: string, expected: string][] = [
    ['customerId', 'customer-id-shape', '12 345', 'number-spaces 12345'],
    ['customerId', 'customer-id-shape', 'x', 'customer-id-shape '],
    ['customerId', 'customer-id-scientific', '1 2', 'customer-id-scientific '],
    ['campaignId', 'campaign-id-shape', '00 001', 'number-spaces 00001'],
    ['campaignId', 'campaign-id-shape', '1 2', 'number-spaces 00012'],
    ['status_id', 'status-id-shape', 'New', 'status-name 3'],
    ['status_id', 'status-id-shape', 'other', 'status-id-shape '],
    ['status_id', 'status-id-shape', '1 A', 'status-name 4'],
    ['dictionary_status_id', 'dictionary-status-id-shape', 'new', 'dictionary-status-id-shape '],
    ['order', 'order-shape', '1 0', 'number-spaces 10'],
    ['order', 'order-shape', 'new', 'order-shape '],
    ['row', 'row-shape', '1 0', 'row-shape '],
  ];
  for (const [field, code, value, expected] of table) {
    it(`${code} of “${value}” in ${field}: ${expected}`, () => {
      const refined = refineProblem(shape(field, code, value), { statusNames: names });
      assert.equal(`${refined.code} ${refined.params?.suggestion ?? ''}`, expected);
      assert.equal(refined.params?.value, value);
    });
  }

  it('are as they were without a text', () => {
    const blank = { code: 'blank', severity: 'error', field: 'customerId' } as const;
    assert.equal(refineProblem(blank, { statusNames: names }), blank);
    assert.equal(targetOf('row'), undefined);
  });

  it('become one question a column, where a repair is known', () => {
    const tally = new QuestionTally();
    const ask = (code: string, field: string, value?: string, suggestion?: string): void => {
      const params = {
        ...(value === undefined ? {} : { value }),
        ...(suggestion === undefined
          ? {}
          : { suggestion, ...(code.endsWith('-shape') ? {} : { fixes: 'spaces' }) }),
      };
      tally.add({ code, field, params } as Parameters<QuestionTally['add']>[0]);
    };
    ask('number-spaces', 'customerId', '1 2', '12');
    ask('number-spaces', 'customerId', '3 4', '34');
    ask('number-spaces', 'order', '5 6', '56');
    ask('date-format', 'next_call_date', 'soon');
    ask('customer-id-scientific', 'customerId', '1E5');
    ask('customer-id-scientific', 'customerId');
    ask('customer-id-shape', 'customerId', 'x', 'y');
    assert.deepEqual(tally.questions(), [
      {
        code: 'number-spaces',
        field: 'customerId',
        count: 2,
        example: { from: '1 2', to: '12' },
        fix: 'spaces',
      },
      { code: 'number-spaces', field: 'order', count: 1, example: { from: '5 6', to: '56' }, fix: 'spaces' },
      { code: 'scientific', field: 'customerId', count: 1, example: { from: '1E5' } },
    ]);
  });

  it('take no name that two statuses share, or that is a number', () => {
    const statuses = [
      { status_id: '1', name: 'New' },
      { status_id: '2', name: 'Twice' },
      { status_id: '3', name: 'TWICE' },
      { status_id: '4', name: '12' },
    ];
    assert.deepEqual(namesOfStatuses(statuses), { new: '1' });
  });
});
