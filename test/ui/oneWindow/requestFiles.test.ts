import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { codeEditor, type CodeEditor } from '../support/codeEditor.js';
import type { Editor } from '../support/editor.js';
import { sharedEditor } from '../support/sharedEditor.js';

/** A request file with one update of 00001/441 by default; `§` is where the cursor goes. */
function file(rest: string, ids = '"campaignId": "00001", "customerId": "441"'): string {
  return `// the cursor is at a mark\n{ "updates": [\n  { ${ids}${rest} }\n] }\n`;
}

describe('writing a request file', () => {
  let editor: Editor;
  let code: CodeEditor;

  before(async () => {
    editor = await sharedEditor();
    code = codeEditor(editor);
    await editor.runCommand('Thulium Simulator: Start Local Simulator');
    await editor.notification(/Simulator started at/);
    await editor.clearMessages();
  });

  it('offers the keys that are missing, and writes them with their quotation marks', async () => {
    await code.open('keys.thulium.json', file(', "§"'));
    const offered = await code.suggestions('fields');
    assert.deepEqual(
      offered.map((label) => /^\w+/.exec(label)?.[0]),
      ['name', 'fields', 'expect'],
    );
    await code.suggest('fields');
    assert.match(await code.saved('keys.thulium.json'), /"441", "fields": \{ {2}\}/);
  });

  it('offers what the live system has: campaigns, statuses by name, agents', async () => {
    await code.open('campaign.thulium.json', file('', '"campaignId": "§"'));
    assert.ok((await code.suggestions('00001')).length > 1);
    await editor.page.keyboard.press('Escape');

    await code.open('status.thulium.json', file(', "fields": { "status_id": "§" }'));
    const statuses = await code.suggestions('3');
    assert.ok(
      statuses.every((label) => /^\d+ \S/.test(label)),
      `each with its name: ${statuses.join(' | ')}`,
    );
    await editor.page.keyboard.press('Escape');
    // Found by its name too.
    await editor.page.keyboard.type('My rec');
    await code.suggest('5');
    assert.match(await code.saved('status.thulium.json'), /"status_id": "5"/);

    await code.open('agent.thulium.json', file(', "fields": { "agent_login": "§" }'));
    await code.suggest('j.doe');
    assert.match(await code.saved('agent.thulium.json'), /"agent_login": "j\.doe"/);
  });

  it('says in a hover what a key means, and what a value is called in the live system', async () => {
    const name = 'hover.thulium.json';
    await code.open(name, file(', "fields": { "status_id": "5" }').replace('customerId', 'cust§omerId'));
    await code.hover(/CRM/);
    await code.goTo(name, '5" }');
    await code.hover(/My record/);
  });

  it('lists what is wrong in the Problems panel, in words and with a code', async () => {
    await code.open(
      'wrong.thulium.json',
      file(', "fields": { "next_call_date": "2026-02-30 10:00", "order": "x" }'),
    );
    const text = await code.problems(/date-impossible[^]*order-shape/);
    assert.match(text, /wrong\.thulium\.json/);
  });

  const fixes: [what: string, before: string, title: string, after: RegExp][] = [
    [
      'the zeros that a campaign id lost',
      file(', "fields": { "order": "1" }', '"campaignId": "§1", "customerId": "441"'),
      'Change to “00001”',
      /"campaignId": "00001"/,
    ],
    [
      'the format of a date',
      file(', "fields": { "next_call_date": "§24.05.2018 12:24" }'),
      'Change to “2018-05-24 12:24”',
      /"next_call_date": "2018-05-24 12:24"/,
    ],
    [
      'an hour that the clock skips',
      file(', "fields": { "next_call_date": "§2027-03-28 02:30" }'),
      'Change to “2027-03-28 03:30”',
      /"next_call_date": "2027-03-28 03:30"/,
    ],
    [
      'a misspelt key',
      file(', "fields": { "§status_ID": "3" }'),
      'Rename it to “status_id”',
      /"status_id": "3"/,
    ],
    [
      'a key that nobody knows',
      file(', "§host": "evil.com", "fields": { "order": "1" }'),
      'Remove “host”',
      /"441", "fields"/,
    ],
    [
      'the date that the status requires',
      file(', "§fields": { "status_id": "6" }'),
      'Add “next_call_date”',
      /"next_call_date": "\d{4}-\d\d-\d\d 09:00"/,
    ],
    [
      'the agent whom the status requires',
      file(', "§fields": { "status_id": "5", "next_call_date": "2028-02-29 10:00" }'),
      'Add “agent_login”',
      /"agent_login": ""/,
    ],
    [
      'a required key that is missing',
      file(', "fields": { "order": "1" }', '"campaignId": "00001"').replace(
        '{ "campaignId',
        '§{ "campaignId',
      ),
      'Add “customerId”',
      /"customerId": ""/,
    ],
    [
      'a number where text is wanted',
      file(', "name": §7, "fields": { "order": "1" }'),
      'Change to “7”',
      /"name": "7"/,
    ],
    [
      'an empty text, which the API may take for anything',
      file(', "fields": { "order": "1", "agent_login": "§" }'),
      'Remove “agent_login”',
      /"fields": \{ "order": "1" ?\}/,
    ],
  ];
  for (const [index, [what, text, title, expected]] of fixes.entries()) {
    it(`mends by a quick fix ${what}`, async () => {
      const name = `fix-${index}.thulium.json`;
      await code.open(name, text);
      await code.quickFix(title);
      assert.match(await code.saved(name), expected);
    });
  }
});
