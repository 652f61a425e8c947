import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { Fault } from '../../src/simulator/server/faults.js';
import { launchEditor, type Editor } from './support/editor.js';
import { chooseFromMenu } from './support/menu.js';
import { addConnection, credentials, startSimulator, type OwnSimulator } from './support/simulator.js';
import { startMs, until } from '../support/until.js';
import { sees } from './support/webview.js';

const path = 'crm_outbounds/00001/records/441';

describe('the History view', () => {
  let editor: Editor;
  let simulator: OwnSimulator;
  let other: Promise<Editor> | undefined;

  before(async () => {
    simulator = await startSimulator();
    editor = await launchEditor();
    await addConnection(editor, simulator, 'acme test');
    await openView(editor);
    simulator.server.control.setRecord('00001', '441', { status_id: '3', order: '10' });
  });

  after(async () => {
    await (await other)?.close();
    await editor.close();
    await simulator.stop();
  });

  afterEach(() => editor.tidy());

  const pane = (of: Editor): Locator => of.page.locator('.pane', { hasText: 'History' });

  async function openView({ page }: Editor): Promise<void> {
    await page
      .locator('.activitybar .action-label[aria-label^="Thulium"]')
      .first()
      .click({ timeout: startMs });
  }

  /** A second window of the same user. */
  function otherWindow(): Promise<Editor> {
    other ??= editor.openWindow().then(async (window) => {
      await openView(window);
      return window;
    });
    return other;
  }

  const row = (name: string | RegExp, of = editor): Locator =>
    pane(of).getByRole('treeitem', { name }).first();

  /** Updates a record through the palette; a window that forgot the password is given it again. */
  async function update(
    of: Editor,
    customerId: string,
    orders: { status: string; secret?: string; fault?: Fault },
  ): Promise<void> {
    const { quickInput } = of;
    await of.runCommand('Thulium: Update Campaign Record…');
    if (orders.secret !== undefined) {
      await quickInput.shows('Password for api_user');
      await quickInput.answer(orders.secret);
    }
    await quickInput.shows('(1/4)');
    await quickInput.answer('00001');
    await quickInput.shows('(2/4)');
    await quickInput.answer(customerId);
    await quickInput.shows('Don’t Change');
    await quickInput.answer(orders.status);
    await quickInput.shows(`PUT /api/crm_outbounds/00001/records/${customerId}`);
    if (orders.fault) simulator.server.control.addFault(orders.fault);
    await quickInput.pick('Send');
  }

  const tab = (title: RegExp): Locator => editor.page.locator('.tab', { hasText: title });
  const dialog = (): Locator => editor.page.locator('.monaco-dialog-box');

  const writes = (): number =>
    simulator.server.control.listRequests().filter(({ method }) => method === 'PUT').length;

  it('lists an update with its outcome, connection and time, a failed one in words', async () => {
    await row(/./).or(pane(editor).getByText('Updates that you send appear here')).first().waitFor();
    await update(editor, '441', { status: '4' });
    await editor.notification(/Updated 00001\/441 on acme test/);
    await row(/^00001\/441, updated, Status 4 · acme test · \d.*\d:\d\d/).waitFor();
    // A record that is gone when it is sent: one that is not there before cannot be chosen.
    await update(editor, '442', { status: '4', fault: { kind: 'status', status: 404 } });
    await editor.notification(/HTTP 404/);
    simulator.server.control.clearFaults();
    await row(/^00001\/442, failed: Not found \(HTTP 404\), Status 4/).waitFor();
    await editor.look('history/rows.png');
  });

  it('shows before and after, opens the form, copies the request, shows the record', async () => {
    await row(/441, updated/).click();
    await editor.page.locator('.tab', { hasText: '00001/441: Before and After' }).waitFor();
    await editor.page.locator('.modified-in-monaco-diff-editor .view-line', { hasText: '"4"' }).waitFor();
    await editor.look('history/before-after.png');

    await chooseFromMenu(row(/441, updated/), 'Open in Form', tab(/^Update Record/));
    const form = await editor.webviewFrame(/^Update Record 441/);
    await until(
      'the status in the form',
      async () => (await form.locator('#status_id').inputValue()) === '4',
    );

    await chooseFromMenu(row(/441, updated/), 'Copy Request As…', editor.quickInput.widget);
    await editor.quickInput.pick('cURL (bash)');
    await editor.notification(/Set THULIUM_PASSWORD/);
    const copied = await editor.page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /curl[^]*\/api\/crm_outbounds\/00001\/records\/441[^]*"status_id":"4"/);
    assert.ok(!copied.includes(credentials.password));

    await chooseFromMenu(row(/441, updated/), 'Show Campaign Record…', tab(/^Record 441/));
    await sees(await editor.webviewFrame(/^Record 441/), '#json', /"customer_id": 441/);
  });

  it('says of an update on its way that it is being sent, and how it ended', async () => {
    const { control } = simulator.server;
    control.addFault({ kind: 'latency', milliseconds: 600_000 });
    await update(editor, '442', { status: '4' });
    await row(/^00001\/442, being sent/).waitFor();
    const progress = await editor.notification(/Updating record 00001\/442: sending/);
    await progress.press('Cancel');
    await editor.notification(/No complete response was received/);
    await row(/^00001\/442, result unknown/).waitFor();
    control.clearFaults();
  });

  it('sends again only through the review', async () => {
    const before = writes();
    await chooseFromMenu(row(/441, updated/), 'Send Again', dialog());
    const review = await editor.dialog(/Update record 00001\/441 on acme test\?/);
    assert.match(await review.text(), /No changes/);
    await editor.look('history/send-again.png');
    assert.equal(writes(), before);
    await review.press('Send');
    await editor.notification(/Updated 00001\/441 on acme test/);
    assert.equal(writes(), before + 1);
  });

  it('restores the values before through the review', async () => {
    await update(editor, '441', { status: '9' });
    await editor.notification(/Updated 00001\/441 on acme test/);
    await chooseFromMenu(row(/441, updated, Status 9/), 'Restore Previous Values…', dialog());
    const review = await editor.dialog(/Restore previous values of record 00001\/441 on acme test\?/);
    assert.match(await review.text(), /Status: .*, 9 → .*, 4/);
    await editor.look('history/restore.png');
    await review.press('Restore');
    await row(/441, restored, Status 4/).waitFor();
    const { status_id } = await simulator.call<{ status_id: string | number }>('GET', path);
    assert.equal(String(status_id), '4');
  });

  it('does not restore over a foreign change unless the user says so', async () => {
    await update(editor, '441', { status: '3' });
    await editor.notification(/Updated 00001\/441 on acme test/);
    simulator.server.control.setRecord('00001', '441', { last_note: 'Agent was here' });
    const before = writes();
    await chooseFromMenu(row(/441, updated, Status 3/), 'Restore Previous Values…', dialog());
    const question = await editor.dialog(/Restore previous values of record 00001\/441\? It has changed/);
    assert.match(await question.text(), /Last note: now Agent was here; stays/);
    await editor.look('history/restore-conflict.png');
    await question.press('Cancel');
    await editor.notification(/00001\/441: The record was changed by someone else/);
    assert.equal(writes(), before);
    await editor.clearMessages();

    await chooseFromMenu(row(/441, updated, Status 3/), 'Restore Previous Values…', dialog());
    await (await editor.dialog(/It has changed since this update/)).press('Restore Anyway');
    await (
      await editor.dialog(/Restore previous values of record 00001\/441 on acme test\?/)
    ).press('Restore');
    await until('the write', () => writes() === before + 1);
  });

  it('keeps the updates of two windows, and nothing of the customer', async () => {
    const second = await otherWindow();
    await row(/441, updated/, second).waitFor({ timeout: startMs });
    await update(second, '442', { status: '4', secret: credentials.password });
    await second.notification(/Updated 00001\/442 on acme test/);
    await row(/442, updated/, second).waitFor();
    await row(/442, updated/).waitFor();
    await update(editor, '441', { status: '9' });
    await editor.notification(/Updated 00001\/441 on acme test/);

    const stored = readFileSync(
      join(
        editor.userDataDir,
        'User/globalStorage/thulium-campaign-records.thulium-campaign-records/history.json',
      ),
      'utf8',
    );
    const { data } = JSON.parse(stored) as { data: { customerId: string }[] };
    assert.ok(data.some(({ customerId }) => customerId === '442'));
    assert.ok(data.length >= 6, `${data.length} entries`);
    const about = await simulator.call<Record<string, unknown>>(
      'GET',
      'crm_outbounds/00001/records?include_customer=true',
    );
    const known = JSON.stringify(about).match(/"(?:name|email|phone_number|last_note)":"([^"]+)"/g) ?? [];
    const personal = known.map((each) => each.slice(each.indexOf(':') + 2, -1));
    assert.ok(personal.length > 100);
    for (const text of [credentials.password, 'Agent was here', ...personal]) {
      assert.ok(!stored.includes(text), text);
    }
  });

  it('is there again after a window reload, which leaves the result of what was being sent unknown', async () => {
    const { control } = simulator.server;
    control.addFault({ kind: 'latency', milliseconds: 600_000 });
    await update(editor, '442', { status: '3' });
    await row(/^00001\/442, being sent/).waitFor();
    await row(/^00001\/442, being sent/, await otherWindow()).waitFor({ timeout: startMs });
    await Promise.all([editor.page.waitForEvent('load'), editor.runCommand('Developer: Reload Window')]);
    await row(/^00001\/442, result unknown: the window closed while sending/).waitFor({
      timeout: startMs,
    });
    control.clearFaults();
    await row(/442, updated/).waitFor();
    await row(/441, updated, Status 9/).waitFor();
    await editor.look('history/after-reload.png');
  });

  it('forgets one update, and all of them after a question', async () => {
    const without = editor.page.locator('.pane:not(:has([aria-label^="00001/442, updated"]))', {
      hasText: 'History',
    });
    await chooseFromMenu(row(/442, updated/), 'Delete from History', without);
    await pane(editor).hover();
    await pane(editor).getByRole('button', { name: 'Clear History' }).click();
    const question = await editor.dialog('Clear the update history?');
    await question.press('Clear');
    await pane(editor).getByText('Updates that you send appear here').waitFor();
  });
});
