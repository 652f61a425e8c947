import * as Instant from 'temporal-polyfill/fns/Instant';
import * as PlainDateTime from 'temporal-polyfill/fns/PlainDateTime';
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime';

/** Which of two numbers is the day where a date such as `05/06/2018` does not tell. */
export const dateOrders = ['day-first', 'month-first'] as const;
export type DateOrder = (typeof dateOrders)[number];

const maxLength = 80;

const time = String.raw`(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?(?:\s*([ap])\.?m\.?)?`;
const zone = String.raw`(?:\s*(Z|UTC|GMT|(?:GMT|UTC)?[+-]\d{2}(?::?\d{2})?))?(?:\s*\([^)]*\)|\[[^\]]*\])?`;
/** Date first, or time first; words such as `godz.` between. */
const dateAndTime = new RegExp(
  String.raw`^(.+?)(?:\s*,\s*|\s+|T)(?:(?:o\s+)?(?:godz\.?|godzina|at|o)\s*)?${time}${zone}$`,
  'i',
);
const timeAndDate = new RegExp(String.raw`^${time}\s*,?\s+(.+)$`, 'i');
const packed = new RegExp(
  String.raw`^(\d{4})(\d{2})(\d{2})[T ]?(\d{2})(\d{2})(?:(\d{2})(?:[.,]\d+)?)?${zone}$`,
);

const weekdays =
  /^(?:mon|tue|wed|thu|fri|sat|sun|pon|wt|śr|czw|pt|sob|ndz?|niedz|monday|tuesday|wednesday|thursday|friday|saturday|sunday|poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela)\.?,?\s+/i;

const monthWords: readonly RegExp[] = [
  /^(?:jan(?:uary)?|stycz(?:eń|nia)|sty|i)$/,
  /^(?:feb(?:ruary)?|lut(?:y|ego)?|ii)$/,
  /^(?:mar(?:ch)?|marzec|marca|iii)$/,
  /^(?:apr(?:il)?|kwi(?:ecień|etnia)?|iv)$/,
  /^(?:may|maj(?:a)?|v)$/,
  /^(?:june?|cze(?:rwiec|rwca)?|vi)$/,
  /^(?:july?|lip(?:iec|ca)?|vii)$/,
  /^(?:aug(?:ust)?|sie(?:rpień|rpnia)?|viii)$/,
  /^(?:sept?(?:ember)?|wrz(?:esień|eśnia)?|ix)$/,
  /^(?:oct(?:ober)?|paź(?:dziernik|dziernika)?|x)$/,
  /^(?:nov(?:ember)?|lis(?:topad|topada)?|xi)$/,
  /^(?:dec(?:ember)?|gru(?:dzień|dnia)?|xii)$/,
];

type Day = readonly [year: number, month: number, day: number];

/**
 * The dates, in the API's `YYYY-MM-DD hh:mm`, that a text written otherwise can mean: one where it can be told, several
 * where nobody can say which number is the day, none where it is no date with a time. Takes what spreadsheets,
 * databases and programs write: ISO 8601, `24.05.2018, 12:24`, `5/24/2018 12:24 PM`, `24 maja 2018 12:24`, Excel's
 * number of days (`43244,5166666667`), and moments with a zone or counted since 1970, told by the zone's clock. Seconds
 * are left out, for the API has none.
 *
 * @param timeZone an IANA name, such as `Europe/Warsaw`
 * @param order which number is the day, where both can be
 */
export function readDate(text: string, timeZone: string, order?: DateOrder): string[] {
  const plain = text.replace(/\s+/g, ' ').trim();
  if (plain === '' || plain.length > maxLength) return [];
  const moment = readNumber(plain, timeZone);
  if (moment) return [moment];
  const parts = split(plain);
  if (!parts) return [];
  const days = readDay(parts.day, order);
  const found = days.flatMap((day) => {
    const wall = wallOf(day, parts);
    return wall === undefined ? [] : [parts.zone === undefined ? wall : atZone(wall, parts.zone, timeZone)];
  });
  const readings = [...new Set(found)].filter((each) => each !== '');
  return order === undefined ? readings : readings.slice(0, 1);
}

interface Parts {
  day: string | Day;
  hour: number;
  minute: number;
  /** `a` or `p`. */
  half?: string | undefined;
  zone?: string | undefined;
}

function split(text: string): Parts | undefined {
  const digits = packed.exec(text);
  if (digits) {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = digits.slice(1, 6).map(Number);
    if (year < 1990 || year > 2100) return undefined;
    return { day: [year, month, day], hour, minute, zone: digits[7] };
  }
  // JavaScript's and Unix's `Thu May 24 2018 12:24:00 GMT+0200` and `Thu May 24 12:24:00 2018`.
  const unix = /^([a-z]{3} [a-z]{3} \d{1,2}) (\d{1,2}:\d{2}(?::\d{2})?) (?:[A-Z]{3,4} )?(\d{4})$/i.exec(text);
  const usual = unix ? `${unix[1]} ${unix[3]} ${unix[2]}` : text;
  const first = dateAndTime.exec(usual);
  if (first) {
    const [, day = '', hour, minute, , half, offset] = first;
    return { day, hour: Number(hour), minute: Number(minute), half, zone: offset };
  }
  const last = timeAndDate.exec(usual);
  if (!last) return undefined;
  const [, hour, minute, , half, day = ''] = last;
  return { day, hour: Number(hour), minute: Number(minute), half };
}

