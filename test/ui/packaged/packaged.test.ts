import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { launchEditor, type Editor } from '../support/editor.js';

const vsix = process.env.THULIUM_TEST_VSIX ?? '';

for (const which of ['newest', 'floor'] as const)
  describe(`the packaged extension in the ${which} editor`, () => {
    let editor: Editor;

    before(async () => {
      assert.ok(vsix, 'THULIUM_TEST_VSIX names the file');
      editor = await launchEditor({ which, extensionPaths: { vsix } });
    });
    after(() => editor.close());

    it('starts the simulator, says where it runs and makes it the active connection', async () => {
      await editor.runCommand('Thulium: Start Local Simulator');
      const message = await editor.notification('http://127.0.0.1:');
      assert.deepEqual(await message.buttons(), ['Copy as .env']);
      await message.press('Copy as .env');
    });

    it('opens the update form', async () => {
      await editor.runCommand('Thulium: Open Update Form');
      const form = await editor.webviewFrame(/./);
      await form.locator('vscode-button, button').first().waitFor();
    });
  });
