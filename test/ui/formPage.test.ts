import assert from 'node:assert/strict';
import { openFormPage, type FormPage } from './support/formPage.js';
import { exampleReview, inventServices, updated, type InventedServices } from '../support/form/services.js';
import { violations } from './support/axe.js';
import { until } from '../support/until.js';

describe('the update form’s page, alone in a browser', () => {
  let invented: InventedServices;
  let form: FormPage;

  beforeEach(async () => {
    invented = inventServices();
    form = await openFormPage({ services: invented.services });
  });

  afterEach(async () => {
    await form.close();
    assert.deepEqual(form.complaints, [], 'the page complained');
  });

  const field = (name: string): ReturnType<FormPage['page']['locator']> => form.page.locator(`#${name}`);
  const text = (selector: string): Promise<string> => form.page.locator(selector).innerText();

  async function fill(values: Record<string, string>): Promise<void> {
    for (const [name, value] of Object.entries(values)) await field(name).fill(value);
  }

  async function sees(selector: string, expected: RegExp): Promise<void> {
    await until(`${String(expected)} in ${selector}`, async () => expected.test(await text(selector)));
  }

  it('previews the exact request and sends what was typed', async () => {
    await fill({ campaignId: '00001', customerId: '441', status_id: '3' });
    await sees('#request', /PUT http:\/\/127\.0\.0\.1:40123\/api\/crm_outbounds\/00001\/records\/441/);
    assert.match(await text('#request'), /authorization: Basic •••[^]*\{"status_id":"3"\}/);
    await field('status_id').press('Control+Enter');
    await sees('#result', /Updated customer 441 in campaign 00001/);
    assert.match(await text('#result'), /request_id 53678450401cf/);
    assert.deepEqual(invented.sent, [{ campaignId: '00001', customerId: '441', fields: { status_id: '3' } }]);
  });

  it('says what is wrong at the field, focuses the first error and sends nothing', async () => {
    await fill({ campaignId: '1', customerId: '441', order: '-1' });
    await form.page.locator('#send').click();
    await sees('[data-field=campaignId] .problems', /00001/);
    assert.equal(await field('campaignId').getAttribute('aria-invalid'), 'true');
    assert.equal(await field('order').getAttribute('aria-invalid'), 'true');
    await until('the focus', () => field('campaignId').evaluate((input) => input === document.activeElement));
    await form.page.getByRole('button', { name: 'Use 00001' }).click();
    assert.equal(await field('campaignId').inputValue(), '00001');
    assert.deepEqual(invented.sent, []);
  });

  it('says that there is no record as soon as both ids are there, offers the search and sends nothing', async () => {
    const message = 'No record for customer 999999 in campaign 00001.';
    invented.lookup = (kind) => Promise.resolve(kind === 'record' ? { failure: message } : { items: [] });
    await fill({ campaignId: '00001', customerId: '999999' });
    await sees('[data-field=customerId] .problems', /No record for customer 999999 in campaign 00001/);
    assert.equal(await form.page.locator('details.search').getAttribute('open'), '');
    await fill({ status_id: '3' });
    await field('status_id').press('Control+Enter');
    await until('the focus', () => field('customerId').evaluate((input) => input === document.activeElement));
    assert.deepEqual(invented.sent, []);
    invented.lookup = () => Promise.resolve({ items: [] });
    await fill({ customerId: '441' });
    await field('customerId').press('Control+Enter');
    await sees('#result', /Updated customer 441/);
  });

  it('is pressed by a click that leaves a field with an error, which moves the button', async () => {
    await fill({ campaignId: '00001', customerId: '441', status_id: '3' });
    await sees('#request', /PUT/);
    await fill({ next_call_date: '2026-02-30 10:00' });
    await sees('#request', /Complete the required fields/);
    const box = await form.page.locator('#send').boundingBox();
    assert.ok(box);
    await form.page.mouse.move(box.x + 5, box.y + 5);
    await form.page.mouse.down();
    await until('the field to be left', () =>
      field('next_call_date').evaluate((input) => input !== document.activeElement),
    );
    await form.page.mouse.up();
    await until('the focus', () =>
      field('next_call_date').evaluate((input) => input === document.activeElement),
    );
  });

  it('marks what the status requires as soon as it is chosen from the live list', async () => {
    await fill({ campaignId: '00001' });
    await field('status_id').click();
    await form.page.getByRole('listbox').getByRole('option', { name: 'My record' }).click();
    assert.equal(await field('status_id').inputValue(), '8');
    assert.equal(await field('agent_login').getAttribute('aria-required'), 'true');
    assert.equal(await field('next_call_date').getAttribute('aria-required'), 'true');
    await fill({ status_id: '3' });
    assert.equal(await field('agent_login').getAttribute('aria-required'), 'false');
  });

  it('chooses from the list by keyboard alone', async () => {
    await fill({ campaignId: '00001' });
    await field('status_id').focus();
    for (const key of ['ArrowDown', 'ArrowDown']) await form.page.keyboard.press(key);
    await until(
      'the statuses',
      async () => (await form.page.getByRole('listbox').getByRole('option').count()) > 0,
    );
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await form.page.keyboard.press(key);
    assert.match(await field('status_id').inputValue(), /^\d$/);
    assert.match(await text('#status_id-meaning'), /\w/);
  });

  it('lets the user type while a list never arrives, and says why one failed', async () => {
    invented.lookup = (kind) =>
      kind === 'agents'
        ? Promise.resolve({ failure: 'This API user may not read agents.' })
        : new Promise(() => undefined);
    await fill({ campaignId: '00001', status_id: '3', agent_login: 'x.y' });
    assert.equal(await field('status_id').inputValue(), '3');
    await sees('[data-field=agent_login] .popup', /may not read agents/);
  });

  it('asks in place before sending and obeys the answer', async () => {
    invented.send = async (_update, { review }) =>
      (await review(exampleReview)) === 'send'
        ? updated
        : { outcome: 'cancelled', attempts: 0, durationMs: 0, error: { code: 'cancelled', message: '' } };
    await fill({ campaignId: '00001', customerId: '441', status_id: '3' });
    await form.page.locator('#compare').click();
    await sees('.review', /Jan Kowalski[^]*Contact needed[^]*IN_PROGRESS[^]*won’t be able to restore/);
    await form.page.keyboard.press('Escape');
    await sees('#result', /Nothing was sent/);
    await form.page.locator('#send').click();
    await form.page.locator('#review-send').click();
    await sees('#result', /Updated customer 441/);
  });

  it('does not say that nothing was sent when it was cancelled after a refusal', async () => {
    invented.send = (_update, { signal, onPhase }) =>
      new Promise((resolve) => {
        onPhase({ name: 'waiting', attempt: 1, waitSeconds: 5 });
        signal.addEventListener('abort', () => {
          const error = { code: 'cancelled', message: '' } as const;
          resolve({ outcome: 'cancelled', attempts: 1, durationMs: 5, status: 503, error });
        });
      });
    await fill({ campaignId: '00001', customerId: '441', status_id: '3' });
    await form.page.locator('#send').click();
    await sees('.working', /Retrying in 5 s/);
    await field('status_id').press('Escape');
    await sees('#result', /Canceled\. Customer 441 in campaign 00001 wasn’t updated[^]*HTTP 503/);
  });

  it('cancels a request under way', async () => {
    invented.send = (_update, { signal, onPhase }) =>
      new Promise((resolve) => {
        onPhase({ name: 'waiting', attempt: 1, waitSeconds: 5 });
        signal.addEventListener('abort', () => {
          resolve({
            outcome: 'cancelled',
            attempts: 1,
            durationMs: 5,
            error: { code: 'in-doubt', message: 'The reply was lost.' },
          });
        });
      });
    await fill({ campaignId: '00001', customerId: '441', status_id: '3' });
    await form.page.locator('#send').click();
    await sees('.working', /Retrying in 5 s/);
    await field('status_id').press('Escape');
    await sees('#result', /Unknown whether/);
  });

  it('keeps what was typed and what is under way when the page is loaded anew', async () => {
    let finish: (() => void) | undefined;
    invented.send = () =>
      new Promise((resolve) => {
        finish = () => {
          resolve(updated);
        };
      });
    await fill({ campaignId: '00001', customerId: '441', status_id: '3' });
    await form.page.locator('#send').click();
    await until('the sender', () => finish !== undefined);
    await form.reload();
    assert.equal(await field('customerId').inputValue(), '441');
    await sees('.working', /Checking/);
    finish?.();
    await sees('#result', /Updated customer 441/);
  });

  it('does not send to a system that was switched unseen, and invites when there is none', async () => {
    await fill({ campaignId: '00001', customerId: '441', status_id: '3' });
    await until('the preview', async () => (await text('#request')).includes('PUT'));
    await form.forge({
      type: 'call',
      id: 900,
      name: 'send',
      params: {
        draft: {
          campaignId: '00001',
          customerId: '441',
          fields: {
            status_id: '3',
            dictionary_status_id: '',
            agent_login: '',
            next_call_date: '',
            order: '',
          },
        },
        connectionId: 'another',
        review: false,
      },
    });
    invented.connect(undefined);
    await sees('.connection', /Start Local Simulator/);
    assert.equal(await form.page.locator('#send').getAttribute('aria-disabled'), 'true');
    assert.deepEqual(invented.sent, []);
    // The forged call's reply belongs to no call of the page.
    assert.deepEqual(form.complaints.splice(0), ['thulium.updateForm unexpected-reply ']);
  });

  it('writes dates by quick choice and refuses impossible ones', async () => {
    await form.page.getByRole('button', { name: 'Tomorrow at 9:00' }).click();
    await until('the date', async () => (await field('next_call_date').inputValue()) === '2026-05-02 09:00');
    await fill({ next_call_date: '2026-02-30 10:00' });
    await field('order').focus();
    await sees('[data-field=next_call_date] .problems', /\S/);
  });

  it('finds a customer by something else than its customer_id', async () => {
    await form.page.locator('.search summary').click();
    await form.page.locator('.search-row input').fill('158433367');
    await form.page.locator('.search-row input').press('Enter');
    await form.page.getByRole('button', { name: /Jan Kowalski/ }).click();
    assert.equal(await field('customerId').inputValue(), '441');
  });

  it('has no accessibility violation with errors, an open list or a result on it', async () => {
    await fill({ campaignId: '1', customerId: '441', status_id: '3' });
    await form.page.locator('.search summary').click();
    await form.page.locator('#send').click();
    await sees('[data-field=campaignId] .problems', /00001/);
    assert.deepEqual(await violations(form.page), []);
    await fill({ campaignId: '00001' });
    await field('status_id').click();
    await form.page.getByRole('listbox').getByRole('option').first().waitFor();
    assert.deepEqual(await violations(form.page), []);
    await field('status_id').press('Control+Enter');
    await sees('#result', /Updated customer 441/);
    assert.deepEqual(await violations(form.page), []);
  });

  it('stays usable at 300 pixels: nothing is cut off sideways', async () => {
    await form.page.setViewportSize({ width: 300, height: 700 });
    await fill({ campaignId: '00001', customerId: '441', status_id: '3' });
    await until('the preview', async () => (await text('#request')).includes('PUT'));
    const width = await form.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 300, `the page is ${width} pixels wide`);
  });
});