/** Days that a date can name; several where it does not tell which number is the day. */
function readDay(text: string | Day, order: DateOrder | undefined): Day[] {
  if (typeof text !== 'string') return [text];
  const plain = text.replace(weekdays, '').replace(/,/g, ' ').replace(/\s+/g, ' ').trim();
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\.?$/.exec(plain);
  if (iso) return [[Number(iso[1]), Number(iso[2]), Number(iso[3])]];
  const numbers = /^(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?: ?r\.?)?$/.exec(plain);
  if (numbers) {
    const [one, other, last] = [numbers[1], numbers[3], numbers[4]].map(Number);
    return orders(one ?? 0, other ?? 0, last ?? 0, {
      isShort: numbers[4]?.length === 2,
      sign: numbers[2] ?? '',
      order,
    });
  }
  return dayWithMonthName(plain);
}

function orders(
  one: number,
  other: number,
  last: number,
  { isShort, sign, order }: { isShort: boolean; sign: string; order: DateOrder | undefined },
): Day[] {
  const year = isShort ? 2000 + last : last;
  const dayFirst: Day = [year, other, one];
  const monthFirst: Day = [year, one, other];
  // With dots the day comes first wherever dots are written.
  if (sign === '.') return [dayFirst];
  const yearFirst: Day[] = isShort && sign === '-' ? [[2000 + one, other, last]] : [];
  return order === 'month-first'
    ? [monthFirst, dayFirst, ...yearFirst]
    : [dayFirst, monthFirst, ...yearFirst];
}

/** `24 maja 2018`, `24-May-18`, `May 24 2018`, `24 V 2018`. */
function dayWithMonthName(text: string): Day[] {
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?[-. ]+(\p{L}+)\.?[-. ]+(\d{4}|\d{2})(?: ?r\.?)?$/iu.exec(text);
  const monthFirst = /^(\p{L}+)\.?[- ]+(\d{1,2})(?:st|nd|rd|th)?[-. ]+(\d{4})$/iu.exec(text);
  const [day, word, year] = dayFirst
    ? [dayFirst[1], dayFirst[2], dayFirst[3]]
    : [monthFirst?.[2], monthFirst?.[1], monthFirst?.[3]];
  const month = monthWords.findIndex((each) => each.test(word?.toLowerCase() ?? '')) + 1;
  if (month === 0 || year === undefined) return [];
  return [[Number(year) + (year.length === 2 ? 2000 : 0), month, Number(day)]];
}

function wallOf([year, month, day]: Day, { hour, minute, half }: Parts): string | undefined {
  if (half !== undefined && (hour < 1 || hour > 12)) return undefined;
  const later = half?.toLowerCase() === 'p' ? 12 : 0;
  try {
    const wall = PlainDateTime.create(
      year,
      month,
      day,
      half === undefined ? hour : (hour % 12) + later,
      minute,
    );
    return wallText(wall);
  } catch {
    return undefined;
  }
}

function wallText(wall: PlainDateTime.Record): string {
  return PlainDateTime.toString(wall, { smallestUnit: 'minute' }).replace('T', ' ');
}

/** A moment, given by a clock and its distance from UTC, by the clock of a time zone; empty for a distance that no zone has. */
function atZone(wall: string, offset: string, timeZone: string): string {
  const found = /([+-])(\d{2}):?(\d{2})?$/.exec(offset);
  const minutes = found ? (Number(found[2]) * 60 + Number(found[3] ?? 0)) * (found[1] === '-' ? -1 : 1) : 0;
  if (Math.abs(minutes) > 14 * 60) return '';
  return inZone(Date.parse(`${wall.replace(' ', 'T')}:00Z`) - minutes * 60_000, timeZone);
}

/** The day that Excel counts as 0, given that it takes 1900 for a leap year. */
const excelEpoch = Date.UTC(1899, 11, 30);

/** Days as Excel counts them, with a time of day; seconds or milliseconds since 1970. */
function readNumber(text: string, timeZone: string): string | undefined {
  const days = /^(\d{5})[.,](\d{1,12})$/.exec(text);
  if (days) {
    const value = Number(`${days[1]}.${days[2]}`);
    // Between 1990 and 2100: anything else is no date that anybody calls at.
    if (value < 32_874 || value > 73_415) return undefined;
    const wall = new Date(excelEpoch + Math.round(value * 24 * 60) * 60_000);
    return wall.toISOString().slice(0, 16).replace('T', ' ');
  }
  const since = /^(\d{10})(\d{3})?(?:\.\d+)?$/.exec(text);
  // From 2001 on, when seconds have ten digits.
  if (!since || Number(since[1]) < 1_000_000_000 || Number(since[1]) > 4_102_444_800) return undefined;
  return inZone(Number(since[1]) * 1000, timeZone);
}

function inZone(epochMilliseconds: number, timeZone: string): string {
  const zoned = Instant.toZonedDateTimeISO(Instant.fromEpochMilliseconds(epochMilliseconds), timeZone);
  return wallText(ZonedDateTime.toPlainDateTime(zoned));
}
