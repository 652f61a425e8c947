import assert from 'node:assert/strict';
import { createNextCallDateChecker } from '../../../src/core/nextCallDate.js';
import { problem, type Problem, type ProblemCode } from '../../../src/core/problems.js';
import { resolveBaseUrl } from '../../../src/core/connection.js';
import { validateUpdate } from '../../../src/core/validate.js';
import { wordProblem } from '../../../src/messages/problems.js';
import { inBoth } from './languages.js';

const timeZone = 'Europe/Warsaw';
const status = { status: 'Callback', systemStatus: 'MY_RECORD' };

/** One of each, with the params that core gives it. */
const samples: Record<ProblemCode, Problem> = {
  required: problem('required', 'customerId'),
  blank: problem('blank', 'agent_login'),
  'wrong-type': problem('wrong-type', 'agent_login'),
  'unknown-key': problem('unknown-key', 'colour', { value: 'colour' }),
  'lone-surrogate': problem('lone-surrogate', 'agent_login'),
  'no-fields': problem('no-fields', 'fields'),
  'campaign-id-shape': problem('campaign-id-shape', 'campaignId', { value: '../x' }),
  'campaign-id-zeros-lost': problem('campaign-id-zeros-lost', 'campaignId', {
    value: '1',
    suggestion: '00001',
  }),
  'customer-id-shape': problem('customer-id-shape', 'customerId', { value: 'abc' }),
  'customer-id-scientific': problem('customer-id-scientific', 'customerId', { value: '1,23457E+11' }),
  'status-id-shape': problem('status-id-shape', 'status_id', { value: 'CALL' }),
  'order-shape': problem('order-shape', 'order', { value: '1.5' }),
  'agent-login-shape': problem('agent-login-shape', 'agent_login'),
  'date-format': problem('date-format', 'next_call_date', { value: 'tomorrow' }),
  'date-impossible': problem('date-impossible', 'next_call_date', { value: '2026-02-30 10:00' }),
  'date-gap': problem('date-gap', 'next_call_date', {
    value: '2026-03-29 02:30',
    timeZone,
    jumpFrom: '2026-03-29 02:00',
    jumpTo: '2026-03-29 03:00',
    before: '2026-03-29 01:30',
    after: '2026-03-29 03:30',
  }),
  'date-overlap': problem('date-overlap', 'next_call_date', { value: '2026-10-25 02:30', timeZone }),
  'date-past': problem('date-past', 'next_call_date', { value: '2018-05-24 12:24', timeZone }),
  'agent-required': problem('agent-required', 'agent_login', status),
  'date-required': problem('date-required', 'next_call_date', status),
  'status-unknown': problem('status-unknown', 'status_id', { value: '99' }),
  'status-mismatch': problem('status-mismatch', 'dictionary_status_id', { value: '9', status: 'Callback' }),
  'agent-unknown': problem('agent-unknown', 'agent_login', { value: 'nobody' }),
  'agent-inactive': problem('agent-inactive', 'agent_login', { value: 'gone' }),
  'campaign-unknown': problem('campaign-unknown', 'campaignId', { value: '00009' }),
  'connection-name-taken': problem('connection-name-taken', 'name', { value: 'Acme' }),
  'connection-name-long': problem('connection-name-long', 'name', { value: '60' }),
  'address-twice': problem('address-twice', 'baseUrl'),
  'system-shape': problem('system-shape', 'system', { value: 'evil.com/' }),
  'base-url-shape': problem('base-url-shape', 'baseUrl', { value: 'acme' }),
  'base-url-insecure': problem('base-url-insecure', 'baseUrl', { value: 'http://acme.pl' }),
  'text-untidy': problem('text-untidy', 'username', { value: 'api_user ', suggestion: 'api_user' }),
  'username-shape': problem('username-shape', 'username'),
  'password-shape': problem('password-shape', 'password'),
  'connection-unknown': problem('connection-unknown', 'connection', { value: 'Acme' }),
  'template-unknown': problem('template-unknown', 'next_call_date', { value: '{{tomorrow}}' }),
  'template-variable': problem('template-variable', 'agent_login', { value: 'GITHUB_TOKEN' }),
  'template-variable-missing': problem('template-variable-missing', 'agent_login', {
    value: 'THULIUM_VAR_AGENT',
  }),
  'status-file-shape': problem('status-file-shape', 'file'),
};

