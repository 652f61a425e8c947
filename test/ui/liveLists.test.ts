import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { succeeds } from './support/appears.js';
import { launchEditor, type Editor } from './support/editor.js';
import { startSimulator, type RunningSimulator } from './support/windowSimulator.js';
import { until } from '../support/until.js';

const updateRecord = 'Thulium: Update Campaign Record…';
const put = 'PUT /api/crm_outbounds/00001/records/441';
/** Longer than the shortest review that is held against the record again. */
const lookMs = 700;

/** A status whose name would be markup, an icon and Polish. */
const oddName = '<b>Żółć</b> $(trash)';

describe('what the live system tells, in the editor', () => {
  let editor: Editor;
  let simulator: RunningSimulator;

  before(async () => {
    editor = await launchEditor();
    simulator = await startSimulator(editor);
    const seed = (await simulator.control('GET', 'seed')) as {
      campaigns: { statuses: { status_id: string; name: string }[] }[];
    };
    for (const { statuses } of seed.campaigns) {
      for (const status of statuses) if (status.status_id === '10') status.name = oddName;
    }
    await simulator.control('PUT', 'seed', seed);
  });

  after(() => editor.close());

  beforeEach(async () => {
    await simulator.control('POST', 'reset');
    await editor.clearMessages();
  });

  afterEach(() => editor.tidy());

  /** Begins an update and waits for a step. */
  async function begin(...answers: readonly string[]): Promise<void> {
    await editor.runCommand(updateRecord);
    const steps = ['(1/4)', '(2/4)', 'Don’t Change'];
    for (const [index, answer] of answers.entries()) {
      await editor.quickInput.shows(steps[index] ?? '');
      await editor.quickInput.answer(answer);
    }
  }

  describe('the palette', () => {
    const quick = (): Editor['quickInput'] => editor.quickInput;

    it('offers campaigns with their number of records, those fed from the CRM marked', async () => {
      await begin();
      await quick().shows('records · CRM campaign');
      await quick().shows('Not a CRM campaign');
      await editor.look('live/palette-campaigns.png');
    });

    it('offers records beyond the first hundred, and those of a status', async () => {
      await begin('00001');
      await quick().shows('(2/4)');
      await quick().fill('Show');
      await quick().shows('Load 100 More');
      await editor.look('live/palette-records.png');
      await quick().press('Load 100 More');
      await quick().fill('');
      await until('the second page', async () =>
        simulator
          .control('GET', 'requests')
          .then((all) => (all as { path: string }[]).some(({ path }) => path.includes('offset=100'))),
      );
      // The rows of the second page may arrive under the press.
      await until('the filter', async () => {
        await quick().fill('Filter');
        await quick()
          .pick('Filter Records by Status…', 5_000)
          .catch(() => undefined);
        return succeeds(quick().shows('Show only records with these statuses', 5_000));
      });
      await editor.look('live/palette-filter.png');
      await quick().toggle('My record');
      await quick().accept();
      await quick().shows('(2/4)');
      await quick().fill('Filtered');
      await quick().shows('Filtered by status');
      await quick().fill('');
      await until('only such records', async () => {
        const rows = await quick().widget.locator('.quick-input-list .label-description').allInnerTexts();
        return rows.length > 0 && rows.every((each) => each.replaceAll('\u00a0', ' ').includes('My record'));
      });
      const details = await quick().widget.locator('.quick-input-list-label-meta').allInnerTexts();
      assert.doesNotMatch(
        details.join(),
        /My.record/,
        'a status and its system status of the same name are one',
      );
    });

    it('finds a customer by phone and then the campaigns that hold the customer', async () => {
      const [record] = (await simulator.control('GET', 'records?campaignId=00001&customerId=441')) as {
        phone_number: string;
      }[];
      await begin();
      await quick().shows('(1/4)');
      await quick().pick('Search for a Customer First');
      await quick().shows('Find the customer by');
      await quick().pick('Phone number');
      await quick().shows('exactly as in Thulium');
      await quick().answer(record?.phone_number ?? '');
      await quick().shows('441');
      await quick().pick('441');
      await quick().shows('Campaigns with customer 441');
      await quick().shows('Odnowienia');
      await editor.look('live/palette-holdings.png');
      await quick().pick('00001');
      await quick().shows('Don’t Change');
    });

    it('shows names as they are written, whatever they look like', async () => {
      await begin('00001', '441');
      await quick().shows('Don’t Change');
      await quick().fill('Żółć');
      await quick().shows(oddName);
      assert.ok((await quick().labels()).includes(oddName), (await quick().labels()).join(' | '));
      await editor.look('live/palette-statuses.png');
    });

    it('asks for a date alone where the status is CALL_NO_SOONER_THAN', async () => {
      await begin('00001', '441', '6');
      await quick().shows('required');
      await quick().shows('Tomorrow at 9:00');
      await editor.look('live/palette-date.png');
      await quick().pick('Tomorrow at 9:00');
      await quick().shows(put);
    });

    it('points out ids that name different statuses', async () => {
      await begin('00001', '441', '3');
      await quick().shows(put);
      await quick().pick('Dictionary status');
      await quick().shows('Dictionary status name or ID');
      await quick().answer('9');
      await quick().shows(put);
      await quick().shows('doesn’t belong to status');
      await editor.look('live/palette-mismatch.png');
    });

    it('shows again what somebody changed meanwhile, and lets the user decide', async () => {
      await begin('00001', '441', '3');
      await quick().shows(put);
      const shownAt = Date.now();
      await changeNote('Agent was here');
      await until('a look of a human', () => Promise.resolve(Date.now() - shownAt > lookMs));
      await quick().pick('Send');
      await quick().shows('Someone else changed the record');
      await quick().shows('Agent was here');
      await editor.look('live/palette-conflict.png');
      await quick().pick('Send Anyway');
      await editor.notification(/Updated 00001\/441 on /);
    });

    it('warns when the record read back differs', async () => {
      await simulator.control('PUT', 'switches', { ignoredField: 'order' });
      await begin('00001', '441', '3');
      await quick().shows(put);
      await quick().pick('Order');
      await quick().shows('Order: a whole number');
      await quick().answer('77');
      await quick().shows(put);
      await quick().pick('Send');
      await editor.notification(/doesn’t match what was sent.*Order: sent 77, now empty/);
      await editor.look('live/palette-read-back.png');
    });
  });

  describe('the form', () => {
    async function openForm(): Promise<FrameLocator> {
      await editor.runCommand('Thulium: Open Update Form');
      const form = await editor.webviewFrame(/^Update Record/);
      await form.locator('main').waitFor();
      return form;
    }

    async function fill(form: FrameLocator, values: Record<string, string>): Promise<void> {
      for (const [name, value] of Object.entries(values)) await form.locator(`#${name}`).fill(value);
    }

    async function sees(form: FrameLocator, selector: string, expected: RegExp): Promise<void> {
      await until(`${String(expected)} in ${selector}`, async () => {
        const text = await form
          .locator(selector)
          .first()
          .innerText({ timeout: 1_000 })
          .catch(() => '');
        return expected.test(text);
      });
    }

    it('offers records by page and status, and the customer’s campaigns', async () => {
      const form = await openForm();
      await fill(form, { campaignId: '00001' });
      await form.locator('#customerId').click();
      await form.getByRole('button', { name: /Load More/ }).click();
      await until(
        'the second page',
        async () => (await form.getByRole('listbox').getByRole('option').count()) > 100,
      );
      await editor.look('live/form-records.png');
      await form.locator('#customerId').press('Escape');
      await form.locator('.search summary').click();
      const [record] = (await simulator.control('GET', 'records?campaignId=00001&customerId=441')) as {
        phone_number: string;
      }[];
      await form.getByLabel('Search Term').fill(record?.phone_number ?? '');
      await form.getByLabel('Search Term').press('Enter');
      await form.getByRole('button', { name: /441/ }).first().click();
      await sees(form, '.found', /Campaign 00001 contains customer 441/);
      await editor.look('live/form-customer.png');
    });

    it('requires agent and date as soon as the status does, and says so at the field', async () => {
      const form = await openForm();
      await fill(form, { campaignId: '00001', customerId: '441', status_id: '5' });
      await sees(form, '[data-field=agent_login] label', /required/);
      await sees(form, '[data-field=next_call_date] label', /required/);
      await form.locator('#send').click();
      await sees(form, '[data-field=agent_login] .problems', /\S/);
      await sees(form, '[data-field=next_call_date] .problems', /\S/);
      await editor.look('live/form-required.png');
      await fill(form, { status_id: '6' });
      await sees(form, '[data-field=next_call_date] label', /required/);
      await until('the agent is optional', async () =>
        form.locator('[data-field=agent_login] .required').isHidden(),
      );
    });

    it('explains a gap of the clock, and a login that the campaign does not know', async () => {
      const form = await openForm();
      await fill(form, { campaignId: '00001', customerId: '441', next_call_date: '2027-03-28 02:30' });
      await form.locator('#agent_login').fill('nobody');
      await form.locator('#order').focus();
      await sees(form, '[data-field=next_call_date] .problems', /2027-03-28 03:30/);
      await editor.look('live/form-gap.png');
      await fill(form, { next_call_date: '2027-03-28 03:00' });
      await sees(form, '[data-field=agent_login] .problems', /nobody/);
      await editor.look('live/form-problems.png');
    });

    it('shows again what somebody changed meanwhile, and sends nothing when told not to', async () => {
      const form = await openForm();
      await fill(form, { campaignId: '00001', customerId: '441', status_id: '3' });
      await form.locator('#compare').click();
      await sees(form, '.review', /Before sending/);
      await editor.look('live/form-review.png');
      const shownAt = Date.now();
      await changeNote('Agent was here');
      await until('a look of a human', () => Promise.resolve(Date.now() - shownAt > lookMs));
      await form.locator('#review-send').click();
      await sees(form, '.review', /Changed by someone else[^]*Agent was here/);
      await editor.look('live/form-conflict.png');
      await form.locator('#review-cancel').click();
      await sees(form, '#result', /(?:nothing was sent|Canceled)[^]*conflict/i);
    });

    it('warns when the record read back differs', async () => {
      await simulator.control('PUT', 'switches', { ignoredField: 'order' });
      const form = await openForm();
      await fill(form, { campaignId: '00001', customerId: '441', status_id: '3', order: '77' });
      await form.locator('#send').click();
      await sees(form, '#result', /doesn’t match what was sent[^]*Order: sent 77, now empty/);
      await editor.look('live/form-read-back.png');
    });
  });

  async function changeNote(last_note: string): Promise<void> {
    await simulator.control('PUT', 'records', {
      campaignId: '00001',
      customerId: '441',
      fields: { last_note },
    });
  }
});
