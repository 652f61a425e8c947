import { readDate, type DateOrder } from '../../core/dateReadings.js';
import { campaignIdPattern, digitsPattern, isWellFormed } from '../../core/ids.js';
import { isDamaged } from '../source/encoding.js';
import { isCustomerKey, type ColumnTarget } from '../source/columnNames.js';

/** Repairs of whole columns, made only when the user said so. */
export const fixes = [
  'campaign-zeros',
  'dates',
  'spaces',
  'status-names',
  'empty-words',
  'decimals',
  'forced-text',
] as const;
export type Fix = (typeof fixes)[number];

/** What repairs need to know beside the cell. */
export interface FixFacts {
  /** Of `next_call_date`; `Europe/Warsaw` unless told. */
  timeZone?: string | undefined;
  dateOrder?: DateOrder | undefined;
  /** Of the row's campaign: name, by {@link statusKey}, → `status_id`. */
  statusNames?: Readonly<Record<string, string>> | undefined;
}

/** The text that a repair makes of a cell, `null` to leave the field as it is, undefined where it has nothing to do. */
type Step = (text: string, target: ColumnTarget, facts: FixFacts) => string | null | undefined;

/** In the order in which a cell was spoilt, the last spoiling first. */
const steps: readonly (readonly [Fix, Step])[] = [
  ['forced-text', withoutForce],
  ['spaces', withoutStraySpaces],
  ['empty-words', withoutEmptyWord],
  ['decimals', withoutDecimals],
  ['campaign-zeros', withZeros],
  ['dates', asDate],
  ['status-names', asStatusId],
];

/** Each repair may uncover work for one before it: `" '00001"` has blanks in front of the apostrophe. */
const rounds = 3;

/**
 * A cell with the chosen repairs made.
 *
 * @param made receives the repairs that changed the cell
 * @returns null where the field is to be left as it is
 */
export function repairCell(
  text: string,
  target: ColumnTarget,
  chosen: ReadonlySet<Fix>,
  facts: FixFacts,
  made?: Set<Fix>,
): string | null {
  let now = text;
  for (let round = 0; round < rounds; round++) {
    const before = now;
    for (const [fix, step] of steps) {
      if (!chosen.has(fix)) continue;
      const next = step(now, target, facts);
      if (next === undefined || next === now) continue;
      made?.add(fix);
      if (next === null || next === '') return null;
      now = next;
    }
    if (now === before) break;
  }
  return now;
}

/** The repairs that a cell needs, in the order in which they are made, and what they make of it. */
export interface NeededFixes {
  fixes: Fix[];
  to: string | null;
}

const all: ReadonlySet<Fix> = new Set(fixes);

/** What would make a cell fit to be sent; undefined where nothing is known that does, or nothing is needed. */
export function neededFixes(text: string, target: ColumnTarget, facts: FixFacts): NeededFixes | undefined {
  const made = new Set<Fix>();
  const to = repairCell(text, target, all, facts, made);
  if (made.size === 0 || (to === null ? !mayBeLeftOut(target) : !isFit(to, target))) return undefined;
  return { fixes: [...made], to };
}

/** True for a cell of the form that its column wants: no repair looks at it. */
export function isFit(text: string, target: ColumnTarget): boolean {
  switch (target) {
    case 'campaign_id':
      return campaignIdPattern.test(text);
    case 'next_call_date':
      return /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/.test(text) && text !== zeroDate;
    case 'agent_login':
      return text !== '' && !isSuspicious(text) && isWellFormed(text);
    case 'phone_number':
    case 'nip':
    case 'email':
    case 'identifier':
      return text !== '' && !isSuspicious(text);
    default:
      return digitsPattern.test(text);
  }
}

