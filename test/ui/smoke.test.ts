import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { after, before, describe, it } from 'mocha';
import { launchEditor, type Editor } from './support/editor.js';

describe('an editor’s window', () => {
  let editor: Editor;

  before(async () => {
    editor = await launchEditor();
  });
  after(() => editor.close());

  it('lists the extension’s commands in the palette and can be photographed', async () => {
    const labels = await editor.paletteLabels('Thulium: Show');
    assert.ok(labels.includes('Thulium: Show Output'), labels.join('\n'));
    const picture = await editor.screenshot('smoke.png');
    assert.ok(statSync(picture).size > 10_000);
  });
});
