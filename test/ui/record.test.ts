import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { launchEditor, type Editor } from './support/editor.js';
import { addConnection, startSimulator, type OwnSimulator } from './support/simulator.js';
import { until } from './support/until.js';
import { sees } from './support/webview.js';

const campaignId = '00001';
const customerId = '441';
const path = `crm_outbounds/${campaignId}/records/${customerId}`;

describe('the record page in the editor', () => {
  let editor: Editor;
  let simulator: OwnSimulator;

  before(async () => {
    simulator = await startSimulator();
    editor = await launchEditor();
    await addConnection(editor, simulator, 'acme test');
  });

  after(async () => {
    await editor.close();
    await simulator.stop();
  });

  beforeEach(() => {
    simulator.server.control.reset();
  });

  afterEach(async () => {
    await editor.runCommand('View: Close All Editors');
    await editor.runCommand('Notifications: Clear All Notifications');
  });

  async function show(): Promise<FrameLocator> {
    await editor.runCommand('Thulium: Show Campaign Record…');
    await editor.quickInput.shows('(1/');
    await editor.quickInput.answer(campaignId);
    await editor.quickInput.shows('(2/');
    await editor.quickInput.answer(customerId);
    return pageOf(`Record ${customerId}`);
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
    await editor.screenshot('record-page.png');
  });

  it('marks what another program changes while the record is watched, with its time', async () => {
    const page = await show();
    await page.locator('#watch').click();
    await sees(page, '#freshness', /Read again every 3 s/);
    await simulator.call('PUT', path, { status_id: '4', order: '77' });
    await sees(page, '[data-field=order]', /77\s+changed at \d+:\d\d:\d\d.*, before: \S/);
    await sees(page, '[data-field=status_id]', /^Status[^]*4 · [^]*before: \d+ · /);
    await sees(page, '[role=status]', /Order changed from .+ to 77/);
    await page.locator('#watch').click();
    await sees(page, '#watch', /^Watch$/);
  });

  it('reads nothing while it cannot be seen', async () => {
    const page = await show();
    await page.locator('#watch').click();
    await sees(page, '#freshness', /Read again every 3 s/);
    await editor.runCommand('File: New Untitled Text File');
    const reads = (): number => simulator.server.control.listRequests().length;
    await until('the page to be hidden', async () => !(await page.locator('main').isVisible()));
    const before = reads();
    await editor.page.waitForTimeout(7_000);
    assert.ok(reads() - before <= 1, `${reads() - before} reads of a hidden page`);
    await editor.runCommand('View: Close Editor');
    await sees(await pageOf(`Record ${customerId}`), '#freshness', /Read again every 3 s/);
    await until('the page to read on', () => reads() > before + 1);
  });

  it('says what fails in its place, backs off, and stops where the password is refused', async () => {
    const page = await show();
    await page.locator('#watch').click();
    simulator.server.control.addFault({ kind: 'rate-limit', milliseconds: 40_000 });
    await sees(page, '#problem', /429/);
    await sees(page, '#freshness', /next try is in 40 s/);
    assert.match(await page.locator('#json').innerText(), /"customer_id": 441/);
    simulator.server.control.clearFaults();
    simulator.server.control.addFault({ kind: 'status', status: 401 });
    await page.locator('#refresh').click();
    await sees(page, '#problem', /401/);
    await sees(page, '#freshness', /Watching has stopped/);
    await editor.screenshot('record-page-stopped.png');
    simulator.server.control.clearFaults();
    await page.locator('#refresh').click();
    await sees(page, '#freshness', /Read again every 3 s/);
  });

  it('opens the update form for its record', async () => {
    const page = await show();
    await page.locator('#update').click();
    const form = await pageOf(`Update Record ${customerId}`);
    assert.equal(await form.locator('#campaignId').inputValue(), campaignId);
    assert.equal(await form.locator('#customerId').inputValue(), customerId);
  });
});
