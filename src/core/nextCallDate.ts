import * as Instant from 'temporal-polyfill/fns/Instant';
import * as PlainDate from 'temporal-polyfill/fns/PlainDate';
import * as PlainDateTime from 'temporal-polyfill/fns/PlainDateTime';
import * as PlainTime from 'temporal-polyfill/fns/PlainTime';
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime';
import { readDate } from './dateReadings.js';
import { problem, warning, type Problem } from './problems.js';

const datePattern = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2})$/;

const memoLimit = 10_000;

/**
 * Judges a `next_call_date` (`YYYY-MM-DD hh:mm`, 24-hour, no zone of its own) by the clock of one
 * time zone, whatever the machine's own is.
 */
export interface NextCallDateChecker {
  readonly timeZone: string;
  /** Problems at `field`: errors for a wrong form, an impossible date or one skipped by the clock; warnings for one that happens twice or is past. */
  check(text: string, field?: string): Problem[];
  /** Whether a date is past at a moment, in milliseconds since the epoch; false for a text that names none. */
  isPast(text: string, at: number): boolean;
}

/**
 * Makes a checker for an IANA time zone.
 *
 * @param timeZone such as `Europe/Warsaw`; throws `RangeError` for an unknown one, and for an offset (`+01:00`), which
 *   only some platforms know
 * @param now milliseconds since the epoch at which dates count as past
 */
export function createNextCallDateChecker(timeZone: string, now: () => number): NextCallDateChecker {
  if (/^[+-]/.test(timeZone)) throw new RangeError(`Not the name of a time zone: ${timeZone}`);
  inZone(0, timeZone);
  const memo = new Map<string, ClockReading | Problem>();

  function read(text: string): ClockReading | Problem {
    let reading = memo.get(text);
    if (!reading) {
      reading = readClock(text, timeZone);
      if (memo.size >= memoLimit) memo.clear();
      memo.set(text, reading);
    }
    return reading;
  }

  return {
    timeZone,
    check(text, field = 'next_call_date') {
      const reading = read(text);
      if ('code' in reading) return [{ ...reading, field }];
      const problems: Problem[] = [];
      if (reading.overlap) problems.push(warning('date-overlap', field, { value: text, timeZone }));
      if (reading.epochMilliseconds < now())
        problems.push(warning('date-past', field, { value: text, timeZone }));
      return problems;
    },
    isPast(text, at) {
      const reading = read(text);
      return !('code' in reading) && reading.epochMilliseconds < at;
    },
  };
}

/**
 * The instant at which a zone's clock shows a `YYYY-MM-DD hh:mm`, in milliseconds since the epoch, the later of
 * two; undefined for a text that names none.
 */
export function instantOf(text: string, timeZone: string): number | undefined {
  const reading = readClock(text, timeZone);
  return 'code' in reading ? undefined : reading.epochMilliseconds;
}

interface ClockReading {
  epochMilliseconds: number;
  overlap: boolean;
}

function readClock(text: string, timeZone: string): ClockReading | Problem {
  const field = 'next_call_date';
  if (text === '') return problem('blank', field);
  const match = datePattern.exec(text);
  if (!match) {
    const suggestion = suggestDate(text, timeZone);
    return problem('date-format', field, suggestion ? { value: text, suggestion } : { value: text });
  }
  const wall = toPlainDateTime(match.slice(1).map(Number));
  if (!wall) return problem('date-impossible', field, { value: text });
  const earlier = PlainDateTime.toZonedDateTime(wall, timeZone, { disambiguation: 'earlier' });
  const later = PlainDateTime.toZonedDateTime(wall, timeZone, { disambiguation: 'later' });
  if (earlier.epochMilliseconds === later.epochMilliseconds) {
    return { epochMilliseconds: earlier.epochMilliseconds, overlap: false };
  }
  const before = ZonedDateTime.toPlainDateTime(earlier);
  if (!PlainDateTime.equals(before, wall)) {
    const jump = ZonedDateTime.getTimeZoneTransition(earlier, 'next') ?? later;
    const jumpTo = ZonedDateTime.toPlainDateTime(jump);
    const skipped = ZonedDateTime.offsetNanoseconds(jump) - ZonedDateTime.offsetNanoseconds(earlier);
    return problem('date-gap', field, {
      value: text,
      timeZone,
      jumpFrom: formatWall(PlainDateTime.subtractNanoseconds(jumpTo, skipped)),
      jumpTo: formatWall(jumpTo),
      before: formatWall(before),
      after: formatWall(ZonedDateTime.toPlainDateTime(later)),
    });
  }
  return { epochMilliseconds: later.epochMilliseconds, overlap: true };
}

/**
 * The API's form of a date that is written otherwise, or undefined when it can't be told.
 *
 * @param timeZone by whose clock a moment with a zone of its own is told
 */
export function suggestDate(text: string, timeZone = 'Europe/Warsaw'): string | undefined {
  const [only, ...others] = readDate(text, timeZone);
  return others.length === 0 ? only : undefined;
}

/** Writes a wall-clock time as the API's `YYYY-MM-DD hh:mm`. */
export function formatWall(wall: PlainDateTime.Record): string {
  return PlainDateTime.toString(wall, { smallestUnit: 'minute' }).replace('T', ' ');
}

function toPlainDateTime(parts: readonly number[]): PlainDateTime.Record | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts;
  try {
    return PlainDateTime.create(year, month, day, hour, minute);
  } catch {
    return undefined;
  }
}

function inZone(epochMilliseconds: number, timeZone: string): ZonedDateTime.Record {
  return Instant.toZonedDateTimeISO(Instant.fromEpochMilliseconds(epochMilliseconds), timeZone);
}

export interface QuickDate {
  kind: 'in-an-hour' | 'tomorrow-9' | 'next-monday-9';
  /** In the API's form. */
  text: string;
}

/** The choices a date picker offers first, in the given zone. */
export function quickDates(timeZone: string, now: number): QuickDate[] {
  const here = inZone(now, timeZone);
  const today = ZonedDateTime.toPlainDate(here);
  const nine = PlainTime.create(9);
  const atNine = (days: number): string =>
    formatWall(PlainDate.toPlainDateTime(PlainDate.addDays(today, days), nine));
  return [
    { kind: 'in-an-hour', text: formatWall(ZonedDateTime.toPlainDateTime(ZonedDateTime.addHours(here, 1))) },
    { kind: 'tomorrow-9', text: atNine(1) },
    { kind: 'next-monday-9', text: atNine(8 - ZonedDateTime.dayOfWeek(here)) },
  ];
}
