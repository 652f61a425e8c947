import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { missingEditor } from '../../support/editor/installed.js';
import { launchEditor, type Editor } from '../support/editor.js';
import { until } from '../../support/until.js';

const vsix = process.env.THULIUM_TEST_VSIX ?? '';

for (const which of ['newest', 'floor'] as const)
  (missingEditor(which) === undefined ? describe : describe.skip)(
    `the packaged extension in the ${which} editor`,
    () => {
      let editor: Editor;

      before(async () => {
        assert.ok(vsix, 'THULIUM_TEST_VSIX names the file');
        editor = await launchEditor({ which, extensionPaths: { vsix }, allBuiltIn: true });
      });
      after(() => editor.close());

      it('starts the simulator, which a program of the user’s own can then reach', async () => {
        await editor.runCommand('Thulium Simulator: Start Local Simulator');
        const message = await editor.notification('http://127.0.0.1:');
        await message.press('Copy as .env');
        const copied = await until('the copied address', () => readClipboard(editor));
        const env = new Map(
          copied.split('\n').map((line) => [line.split('=')[0], line.slice(line.indexOf('=') + 1)]),
        );
        const user = `${env.get('THULIUM_USER') ?? ''}:${env.get('THULIUM_PASSWORD') ?? ''}`;
        const reply = await fetch(`${env.get('THULIUM_URL') ?? ''}/api/crm_outbounds/00001/records/441`, {
          headers: { Authorization: `Basic ${Buffer.from(user).toString('base64')}` },
        });
        assert.equal(reply.status, 200);
      });

      it('opens the update form', async () => {
        await editor.runCommand('Thulium: Open Update Form');
        const form = await editor.webviewFrame(/./);
        await form.locator('button').first().waitFor();
      });
    },
  );

async function readClipboard(editor: Editor): Promise<string | undefined> {
  const text = await editor.page.evaluate(() => navigator.clipboard.readText());
  return text.includes('THULIUM_URL=') ? text : undefined;
}