/** Logins have no form to be told by: what is no login's is told by what it looks like. */
function isSuspicious(text: string): boolean {
  return (
    /^[\s'’‘`´"„“”=]|\s$|[\0\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF\u00AD]/.test(text) ||
    isEmptyWord(text) ||
    isDamaged(text)
  );
}

function mayBeLeftOut(target: ColumnTarget): boolean {
  return target !== 'customer_id' && target !== 'campaign_id' && !isCustomerKey(target);
}

const digitTargets: ReadonlySet<ColumnTarget> = new Set([
  'customer_id',
  'status_id',
  'dictionary_status_id',
  'order',
]);

/** `="00001"` and the apostrophe in front, by which spreadsheets are made to keep text; quotes around a whole cell. */
function withoutForce(text: string): string | undefined {
  const formula = /^=\s*(?:T\()?"(.*)"\)?$/is.exec(text);
  if (formula) return (formula[1] ?? '').replaceAll('""', '"').replace(/^"(.*)"$/s, '$1');
  const number = /^=(\d+)$/.exec(text);
  if (number) return number[1];
  const quoted = /^(?:\\?"(.*?)\\?"|[„“”«](.*)[“”»]|['’‘`´](.*)['’‘`´])$/s.exec(text);
  if (quoted) return quoted[1] ?? quoted[2] ?? quoted[3];
  const forced = /^['’‘`´]+(.*)$/s.exec(text);
  return forced ? forced[1] : undefined;
}

/** Characters that cannot be seen: marks of width zero, of direction, of encoding, and soft hyphens. */
const invisible = /[\0\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF\u00AD]/g;

function withoutStraySpaces(text: string, target: ColumnTarget): string | null | undefined {
  if (!/[\s\0\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF\u00AD]/.test(text)) return undefined;
  const seen = text.replace(invisible, '');
  const trimmed = seen.trim();
  if (trimmed === '') return null;
  if (target === 'next_call_date') return trimmed.replace(/\s+/g, ' ');
  return withoutSpaces(seen, target) ?? trimmed;
}

/** A number without the spaces, no-break ones included, that group its digits; undefined where there are none. */
export function withoutSpaces(text: string, target: ColumnTarget): string | undefined {
  if (!/\s/.test(text)) return undefined;
  const packed = text.replace(/\s/g, '');
  if (target === 'campaign_id') return /^[A-Za-z0-9]{1,5}$/.test(packed) ? packed : undefined;
  return digitTargets.has(target) && /^\d{1,20}(?:[.,]0+)?$/.test(packed) ? packed : undefined;
}

const zeroDate = '0000-00-00 00:00';

/** What databases, spreadsheets, programs and people write for "nothing". */
const emptyWords: ReadonlySet<string> = new Set(
  [
    'null nul \\n nil none nan nat na <na> n/a n.a. #n/a #n/d #n/d! n/d n.d. nd nd. brak <brak> (brak) undefined',
    '(null) <null> [null] {null} empty (empty) <empty> blank (blank) pusty puste pusta (puste) (pusty) void missing',
    '#n/a! #value! #ref! #name? #div/0! #null! #num! #arg! #adr! #nazwa? #dzielnik/0! #dziel/0! #zero! #liczba!',
    '#spill! #calc! #getting_data #field! #blocked! #error! err:502 err:504 err:508 #wart! #brak!',
    '- -- --- – — − _ __ ? ?? ??? . .. … * / x/x nie_dotyczy',
  ]
    .join(' ')
    .split(' '),
);

const emptyPhrases: ReadonlySet<string> = new Set([
  'brak danych',
  'brak wartości',
  'nie dotyczy',
  'not available',
  'not applicable',
  'not set',
  'no value',
  'no data',
  'do uzupełnienia',
]);

/** True for a word that stands for nothing, whatever the column; an empty text in JSON is one too. */
export function isEmptyWord(text: string): boolean {
  if (text.length > 20) return false;
  const word = text.trim().toLowerCase();
  return word === '' || emptyWords.has(word) || emptyPhrases.has(word);
}

function withoutEmptyWord(text: string, target: ColumnTarget): null | undefined {
  if (!mayBeLeftOut(target)) return undefined;
  // MySQL's date for none, and the days that spreadsheets show for 0.
  const isZeroDate =
    target === 'next_call_date' &&
    /^(?:0000-00-00|1899-12-30|1899-12-31|1900-01-00|00\.01\.1900|0|0[.,]0+)(?:[T ]00:00(?::00(?:\.0+)?)?)?$/.test(
      text,
    );
  return isZeroDate || isEmptyWord(text) ? null : undefined;
}

/** `441.0`, as pandas and spreadsheets write whole numbers. With three zeros it may as well be thousands. */
function withoutDecimals(text: string, target: ColumnTarget): string | undefined {
  if (!digitTargets.has(target) && target !== 'campaign_id') return undefined;
  const found = /^(\d{1,20})[.,](0+)$/.exec(text);
  return found?.[2]?.length === 3 ? undefined : found?.[1];
}

function withZeros(text: string, target: ColumnTarget): string | undefined {
  return target === 'campaign_id' && /^\d{1,4}$/.test(text) ? text.padStart(5, '0') : undefined;
}

function asDate(
  text: string,
  target: ColumnTarget,
  { timeZone = 'Europe/Warsaw', dateOrder }: FixFacts,
): string | undefined {
  if (target !== 'next_call_date' || isFit(text, target)) return undefined;
  const [only, ...others] = readDate(text, timeZone, dateOrder);
  return others.length === 0 ? only : undefined;
}

function asStatusId(text: string, target: ColumnTarget, { statusNames }: FixFacts): string | undefined {
  if (target !== 'status_id' || digitsPattern.test(text) || !statusNames) return undefined;
  const key = [text.toLowerCase(), statusKey(text)].find((each) => Object.hasOwn(statusNames, each));
  return key === undefined ? undefined : statusNames[key];
}

/** How a status's name is looked up: without case, diacritics and surplus blanks. */
export function statusKey(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('ł', 'l')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}
