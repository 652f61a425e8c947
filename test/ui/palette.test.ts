import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { launchEditor, type Editor } from './support/editor.js';

const updateRecord = 'Thulium: Update Campaign Record…';

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

  it('refuses bad ids at the step, in words, and goes back', async () => {
    await editor.runCommand(updateRecord);
    await editor.quickInput.shows('(1/4)');
    await editor.quickInput.fill('1');
    await editor.quickInput.shows('00001?');
    await editor.quickInput.accept();
    await editor.quickInput.shows('(1/4)');
    await editor.quickInput.answer('00001');
    await editor.quickInput.shows('(2/4)');
    await editor.quickInput.fill('..');
    await editor.quickInput.shows('digits');
    await editor.quickInput.widget.getByRole('button', { name: 'Back' }).click();
    await editor.quickInput.shows('(1/4)');
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
    await editor.quickInput.shows('this status requires one');
    await editor.quickInput.answer('jkowalski');
    await editor.quickInput.shows('this status requires it');
    await editor.quickInput.fill('2026-02-30 10:00');
    await editor.quickInput.shows('2026-02-30');
    await editor.quickInput.accept();
    await editor.quickInput.shows('this status requires it');
  });

  it('says that an unknown customer is unknown', async () => {
    await editor.runCommand(updateRecord);
    await editor.quickInput.shows('(1/4)');
    await editor.quickInput.answer('00001');
    await editor.quickInput.shows('(2/4)');
    await editor.quickInput.answer('99999999');
    await editor.quickInput.shows('Leave as it is');
    await editor.quickInput.answer('3');
    await editor.quickInput.pick('Send');
    await editor.notification(/HTTP 404/);
  });
});
