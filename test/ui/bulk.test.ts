import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { FrameLocator } from 'playwright-core';
import { createEncoder } from '../../src/bulk/encoding.js';
import { fill, startServer, type CountingServer } from '../support/bulk/server.js';
import { launchEditor, type Editor } from './support/editor.js';
import { addConnection, password } from './support/system.js';
import { until } from './support/until.js';

const rowCount = 300;
const badCount = 40;

/** What Polish Excel saves: semicolons, Windows-1250, lost zeros, Polish dates, names, empty rows. */
function excelFile(): Uint8Array {
  const rows = Array.from({ length: rowCount }, (_, index) => {
    const customer = index < badCount ? `K${index + 1}` : String(index + 1);
    return `1;${customer};Do dzwonienia;24.05.2028 12:24;Zażółć gęślą jaźń`;
  });
  const lines = ['Kampania;Klient;Status;Data następnego kontaktu;Uwagi', ...rows, ';;;;', ';;;;', ''];
  return createEncoder('windows-1250')(lines.join('\r\n'));
}

describe('a bulk update from a file of Polish Excel', () => {
  let editor: Editor;
  let system: CountingServer;
  let folder: string;
  let page: FrameLocator;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'thulium-bulk-ui-'));
    writeFileSync(join(folder, 'klienci.csv'), excelFile());
    system = await startServer();
    fill(system, rowCount);
    editor = await launchEditor({ folder, settings: { 'thulium.bulk.requestsPerSecond': 60 } });
    await addConnection(editor, { url: system.url, name: 'Test', use: 'Test system', secret: password });
  });

  after(async () => {
    await editor.close();
    await system.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const text = async (selector: string): Promise<string> => page.locator(selector).innerText();
  const planText = (expected: RegExp): Promise<string> =>
    until(
      `${String(expected)} in the plan`,
      async () => {
        const shown = await text('main');
        return expected.test(shown) && !shown.includes('reading') && shown;
      },
      60_000,
    );

  it('asks about whole columns, and plans what is left', async () => {
    await editor.openFile('klienci.csv');
    await editor.runCommand('Thulium: Update Records from File…');
    page = await editor.webviewFrame(/Bulk Update/);
    assert.match(await planText(/300 rows: with errors/), /leading zeros/);
    assert.equal(await page.locator('#encoding').inputValue(), 'windows-1250');
    assert.equal(await page.locator('#delimiter').inputValue(), ';');
    await page.locator('#fix-campaign-zeros').check();
    await planText(/Names of statuses|given by their names/);
    await page.locator('#fix-dates').check();
    await planText(/such as 24\.05\.2018 12:24 are sent/);
    await page.locator('#fix-status-names').check();
    await planText(/260 rows: to be sent/);
    await planText(/40 rows: with errors/);
    await editor.screenshot('bulk/plan-dark.png');
  });
});
