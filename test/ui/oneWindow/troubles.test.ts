import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import type { RunningServer } from '../../../src/simulator/server/server.js';
import type { Editor } from '../support/editor.js';
import { sharedEditor } from '../support/sharedEditor.js';
import { addConnection, password, startSystem, writes } from '../support/system.js';
import { patienceMs } from '../../support/until.js';

describe('an update that does not go well', () => {
  let editor: Editor;
  let system: RunningServer;

  before(async () => {
    system = await startSystem();
    editor = await sharedEditor();
    await addConnection(editor, { url: system.url, name: 'acme', use: 'Test system', secret: 'wr0ng-pass' });
  });

  after(() => system.close());

  afterEach(() => {
    system.control.reset();
  });

  /** Goes through the palette as far as its review. */
  async function review(): Promise<void> {
    const { quickInput } = editor;
    await editor.runCommand('Thulium: Update Campaign Record…');
    for (const [step, answer] of ['00001', '441'].entries()) {
      await quickInput.shows(`(${step + 1}/4)`);
      await quickInput.answer(answer);
    }
    await quickInput.shows('Don’t Change');
    await quickInput.answer('3');
    await quickInput.shows('PUT /api/crm_outbounds/00001/records/441');
  }

  it('by a wrong password: the form says what to do, and so does the palette', async () => {
    await editor.runCommand('Thulium: Open Update Form');
    const form = await editor.webviewFrame(/^Update Record/);
    await form.locator('main').waitFor({ timeout: patienceMs });
    for (const [id, value] of Object.entries({ campaignId: '00001', customerId: '441', status_id: '3' }))
      await form.locator(`#${id}`).fill(value);
    await form.locator('#send').click();
    await form.locator('#result', { hasText: /HTTP 401[^]*API user/ }).waitFor({ timeout: patienceMs });
    await editor.tidy();

    await review();
    await editor.quickInput.pick('Send');
    const message = await editor.notification(/HTTP 401/);
    assert.match(await message.text(), /Use the credentials of an API user/);
    assert.ok((await message.buttons()).includes('Edit Connection…'));
    const answers = system.control.listRequests().map(({ status }) => status);
    assert.ok(answers.length > 0 && answers.every((status) => status === 401));
    assert.doesNotMatch(editor.outputText('Thulium'), /wr0ng-pass/);
  });

  it('by a password that is gone after a reload: it is asked for again, and the update goes', async () => {
    await editor.reload();
    await editor.runCommand('Thulium: Update Campaign Record…');
    await editor.quickInput.shows('Password for api_user at acme');
    await editor.quickInput.answer(password);
    await editor.quickInput.shows('(1/4)');
    await editor.quickInput.cancel();
    await review();
    await editor.quickInput.pick('Send');
    await editor.notification(/Updated 00001\/441 on acme/);
    assert.equal(writes(system).length, 1);
  });

  it('by a cancel while it is on its way: the result is unknown, and that is said', async () => {
    await review();
    system.control.addFault({ kind: 'latency', milliseconds: 600_000 });
    await editor.quickInput.pick('Send');
    const progress = await editor.notification(/Updating record 00001\/441: sending/);
    await progress.press('Cancel');
    const message = await editor.notification(/No complete response was received/);
    assert.match(await message.text(), /00001\/441[^]*Check the record before you send again/);
    system.control.clearFaults();
    await message.press('Show Record');
    const page = await editor.webviewFrame(/^Record/);
    await page.locator('main', { hasText: '441' }).waitFor({ timeout: patienceMs });
  });
});
