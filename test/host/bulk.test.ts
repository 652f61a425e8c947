import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { BulkOutcome } from '../../src/core/outcome.js';
import { choose, errorBody, status } from '../support/faultServer/index.js';
import { answers, header, rows, useBulkSystem } from './support/bulkSystem.js';
import { assertRefusedBulk, bulkUpdate, counts, linesOf, useFiles } from './support/bulk.js';
import { run } from './support/commands.js';
import { puts } from './support/servers.js';
import { useSettings } from './support/settings.js';

describe('thulium.bulkUpdate', () => {
  const { system, set } = useBulkSystem();
  const file = useFiles();

  it('sends every row once and writes the results beside the file', async () => {
    const server = await system();
    const input = file('customers.csv', rows(12));
    const outcome = await bulkUpdate({ file: input });
    assert.equal(outcome.state, 'completed', JSON.stringify(outcome));
    assert.deepEqual(counts(outcome), [12, 0, 0, 0, 0]);
    assert.equal(outcome.dryRun, false);
    assert.match(outcome.runId, /\w/);
    assert.equal(outcome.resultsFile, path.join(path.dirname(input), 'customers.results.csv'));
    assert.equal(outcome.rejectsFile, undefined);
    assert.equal(new Set(puts(server).map(({ target }) => target)).size, 12);
    assert.match(linesOf(outcome.resultsFile)[1] ?? '', /^00001;1;3;updated;204;/);
  });

  it('takes a URI, constants, a mapping both ways and a concurrency', async () => {
    const server = await system();
    const single = file('ids.csv', 'Klient CRM\n441\n442\n');
    for (const mapping of [{ 'Klient CRM': 'customerId' }, { customer_id: 'Klient CRM' }]) {
      const outcome = await bulkUpdate({
        file: vscode.Uri.file(single).toString(),
        campaignId: '00001',
        fields: { status_id: 3, order: '5' },
        mapping,
        concurrency: 1,
        rememberBefore: false,
      });
      assert.deepEqual(counts(outcome), [2, 0, 0, 0, 0], JSON.stringify(outcome));
    }
    assert.deepEqual(JSON.parse(puts(server)[0]?.body.toString() ?? ''), { status_id: '3', order: '5' });
  });

  it('maps values and repairs columns when the mapping says so', async () => {
    const server = await system();
    const input = file(
      'excel.csv',
      'Kampania;Klient;Status;Termin\r\n1;12 345;zadzwonić;24.05.2028 12:24\r\n',
    );
    const outcome = await bulkUpdate({
      file: input,
      mapping: {
        columns: {
          Kampania: 'campaign_id',
          Klient: 'customer_id',
          Status: 'status_id',
          Termin: 'next_call_date',
        },
        values: { status_id: { zadzwonić: '3' } },
        fixes: ['campaign-zeros', 'spaces', 'dates'],
      },
    });
    assert.deepEqual(counts(outcome), [1, 0, 0, 0, 0], JSON.stringify(outcome));
    const [sent] = puts(server);
    assert.equal(sent?.target, '/api/crm_outbounds/00001/records/12345');
    assert.deepEqual(JSON.parse(sent.body.toString()), {
      status_id: '3',
      next_call_date: '2028-05-24 12:24',
    });
  });

  it('plans only in a dry run, and tells what would be sent', async () => {
    const server = await system();
    const outcome = await bulkUpdate({
      file: file('a.csv', `${rows(3)}\r\n00001;x;3\r\n00001;1;4`),
      dryRun: true,
    });
    assert.deepEqual(
      [outcome.dryRun, outcome.state, outcome.runId, ...counts(outcome)],
      [true, 'completed', '', 3, 1, 1, 0, 0],
    );
    assert.equal(puts(server).length, 0);
    assert.equal(outcome.resultsFile, undefined);
    assert.equal(path.basename(outcome.rejectsFile ?? ''), 'a.to-fix.csv');
  });

  it('sends the good rows, keeps the bad ones to be fixed, and shows them in the Problems panel', async () => {
    await system();
    const input = file('some.csv', `${header}\n00001;441;3\n1;442;3\n00001;"=x";3\n00001;443;7\n`);
    const outcome = await bulkUpdate({ file: input });
    assert.deepEqual(counts(outcome), [1, 3, 0, 0, 0]);
    const toFix = linesOf(outcome.rejectsFile);
    assert.equal(toFix.length, 4);
    assert.match(toFix[1] ?? '', /^1;442;3;.*00001/);
    const results = linesOf(outcome.resultsFile);
    assert.match(results[3] ?? '', /'=x;3;failed;/);
    const shown = vscode.languages.getDiagnostics(vscode.Uri.file(input));
    assert.deepEqual(
      shown.map(({ code, range, source }) => [code, range.start.line, range.start.character, source]),
      [
        ['campaign-id-zeros-lost', 2, 0, 'Thulium'],
        ['customer-id-shape', 3, 6, 'Thulium'],
        ['agent-required', 4, 0, 'Thulium'],
        ['date-required', 4, 0, 'Thulium'],
      ],
    );
  });

  it('links the run of a corrected file to the one that left its rows out', async () => {
    const server = await system();
    const first = await bulkUpdate({ file: file('some.csv', `${header}\n00001;441;3\n1;442;3\n`) });
    const { writeFileSync } = await import('node:fs');
    assert.ok(first.rejectsFile);
    writeFileSync(first.rejectsFile, linesOf(first.rejectsFile).join('\n').replace('\n1;', '\n00001;'));
    const second = await bulkUpdate({ file: first.rejectsFile });
    assert.deepEqual(counts(second), [1, 0, 0, 0, 0]);
    assert.equal(puts(server).length, 2);
  });

  it('refuses what it cannot read, at its place and in words, and makes no run', async () => {
    const server = await system();
    const refused = async (argument: Record<string, unknown>, field?: string): Promise<void> => {
      const outcome = await bulkUpdate(argument);
      assertRefusedBulk(outcome, 'invalid-input', field);
      assert.equal(outcome.runId, '');
    };
    const fine = file('fine.csv', rows(1));
    await refused({}, 'file');
    await refused({ file: 'relative.csv' }, 'file');
    await refused({ file: 'vscode-vfs://github/a/b.csv' }, 'file');
    await refused({ file: path.join(path.dirname(fine), 'gone.csv') }, 'file');
    await refused({ file: file('empty.csv', '') }, 'file');
    await refused({ file: file('quote.csv', `${header}\n00001;"1;3\n`) }, 'file');
    await refused({ file: file('none.csv', `${header}\n`) }, 'file');
    await refused({ file: fine, encoding: 'ebcdic' }, 'encoding');
    await refused({ file: fine, delimiter: '/' }, 'delimiter');
    await refused({ file: fine, concurrency: 65 }, 'concurrency');
    await refused({ file: fine, mapping: { customer_id: 'colour', x: 'y' } });
    await refused({ file: fine, fields: { colour: 'red' } }, 'colour');
    await refused({ file: fine, dryrun: true }, 'dryrun');
    await refused({ file: file('bad.csv', `${header}\n00001;x;3\n`) });
    assert.equal(puts(server).length, 0);
    assertRefusedBulk(await bulkUpdate({ file: fine, connection: 'nobody' }), 'no-connection');
  });

  it('sends to production only with the right number of rows', async () => {
    const server = await system({ production: true });
    const input = file('p.csv', `${rows(3)}\r\n00001;x;3`);
    for (const expectedRows of [undefined, 4, 2]) {
      const outcome = await bulkUpdate({
        file: input,
        ...(expectedRows === undefined ? {} : { expectedRows }),
      });
      assertRefusedBulk(outcome, 'invalid-input', 'expectedRows');
      assert.deepEqual(counts(outcome), [0, 1, 0, 0, 3]);
    }
    assert.equal(puts(server).length, 0);
    assert.deepEqual(counts(await bulkUpdate({ file: input, expectedRows: 3 })), [3, 1, 0, 0, 0]);
  });

  it('never writes over a read-only connection', async () => {
    const server = await system({ readOnly: true });
    assertRefusedBulk(await bulkUpdate({ file: file('r.csv', rows(2)) }), 'read-only');
    assert.equal(puts(server).length, 0);
  });

  it('stops at 401, tells the rest, and goes on when resumed', async () => {
    const server = await system();
    server.script(answers(errorBody(401, 'Bad password')));
    const stopped = await bulkUpdate({ file: file('s.csv', rows(20)) });
    assert.deepEqual([stopped.state, stopped.error?.code], ['stopped', 'unauthorized']);
    assert.deepEqual(counts(stopped), [0, 0, 0, 0, 20]);
    assert.ok(puts(server).length <= 4);
    server.script(answers());
    const { runId } = stopped;
    const resumed = await run<BulkOutcome>('thulium.resumeBulkUpdate', { runId, confirm: false });
    assert.deepEqual([resumed.state, resumed.runId], ['completed', runId]);
    assert.deepEqual(counts(resumed), [20, 0, 0, 0, 0]);
  });

  it('retries the rows that can succeed, as a run of its own', async () => {
    const server = await system();
    await set({ maxAttempts: 1 });
    const failing = /\/[24]$/;
    server.script(
      choose((request) =>
        request.method === 'PUT' && failing.test(request.target)
          ? request.target.endsWith('/2')
            ? status(500)
            : errorBody(422, 'No such agent')
          : answers(),
      ),
    );
    const first = await bulkUpdate({ file: file('t.csv', rows(5)), concurrency: 1 });
    assert.deepEqual(counts(first), [3, 2, 0, 0, 0], JSON.stringify(first));
    server.script(answers());
    const again = await run<BulkOutcome>('thulium.retryFailedRows', { runId: first.runId, confirm: false });
    assert.deepEqual([again.state, ...counts(again)], ['completed', 1, 0, 0, 0, 0]);
    assert.notEqual(again.runId, first.runId);
    const nothing = await run<BulkOutcome>('thulium.retryFailedRows', { runId: again.runId });
    assertRefusedBulk(nothing, 'invalid-input');
  });

  it('refuses runs that it does not know, files that changed, and wrong arguments', async () => {
    const server = await system();
    for (const command of ['resumeBulkUpdate', 'retryFailedRows', 'restoreBulkUpdate']) {
      assertRefusedBulk(await run(`thulium.${command}`, { runId: '../x' }), 'invalid-input');
      assertRefusedBulk(await run(`thulium.${command}`, {}), 'invalid-input', 'runId');
      assertRefusedBulk(
        await run(`thulium.${command}`, { runId: 'x', force: true }),
        'invalid-input',
        'force',
      );
    }
    server.script(answers(errorBody(403, 'No')));
    const input = file('u.csv', rows(2));
    const stopped = await bulkUpdate({ file: input });
    assert.equal(stopped.error?.code, 'forbidden');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(input, rows(3));
    const resumed = await run<BulkOutcome>('thulium.resumeBulkUpdate', { runId: stopped.runId });
    assertRefusedBulk(resumed, 'file-changed');
  });
});

describe('thulium.restoreBulkUpdate', () => {
  const file = useFiles();
  useSettings({ 'bulk.requestsPerSecond': 0 });

  it('puts back what a run changed, and leaves alone what somebody changed since', async () => {
    const simulator = await run<{ url: string; username: string; password: string }>(
      'thulium.startSimulator',
      {},
    );
    try {
      const authorization = `Basic ${Buffer.from(`${simulator.username}:${simulator.password}`).toString('base64')}`;
      const call = async (
        method: string,
        customer: string,
        body?: object,
      ): Promise<Record<string, unknown>> => {
        const response = await fetch(`${simulator.url}/api/crm_outbounds/00001/records${customer}`, {
          method,
          headers: { Authorization: authorization, 'Content-Type': 'application/json; charset=utf-8' },
          ...(body ? { body: JSON.stringify(body) } : {}),
        });
        const text = await response.text();
        return (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
      };
      const { result } = (await call('GET', '?limit=100')) as { result: Record<string, unknown>[] };
      const customers = result
        .filter((each) => each.system_status !== 'IN_PROGRESS')
        .map((each) => String(each.customer_id))
        .slice(0, 5);
      for (const each of customers) await call('PUT', `/${each}`, { status_id: '3', order: '10' });
      const input = file('orders.csv', ['customer_id', ...customers].join('\n'));
      const done = await bulkUpdate({ file: input, campaignId: '00001', fields: { order: '20' } });
      assert.deepEqual(counts(done), [5, 0, 0, 0, 0], JSON.stringify(done));
      await call('PUT', `/${customers[2] ?? ''}`, { order: '77' });
      const restored = await run<BulkOutcome>('thulium.restoreBulkUpdate', {
        runId: done.runId,
        confirm: false,
      });
      assert.deepEqual(
        [restored.state, ...counts(restored)],
        ['completed', 4, 0, 1, 0, 0],
        JSON.stringify(restored),
      );
      const orders = await Promise.all(
        customers.map(async (each) => String((await call('GET', `/${each}`)).order)),
      );
      assert.deepEqual(orders, ['10', '10', '77', '10', '10']);
    } finally {
      await run('thulium.stopSimulator');
    }
  });
});
