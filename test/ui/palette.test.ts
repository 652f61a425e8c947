import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { launchEditor, type Editor } from './support/editor.js';
import { whileExtensionHostStands } from './support/extensionHost.js';

const updateRecord = 'Thulium: Update Campaign Record…';

const badCampaignIds = ['..', '%2e%2e', '../x', 'a%2fb', '1?x', '1#x', '\\..\\', '０００77', '77', '00077 '];
const badCustomerIds = ['..', '.', '1?x', '1#x', '４４１', '1E5', '44 1', '1,23457E+11'];
const badDates = [
  '2026-02-30 10:00',
  '2027-01-05 24:00',
  '2027-01-05T10:00',
  '2027-01-05 10:00:00',
  '2027-1-05 10:00',
  '2027-03-28 02:30',
];

describe('updating a record from the palette', () => {
  let editor: Editor;

  before(async () => {
    editor = await launchEditor();
    await editor.runCommand('Thulium: Start Local Simulator');
    await editor.notification(/local simulator runs at/);
  });

  after(() => editor.close());

  afterEach(async () => {
    if (await editor.quickInput.widget.isVisible()) await editor.quickInput.cancel();
    await editor.runCommand('Notifications: Clear All Notifications');
  });

  it('asks step by step, shows before and after, sends, and says so in the output', async () => {
    await editor.runCommand(updateRecord);
    await editor.quickInput.shows('(1/4)');
    await editor.quickInput.pick('00001');
    await editor.quickInput.shows('(2/4)');
    await editor.quickInput.answer('441');
    await editor.quickInput.shows('Leave as it is');
    await editor.quickInput.answer('3');
    await editor.quickInput.shows('PUT /api/crm_outbounds/00001/records/441');
    assert.ok(
      (await editor.quickInput.labels()).some((label) => /^Status: .+ → .+, 3$/.test(label)),
      'the status typed is the status sent',
    );
    await editor.quickInput.pick('Send');
    await editor.notification(/00001\/441 updated/);
    await editor.outputMatching('Thulium', /PUT \/api\/crm_outbounds\/00001\/records\/441 → 200/);
  });

  it('refuses every bad id, date and order at its step, in words, and goes back', async () => {
    await editor.runCommand(updateRecord);
    await editor.quickInput.shows('(1/4)');
    await refuses('(1/4)', badCampaignIds);
    await editor.quickInput.answer('00001');
    await editor.quickInput.shows('(2/4)');
    await refuses('(2/4)', badCustomerIds);
    await editor.quickInput.back();
    await editor.quickInput.shows('(1/4)');
    await editor.quickInput.answer('00001');
    await editor.quickInput.shows('(2/4)');
    await editor.quickInput.answer('441');
    await editor.quickInput.shows('Leave as it is');
    await editor.quickInput.answer('6');
    await editor.quickInput.shows('this status requires it');
    await refuses('(4/5)', badDates);
    await editor.quickInput.answer('2028-02-29 10:00');
    await editor.quickInput.shows('PUT /api/crm_outbounds/00001/records/441');
    await editor.quickInput.pick('Order');
    await editor.quickInput.shows('whole number from 0');
    for (const order of ['1.5', '-1', 'abc']) {
      await editor.quickInput.fill(order);
      await editor.quickInput.message(/whole number/);
      await editor.quickInput.accept();
      await editor.quickInput.message(/whole number/);
    }
    assert.doesNotMatch(editor.outputText('Thulium'), /PUT .*\/records\/441\?|PUT .*77/);
  });

  /** Each text shows an error row and Enter stays at the step. */
  async function refuses(step: string, texts: readonly string[]): Promise<void> {
    for (const text of texts) {
      await editor.quickInput.fill(text);
      await editor.quickInput.widget.locator('.quick-input-list .codicon-error').waitFor();
      await editor.quickInput.accept();
      await editor.quickInput.shows(step);
    }
  }

  it('asks for what the status requires', async () => {
    await editor.runCommand(updateRecord);
    await editor.quickInput.shows('(1/4)');
    await editor.quickInput.answer('00001');
    await editor.quickInput.shows('(2/4)');
    await editor.quickInput.answer('441');
    await editor.quickInput.shows('My record');
    await editor.quickInput.fill('My record');
    await editor.quickInput.pick('My record');
    await editor.quickInput.shows('this status requires one');
    await editor.quickInput.answer('jkowalski');
    await editor.quickInput.shows('this status requires it');
    await editor.quickInput.fill('2026-02-30 10:00');
    await editor.quickInput.shows('2026-02-30');
    await editor.quickInput.accept();
    await editor.quickInput.shows('this status requires it');
  });

  it('takes what the text means, however fast Enter follows it', async () => {
    const { quickInput } = editor;
    const faster = (text: string): Promise<void> =>
      whileExtensionHostStands(editor.serverPid, () => quickInput.answer(text));
    await editor.runCommand(updateRecord);
    await quickInput.shows('(1/4)');
    await faster('00001');
    await quickInput.shows('(2/4)');
    await faster('44 1');
    await quickInput.widget.locator('.quick-input-list .codicon-error').waitFor();
    await quickInput.shows('(2/4)');
    await faster('441');
    await quickInput.shows('Leave as it is');
    await faster('6');
    await quickInput.shows('this status requires it');
    await quickInput.back();
    await quickInput.shows('(3/5)');
    await faster('do not ca');
    await quickInput.shows('PUT /api/crm_outbounds/00001/records/441');
    assert.ok(
      (await quickInput.labels()).some((label) => /^Status: .+ → Do not call/.test(label)),
      'a part of a name stands for what it finds',
    );
  });

  it('says that an unknown customer is unknown', async () => {
    await editor.runCommand(updateRecord);
    await editor.quickInput.shows('(1/4)');
    await editor.quickInput.answer('00001');
    await editor.quickInput.shows('(2/4)');
    await editor.quickInput.answer('99999999');
    await editor.quickInput.shows('Leave as it is');
    await editor.quickInput.answer('3');
    await editor.quickInput.shows('PUT /api/');
    await editor.quickInput.pick('Send');
    await editor.notification(/HTTP 404/);
  });
});
