import assert from 'node:assert/strict';
import { launchEditor, type Editor } from './support/editor.js';
import { until } from '../support/until.js';

const record = '/api/crm_outbounds/00001/records/441';

describe('the simulator in the editor', () => {
  let editor: Editor;
  let env: Record<string, string>;

  before(async () => {
    editor = await launchEditor();
    await editor.runCommand('Thulium Simulator: Start Local Simulator');
    const started = await editor.notification(/Simulator started at/);
    env = { THULIUM_URL: /http:\/\/[\d.:]+\d/.exec(await started.text())?.[0] ?? '' };
    await started.press('Copy as .env');
    await editor.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const text = await until('the clipboard', async () => {
      const read = await editor.page.evaluate(() => navigator.clipboard.readText());
      return read.includes('THULIUM_PASSWORD') && read;
    });
    env = Object.fromEntries(
      text
        .trim()
        .split('\n')
        .map((line) => line.split('=') as [string, string]),
    );
    await editor.clearMessages();
    await editor.page.locator('.activitybar .action-label[aria-label^="Thulium"]').first().click();
  });

  after(() => editor.close());

  async function send(body: string, method = 'PUT', path = record): Promise<number> {
    const token = Buffer.from(`${env.THULIUM_USER ?? ''}:${env.THULIUM_PASSWORD ?? ''}`).toString('base64');
    const response = await fetch(`${env.THULIUM_URL ?? ''}${path}`, {
      method,
      headers: { Authorization: `Basic ${token}`, 'Content-Type': 'application/json; charset=utf-8' },
      ...(method === 'GET' ? {} : { body }),
    });
    return response.status;
  }

  const row = (text: string | RegExp) =>
    editor.page
      .locator('.pane', { hasText: 'Simulator Requests' })
      .getByRole('treeitem', { name: text })
      .first();

  it('lists a request of anybody’s code at once, and opens it with its diagnosis', async () => {
    assert.equal(await send('{"next_call_date":"24.05.2018 12:24"}'), 400);
    await row(/PUT 00001\/441 → 400/).click();
    const page = await editor.webviewFrame(/^PUT \/api\/crm_outbounds/);
    await page.getByText('Use “2018-05-24 12:24” instead').first().waitFor();
    await page.getByText('Documented').waitFor();
    assert.match(await page.locator('#request').innerText(), /authorization: Basic •••/i);
    await page.getByRole('button', { name: 'Create Request File' }).click();
    const file = editor.page.locator('.tab', { hasText: 'updates.thulium.json' });
    await file.waitFor();
    await editor.page.locator('.view-line', { hasText: 'invalid-input' }).waitFor();
  });

  it('shows a fault while it is in force', async () => {
    await editor.runCommand('Thulium Simulator: Inject Simulator Fault…');
    await editor.quickInput.shows('Select a fault');
    await editor.quickInput.pick('Error status');
    await editor.quickInput.shows('HTTP status');
    await editor.quickInput.pick('502');
    await editor.quickInput.shows('How many requests?');
    await editor.quickInput.answer('2');
    await row(/Fault: Error status \(502\)/).waitFor();
    assert.equal(await send('{}', 'GET'), 502);
    await row(/requests left: 1/).waitFor();

    // Another one beside it is cleared alone, from its row.
    await editor.runCommand('Thulium Simulator: Inject Simulator Fault…');
    await editor.quickInput.shows('Select a fault');
    await editor.quickInput.pick('Web page instead of JSON');
    await editor.quickInput.shows('HTTP status');
    await editor.quickInput.pick('502');
    await editor.quickInput.shows('How many requests?');
    await editor.quickInput.pick('All requests, until the fault is cleared');
    const other = row(/Fault: Web page instead of JSON/);
    await other.hover();
    await other.getByRole('button', { name: 'Clear This Simulator Fault' }).click();
    await other.waitFor({ state: 'detached' });
    await row(/requests left: 1/).waitFor();

    await editor.runCommand('Thulium Simulator: Clear Simulator Faults');
    await row(/Fault: Error status/).waitFor({ state: 'detached' });
  });

  it('shows in words how it differs from the documented: its clock with the date, behaviour that was changed', async () => {
    const { quickInput } = editor;
    await editor.runCommand('Thulium Simulator: Set Simulator Clock…');
    await quickInput.shows('Freeze at Current Time');
    await quickInput.answer('2027-03-28 03:30');
    await row(/Clock is frozen.*2027-03-28 03:30/).waitFor();
    await editor.runCommand('Thulium Simulator: Configure Undocumented Behavior…');
    await quickInput.shows('A next contact date in the past');
    await quickInput.pick('A next contact date in the past');
    await quickInput.pick('refused');
    await quickInput.shows('Thulium’s behavior isn’t documented');
    await quickInput.cancel();
    await row(/Behavior changed.*A next contact date in the past: refused/).waitFor();
  });

  it('explains what is pasted, and shows no secret of it', async () => {
    await editor.page.evaluate(() => navigator.clipboard.writeText('nothing'));
    await editor.runCommand('Thulium: Explain a Failed Request…');
    const page = await editor.webviewFrame(/^Explain a Failed Request/);
    const text = `curl -u api_user:s3cret-pass -X PUT -H 'Content-Type: application/json' -d '{"status_id":"777"}' ${env.THULIUM_URL ?? ''}${record}
HTTP/1.1 400 Bad Request

{"request_id":"53678450401cf","errors":[{"message":"Wrong status.","code":111111}]}`;
    await editor.page.evaluate((each) => navigator.clipboard.writeText(each), text);
    await page.locator('#paste').click();
    await editor.page.keyboard.press('Control+V');
    await page.getByText('isn’t a status of this campaign').first().waitFor();
    await page.getByText('53678450401cf').first().waitFor();
    const box = await page.locator('#paste').inputValue();
    assert.match(box, /api_user:•••/);
    assert.doesNotMatch(await page.locator('main').innerText(), /s3cret/);
  });
});
