import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { after, afterEach, before, describe, it } from 'mocha';
import { launchEditor, type Editor } from './support/editor.js';
import { whileExtensionHostStands } from './support/extensionHost.js';

const updateRecord = 'Thulium: Update Campaign Record…';

describe('updating a record from the palette', () => {
  let editor: Editor;

  before(async () => {
    editor = await launchEditor();
    await editor.runCommand('Thulium Simulator: Start Local Simulator');
    await editor.notification(/Simulator started at/);
  });

  after(() => editor.close());

  afterEach(() => editor.tidy());

  it('is where the extension’s commands are', async () => {
    const labels = await editor.paletteLabels('Thulium: Show');
    assert.ok(labels.includes('Thulium: Show Output'), labels.join('\n'));
    const picture = await editor.screenshot('commands.png');
    assert.ok(statSync(picture).size > 10_000);
  });

  it('asks step by step, shows before and after, sends, and says so in the output', async () => {
    await editor.runCommand(updateRecord);
    await editor.quickInput.shows('(1/4)');
    await editor.quickInput.pick('00001');
    await editor.quickInput.shows('(2/4)');
    await editor.quickInput.answer('441');
    await editor.quickInput.shows('Don’t Change');
    await editor.quickInput.answer('3');
    await editor.quickInput.shows('PUT /api/crm_outbounds/00001/records/441');
    assert.ok(
      (await editor.quickInput.labels()).some((label) => /^Status: .+ → .+, 3$/.test(label)),
      'the status typed is the status sent',
    );
    await editor.quickInput.pick('Send');
    await editor.notification(/Updated 00001\/441 on /);
    await editor.outputMatching('Thulium', /PUT \/api\/crm_outbounds\/00001\/records\/441 → 204/);
  });

  it('asks for what the status requires', async () => {
    await editor.runCommand(updateRecord);
    await editor.quickInput.shows('(1/4)');
    await editor.quickInput.answer('00001');
    await editor.quickInput.shows('(2/4)');
    await editor.quickInput.answer('441');
    await editor.quickInput.shows('My record');
    await editor.quickInput.fill('My record');
    await editor.quickInput.pick('My record');
    await editor.quickInput.shows('required by this status');
    await editor.quickInput.answer('jkowalski');
    await editor.quickInput.shows('required');
    await editor.quickInput.fill('2026-02-30 10:00');
    await editor.quickInput.shows('2026-02-30');
    await editor.quickInput.accept();
    await editor.quickInput.shows('required');
  });

  it('takes what the text means, however fast Enter follows it', async () => {
    const { quickInput } = editor;
    const faster = (text: string): Promise<void> =>
      whileExtensionHostStands(editor.serverPid, () => quickInput.answer(text));
    await editor.runCommand(updateRecord);
    await quickInput.shows('(1/4)');
    await faster('00001');
    await quickInput.shows('(2/4)');
    await faster('44x');
    await quickInput.widget.locator('.quick-input-list .codicon-error').waitFor();
    await quickInput.shows('(2/4)');
    await faster('441');
    await quickInput.shows('Don’t Change');
    await faster('6');
    await quickInput.shows('required');
    await quickInput.back();
    await quickInput.shows('(3/5)');
    await faster('do not ca');
    await quickInput.shows('PUT /api/crm_outbounds/00001/records/441');
    assert.ok(
      (await quickInput.labels()).some((label) => /^Status: .+ → Do not call/.test(label)),
      'a part of a name stands for what it finds',
    );
  });

  it('says at once that there is no record for a customer, and stays at the step', async () => {
    await editor.runCommand(updateRecord);
    await editor.quickInput.shows('(1/4)');
    await editor.quickInput.answer('00001');
    await editor.quickInput.shows('(2/4)');
    await editor.quickInput.answer('99999999');
    await editor.quickInput.shows('No record for customer 99999999 in campaign 00001');
    await editor.quickInput.shows('(2/4)');
    await editor.screenshot('no-record.png');
  });
});
