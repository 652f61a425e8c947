const put = 'PUT /api/crm_outbounds/00001/records/';

/** Updating a record from the palette, on the simulator. */
export const stories = {
  campaigns: async (window) => {
    await update(window);
    await window.editor.quickInput.shows('00001');
    await window.picture('palette-campaigns');
  },
  'customer-search': async (window) => {
    const { editor, picture, say, system } = window;
    const { quickInput } = editor;
    await update(window);
    await quickInput.pick(say('Search for a Customer First…'));
    await quickInput.shows(say('Find the customer by'));
    await picture('palette-search-1-key');
    await quickInput.pick(say('Phone number'));
    await quickInput.message(/\p{L}/u);
    await quickInput.accept();
    await quickInput.message(new RegExp(say('Enter a search term')));
    await picture('palette-search-2-value');
    await quickInput.answer('111');
    await quickInput.shows(say('No customer found.'));
    await picture('palette-search-3-none');
    await quickInput.back();
    await quickInput.message(/\p{L}/u);
    const [record] = system.control.listRecords({ campaignId: '00001', customerId: '441' });
    await quickInput.answer(record.phone_number);
    await quickInput.shows('441');
    await picture('palette-search-3-found');
    await quickInput.pick('441');
    await quickInput.shows('00001');
    await picture('palette-search-4-campaigns');
  },
  records: async (window) => {
    await update(window, '00001');
    await window.editor.quickInput.shows('102');
    await window.picture('palette-records');
    await window.editor.quickInput.fill(window.say('Filter Records by Status…').slice(0, 12));
    await window.editor.quickInput.pick(window.say('Filter Records by Status…'));
    await window.editor.quickInput.shows('TO_CALL');
    await window.picture('palette-filter');
  },
  statuses: async (window) => {
    await update(window, '00001', '441');
    await window.editor.quickInput.shows('status_id 3');
    await window.picture('palette-statuses');
    await window.editor.quickInput.fill('5x');
    await window.editor.quickInput.widget.locator('.codicon-error').waitFor();
    await window.picture('palette-status-error');
  },
  required: async (window) => {
    const { quickInput } = window.editor;
    await update(window, '00001', '441', '5');
    await quickInput.shows('j.doe');
    await window.picture('palette-agents');
    await quickInput.answer('j.doe');
    await quickInput.shows('(5/6)');
    await window.picture('palette-date');
    await quickInput.fill('2026-02-30 10:00');
    await quickInput.widget.locator('.codicon-error').waitFor();
    await window.picture('palette-date-error');
  },
  review: async (window) => {
    const { editor, picture, say } = window;
    await update(window, '00001', '443', '3');
    await editor.quickInput.shows(`${put}443`);
    await picture('palette-review');
    await editor.quickInput.pick(say('Send'));
    await editor.notification(say('Updated {0} on {1}').replace('{0}', '00001/443').split('{1}')[0]);
    await picture('palette-updated');
  },
  refused: async (window) => {
    const { editor, picture, say } = window;
    await update(window, '00001', '99999999', '3');
    await editor.quickInput.shows(`${put}99999999`);
    await picture('palette-review-unknown');
    await editor.quickInput.pick(say('Send'));
    await editor.notification(/HTTP 404/);
    await picture('palette-refused');
  },
};

async function update({ editor, run }, ...answers) {
  await run('command.updateRecord');
  for (const [index, answer] of answers.entries()) {
    await editor.quickInput.shows(`(${index + 1}/`);
    await editor.quickInput.answer(answer);
  }
  await editor.quickInput.shows(`(${answers.length + 1}/`);
}
