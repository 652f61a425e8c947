import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import type { Editor } from '../support/editor.js';
import { sharedEditor } from '../support/sharedEditor.js';
import { addConnection, credentials, startSimulator, type OwnSimulator } from '../support/simulator.js';
import { startMs, until } from '../../support/until.js';
import { sees } from '../support/webview.js';

const campaignId = '00001';
const customerId = '441';
const path = `crm_outbounds/${campaignId}/records/${customerId}`;

describe('the record page in the editor', () => {
  let editor: Editor;
  let simulator: OwnSimulator;

  before(async () => {
    simulator = await startSimulator();
    editor = await sharedEditor();
    await addConnection(editor, simulator, 'acme test');
  });

  after(() => simulator.stop());

  beforeEach(() => {
    simulator.server.control.reset();
  });

  async function show(of = customerId): Promise<FrameLocator> {
    await editor.runCommand('Thulium: Show Campaign Record…');
    await editor.quickInput.shows('(1/');
    await editor.quickInput.answer(campaignId);
    await editor.quickInput.shows('(2/');
    await editor.quickInput.answer(of);
    return pageOf(`Record ${of}`);
  }

  async function pageOf(title: string): Promise<FrameLocator> {
    const page = await editor.webviewFrame(title);
    await page.locator('main').waitFor();
    return page;
  }

  it('shows names for ids, and the record as JSON', async () => {
    const page = await show();
    await sees(page, 'h1', /Customer 441 in campaign 00001 · \S/);
    await sees(page, '.connection', /acme test/);
    await sees(page, '[data-field=status_id] .value', /^\d+ · \S/);
    await sees(page, '[data-field=system_status] .value', /^[A-Z_]+ · \S/);
    await sees(page, '#json', /"customer_id": 441/);
    await page.getByRole('button', { name: 'Copy JSON' }).click();
    await sees(page, '[role=status]', /Copied: JSON/);
    await editor.look('record-page.png');
  });

  it('marks what another program changes while the record is watched, with its time', async () => {
    const page = await show();
    await page.locator('#watch').click();
    await sees(page, '#freshness', /Refreshing every 3 s/);
    await simulator.call('PUT', path, { status_id: '4', order: '77' });
    await sees(page, '[data-field=order]', /77\s+changed at \d+:\d\d:\d\d.* \(was \S/);
    await sees(page, '[data-field=status_id]', /^Status[^]*4 · [^]*\(was \d+ · /);
    await sees(page, '[role=status]', /Order changed from .+ to 77/);
    await page.locator('#watch').click();
    await sees(page, '#watch', /^Watch$/);
  });

  it('reads nothing while it cannot be seen', async () => {
    await (await show()).locator('#watch').click();
    const reads = (of: string): number =>
      simulator.server.control.listRequests().filter((each) => each.path.endsWith(`/${of}`)).length;
    await until('a second reading', () => reads(customerId) > 1);
    const other = '442';
    await (await show(other)).locator('#watch').click();
    const [hidden, seen] = [reads(customerId), reads(other)];
    await until('four readings of the page that can be seen', () => reads(other) >= seen + 4);
    assert.ok(reads(customerId) - hidden <= 1, `${reads(customerId) - hidden} reads of a hidden page`);
    await editor.runCommand('View: Close Editor');
    await sees(await pageOf(`Record ${customerId}`), '#freshness', /Refreshing every 3 s/);
    await until('the page to read on', () => reads(customerId) > hidden + 1);
  });

  it('says what fails in its place, backs off, and stops where the password is refused', async () => {
    const page = await show();
    await page.locator('#watch').click();
    simulator.server.control.addFault({ kind: 'rate-limit', milliseconds: 40_000 });
    await sees(page, '#problem', /429/);
    await sees(page, '#freshness', /Retrying in 40 s/);
    assert.match(await page.locator('#json').innerText(), /"customer_id": 441/);
    simulator.server.control.clearFaults();
    simulator.server.control.addFault({ kind: 'status', status: 401 });
    await page.locator('#refresh').click();
    await sees(page, '#problem', /401/);
    await sees(page, '#freshness', /Watching has stopped/);
    await editor.look('record-page-stopped.png');
    simulator.server.control.clearFaults();
    await page.locator('#refresh').click();
    await sees(page, '#freshness', /Refreshing every 3 s/);
  });

  it('opens the update form for its record', async () => {
    const page = await show();
    await page.locator('#update').click();
    const form = await pageOf(`Update Record ${customerId}`);
    assert.equal(await form.locator('#campaignId').inputValue(), campaignId);
    assert.equal(await form.locator('#customerId').inputValue(), customerId);
  });

  it('is there again after a window reload, and asks for a password only when told to', async () => {
    await show();
    await Promise.all([editor.page.waitForEvent('load'), editor.runCommand('Developer: Reload Window')]);
    await editor.page.locator('.part.statusbar').getByText('acme test').waitFor({ timeout: startMs });
    // This editor keeps secrets in its page, so the password is gone after a reload.
    const page = await pageOf(`Record ${customerId}`);
    await sees(page, '#problem', /password/i);
    assert.equal(await editor.quickInput.widget.isVisible(), false);
    await page.locator('#refresh').click();
    await editor.quickInput.shows('Password for api_user');
    await editor.quickInput.answer(credentials.password);
    await sees(page, '#json', /"customer_id": 441/);
  });
});
