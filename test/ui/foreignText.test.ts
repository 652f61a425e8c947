import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { choose, startFaultServer, status, type FaultServer } from '../support/faultServer/index.js';
import { puts, record, statuses } from '../support/documentedSystem.js';
import { launchEditor, type Editor } from './support/editor.js';
import { chooseFromMenu } from './support/menu.js';
import { addConnection } from './support/system.js';

const link = '[see the errors](command:workbench.action.toggleSidebarVisibility)';

/** Text of each kind that a server writes, as an attacker would. */
const hostile = {
  error: `Request refused: ${link} or [read more](COMMAND:workbench.action.quit)`,
  customer: `Anna\n\nStatus: 5 → 7\n\u202e7${link}`,
  status: `$(trash) Contact\u200b needed ${link}`,
};

describe('text that a server wrote', () => {
  let editor: Editor;
  let server: FaultServer;

  before(async () => {
    server = await startFaultServer();
    server.script(
      choose(({ method, target }) => {
        if (method === 'PUT') return status(422, { errors: [{ message: hostile.error, code: 1 }] });
        if (target.endsWith('/statuses')) {
          return status(200, [{ ...statuses[0], name: hostile.status }, ...statuses.slice(1)]);
        }
        return status(200, { ...record, customer_name: hostile.customer });
      }),
    );
    editor = await launchEditor();
    await addConnection(editor, { url: server.url, name: 'acme $(beaker)', use: 'Production' });
  });

  after(async () => {
    await editor.close();
    await server.close();
  });

  afterEach(() => editor.tidy());

  it('is read as it is written in a row of the review, and is no link in a notification', async () => {
    const { quickInput } = editor;
    await editor.runCommand('Thulium: Update Campaign Record…');
    for (const [step, answer] of ['00001', '441', '3'].entries()) {
      await quickInput.shows(`(${step + 1}/4)`);
      await quickInput.answer(answer);
    }
    await quickInput.shows('PUT /api/crm_outbounds/00001/records/441');
    const text = await quickInput.widget.innerText();
    assert.match(text, /Anna\\u000a\\u000aStatus/);
    assert.match(text, /\$\(trash\) Contact\\u200b needed/);
    assert.equal(await quickInput.widget.locator('.codicon-trash').count(), 0);
    await editor.look('text/review.png');
    await quickInput.pick('Send to Production');
    const message = await editor.notification(/HTTP 422/);
    await editor.look('text/notification.png');
    assert.match(await message.text(), /see the errors/);
    assert.equal(await message.locator.locator('.notification-list-item-message a').count(), 0);
    assert.equal(puts(server).length, 1);
  });

  it('is one line a field in a modal, after what changes', async () => {
    await editor.page.locator('.activitybar .action-label[aria-label^="Thulium"]').first().click();
    const row = editor.page.locator('.pane', { hasText: 'History' }).getByRole('treeitem').first();
    const modal = editor.page.locator('.monaco-dialog-box');
    await chooseFromMenu(row, 'Send Again', modal);
    const text = await modal.innerText();
    await editor.look('text/modal.png');
    const lines = text.split('\n').filter((each) => each.trim() !== '');
    const at = (part: string): number => lines.findIndex((each) => each.includes(part));
    assert.ok(at('→') >= 0 && at('→') < at('Customer: '), text);
    assert.equal(lines.filter((each) => each.trim().startsWith('Status:')).length, 1, text);
    assert.match(text, /\\u000a\\u000aStatus/);
    assert.match(text, /\\u202e7/);
    assert.equal(await modal.locator('a[href^="command"]').count(), 0);
    await editor.page.keyboard.press('Escape');
  });
});
