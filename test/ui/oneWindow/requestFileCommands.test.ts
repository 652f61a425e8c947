import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Locator } from 'playwright-core';
import type { RunningServer } from '../../../src/simulator/server/server.js';
import { snippetTargets, type SnippetTargetId } from '../../../src/snippets/registry.js';
import { codeEditor, type CodeEditor } from '../support/codeEditor.js';
import type { Editor } from '../support/editor.js';
import { sharedEditor } from '../support/sharedEditor.js';
import { addConnection, password, startSystem, username, writes } from '../support/system.js';
import { until } from '../../support/until.js';

const ids = { campaignId: '00001', customerId: '441' };
const examplePath = '/api/crm_outbounds/00001/records/441';

function file(content: object): string {
  return JSON.stringify(content, undefined, 2);
}

describe('sending, copying and importing requests', () => {
  let editor: Editor;
  let code: CodeEditor;
  let system: RunningServer;
  const clipboard = (): Promise<string> => editor.page.evaluate(() => navigator.clipboard.readText());

  before(async () => {
    system = await startSystem();
    editor = await sharedEditor();
    code = codeEditor(editor);
    await addConnection(editor, { url: system.url, name: 'office', use: 'Test system' });
  });

  after(() => system.close());

  afterEach(() => {
    system.control.reset();
  });

  /** The progress of an update, then how it ended. */
  const messages = (): Locator => editor.page.locator('.notifications-toasts .notification-list-item');

  it('a lens sends its update, another shows the exact request', async () => {
    const updates = ['3', '4'].map((status_id) => ({ ...ids, fields: { status_id } }));
    await code.open('send.thulium.json', file({ updates }));
    const preview = editor.page.locator('.editor-instance', { hasText: 'authorization: Basic •••' });
    await code.pressLens('Preview', preview, 1);
    assert.match((await preview.innerText()).replaceAll('\u00a0', ' '), /PUT http:[^]*"status_id": "4"/);
    assert.deepEqual(writes(system), []);
    await editor.runCommand('View: Close Editor');

    await code.pressLens('Send', messages());
    await editor.notification(/Updated 00001\/441 on office/);
    assert.deepEqual(writes(system), [examplePath]);
  });

  it('binds a logical name to one of the user’s systems once', async () => {
    const updates = [{ ...ids, fields: { status_id: '3' } }];
    await code.open('bound.thulium.json', file({ connection: 'their staging', updates }));
    await code.pressLens('Send', editor.quickInput.widget);
    await editor.quickInput.shows('“their staging”');
    await editor.quickInput.pick('office');
    await editor.notification(/Updated 00001\/441 on office/);
    await editor.clearMessages();
    await messages().first().waitFor({ state: 'detached' });

    await code.pressLens('Send', messages());
    await editor.notification(/Updated 00001\/441 on office/);
    assert.equal(writes(system).length, 2);
  });

  const begins: Record<SnippetTargetId, RegExp> = {
    curl: /^curl --include/,
    'curl-powershell': /^\$user = /,
    'curl-cmd': /^curl\.exe --include/,
    'http-file': /^# @no-redirect\nPUT http/,
    httpie: /^printf [^]* http /,
    php: /^<\?php/,
    java: /HttpClient/,
    'thulium-rest-client': /ThuliumRestClient/,
    javascript: /fetch\(/,
    python: /urllib/,
  };
  it('copies a request for ten tools, never with the password', async () => {
    await code.open('copy.thulium.json', file({ updates: [{ ...ids, fields: { status_id: '3' } }] }));
    let text = '';
    for (const [target, { label }] of Object.entries(snippetTargets)) {
      const before = text;
      await code.pressLens('Copy As…', editor.quickInput.widget);
      await editor.quickInput.pick(label);
      text = await until(`the request for ${label}`, async () => {
        const copied = await clipboard();
        return copied !== before && copied;
      });
      assert.match(text, begins[target as SnippetTargetId]);
      assert.match(text, /crm_outbounds\/00001\/records\/441/, target);
      assert.ok(!text.includes(password), target);
    }
    // Of more than three messages in 800 ms the editor shows no toast, but it keeps them all.
    await editor.runCommand('Notifications: Show Notifications');
    const kept = editor.page.locator('.notifications-center .notification-list-item');
    for (const { label } of Object.values(snippetTargets))
      await kept.filter({ hasText: `Copied as ${label}.` }).waitFor();
    assert.deepEqual(writes(system), []);
  });

  it('imports a pasted command into a request file, naming every difference', async () => {
    const body = '{"status_id":3}';
    const command = `curl -k -u ${username}:s3cr3t -X POST 'https://other.thulium.com${examplePath}' -d '${body}'`;
    await editor.page.evaluate((text) => navigator.clipboard.writeText(text), command);
    await editor.runCommand('Thulium: Import cURL Command…');
    const found = await editor.dialog(/The command updates record 00001\/441/);
    const text = await found.locator.innerText();
    for (const difference of [/password/, /-k|--insecure/, /other\.thulium\.com/, /POST/, /status_id/])
      assert.match(text, difference);
    assert.doesNotMatch(text, /s3cr3t/);

    await found.press('Save Password to a Connection…');
    await editor.quickInput.shows('https://other.thulium.com');
    await editor.quickInput.answer('other');
    await editor.notification(/Added other/);
    const again = await editor.dialog(/The command updates record 00001\/441/);
    assert.ok(!(await again.buttons()).includes('Save Password to a Connection…'), 'asked once');
    await again.press('New Request File');
    await editor.page.locator('.editor-instance .view-line', { hasText: '"status_id": "3"' }).waitFor();
    assert.deepEqual(writes(system), []);
    await editor.runCommand('View: Revert and Close Editor');
  });

  it('says why a text is no command, while it is typed', async () => {
    await editor.page.evaluate(() => navigator.clipboard.writeText('nothing of use'));
    await editor.runCommand('Thulium: Import cURL Command…');
    await editor.quickInput.shows('A curl or http command');
    await editor.quickInput.fill('wget https://acme.thulium.com/');
    await editor.quickInput.message(/curl/);
    await editor.quickInput.fill(`curl -X PUT https://acme.thulium.com/api/crm_outbounds/1/records/441`);
    await editor.quickInput.message(/00001/);
  });
});
