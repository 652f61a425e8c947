import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { launchEditor, type Editor } from './support/editor.js';
import { sees } from './support/webview.js';

/** Opens a form and returns its document. */
async function openForm(editor: Editor): Promise<FrameLocator> {
  await editor.runCommand('Thulium: Open Update Form');
  return formOf(editor, /^Update Record$/);
}

async function formOf(editor: Editor, title: string | RegExp = /^Update Record/): Promise<FrameLocator> {
  const form = await editor.webviewFrame(title);
  await form.locator('main').waitFor();
  return form;
}

async function fill(form: FrameLocator, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await form.locator(`#${name}`).fill(value);
}

/** Chooses the first customer whom the simulator offers, and returns the id. */
async function chooseCustomer(form: FrameLocator): Promise<string> {
  await form.locator('#customerId').click();
  await form.getByRole('listbox').getByRole('option').first().click();
  return form.locator('#customerId').inputValue();
}

describe('the update form in the editor', () => {
  let editor: Editor;

  before(async () => {
    editor = await launchEditor();
    // Without a connection the form invites to start the simulator, and is about it as soon as it runs.
    const form = await openForm(editor);
    await sees(form, '.connection', /No connection is active/);
    await form.getByRole('button', { name: 'Start Local Simulator' }).click();
    await sees(form, '.connection', /127\.0\.0\.1/);
    await editor.tidy();
  });

  after(() => editor.close());

  afterEach(() => editor.tidy());

  it('fills in from live lists, previews the request, sends it and reads it back', async () => {
    const form = await openForm(editor);
    await form.locator('#campaignId').click();
    await form.getByRole('listbox').getByRole('option', { name: '00001' }).click();
    const customer = await chooseCustomer(form);
    await form.locator('#status_id').click();
    await form.getByRole('listbox').getByRole('option', { name: 'My record' }).click();
    await sees(form, '[data-field=agent_login] label', /required/);
    await fill(form, { agent_login: 'j.doe' });
    await form.getByRole('button', { name: 'Tomorrow at 9:00' }).click();
    const request = await sees(form, '#request', /PUT http/);
    assert.match(request, new RegExp(`/api/crm_outbounds/00001/records/${customer}\\n`));
    assert.match(request, /authorization: Basic •••/i);
    await form.locator('#next_call_date').press('Control+Enter');
    await sees(form, '#result', /Updated customer \d+[^]*matches what was sent/);
    await editor.outputMatching(
      'Thulium',
      new RegExp(`PUT /api/crm_outbounds/00001/records/${customer} → 2\\d\\d`),
    );
  });

  it('shows what the API refused, with its request id', async () => {
    const form = await openForm(editor);
    await fill(form, { campaignId: '00001', customerId: '99999999999999999999', status_id: '3' });
    await form.locator('#send').click();
    await sees(form, '#result', /wasn’t updated[^]*request_id/);
  });

  it('cancels during the review, and nothing is sent', async () => {
    const form = await openForm(editor);
    await fill(form, { campaignId: '00001' });
    await chooseCustomer(form);
    await fill(form, { status_id: '3' });
    await form.locator('#compare').click();
    await sees(form, '.review', /Before sending/);
    await form.locator('#cancel').click();
    await sees(form, '#result', /Nothing was sent/);
  });

  it('does not serve forged messages, and lives on', async () => {
    const form = await openForm(editor);
    // The page's own channel to the host is out of reach: a message from outside goes to the page alone.
    await form.locator('main').evaluate(() => {
      for (const message of [
        { type: 'result', id: 0, value: {} },
        { type: 'notice', name: 'connection', params: { id: 'evil', url: 'https://evil.example' } },
        { type: 'command', command: 'workbench.action.quit' },
        'x'.repeat(1_000_000),
      ]) {
        window.postMessage(message, '*');
      }
    });
    await fill(form, { campaignId: '00001', customerId: '441', status_id: '3' });
    await sees(form, '#request', /PUT http:\/\/127/);
    assert.doesNotMatch(await form.locator('main').innerText(), /evil/);
  });

  it('keeps two forms apart', async () => {
    const first = await openForm(editor);
    await fill(first, { campaignId: '00001', customerId: '441', order: '1' });
    await formOf(editor, /^Update Record 441/);
    // The second lies on top of the first, so only one is visible until it is moved away.
    const second = await openForm(editor);
    await fill(second, { campaignId: '00002', customerId: '442', order: '2' });
    await formOf(editor, /^Update Record 442/);
    await editor.runCommand('View: Move Editor into Next Group');
    for (const [customer, campaign, order] of [
      ['441', '00001', '1'],
      ['442', '00002', '2'],
    ] as const) {
      const form = await formOf(editor, new RegExp(`^Update Record ${customer}`));
      await sees(form, '#request', new RegExp(`${campaign}/records/${customer}[^]*"order":"${order}"`));
    }
  });

  it('is there again after a window reload, half filled as it was', async () => {
    const form = await openForm(editor);
    await fill(form, {
      campaignId: '00001',
      customerId: '44',
      agent_login: 'ż.ółć',
      next_call_date: '2027-01',
    });
    await formOf(editor, /^Update Record 44/);
    await Promise.all([editor.page.waitForEvent('load'), editor.runCommand('Developer: Reload Window')]);
    const again = await formOf(editor);
    assert.equal(await again.locator('#customerId').inputValue(), '44');
    assert.equal(await again.locator('#agent_login').inputValue(), 'ż.ółć');
    assert.equal(await again.locator('#next_call_date').inputValue(), '2027-01');
  });
});
