import path from 'node:path';
import { out } from '../paths.js';

const { ownPages } = await import(path.join(out, 'test', 'ui', 'support', 'pages.js'));

const open = (name) => async (window) => {
  await ownPages[name](window.editor, window.run);
  await window.picture(name);
};

/** The pages, each with something on it. */
export const stories = {
  form: open('form'),
  'form-errors': async (window) => {
    const form = await fillForm(window, { campaignId: '1', next_call_date: '2026-02-30 10:00' });
    await form.locator('#send').click();
    await form.locator('[data-field=campaignId] .problem').first().waitFor();
    await window.picture('form-errors');
  },
  'form-list': async (window) => {
    const form = await fillForm(window, { campaignId: '00001' });
    await form.locator('#status_id').click();
    await form.getByRole('listbox').getByRole('option').first().waitFor();
    await window.picture('form-list');
  },
  'form-review': async (window) => {
    const form = await fillForm(window, { campaignId: '00001', customerId: '441', status_id: '9' });
    await form.locator('#compare').click();
    await form.locator('.review').waitFor();
    await window.picture('form-review');
  },
  'form-result': async (window) => {
    const form = await fillForm(window, { campaignId: '00001', customerId: '442', order: '7' });
    await form.locator('#send').click();
    await form.locator('#result').filter({ hasText: '442' }).waitFor();
    await window.picture('form-result');
  },
  record: open('record'),
  bulk: open('bulk'),
  request: open('request'),
  explain: open('explain'),
  walkthrough: async ({ editor, title, picture }) => {
    await editor.runCommand('Welcome: Open Walkthrough...');
    await editor.quickInput.pick(title('walkthrough.title'));
    await editor.page.locator('.getting-started-step.expanded').first().waitFor();
    await (await editor.webviewFrame(/./)).locator('svg').waitFor();
    await picture('walkthrough');
  },
  output: async ({ editor, run, picture }) => {
    await run('command.showOutput');
    await editor.page.locator('.output-view .view-line', { hasText: 'PUT' }).first().waitFor();
    await picture('output');
  },
  settings: async ({ editor, picture }) => {
    const { page } = editor;
    await editor.runCommand('Preferences: Open Settings (UI)');
    const box = page.locator('.settings-editor .search-container .view-line');
    await box.click();
    await page.keyboard.type('@ext:thulium-campaign-records.thulium-campaign-records');
    await page
      .locator('.settings-editor .setting-item-contents', { hasText: 'Concurrency' })
      .first()
      .waitFor();
    await picture('settings-1');
    await page.locator('.settings-editor .settings-tree-container .monaco-list').hover();
    await page.mouse.wheel(0, 650);
    await picture('settings-2');
    for (let turn = 0; turn < 8; turn++) await page.mouse.wheel(0, 500);
    await picture('settings-3');
  },
};

async function fillForm({ editor, run }, values) {
  const form = await ownPages.form(editor, run);
  for (const [name, value] of Object.entries(values)) await form.locator(`#${name}`).fill(value);
  return form;
}
