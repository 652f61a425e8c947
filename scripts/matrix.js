import path from 'node:path';
import { out } from './paths.js';

// Photographs every surface in four themes and two languages into out/screenshots/matrix, to be looked at one by one.

const { launchEditor } = await import(path.join(out, 'test', 'ui', 'support', 'editor.js'));
const { demoFolder, ownCommands, ownPages, ownTitles } = await import(
  path.join(out, 'test', 'ui', 'support', 'pages.js')
);
const { chooseTheme, themeNames } = await import(path.join(out, 'test', 'ui', 'support', 'themes.js'));

/** Each language in a window of its own: `THULIUM_MATRIX=pl` takes one of them. */
export async function photographAll() {
  const wanted = process.env['THULIUM_MATRIX']?.split(',') ?? ['en', 'pl'];
  for (const locale of wanted) await photographLanguage(locale);
}

async function photographLanguage(locale) {
  const editor = await launchEditor({ locale, folder: demoFolder });
  const run = ownCommands(editor, locale);
  const title = (key) => ownTitles(locale)[key];
  try {
    await editor.page.setViewportSize({ width: 1500, height: 900 });
    await editor.page.locator('.activitybar [aria-label^="Thulium"]').first().click({ timeout: 120_000 });
    await everyTheme('empty-views', () => undefined);
    await run('command.startSandbox');
    await editor.notification(/127\.0\.0\.1/);
    await everyTheme('simulator', () => undefined);
    await editor.runCommand('Notifications: Clear All Notifications');
    for (const [name, prepare] of Object.entries(surfaces)) await everyTheme(name, prepare);
  } finally {
    await editor.close();
  }

  async function everyTheme(name, prepare) {
    for (const theme of themeNames) {
      await chooseTheme(editor, theme);
      try {
        await prepare({ editor, run, title });
      } catch (error) {
        console.error(`${name}, ${theme}, ${locale}: ${error.message}`);
      }
      const file = `${name}-${locale}-${theme.replace('Default ', '').toLowerCase().replaceAll(' ', '-')}.png`;
      await editor.screenshot(path.join('matrix', file));
      if (await editor.quickInput.widget.isVisible()) await editor.quickInput.cancel();
    }
    await editor.runCommand('View: Close All Editors');
  }
}

/** What to do in a window with a running simulator so that the surface can be photographed. */
const surfaces = {
  'palette-review': async ({ editor, run }) => {
    await run('command.updateRecord');
    for (const [step, answer] of [
      ['(1/4)', '00001'],
      ['(2/4)', '441'],
      ['(3/4)', '3'],
    ]) {
      await editor.quickInput.shows(step);
      await editor.quickInput.answer(answer);
    }
    await editor.quickInput.shows('PUT /api/crm_outbounds/00001/records/441');
  },
  'form-errors': async ({ editor, run }) => {
    const form = await openForm(editor, run);
    await form.locator('#campaignId').fill('1');
    await form.locator('#next_call_date').fill('2026-02-30 10:00');
    await form.locator('#send').click();
    await form.locator('[data-field=campaignId] .problem').first().waitFor();
  },
  'form-list': async ({ editor, run }) => {
    const form = await openForm(editor, run);
    await form.locator('#campaignId').fill('00001');
    await form.locator('#status_id').click();
    await form.getByRole('listbox').getByRole('option').first().waitFor();
  },
  'form-review': async ({ editor, run }) => {
    const form = await openForm(editor, run);
    for (const [name, value] of Object.entries({ campaignId: '00001', customerId: '441', status_id: '9' }))
      await form.locator(`#${name}`).fill(value);
    await form.locator('#compare').click();
    await form.locator('.review').waitFor();
  },
  'form-result': async ({ editor, run }) => {
    const form = await openForm(editor, run);
    const values = { campaignId: '00001', customerId: '442', order: String(Date.now() % 1000) };
    for (const [name, value] of Object.entries(values)) await form.locator(`#${name}`).fill(value);
    await form.locator('#send').click();
    await form.locator('#result').filter({ hasText: '442' }).waitFor();
  },
  ...Object.fromEntries(
    ['record', 'bulk', 'request', 'explain'].map((name) => [name, afterClosing(ownPages[name])]),
  ),
  'request-file': async ({ editor }) => {
    await editor.openFile('first-update.thulium.json');
    await editor.page.locator('.codelens-decoration a').first().waitFor();
  },
  walkthrough: async ({ editor, title }) => {
    await editor.runCommand('View: Close All Editors');
    await editor.runCommand('Welcome: Open Walkthrough...');
    await editor.quickInput.pick(title('walkthrough.title'));
    await editor.page.locator('.getting-started-step.expanded').first().waitFor();
    await (await editor.webviewFrame(/./)).locator('svg').waitFor();
  },
  output: async ({ run, editor }) => {
    await editor.runCommand('View: Close All Editors');
    await run('command.showOutput');
    await editor.page.locator('.output-view .view-line', { hasText: 'PUT' }).first().waitFor();
  },
  testing: async ({ editor }) => {
    await editor.openFile('first-update.thulium.json');
    await editor.runCommand('Testing: Focus on Test Explorer View');
    await editor.page.locator('.test-explorer .monaco-list-row').first().waitFor();
  },
};

function openForm(editor, run) {
  return afterClosing(ownPages.form)({ editor, run });
}

function afterClosing(open) {
  return async ({ editor, run }) => {
    await editor.runCommand('View: Close All Editors');
    return open(editor, run);
  };
}
