import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Locator } from 'playwright-core';
import type { RunningServer } from '../../src/simulator/server/server.js';
import { launchEditor, type Editor } from './support/editor.js';
import { chooseFromMenu } from './support/menu.js';
import { addConnection, startSystem, writes } from './support/system.js';
import { patienceMs, until } from '../support/until.js';

const update = { campaignId: '00001', customerId: '441', fields: { status_id: '3' } };
const content = {
  connection: 'live',
  updates: [
    { ...update, name: 'is met', expect: { outcome: 'updated', record: { status_id: '3' } } },
    { ...update, name: 'is not met', expect: { outcome: 'failed', errorCode: 'rejected' } },
    { ...update, name: 'is refused', customerId: '99999999', expect: { errorCode: 'not-found' } },
  ],
};

/** What marks a test's row in each state. */
const icons = {
  Passed: 'codicon-testing-passed-icon',
  Failed: 'codicon-testing-failed-icon',
  Errored: 'codicon-testing-error-icon',
  Skipped: 'codicon-testing-skipped-icon',
  Queued: 'codicon-testing-queued-icon',
  Running: 'codicon-loading',
};

describe('request files in the Testing view', () => {
  let editor: Editor;
  let system: RunningServer;

  before(async () => {
    system = await startSystem();
    editor = await launchEditor();
    writeFileSync(join(editor.folder, 'tests.thulium.json'), JSON.stringify(content, undefined, 2));
    await addConnection(editor, { url: system.url, name: 'live', use: 'Production' });
    await editor.runCommand('Testing: Focus on Test Explorer View');
    await row('tests.thulium.json').click();
    await editor.page.keyboard.press('ArrowRight');
    await row('is met').waitFor({ timeout: patienceMs });
  });

  after(async () => {
    await editor.close();
    await system.close();
  });

  afterEach(async () => {
    system.control.reset();
    await editor.runCommand('Test: Clear All Results');
  });

  function row(name: string): Locator {
    return editor.page.locator('.test-explorer .monaco-list-row', { hasText: name });
  }

  /** Waits until each test shows the icon of its state; a row keeps the label of the state before. */
  function states(expected: Record<string, keyof typeof icons>): Promise<true> {
    let seen: string[] = [];
    return until(
      () => `${JSON.stringify(expected)}; the tests are ${seen.join(', ')}`,
      async () => {
        seen = await editor.page.locator('.test-explorer .monaco-list-row').evaluateAll((rows) =>
          rows.map((each) => {
            const label = each.querySelector('.label')?.firstChild?.textContent ?? '';
            return `${label}: ${each.querySelector('.computed-state')?.className ?? ''}`;
          }),
        );
        return Object.entries(expected).every(([name, state]) =>
          seen.some((text) => text.startsWith(`${name}: `) && text.includes(icons[state])),
        );
      },
    );
  }

  async function runOnSystemOfFile(): Promise<void> {
    await chooseFromMenu(row('tests.thulium.json'), 'Execute Using Profile', editor.quickInput.widget);
    await editor.quickInput.pick('Run on the File’s Connection');
  }

  it('runs on the simulator by default and shows what differs in a diff', async () => {
    await editor.runCommand('Test: Run All Tests');
    await states({ 'is met': 'Passed', 'is not met': 'Failed', 'is refused': 'Passed' });
    assert.deepEqual(writes(system), [], 'nothing went to the production system');

    const results = editor.page.locator('.part.panel');
    await results.locator('.monaco-list-row', { hasText: 'is not met' }).click();
    await results.locator('.editor.original .view-line', { hasText: '"failed"' }).waitFor();
    await results.locator('.editor.modified .view-line', { hasText: '"updated"' }).waitFor();

    await results.locator('.monaco-list-row', { hasText: 'is met' }).click();
    const output = results.locator('.xterm-rows');
    await output.getByText('PUT http').first().waitFor();
    assert.match(await output.innerText(), /authorization:\s*Basic •••/);
    assert.doesNotMatch(await output.innerText(), /Basic [A-Za-z0-9+/]{8}/);
    await editor.tidy();
  });

  it('runs on a production system only when that run is confirmed', async () => {
    await runOnSystemOfFile();
    const first = await editor.dialog(/Run these tests on live \(production\)\?/);
    assert.match(await first.text(), /changes a real record/);
    await first.press('Cancel');
    await states({ 'is met': 'Skipped', 'is not met': 'Skipped', 'is refused': 'Skipped' });
    assert.deepEqual(writes(system), []);

    await runOnSystemOfFile();
    const second = await editor.dialog(/Run these tests on live \(production\)\?/);
    await second.press('Run on Production');
    await states({ 'is met': 'Passed', 'is not met': 'Failed', 'is refused': 'Passed' });
    // Of the third the system itself says that its record is not there, so nothing is sent for it.
    assert.equal(writes(system).length, 2);
  });

  it('stops at a cancel: what was not begun is not sent, what may have arrived is in doubt', async () => {
    system.control.addFault({ kind: 'latency', milliseconds: 600_000 });
    await runOnSystemOfFile();
    await (await editor.dialog(/Run these tests/)).press('Run on Production');
    await states({ 'is met': 'Running', 'is not met': 'Queued', 'is refused': 'Queued' });
    // The reads before are given up after a while; then the update itself is on its way.
    await editor.outputMatching('Thulium', /GET \S+\/records\/441 → timeout/);
    await editor.runCommand('Test: Cancel Test Run');
    await states({ 'is met': 'Errored', 'is not met': 'Skipped', 'is refused': 'Skipped' });
    await editor.page
      .locator('.part.panel .monaco-list-row', { hasText: 'No complete response was received' })
      .first()
      .waitFor();
  });
});
