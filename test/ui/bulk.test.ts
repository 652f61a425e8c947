import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import type { FrameLocator } from 'playwright-core';
import { ownFolder, removeFolder } from '../support/editor/cleanup.js';
import { fill, startServer, type CountingServer } from '../support/bulk/server.js';
import { openFromExplorer, planText } from './support/bulkPage.js';
import { launchEditor, type Editor } from './support/editor.js';
import { addConnection } from './support/system.js';
import { until } from '../support/until.js';

const rowCount = 40;

describe('the page of a bulk update', () => {
  let editor: Editor;
  let system: CountingServer;
  let folder: string;
  let page: FrameLocator;

  before(async () => {
    folder = ownFolder('thulium-bulk-ui-');
    const rows = Array.from({ length: rowCount }, (_, index) => `00001;${index + 1};3`);
    const text = ['campaign_id;customer_id;status_id', ...rows, ''].join('\r\n');
    for (const name of ['some.csv', 'all.csv', 'live.csv']) writeFileSync(join(folder, name), text);
    system = await startServer();
    fill(system, rowCount);
    editor = await launchEditor({ folder, settings: { 'thulium.bulk.requestsPerSecond': 10 } });
    await addConnection(editor, { url: system.url, name: 'Test', use: 'Test system' });
  });

  after(async () => {
    await editor.close();
    await system.close();
    removeFolder(folder);
  });

  afterEach(async () => {
    await editor.tidy();
    system.puts.clear();
  });

  const update = (): Promise<void> => editor.runCommand('Thulium: Update Records from File…');

  it('sends the lines that are selected in an editor', async () => {
    const { page: window, quickInput } = editor;
    await openFromExplorer(editor, 'some.csv');
    await window.keyboard.press('Control+G');
    await quickInput.answer(':3');
    await quickInput.closed();
    for (let line = 0; line < 3; line++) await window.keyboard.press('Shift+ArrowDown');
    await update();
    await quickInput.shows('Select the records to update');
    await editor.look('bulk/selection-asked.png');
    assert.match(await quickInput.widget.innerText(), /Selected lines\s*3–5/);
    await quickInput.pick('Selected lines');
    page = await editor.webviewFrame('Bulk Update: some.csv');
    await planText(page, /3 rows: can be restored later/);
    assert.deepEqual(await page.locator('.preview tbody th').allInnerTexts(), ['3', '4', '5']);
    await editor.look('bulk/selection-plan.png');
    await page.locator('#send').click();
    await editor.notification(/some\.csv: 3 updated/);
    assert.deepEqual([...system.puts.keys()].sort(), ['2', '3', '4']);
    assert.ok(existsSync(join(folder, 'some.results.csv')));
  });

  it('pauses and goes on by the buttons of the page; the notification has no links', async () => {
    await openFromExplorer(editor, 'live.csv');
    await update();
    page = await editor.webviewFrame('Bulk Update: live.csv');
    await planText(page, /40 rows: can be restored later/);
    await page.locator('#send').press('Enter');
    const progress = await editor.notification(/live\.csv: \d+ of 40/);
    await page.locator('#pause:focus').waitFor();
    await page.locator('#pause', { hasText: 'Pause' }).click();
    await until('the pause', async () => (await page.locator('#run-text').innerText()).includes('paused'));
    await editor.look('bulk/paused.png');
    assert.ok(system.puts.size < rowCount, String(system.puts.size));
    assert.equal(await progress.locator.locator('.notification-list-item-message a').count(), 0);
    await page.locator('#pause', { hasText: 'Resume' }).click();
    // The page moves ten times a second, and its buttons can be pressed all the same.
    await page.locator('#pause', { hasText: 'Pause' }).click();
    await page.locator('#pause', { hasText: 'Resume' }).click();
    await editor.notification(/live\.csv: 40 updated/);
    await page.locator('#outcome-openResults:focus').waitFor();
  });

  it('sends to production only when the number of rows was typed', async () => {
    const { quickInput } = editor;
    await addConnection(editor, { url: system.url, name: 'Firma', use: 'Production' });
    await openFromExplorer(editor, 'all.csv');
    await update();
    page = await editor.webviewFrame('Bulk Update: all.csv');
    await planText(page, /40 rows: can be restored later/);
    assert.equal(await page.locator('#send').innerText(), 'Send 40 rows to Production');
    await editor.look('bulk/production.png');
    await page.locator('#send').click();
    await quickInput.shows('To update 40 rows on Firma (production), type the number of rows.');
    await quickInput.fill('41');
    await quickInput.message(/This isn’t the number of rows to be sent: 40/);
    await editor.look('bulk/production-wrong.png');
    await quickInput.cancel();
    assert.equal(system.puts.size, 0);
    await page.locator('#send').click();
    await quickInput.shows('To update 40 rows on Firma (production), type the number of rows.');
    await quickInput.answer('40');
    await editor.notification(/all\.csv: 40 updated/);
    assert.equal(system.puts.size, rowCount);
  });
});
