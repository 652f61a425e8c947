import { use } from './connections.js';

const record = { campaignId: '00001', customerId: '441' };

/** What asks before a record of a production system is changed. */
export const stories = {
  palette: async (window) => {
    const { editor, picture, run } = window;
    await use(window, 'Firma');
    await run('command.updateRecord');
    for (const [index, answer] of ['00001', '441', '4'].entries()) {
      await editor.quickInput.shows(`(${index + 1}/4)`);
      await editor.quickInput.answer(answer);
    }
    await editor.quickInput.shows('PUT /api/');
    await picture('production-review');
  },
  form: async (window) => {
    const { editor, picture, run } = window;
    await run('command.openUpdateForm');
    const form = await editor.webviewFrame(/./);
    for (const [name, value] of Object.entries({ ...record, status_id: '4' }))
      await form.locator(`#${name}`).fill(value);
    await form.locator('#send').click();
    await form.locator('.review').waitFor();
    await picture('production-form');
  },
  file: async ({ editor, picture, run }) => {
    await editor.openFile('first-update.thulium.json');
    await editor.page.locator('.view-line', { hasText: '"customerId": "441"' }).first().click();
    await run('command.sendRequestFileUpdate');
    await editor.dialog(/00001\/441/);
    await picture('production-modal');
  },
  // Only a language model calls a tool; the companion stands in for it. The editor asks first, then our own modal.
  assistant: async ({ companion, editor, picture, say }) => {
    companion.callTool('thulium_update_record', {
      ...record,
      connection: 'Firma',
      fields: { status_id: '4' },
    });
    const approval = await editor.dialog(/00001\/441/);
    await picture('assistant-approval');
    await approval.press('Yes');
    await editor.page.locator('.monaco-dialog-box', { hasText: say('Send to Production') }).waitFor();
    await picture('assistant-modal');
  },
};
