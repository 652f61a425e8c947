import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Failure, UpdateOutcome } from '../../src/core/outcome.js';
import { assistantTools } from '../../src/manifest.js';
import { badConnections, carriedBy, goodInputs } from '../support/badInputs/table.js';
import { asCurl, diagnosticsOf, language, updateOf, useOneSystem } from './support/badInputs.js';
import { bulkUpdate, counts, linesOf, useFiles } from './support/bulk.js';
import { assertRefused, run, updateRecord } from './support/commands.js';
import { errorOf, freshName, password, username } from './support/connections.js';
import { assertAsks } from './support/questions.js';
import { puts } from './support/servers.js';

interface Said {
  code: string;
  message: string;
}

describe(`Bad inputs in ${language === 'pl' ? 'Polish' : 'English'}`, () => {
  describe('in the argument object', () => {
    const system = useOneSystem();

    for (const { what, change, field, warns, byStatuses, told } of carriedBy('argument'))
      it(what, async () => {
        const heard = system().requests.length;
        if (warns === true) {
          await assertAsks(updateRecord({ ...change, confirm: undefined }), /00001\/441/);
        } else {
          const outcome = await updateRecord({ ...change });
          assertRefused(outcome, 'invalid-input', field);
          assert.equal(outcome.error?.message, told.words[language]);
          if (byStatuses !== true) assert.equal(system().requests.length, heard, 'it heard something');
        }
        assert.deepEqual(puts(system()), []);
      });

    for (const { what, change } of goodInputs)
      it(`takes ${what} as it stands`, async () => {
        const before = puts(system()).length;
        assert.equal((await updateRecord({ ...change })).outcome, 'updated');
        const [sent] = puts(system()).slice(before);
        const { customerId, fields } = updateOf(change);
        assert.equal(sent?.target, `/api/crm_outbounds/00001/records/${customerId}`);
        assert.equal(sent.body.toString(), JSON.stringify(fields));
      });

    for (const { field, value, words } of badConnections)
      it(`${field} ${JSON.stringify(value)} of a connection`, async () => {
        const given = { name: freshName(), system: 'acme', username, password, [field]: value };
        const error = errorOf(await run('thulium.addConnection', given));
        assert.deepEqual([error.code, error.field, error.message], ['invalid-input', field, words[language]]);
      });
  });

  describe('in an assistant’s tool', () => {
    const system = useOneSystem();

    async function call(input: object): Promise<UpdateOutcome> {
      const tool = assistantTools.updateRecord;
      const { content } = await vscode.lm.invokeTool(tool, { input, toolInvocationToken: undefined });
      const [part] = content;
      assert.ok(part instanceof vscode.LanguageModelTextPart);
      return JSON.parse(part.value) as UpdateOutcome;
    }

    for (const { what, change, field, warns, told } of carriedBy('assistant'))
      it(what, async () => {
        if (warns === true) await assertAsks(call(updateOf(change)), /00001\/441/);
        else {
          const { code, ...where }: Failure = errorOf(await call(updateOf(change)));
          assert.equal(code, 'invalid-input');
          assert.deepEqual([where.field, where.message], [field, told.words[language]]);
        }
        assert.deepEqual(puts(system()), []);
      });
  });

  describe('in a request file', () => {
    useOneSystem();
    const rows = carriedBy('requestFile');
    let document: vscode.TextDocument;
    let found: vscode.Diagnostic[];

    before(async () => {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
      assert.ok(folder, 'the tests run in a folder');
      const uri = vscode.Uri.joinPath(folder, 'bad-inputs.thulium.json');
      const updates = [...rows, ...goodInputs].map(({ change }) => `    ${JSON.stringify(updateOf(change))}`);
      const text = `{\n  "updates": [\n${updates.join(',\n')}\n  ]\n}`;
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
      document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document);
      // One that happens twice may be past besides.
      found = await diagnosticsOf(uri, rows.length);
    });
    after(async () => {
      await run('workbench.action.closeAllEditors');
      await vscode.workspace.fs.delete(document.uri);
    });

    for (const [index, { what, change, field, told, warns }] of rows.entries())
      it(what, () => {
        const here = found.filter(({ range }) => range.start.line === index + 2);
        const problem = here.find(({ code }) => code === told.code);
        assert.equal(problem?.message, told.words[language], JSON.stringify(here));
        const { Error, Warning } = vscode.DiagnosticSeverity;
        assert.equal(problem.severity, warns === true ? Warning : Error);
        const { fields, ...ids } = updateOf(change);
        const value = { ...ids, ...fields }[field];
        const isKey = told.code === 'unknown-key';
        assert.equal(
          document.getText(problem.range),
          JSON.stringify(isKey ? field : (value ?? 'fields')),
          'it stands at what is wrong',
        );
      });

    it('and nothing at what is fine', () => {
      const first = rows.length + 2;
      assert.deepEqual(
        found.filter(({ range }) => range.start.line >= first),
        [],
      );
    });
  });

  describe('in a file of a bulk update', () => {
    const system = useOneSystem();
    const file = useFiles();
    const columns = ['status_id', 'agent_login', 'next_call_date', 'order'] as const;
    const rows = carriedBy('csv');
    let document: vscode.TextDocument;
    let found: vscode.Diagnostic[];
    let toFix: string;
    /** The line of each row: a cell with a line break in it takes two. */
    const lines: number[] = [];

    before(async () => {
      const text = [['campaign_id', 'customer_id', ...columns].join(';')];
      for (const [index, { change }] of [...rows, ...goodInputs].entries()) {
        const { campaignId, customerId, fields } = updateOf({ customerId: String(1000 + index), ...change });
        const cells = [campaignId, customerId, ...columns.map((name) => fields[name] ?? '')];
        lines.push(text.join('\n').split('\n').length);
        text.push(cells.map(quoted).join(';'));
      }
      const input = file('bad.csv', `${text.join('\n')}\n`);
      const outcome = await bulkUpdate({ file: input, dryRun: true });
      const warned = rows.filter(({ warns }) => warns === true).length;
      assert.deepEqual(counts(outcome), [goodInputs.length + warned, rows.length - warned, 0, 0, 0]);
      assert.deepEqual(puts(system()), []);
      toFix = linesOf(outcome.rejectsFile).join('\n');
      document = await vscode.workspace.openTextDocument(input);
      found = vscode.languages.getDiagnostics(document.uri);
    });

    for (const [index, { what, change, field, told, warns, byStatuses }] of rows.entries())
      it(what, () => {
        const here = found.filter(({ range }) => range.start.line === lines[index]);
        const problem = here.find(({ code }) => code === told.code);
        assert.equal(problem?.message, told.words[language], JSON.stringify(here));
        assert.equal(toFix.includes(told.words[language]), warns !== true, 'the row is kept to be fixed');
        const { fields, ...ids } = change;
        const cell = { ...ids, ...fields }[field];
        const [start] = cell === undefined ? [byStatuses === true ? '""' : ''] : quoted(cell).split('\n');
        assert.ok(document.getText(problem.range).startsWith(start ?? ''), 'it stands at its cell');
      });

    it('and nothing at what is fine', () => {
      const first = lines[rows.length] ?? 0;
      assert.deepEqual(
        found.filter(({ range }) => range.start.line >= first),
        [],
      );
    });
  });

  describe('in a cURL command', () => {
    const system = useOneSystem();

    for (const row of carriedBy('curl'))
      it(row.what, async () => {
        const text = asCurl(system(), row);
        const outcome = await run<{ differences: Said[] } | { error: Failure }>('thulium.importCurl', {
          text,
        });
        const { code, words } = row.told;
        if ('error' in outcome) {
          const { error } = outcome;
          assert.deepEqual(
            [error.code, error.field, error.message],
            ['invalid-input', row.field, words[language]],
          );
        } else {
          assert.equal(row.change.fields === undefined, false, 'bad ids make no update');
          const said = outcome.differences.find((each) => each.code === code);
          assert.equal(said?.message, words[language], JSON.stringify(outcome));
        }
        assert.deepEqual(system().requests, []);
      });
  });

  describe('in a request to be explained', () => {
    const system = useOneSystem();
    after(() => run('workbench.action.closeAllEditors'));

    for (const row of carriedBy('explain'))
      it(row.what, async () => {
        const text = asCurl(system(), row);
        const { diagnosis } = await run<{ diagnosis: Said[] }>('thulium.explainRequest', { text });
        const said = diagnosis.find(({ code }) => code === row.told.code);
        assert.ok(said?.message.startsWith(row.told.words[language]), JSON.stringify(diagnosis));
        assert.deepEqual(puts(system()), []);
      });
  });
});

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}
