import { createNextCallDateChecker } from '../../../../src/core/nextCallDate.js';
import type { TemplateContext } from '../../../../src/core/templates.js';

/** Noon of 24 November 2025 in Warsaw, at which dates count as past. */
export const clock = Date.UTC(2025, 10, 24, 11);

/** The same moment for `{{…}}`; nothing is set in its environment. */
export const warsawTemplates: TemplateContext = { now: clock, timeZone: 'Europe/Warsaw', env: {} };

export const warsawDates = createNextCallDateChecker('Europe/Warsaw', () => clock);

/** Texts and the codes they must get in Warsaw, by any machine's clock. */
export const warsawTable: readonly (readonly [text: string, codes: readonly string[]])[] = [
  ['2026-05-24 12:24', []],
  ['2028-02-29 10:00', []],
  ['2026-12-31 23:59', []],
  ['2026-01-01 00:00', []],
  ['', ['blank']],
  ['2026-02-30 10:00', ['date-impossible']],
  ['2026-02-29 10:00', ['date-impossible']],
  ['2026-13-01 10:00', ['date-impossible']],
  ['2026-05-24 24:00', ['date-impossible']],
  ['2026-05-24 12:60', ['date-impossible']],
  ['2026-05-24T12:24', ['date-format']],
  ['2026-05-24 12:24:00', ['date-format']],
  ['2026-5-24 12:24', ['date-format']],
  ['24.05.2018 12:24', ['date-format']],
  ['2026-05-24', ['date-format']],
  ['24:00', ['date-format']],
  ['2026-05-24 12:24\n', ['date-format']],
  [' 2026-05-24 12:24', ['date-format']],
  ['2026-05-24  12:24', ['date-format']],
  ['２０26-05-24 12:24', ['date-format']],
  ['tomorrow', ['date-format']],
  ['2026-03-29 01:59', []],
  ['2026-03-29 02:00', ['date-gap']],
  ['2026-03-29 02:30', ['date-gap']],
  ['2026-03-29 02:59', ['date-gap']],
  ['2026-03-29 03:00', []],
  ['2026-10-25 01:59', []],
  ['2026-10-25 02:00', ['date-overlap']],
  ['2026-10-25 02:30', ['date-overlap']],
  ['2026-10-25 03:00', []],
  ['2025-10-26 02:30', ['date-overlap', 'date-past']],
  ['2018-05-24 12:24', ['date-past']],
  ['2025-11-24 11:59', ['date-past']],
  ['2025-11-24 12:00', []],
];
