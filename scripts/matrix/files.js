import path from 'node:path';
import { out } from '../paths.js';
import { use } from './connections.js';

const { codeEditor } = await import(path.join(out, 'test', 'ui', 'support', 'codeEditor.js'));
const { chooseFromMenu } = await import(path.join(out, 'test', 'ui', 'support', 'menu.js'));

const ids = '"campaignId": "00001", "customerId": "441"';
const file = (...updates) => `{\n  "updates": [\n    ${updates.join(',\n    ')}\n  ]\n}\n`;
const broken = file(
  '{ "campaignId": "§1", "customerId": "44 1", "fields": { "order": "x" } }',
  `{ ${ids}, "fields": { "next_call_date": "24.05.2018 12:24", "status_ID": "3" } }`,
  `{ ${ids}, "fields": { "status_id": "5" }, "host": "evil.com" }`,
  `{ ${ids}, "fields": {} }`,
);

/** Request files: what the editor says about them, and their tests. */
export const stories = {
  lenses: async (window) => {
    await use(window, 'Test');
    await window.editor.openFile('first-update.thulium.json');
    await window.editor.page.locator('.codelens-decoration a').first().waitFor();
    await window.picture('request-file');
  },
  problems: async ({ editor, picture, say }) => {
    const code = codeEditor(editor);
    await code.open('bledy.thulium.json', broken);
    await code.problems(/order-shape/);
    await picture('file-problems');
    await editor.runCommand('View: Hide Panel');
    await code.goTo('bledy.thulium.json', '1", "customerId": "44 1"');
    await code.quickFixes(say('Change to “{0}”').replace('{0}', '00001'));
    await picture('file-quick-fix');
    await editor.page.keyboard.press('Escape');
    await code.goTo('bledy.thulium.json', '24.05.2018');
    await code.hover(/2018/);
    await picture('file-problem-hover');
  },
  completions: async ({ editor, picture }) => {
    const code = codeEditor(editor);
    await code.open('klucze.thulium.json', file(`{ ${ids}, "fields": { "§" } }`));
    await code.suggestions('status_id');
    await editor.page.keyboard.press('Control+Space');
    await picture('file-keys');
    await editor.page.keyboard.press('Escape');
    await code.open('wartosci.thulium.json', file(`{ ${ids}, "fields": { "status_id": "§" } }`));
    await code.suggestions('3');
    await picture('file-values');
    await editor.page.keyboard.press('Escape');
  },
  hover: async ({ editor, picture }) => {
    const code = codeEditor(editor);
    await code.open(
      'opis.thulium.json',
      file(`{ ${ids}, "fields": { "status_id": "5" } }`).replace('"status_id', '"st§atus_id'),
    );
    await code.hover(/status/i);
    await picture('file-hover-key');
    await editor.page.keyboard.press('Escape');
    await code.goTo('opis.thulium.json', '5" }');
    await code.hover(/\p{L}/u);
    await picture('file-hover-value');
  },
  tests: async ({ editor, picture }) => {
    const { page } = editor;
    const update = { campaignId: '00001', customerId: '441', fields: { status_id: '3' } };
    const updates = [
      { ...update, name: 'Jest spełniony', expect: { outcome: 'updated', record: { status_id: '3' } } },
      { ...update, name: 'Nie jest spełniony', expect: { outcome: 'failed', errorCode: 'rejected' } },
    ];
    await codeEditor(editor).open('testy.thulium.json', JSON.stringify({ updates }, undefined, 2));
    await editor.runCommand('Testing: Focus on Test Explorer View');
    await editor.runCommand('Test: Run Tests in Current File');
    const failed = page.locator('.test-explorer .codicon-testing-failed-icon').first();
    await failed.waitFor();
    await picture('tests-results');
    await editor.runCommand('View: Hide Panel');
    await page.locator('.test-error-content-widget').first().click();
    await page.locator('.peekview-widget').first().waitFor();
    await picture('tests-peek');
    await page.keyboard.press('Escape');
  },
  'tests on production': async (window) => {
    const { editor, picture, say } = window;
    const update = { campaignId: '00001', customerId: '441', fields: { status_id: '3' }, expect: {} };
    const content = { connection: 'Firma', updates: [update] };
    await codeEditor(editor).open('produkcja.thulium.json', JSON.stringify(content, undefined, 2));
    await editor.runCommand('Testing: Focus on Test Explorer View');
    const item = editor.page.locator('.test-explorer .monaco-list-row', {
      hasText: 'produkcja.thulium.json',
    });
    await chooseFromMenu(item, 'Execute Using Profile', editor.quickInput.widget);
    await editor.quickInput.shows(say('Run on the File’s Connection'));
    await picture('tests-profiles');
    await editor.quickInput.pick(say('Run on the File’s Connection'));
    await editor.dialog(/Firma/);
    await picture('tests-production');
  },
};
