import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { fail, succeed, type Result } from '../../src/core/errors.js';
import type { RawRecord } from '../../src/core/record.js';
import { RecordSession } from '../../src/editor/record/recordSession.js';
import { violations } from './support/axe.js';
import { openPage, type StandalonePage } from './support/standalonePage.js';
import { until } from '../support/until.js';

const record = {
  record_id: 47,
  phone_number: '158433367',
  system_status: 'NO_CALL',
  status: '<b>Żółć & "spółka"</b>',
  status_id: 6,
  next_call_date: '',
  agent_name: 'Jan Doe',
  agent_login: 'j.doe',
  customer_id: 441,
  last_note: 'A note without end: '.repeat(20),
  order: 10,
};

describe('the record page, alone in a browser', () => {
  let answer: Result<RawRecord>;
  let copied: string[];
  let page: StandalonePage;
  let session: RecordSession | undefined;

  beforeEach(async () => {
    answer = succeed(record);
    copied = [];
    const changes = new EventEmitter();
    page = await openPage({
      name: 'record',
      session: (port) =>
        (session = new RecordSession({
          port,
          subject: { connectionId: 'c', campaignId: '00001', customerId: '441' },
          language: 'en',
          bundle: {},
          services: {
            connection: () => Promise.resolve({ name: 'acme', production: true, readOnly: false }),
            read: () => Promise.resolve(answer),
            names: () => Promise.resolve({ campaign: 'Renewals' }),
            onDidChangeConnections: (listener) => {
              changes.on('change', listener);
              return { dispose: () => changes.off('change', listener) };
            },
            update: () => Promise.resolve(),
            copy: (text) => {
              copied.push(text);
              return Promise.resolve();
            },
            showOutput: () => undefined,
            report: (text) => assert.fail(text),
          },
        })),
    });
  });

  afterEach(async () => {
    await page.close();
    assert.deepEqual(page.complaints, [], 'the page complained');
  });

  async function sees(selector: string, expected: RegExp): Promise<void> {
    await until(`${String(expected)} in ${selector}`, async () =>
      expected.test(await page.page.locator(selector).innerText()),
    );
  }

  it('shows texts as texts, with names, and what cannot be read in its place', async () => {
    await sees('#empty', /Not read yet/);
    await page.page.locator('#refresh').click();
    await sees('[data-field=status_id] .value', /^6 · <b>Żółć & "spółka"<\/b>$/);
    await sees('[data-field=next_call_date] .value', /\(empty\)/);
    await sees('.connection', /acme\s*Production/);
    answer = fail({ code: 'not-found', status: 404 });
    await page.page.locator('#refresh').click();
    await sees('#problem', /404/);
    await sees('#json', /"customer_id": 441/);
    assert.deepEqual(await violations(page.page), []);
  });

  it('works by keyboard: copies a value, reads again without losing the focus, says what changed', async () => {
    await page.page.locator('#refresh').focus();
    await page.page.keyboard.press('Enter');
    await sees('[data-field=order] .value', /^10$/);
    const copy = page.page.locator('[data-field=order] button');
    await copy.focus();
    await page.page.keyboard.press('Enter');
    await until('the copy', () => copied.length > 0);
    assert.deepEqual(copied, ['10']);
    session?.show({ ...record, order: 20 });
    await sees('[data-field=order]', /20\s+changed at .+ \(was 10/);
    await sees('[role=status]', /Order changed from 10 to 20/);
    assert.equal(await copy.evaluate((button) => button === document.activeElement), true);
    assert.deepEqual(await violations(page.page), []);
  });

  it('stays usable at 300 pixels: nothing is cut off sideways', async () => {
    await page.page.setViewportSize({ width: 300, height: 700 });
    await page.page.locator('#refresh').click();
    await sees('#json', /441/);
    const width = await page.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 300, `the page is ${width} pixels wide`);
  });
});
