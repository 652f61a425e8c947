import path from 'node:path';
import { out } from '../paths.js';
import { hover, maximise, row, showViews } from './begin.js';
import { use } from './connections.js';

const { codeEditor } = await import(path.join(out, 'test', 'ui', 'support', 'codeEditor.js'));

const header = 'campaign_id;customer_id;status_id;next_call_date';

/** Bulk updates that end in every way, and what is then offered. */
export const stories = {
  completed: async (window) => {
    await use(window, 'Test');
    const page = await plan(window, 'zrobione.csv', rows(441, 5));
    await page.locator('#send').click();
    await page.locator('#outcome').waitFor();
    await window.picture('bulk-completed');
  },
  problems: async (window) => {
    const bad = [
      '00001;441;3;2026-02-30 10:00',
      '1;442;3;',
      '00001;99999999;3;',
      '00001;443;6;',
      '00001;44 4;3;',
    ];
    await plan(window, 'bledne.csv', [...bad, ...rows(445, 1)]);
    await window.picture('bulk-problems');
  },
  'failed rows': async (window) => {
    const { control } = window.system;
    const page = await plan(window, 'nieudane.csv', rows(350, 40));
    control.addFault({ kind: 'status', status: 400, count: 5 });
    control.addFault({ kind: 'status', status: 503, count: 4 });
    await page.locator('#send').click();
    await page.locator('#outcome').waitFor();
    control.clearFaults();
    await window.picture('bulk-failed');
    await window.editor.clearMessages();
    await page.locator('#outcome-retry').click();
    await window.editor.notification(/nieudane\.csv: /);
    await window.picture('bulk-retried');
  },
  paused: async (window) => {
    const page = await plan(window, 'przerwane.csv', rows(101, 300));
    await page.locator('#send').click();
    await page.locator('#pause').click();
    await page.locator('#run-text', { hasText: /pau|wstrzym/i }).waitFor();
    await showViews(window.editor);
    await window.picture('bulk-paused');
    window.system.control.addFault({ kind: 'status', status: 401, count: 9 });
    await page.locator('#pause').click();
    await page.locator('#outcome-resume').waitFor();
    window.system.control.clearFaults();
    await window.picture('bulk-stopped');
  },
  view: async ({ editor, picture, title }) => {
    await showViews(editor);
    await maximise(editor, title('view.bulkRuns'));
    await picture('bulk-runs', hover(editor, row(editor, 'nieudane.csv')));
    await row(editor, 'nieudane.csv').click({ button: 'right' });
    await editor.page.locator('.monaco-menu').waitFor();
    await picture('bulk-runs-menu');
  },
  pickers: async ({ editor, picture, run }) => {
    for (const command of ['resumeBulkUpdate', 'retryFailedRows', 'restoreBulkUpdate']) {
      await run(`command.${command}`);
      await editor.quickInput.shows('.csv');
      await picture(`bulk-picker-${command}`);
      if (command !== 'restoreBulkUpdate') await editor.quickInput.cancel();
    }
    await editor.quickInput.pick('zrobione.csv');
    await editor.dialog(/Test/);
    await picture('bulk-restore');
  },
  'delete old': async ({ editor, picture, run }) => {
    await run('command.bulkRuns.deleteOld');
    await editor.quickInput.accept();
    await editor.dialog(/./);
    await picture('bulk-delete');
  },
  production: async (window) => {
    await use(window, 'Firma');
    const page = await plan(window, 'produkcja.csv', rows(441, 5));
    await page.locator('#send').click();
    await window.editor.quickInput.shows('Firma');
    await window.picture('bulk-production');
    await window.editor.quickInput.fill('6');
    await window.editor.quickInput.widget.locator('.monaco-inputbox.error').waitFor();
    await window.picture('bulk-production-error');
  },
};

function rows(first, count) {
  return Array.from({ length: count }, (_, index) => `00001;${first + index};3;`);
}

/** Opens the page of a new file and waits for its plan. */
async function plan({ editor, run }, name, lines) {
  await codeEditor(editor).open(name, [header, ...lines, ''].join('\r\n'));
  await run('command.bulkUpdate');
  const page = await editor.webviewFrame(/./);
  await page.locator('#send:not([aria-disabled="true"])').waitFor();
  return page;
}
