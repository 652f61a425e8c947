import { hover, maximise, row, showViews } from './begin.js';
import { use } from './connections.js';

/** The history: an update of each outcome, and what is asked before one is restored. */
export const stories = {
  'in doubt': async (window) => {
    const { editor, picture, system, title } = window;
    await use(window, 'Test');
    await showViews(editor);
    await maximise(editor, title('view.history'));
    await update(window, '442', '3', '4');
    system.control.addFault({ kind: 'latency', milliseconds: 600_000 });
    await update(window, '443', '3');
    const progress = await editor.notification(/00001\/443/);
    await picture('update-progress');
    await editor.outputMatching('Thulium', /GET \S+\/records\/443 → timeout/);
    await progress.press('Cancel');
    await row(editor, window.say('result unknown')).waitFor();
    system.control.clearFaults();
    await picture('update-in-doubt');
  },
  view: async ({ editor, picture, title }) => {
    await showViews(editor);
    await maximise(editor, title('view.history'));
    await picture('history', hover(editor, row(editor, '00001/443')));
    await row(editor, '00001/442').click({ button: 'right' });
    await editor.page.locator('.monaco-menu').waitFor();
    await picture('history-menu');
  },
  'before and after': async ({ editor, picture }) => {
    await row(editor, '00001/442').click();
    await editor.page.locator('.modified-in-monaco-diff-editor .view-line').first().waitFor();
    await picture('history-before-after');
  },
  picker: async ({ editor, picture, run }) => {
    await run('command.restoreUpdate');
    await editor.quickInput.shows('00001/442');
    await picture('restore-picker');
    await editor.quickInput.pick('00001/442');
    await editor.dialog(/00001\/442/);
    await picture('restore-dialog');
  },
  'changed since': async ({ editor, picture, run, system }) => {
    system.control.setRecord('00001', '442', { last_note: 'Agent was here' });
    await run('command.restoreUpdate');
    await editor.quickInput.shows('00001/442');
    await editor.quickInput.pick('00001/442');
    await editor.dialog(/00001\/442/);
    await picture('restore-conflict');
  },
};

async function update({ editor, run, say }, customerId, ...statuses) {
  for (const status of statuses) {
    await run('command.updateRecord');
    for (const [index, answer] of ['00001', customerId, status].entries()) {
      await editor.quickInput.shows(`(${index + 1}/4)`);
      await editor.quickInput.answer(answer);
    }
    await editor.quickInput.shows('PUT /api/');
    await editor.quickInput.pick(say('Send'));
    if (statuses.length > 1) await editor.notification(new RegExp(`00001/${customerId}`));
  }
}