describe('sentences for problems', () => {
  for (const sample of Object.values(samples)) {
    it(`${sample.code} in English and Polish`, () => {
      const { en, pl } = inBoth(() => wordProblem(sample));
      assert.notEqual(en, pl);
      for (const text of [en, pl]) {
        assert.match(text, /\.\)?$/);
        // A template may be told as it is written, in doubled braces.
        assert.ok(!/[{}]|undefined|“”|„”/.test(text.replace(/\{\{[^{}]*\}\}/g, 'x')), text);
      }
      assert.ok(!/[“]/.test(pl) && !/połączeni/i.test(pl), pl);
      const { value } = sample.params ?? {};
      if (value !== undefined) assert.ok(en.includes(value) && pl.includes(value), `${en} ${pl}`);
    });
  }

  it('say what the campaign id probably was', () => {
    const { en, pl } = inBoth(() => wordProblem(samples['campaign-id-zeros-lost']));
    assert.match(en, /five characters.*Did you mean 00001\?.*leading zeros/);
    assert.match(pl, /pięć znaków.*chodziło o 00001\?.*zera wiodące/);
  });

  it('explain the hour that the clock skips and offer times beside it', () => {
    const [found = assert.fail()] = createNextCallDateChecker(timeZone, () => 0).check('2026-03-29 02:30');
    const { en, pl } = inBoth(() => wordProblem(found));
    assert.equal(
      en,
      '2026-03-29 02:30 doesn’t exist in Europe/Warsaw because of daylight saving time. Use 2026-03-29 01:30 or 2026-03-29 03:30.',
    );
    assert.equal(
      pl,
      '2026-03-29 02:30 nie istnieje: zegar strefy Europe/Warsaw ją pomija. Wpisz 2026-03-29 01:30 albo 2026-03-29 03:30.',
    );
  });

  it('offer the date in the API’s form where it can be told', () => {
    const suggestion = '2018-05-24 12:24';
    const given = problem('date-format', 'next_call_date', { value: '24.05.2018 12:24', suggestion });
    const { en, pl } = inBoth(() => wordProblem(given));
    assert.match(en, /Use “2018-05-24 12:24” instead of “24\.05\.2018 12:24”\.$/);
    assert.match(pl, /zamiast „24\.05\.2018 12:24” wpisz „2018-05-24 12:24”\.$/);
  });

  it('name a status by the vendor’s label', () => {
    const { en, pl } = inBoth(() => wordProblem(samples['agent-required']));
    assert.match(en, /“Callback” \(My record\).*agent_login/);
    assert.match(pl, /„Callback” \(Mój rekord\).*agent_login/);
  });

  it('say that an empty connection’s name has to be filled in, and that a field may be left out', () => {
    assert.ok(!wordProblem(problem('blank', 'name')).includes('leave'));
    assert.match(wordProblem(problem('blank', 'order')), /omit it/);
  });

  it('show what cannot be seen, and cut what is too long', () => {
    const shown = (value: string): string =>
      wordProblem(problem('campaign-id-shape', 'campaignId', { value }));
    assert.match(shown('1\t2\u00a0\u202e\ud800'), /“1\\u00092\\u00a0\\u202e\\ud800”/);
    assert.ok(shown('x'.repeat(10_000)).length < 200);
    assert.match(shown('{1}$&'), /“\{1\}\$&”/);
  });

  it('hold the words for every refusal of an update and of an address', () => {
    const dates = createNextCallDateChecker(timeZone, () => 0);
    const input = { campaignId: '..', customerId: '1E5', fields: { status_id: 'x', order: '1.5' } };
    const found = [
      ...validateUpdate(input, { dates }).problems,
      ...resolveBaseUrl({ system: 'a.b' }).problems,
    ];
    assert.equal(found.length, 5);
    for (const each of found) assert.ok(!wordProblem(each).includes('undefined'));
  });
});
