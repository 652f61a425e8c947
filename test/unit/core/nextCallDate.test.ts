import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import {
  createNextCallDateChecker,
  instantOf,
  quickDates,
  suggestDate,
} from '../../../src/core/nextCallDate.js';
import { clock, warsawDates, warsawTable } from './support/dates.js';
import { holds } from './support/property.js';

interface Judged {
  timeZone: string;
  judged: string[][];
}

describe('next_call_date', () => {
  for (const [text, codes] of warsawTable) {
    it(`${JSON.stringify(text)} in Warsaw: ${codes.join(', ') || 'accepted'}`, () => {
      const problems = warsawDates.check(text);
      assert.deepEqual(
        problems.map(({ code }) => code),
        codes,
      );
      assert.ok(problems.every(({ field }) => field === 'next_call_date'));
    });
  }

  for (const timeZone of ['Asia/Tokyo', 'America/New_York', 'UTC']) {
    it(`is judged the same on a machine in ${timeZone}`, () => {
      const child = fileURLToPath(new URL('support/judgeDates.js', import.meta.url));
      const env = { ...process.env, TZ: timeZone };
      const answer = JSON.parse(execFileSync(process.execPath, [child], { env, encoding: 'utf8' })) as Judged;
      assert.equal(answer.timeZone, timeZone);
      assert.deepEqual(
        answer.judged,
        warsawTable.map(([, codes]) => codes),
      );
    });
  }

  it('names the clock’s jump and times beside it', () => {
    assert.deepEqual(warsawDates.check('2026-03-29 02:30')[0]?.params, {
      value: '2026-03-29 02:30',
      timeZone: 'Europe/Warsaw',
      jumpFrom: '2026-03-29 02:00',
      jumpTo: '2026-03-29 03:00',
      before: '2026-03-29 01:30',
      after: '2026-03-29 03:30',
    });
  });

  it('names a jump of a whole day', () => {
    const apia = createNextCallDateChecker('Pacific/Apia', () => 0);
    const { code, params } = apia.check('2011-12-30 12:00')[0] ?? assert.fail();
    assert.equal(code, 'date-gap');
    assert.equal(params?.jumpFrom, '2011-12-30 00:00');
    assert.equal(params.jumpTo, '2011-12-31 00:00');
  });

  it('judges by the configured zone: an hour that Warsaw skips exists in New York', () => {
    assert.deepEqual(
      createNextCallDateChecker('America/New_York', () => clock).check('2026-03-29 02:30'),
      [],
    );
  });

  for (const [text, code, params] of [
    ['', 'blank', undefined],
    ['soon', 'date-format', { value: 'soon' }],
    ['24.05.2026 12:24', 'date-format', { value: '24.05.2026 12:24', suggestion: '2026-05-24 12:24' }],
    ['2026-02-30 10:00', 'date-impossible', { value: '2026-02-30 10:00' }],
    ['2026-10-25 02:30', 'date-overlap', { value: '2026-10-25 02:30', timeZone: 'Europe/Warsaw' }],
    ['2018-05-24 12:24', 'date-past', { value: '2018-05-24 12:24', timeZone: 'Europe/Warsaw' }],
  ] as const)
    it(`shows what ${code} is about: ${JSON.stringify(text)}`, () => {
      // One of its own, which has judged nothing before.
      const dates = createNextCallDateChecker('Europe/Warsaw', () => clock);
      const [found, ...more] = dates.check(text);
      assert.deepEqual([found?.code, found?.params, more], [code, params, []]);
    });

  for (const [text, instant] of [
    ['2026-05-24 12:24', '2026-05-24T10:24:00Z'],
    // The clock shows it twice; what is not past for the later of them may still be called.
    ['2026-10-25 02:30', '2026-10-25T01:30:00Z'],
    ['2026-03-29 02:30', undefined],
    ['soon', undefined],
  ] as const)
    it(`${text} in Warsaw is the instant ${instant ?? 'of nothing'}`, () => {
      assert.equal(instantOf(text, 'Europe/Warsaw'), instant && Date.parse(instant));
    });

  it('puts problems at the field asked for', () => {
    assert.equal(warsawDates.check('x', 'column')[0]?.field, 'column');
  });

  it('tells past from future at each asking', () => {
    let now = clock;
    const dates = createNextCallDateChecker('Europe/Warsaw', () => now);
    assert.deepEqual(dates.check('2025-11-24 12:00'), []);
    now += 1;
    assert.deepEqual(
      dates.check('2025-11-24 12:00').map(({ code, severity }) => [code, severity]),
      [['date-past', 'warning']],
    );
  });

  for (const timeZone of ['Europe/Wroclaw', '+01:00', '-0530'])
    it(`refuses ${timeZone}, which is no name of a time zone`, () => {
      assert.throws(() => createNextCallDateChecker(timeZone, () => 0), RangeError);
    });

  for (const [text, suggestion] of [
    ['24.05.2018 12:24', '2018-05-24 12:24'],
    ['4.5.2018 9:05', '2018-05-04 09:05'],
    ['2018-05-24T12:24:30.000', '2018-05-24 12:24'],
    ['2018-5-4 9:05', '2018-05-04 09:05'],
    ['30.02.2018 12:24', undefined],
    ['05/24/2018 12:24', '2018-05-24 12:24'],
    ['05/06/2018 12:24', undefined],
    ['2018-05-24T10:24Z', '2018-05-24 12:24'],
  ] as const) {
    it(`suggests ${suggestion ?? 'nothing'} for ${text}`, () => {
      assert.equal(suggestDate(text), suggestion);
    });
  }

  it('offers quick dates by the zone’s clock', () => {
    assert.deepEqual(
      quickDates('Europe/Warsaw', clock).map(({ text }) => text),
      ['2025-11-24 13:00', '2025-11-25 09:00', '2025-12-01 09:00'],
    );
  });

  const zones = ['Europe/Warsaw', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Tokyo'] as const;
  const pad = (value: number): string => String(value).padStart(2, '0');
  const wall = fc
    .tuple(
      fc.constantFrom(...zones),
      fc.integer({ min: 1990, max: 2037 }),
      // Months in which clocks change come as often as all others together.
      fc.oneof(fc.integer({ min: 0, max: 13 }), fc.constantFrom(3, 4, 10, 11)),
      fc.integer({ min: 0, max: 32 }),
      fc.oneof(fc.integer({ min: 0, max: 24 }), fc.constantFrom(1, 2, 3)),
      fc.integer({ min: 0, max: 60 }),
    )
    .map(([zone, y, mo, d, h, mi]) => ({ zone, text: `${y}-${pad(mo)}-${pad(d)} ${pad(h)}:${pad(mi)}` }));

  holds('is accepted exactly when a clock of the zone shows it', wall, ({ zone, text }) => {
    const errors = createNextCallDateChecker(zone, () => 0)
      .check(text)
      .filter(({ severity }) => severity === 'error');
    assert.equal(errors.length === 0, isShown(text, zone), `${text} ${zone}`);
  });
});

/** Whether any instant reads as this text in a zone, told by Intl alone. */
function isShown(text: string, timeZone: string): boolean {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  const guess = Date.parse(`${text.replace(' ', 'T')}Z`);
  if (Number.isNaN(guess)) return false;
  const day = 86_400_000;
  return [-day, 0, day].some((shift) => {
    const at = guess + shift;
    const offset = Date.parse(`${format.format(at).replace(' ', 'T')}Z`) - at;
    return format.format(guess - offset) === text;
  });
}
