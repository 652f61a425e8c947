import * as Instant from 'temporal-polyfill/fns/Instant';
import * as PlainDate from 'temporal-polyfill/fns/PlainDate';
import * as PlainTime from 'temporal-polyfill/fns/PlainTime';
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime';
import { formatWall } from './nextCallDate.js';
import { problem, type Problem } from './problems.js';

/** What `{{…}}` in a value stands for at one moment. */
export interface TemplateContext {
  /** Milliseconds since the epoch. */
  now: number;
  /** IANA name, by whose clock days and hours are meant. */
  timeZone: string;
  /** Only variables called `THULIUM_VAR_…` are ever read of it. */
  env: Readonly<Record<string, string | undefined>>;
}

/** A text with its templates replaced, or what keeps that from being done. */
export type Resolved = { text: string } | { problem: Problem };

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** What completion offers, the most wanted first. */
export const templateExamples = [
  '{{today+1d 10:00}}',
  '{{now+2h}}',
  '{{monday 09:00}}',
  '{{env.THULIUM_VAR_NAME}}',
] as const;

/** A file of somebody else must not read a token: no variable of another name is looked at. */
const variablePattern = /^THULIUM_VAR_[A-Za-z0-9_]+$/;
const datePattern =
  /^(now|today|monday|tuesday|wednesday|thursday|friday|saturday|sunday)((?:[+-]\d{1,5}[wdhm]){0,4})(?: (\d{1,2}):(\d{2}))?$/i;
/** An expression is a few words long; what is longer is no template of ours. */
const template = /\{\{([^{}]{0,200})\}\}/g;

/** True for a text that is not sent as it stands. */
export function hasTemplate(text: string): boolean {
  return text.includes('{{');
}

/**
 * Replaces every `{{…}}` of a value: `{{now+2h}}`, `{{today+1d 10:00}}`, `{{monday 09:00}}` (the next one to
 * come) and `{{env.THULIUM_VAR_NAME}}`. An hour that the clock skips becomes the one after the gap. What a variable
 * holds is not looked at again.
 */
export function resolveTemplates(text: string, field: string, context: TemplateContext): Resolved {
  if (!hasTemplate(text)) return { text };
  let wrong: Problem | undefined;
  let rest = '';
  let end = 0;
  for (const match of text.matchAll(template)) {
    rest += text.slice(end, match.index);
    end = match.index + match[0].length;
    const value = evaluate((match[1] ?? '').trim(), field, context);
    if (typeof value === 'string') rest += value;
    else wrong ??= value;
  }
  const tail = text.slice(end);
  if (tail.includes('{{')) wrong ??= problem('template-unknown', field, { value: tail });
  return wrong ? { problem: wrong } : { text: rest + tail };
}

function evaluate(expression: string, field: string, context: TemplateContext): string | Problem {
  if (/^env\./i.test(expression)) return readVariable(expression.slice('env.'.length), field, context);
  const match = datePattern.exec(expression);
  const text = match && dateOf(match, context);
  return text ?? problem('template-unknown', field, { value: `{{${expression}}}` });
}

function readVariable(name: string, field: string, { env }: TemplateContext): string | Problem {
  if (!variablePattern.test(name)) return problem('template-variable', field, { value: name });
  const value = Object.hasOwn(env, name) ? env[name] : undefined;
  return value === undefined || value === ''
    ? problem('template-variable-missing', field, { value: name })
    : value;
}

function dateOf(match: RegExpExecArray, { now, timeZone }: TemplateContext): string | undefined {
  const [, base = '', offsets = '', hour, minute] = match;
  const word = base.toLowerCase();
  const steps = [...offsets.matchAll(/([+-]\d+)([wdhm])/gi)].map(
    ([, amount = '', unit = '']) => [Number(amount), unit.toLowerCase()] as const,
  );
  const here = Instant.toZonedDateTimeISO(Instant.fromEpochMilliseconds(now), timeZone);
  try {
    if (word === 'now') return hour === undefined ? momentOf(here, steps) : undefined;
    const time = hour === undefined ? undefined : PlainTime.create(Number(hour), Number(minute));
    return dayOf(word, here, steps, time);
  } catch (error) {
    // An hour such as 25:00, or a year past the end of the calendar.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

type Step = readonly [amount: number, unit: string];

function momentOf(here: ZonedDateTime.Record, steps: readonly Step[]): string {
  let moment = here;
  for (const [amount, unit] of steps) {
    if (unit === 'w') moment = ZonedDateTime.addWeeks(moment, amount);
    else if (unit === 'd') moment = ZonedDateTime.addDays(moment, amount);
    else if (unit === 'h') moment = ZonedDateTime.addHours(moment, amount);
    else moment = ZonedDateTime.addMinutes(moment, amount);
  }
  return formatWall(ZonedDateTime.toPlainDateTime(moment));
}

/** A day, or a moment of it; undefined for steps that are no days. */
function dayOf(
  word: string,
  here: ZonedDateTime.Record,
  steps: readonly Step[],
  time: PlainTime.Record | undefined,
): string | undefined {
  if (steps.some(([, unit]) => unit !== 'd' && unit !== 'w')) return undefined;
  const today = ZonedDateTime.toPlainDate(here);
  const weekday = weekdays.findIndex((each) => each === word) + 1;
  const ahead = weekday === 0 ? 0 : (weekday - ZonedDateTime.dayOfWeek(here) + 7) % 7;
  let day = PlainDate.addDays(today, ahead);
  const isOver = time === undefined ? ahead === 0 : ZonedDateTime.compare(at(day, time, here), here) <= 0;
  if (weekday !== 0 && isOver) day = PlainDate.addDays(day, 7);
  for (const [amount, unit] of steps) day = PlainDate.addDays(day, unit === 'w' ? amount * 7 : amount);
  return time === undefined
    ? PlainDate.toString(day)
    : formatWall(ZonedDateTime.toPlainDateTime(at(day, time, here)));
}

/** An hour that the clock skips is read as the one after the gap: `02:30` becomes `03:30`. */
function at(day: PlainDate.Record, time: PlainTime.Record, here: ZonedDateTime.Record): ZonedDateTime.Record {
  const midnight = PlainDate.toZonedDateTime(day, { timeZone: here.timeZoneId });
  return ZonedDateTime.withPlainTime(midnight, time);
}
