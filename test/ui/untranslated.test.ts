import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { after, afterEach, before, describe, it } from 'mocha';
import { codeEditor } from './support/codeEditor.js';
import { launchEditor, type Editor } from './support/editor.js';
import { pseudoExtension, pseudoLocale, type PseudoExtension } from './support/pseudo.js';
import { patienceMs, until } from '../support/until.js';
import { plain, visibleTexts } from './support/visibleWords.js';

describe('with every word of ours in accented letters, a plain one on the screen is one nobody translates', () => {
  let extension: PseudoExtension;
  let editor: Editor;

  before(async () => {
    extension = pseudoExtension();
    editor = await launchEditor({ locale: pseudoLocale, extensionPaths: [extension.folder] });
    await editor.page
      .locator('.activitybar [aria-label^="Thulium"]')
      .first()
      .click({ timeout: patienceMs * 2 });
  });
  after(async () => {
    await editor.close();
    extension.remove();
  });
  afterEach(() => editor.tidy());

  const run = (key: string, category = 'Thulium'): Promise<void> =>
    editor.runCommand(`${category}: ${extension.manifestWord(key)}`);
  const allTranslated = async (...elements: Locator[]): Promise<void> => {
    for (const element of elements) assert.deepEqual(plain(await visibleTexts(element)), []);
  };
  const rows = (): Locator =>
    editor.quickInput.widget.locator('.quick-input-list-row:first-child .label-name, .quick-input-title');
  const step = async (of: string): Promise<void> => {
    await editor.quickInput.shows(of);
    await allTranslated(
      rows(),
      editor.quickInput.input,
      editor.quickInput.widget.locator('.quick-input-message'),
    );
  };

  it('in the palette and in empty views', async () => {
    const labels = await editor.paletteLabels('Thulium: ');
    // “Focus on … View” is the editor's own sentence.
    assert.deepEqual(plain(labels.filter((label) => !label.startsWith('Thulium: Focus on'))), []);
    const views = editor.page.locator('.sidebar .pane');
    assert.ok((await views.count()) >= 2);
    await allTranslated(
      views.locator('.welcome-view-content p, .welcome-view-content .monaco-button, .pane-header .title'),
    );
  });

  it('in the message of the simulator, whose data are then given names without letters', async () => {
    await run('command.startSimulator', 'Thulium Simulator');
    const toast = editor.page.locator('.notifications-toasts .notification-list-item').first();
    await toast.waitFor();
    await allTranslated(
      toast.locator('.notification-list-item-message, .notification-list-item-buttons-container'),
    );
    await toast.locator('.monaco-button').first().click();
    await takeLettersAway(editor);
  });

  it('in the steps of an update, its review and its message', async () => {
    await run('command.updateRecord');
    await step('(1/4)');
    await editor.quickInput.answer('00001');
    await step('(2/4)');
    await editor.quickInput.answer('441');
    await step('(3/4)');
    await editor.quickInput.answer('5');
    await step('(4/');
    await editor.quickInput.accept();
    await step('(5/');
    await editor.quickInput.fill('2026-02-30 10:00');
    await until('the refusal', async () => (await visibleTexts(rows())).join().includes('2026-02-30 10:00'));
    await allTranslated(rows());
    await editor.quickInput.answer('2028-02-29 10:00');
    await step('PUT /api/crm_outbounds/00001/records/441');
    await editor.quickInput.accept();
    const toast = editor.page.locator('.notifications-toasts .notification-list-item', {
      hasText: 'HTTP 20',
    });
    await toast.waitFor();
    await allTranslated(toast.locator('.notification-list-item-message'));
  });

  it('above the updates of a request file, and in the name of its language', async () => {
    const updates = [{ campaignId: '00001', customerId: '441', fields: { order: '1' } }];
    await codeEditor(editor).open('words.thulium.json', JSON.stringify({ updates }));
    const lenses = editor.page.locator('.codelens-decoration a');
    await lenses.first().waitFor();
    const language = editor.page.locator('[id="status.editor.mode"]');
    assert.deepEqual(plain([...(await lenses.allInnerTexts()), await language.innerText()]), []);
  });

  it('in the form, its errors and its result', async () => {
    await run('command.openUpdateForm');
    const form: FrameLocator = await editor.webviewFrame(/./);
    await form.locator('main').waitFor();
    await allTranslated(form.locator('body'));
    await form.locator('#campaignId').fill('1');
    await form.locator('#next_call_date').fill('2026-02-30 10:00');
    await form.locator('#send').click();
    await form.locator('[data-field=campaignId] .problems').filter({ hasText: /\S/ }).waitFor();
    await allTranslated(form.locator('body'));
    await form.locator('#next_call_date').fill('');
    await form.locator('#campaignId').fill('00001');
    await form.locator('#customerId').fill('441');
    await form.locator('#order').fill('7');
    await form.locator('#request').filter({ hasText: 'PUT' }).waitFor();
    await form.locator('#send').click();
    await form.locator('#result').filter({ hasText: '441' }).waitFor();
    await allTranslated(form.locator('body'));
  });
});

/** Gives everything that the simulator invented a name without letters, so that data are not taken for words. */
async function takeLettersAway(editor: Editor): Promise<void> {
  const copied = await until('the copied address', async () => {
    const text = await editor.page.evaluate(() => navigator.clipboard.readText());
    return text.includes('THULIUM_URL=') && text;
  });
  const value = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(copied)?.[1] ?? '';
  const headers = {
    Authorization: `Basic ${Buffer.from(`${value('THULIUM_USER')}:${value('THULIUM_PASSWORD')}`).toString('base64')}`,
    'Content-Type': 'application/json',
  };
  const address = `${value('THULIUM_URL')}/__simulator/seed`;
  const seed = await (await fetch(address, { headers })).text();
  const shapes = /"(name|surname|name_pl|login|agent_login|email|last_note)":"(?:[^"\\]|\\.)*"/g;
  let number = 0;
  const body = seed.replaceAll(shapes, (_whole, key: string) => `"${key}":"${String((number += 1))}"`);
  const reply = await fetch(address, { method: 'PUT', headers, body });
  assert.ok(reply.ok, await reply.text());
}
