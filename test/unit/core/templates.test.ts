import assert from 'node:assert/strict';
import { parseRequestFile, type FileUpdate } from '../../../src/requestFile/parseRequestFile.js';
import { checkFileUpdate } from '../../../src/requestFile/checkEntry.js';
import { resolveEntry } from '../../../src/requestFile/resolveEntry.js';
import { resolveTemplates, templateExamples, type TemplateContext } from '../../../src/core/templates.js';
import { warsawDates } from './support/dates.js';

const warsaw = (instant: string, env: Record<string, string> = {}): TemplateContext => ({
  now: Date.parse(instant),
  timeZone: 'Europe/Warsaw',
  env,
});

/** A Tuesday. */
const tuesday = warsaw('2026-11-24T14:05:30+01:00', { THULIUM_VAR_AGENT: 'j.doe', GITHUB_TOKEN: 'secret' });

function resolve(text: string, context = tuesday): string {
  const resolved = resolveTemplates(text, 'next_call_date', context);
  return 'text' in resolved ? resolved.text : `[${resolved.problem.code}]`;
}

function entryOf(update: object): FileUpdate {
  const [entry] = parseRequestFile(JSON.stringify({ updates: [update] })).updates;
  assert.ok(entry);
  return entry;
}

describe('templates {{…}} of request files', () => {
  const table: readonly (readonly [text: string, expected: string])[] = [
    ['{{now}}', '2026-11-24 14:05'],
    ['{{now+2h}}', '2026-11-24 16:05'],
    ['{{now-90m}}', '2026-11-24 12:35'],
    ['{{now+1d2h}}', '[template-unknown]'],
    ['{{now+1d+2h}}', '2026-11-25 16:05'],
    ['{{now+1w}}', '2026-12-01 14:05'],
    ['{{ today 10:00 }}', '2026-11-24 10:00'],
    ['{{today+1d 10:00}}', '2026-11-25 10:00'],
    ['{{today-1w 9:30}}', '2026-11-17 09:30'],
    ['{{today+1d}}', '2026-11-25'],
    ['{{today+1d}} 10:00', '2026-11-25 10:00'],
    ['{{monday 09:00}}', '2026-11-30 09:00'],
    ['{{Tuesday 15:00}}', '2026-11-24 15:00'],
    ['{{tuesday 14:05}}', '2026-12-01 14:05'],
    ['{{tuesday 09:00}}', '2026-12-01 09:00'],
    ['{{tuesday}}', '2026-12-01'],
    ['{{sunday+1w 20:15}}', '2026-12-06 20:15'],
    ['{{env.THULIUM_VAR_AGENT}}', 'j.doe'],
    ['x-{{env.THULIUM_VAR_AGENT}}-{{today}}', 'x-j.doe-2026-11-24'],
    ['{{env.THULIUM_VAR_NOBODY}}', '[template-variable-missing]'],
    ['{{env.GITHUB_TOKEN}}', '[template-variable]'],
    ['{{env.THULIUM_VAR_}}', '[template-variable]'],
    ['{{env.__proto__}}', '[template-variable]'],
    ['{{env.THULIUM_API_PASSWORD}}', '[template-variable]'],
    ['{{tomorrow 10:00}}', '[template-unknown]'],
    ['{{today+1d 25:00}}', '[template-unknown]'],
    ['{{today+2h 10:00}}', '[template-unknown]'],
    ['{{now+2h 10:00}}', '[template-unknown]'],
    ['{{today+99999w 10:00}}', '3943-06-01 10:00'],
    ['{{}}', '[template-unknown]'],
    ['{{now', '[template-unknown]'],
    ['{{now}} {{', '[template-unknown]'],
    [`{{${'now'.repeat(100)}}}`, '[template-unknown]'],
    ['plain { text }}', 'plain { text }}'],
  ];
  for (const [text, expected] of table) {
    it(`${text.slice(0, 40)} → ${expected}`, () => {
      assert.equal(resolve(text), expected);
    });
  }

  it('reads what a variable holds once, whatever stands in it', () => {
    assert.equal(
      resolve('{{env.THULIUM_VAR_X}}', warsaw('2026-11-24T14:05:00Z', { THULIUM_VAR_X: '{{now}}' })),
      '{{now}}',
    );
  });

  it('never names an hour that the clock skips', () => {
    const before = warsaw('2026-03-28T12:00:00+01:00');
    assert.equal(resolve('{{sunday 02:30}}', before), '2026-03-29 03:30');
    assert.equal(resolve('{{today+1d 02:00}}', before), '2026-03-29 03:00');
    assert.equal(resolve('{{now+1d}}', warsaw('2026-03-28T02:30:00+01:00')), '2026-03-29 03:30');
    assert.equal(resolve('{{now+1h}}', warsaw('2026-03-29T01:30:00+01:00')), '2026-03-29 03:30');
  });

  it('takes the clock of the zone, not that of the machine', () => {
    const midnight = { ...tuesday, now: Date.parse('2026-11-24T23:30:00Z') };
    assert.equal(resolve('{{today 10:00}}', midnight), '2026-11-25 10:00');
    assert.equal(
      resolve('{{today 10:00}}', { ...midnight, timeZone: 'America/New_York' }),
      '2026-11-24 10:00',
    );
  });

  it('offers no example that it cannot resolve', () => {
    const env = { THULIUM_VAR_NAME: 'x' };
    for (const each of templateExamples) assert.doesNotMatch(resolve(each, { ...tuesday, env }), /\[/);
  });

  it('stays linear on a hostile text', () => {
    const started = performance.now();
    resolve('{{'.repeat(200_000));
    resolve('{{now+1d'.repeat(50_000));
    assert.ok(performance.now() - started < 1000);
  });

  it('resolves ids, fields and the expected record of an entry, and nothing else', () => {
    const { entry, issues } = resolveEntry(
      entryOf({
        name: '{{now}}',
        campaignId: '00001',
        customerId: '{{env.THULIUM_VAR_ID}}',
        fields: { next_call_date: '{{today+1d 10:00}}', order: 5 },
        expect: { outcome: 'updated', record: { next_call_date: '{{today+1d 10:00}}', status_id: 8 } },
      }),
      { ...tuesday, env: { THULIUM_VAR_ID: '441' } },
    );
    assert.deepEqual(issues, []);
    assert.equal(entry.name, '{{now}}');
    assert.deepEqual(entry.input, {
      campaignId: '00001',
      customerId: '441',
      fields: { next_call_date: '2026-11-25 10:00', order: '5' },
    });
    assert.deepEqual(entry.expect, {
      outcome: 'updated',
      record: { next_call_date: '2026-11-25 10:00', status_id: 8 },
    });
  });

  it('says at its place what cannot be resolved, once, and gives no update', () => {
    const text = JSON.stringify({
      updates: [
        { campaignId: '00001', customerId: '441', fields: { next_call_date: '{{tomorrow}}', order: 'x' } },
      ],
    });
    const [entry] = parseRequestFile(text).updates;
    assert.ok(entry);
    const { update, issues } = checkFileUpdate(entry, { dates: warsawDates, templates: tuesday });
    assert.equal(update, undefined);
    assert.deepEqual(
      issues.map((issue) => [
        issue.kind === 'problem' && issue.problem.code,
        text.slice(issue.start, issue.end),
      ]),
      [
        ['template-unknown', '"{{tomorrow}}"'],
        ['order-shape', '"x"'],
      ],
    );
  });
});
