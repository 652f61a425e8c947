import assert from 'node:assert/strict';
import type { RunningServer } from '../../../src/simulator/server/server.js';
import type { Editor } from '../support/editor.js';
import { sharedEditor } from '../support/sharedEditor.js';
import { addConnection, startSystem, writes } from '../support/system.js';
import { sees } from '../support/webview.js';

describe('a read-only connection in the editor', () => {
  let editor: Editor;
  let system: RunningServer;

  before(async () => {
    system = await startSystem();
    editor = await sharedEditor();
    await addConnection(editor, { url: system.url, name: 'archive', use: 'Production, read-only' });
  });

  after(() => system.close());

  it('is told apart in words in the list of systems, and by its icon in the status bar', async () => {
    const { page, quickInput } = editor;
    const icon = (name: string, of: string) =>
      page.locator('.part.statusbar .statusbar-item', { hasText: name }).locator(`.codicon-${of}`);
    await icon('archive', 'lock').waitFor();
    await addConnection(editor, { url: system.url, name: 'main', use: 'Production' });
    await icon('main', 'warning').waitFor();
    await editor.runCommand('Thulium: Switch Connection…');
    await quickInput.shows('production · active in this window');
    await quickInput.shows('production · read-only');
    await quickInput.pick('archive');
    await icon('archive', 'lock').waitFor();
  });

  it('refuses an update from the palette in words, before it asks for anything', async () => {
    await editor.runCommand('Thulium: Update Campaign Record…');
    const message = await editor.notification(/Connection “archive” is read-only, so nothing was sent/);
    assert.match(await message.text(), /Select another connection, or edit this one/);
    assert.ok((await message.buttons()).includes('Show Output'));
    assert.equal(await editor.quickInput.widget.isVisible(), false);
    assert.deepEqual(writes(system), []);
  });

  it('cannot be sent to from the form, which says why', async () => {
    await editor.runCommand('Thulium: Open Update Form');
    const form = await editor.webviewFrame(/^Update Record/);
    await sees(form, '#send-refusal', /Nothing can be sent: connection “archive” is read-only/);
    for (const [id, value] of Object.entries({ campaignId: '00001', customerId: '441', status_id: '3' }))
      await form.locator(`#${id}`).fill(value);
    await sees(form, '#request', /"status_id":"3"/);
    await form.locator('#status_id').press('Control+Enter');
    assert.equal(await form.locator('#send').getAttribute('aria-disabled'), 'true');
    await editor.look('read-only-form.png');
    assert.deepEqual(writes(system), []);
  });
});
