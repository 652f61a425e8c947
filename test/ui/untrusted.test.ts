import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { codeEditor } from './support/codeEditor.js';
import { launchEditor, type Editor } from './support/editor.js';

describe('a request file in a workspace that is not trusted', () => {
  let editor: Editor;

  before(async () => {
    editor = await launchEditor({ trust: false });
  });

  after(() => editor.close());

  it('is inert, and wakes when the workspace is trusted', async () => {
    const { page } = editor;
    const code = codeEditor(editor);
    const lenses = page.locator('.codelens-decoration a');
    const errors = page.locator('.squiggly-error');
    const updates = [{ campaignId: '1', customerId: '441', fields: {}, expect: {} }];
    await code.open('inert.thulium.json', JSON.stringify({ updates }, undefined, 2));

    // The extension itself works: this command's answer shows that it has been activated.
    await editor.runCommand('Thulium: Switch Connection…');
    await editor.notification(/No connections yet/);
    await editor.clearMessages();
    assert.deepEqual(await Promise.all([lenses.count(), errors.count()]), [0, 0]);
    const commands = await editor.paletteLabels('Thulium: ');
    assert.ok(commands.length > 3);
    assert.deepEqual(
      commands.filter((label) => /Send|Preview/.test(label)),
      [],
    );

    await editor.runCommand('Workspaces: Manage Workspace Trust');
    await page.locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ }).click();
    await editor.runCommand('View: Close Editor');
    await lenses.first().waitFor();
    await errors.first().waitFor();
    await code.problems(/campaign-id-zeros-lost/);
  });
});
