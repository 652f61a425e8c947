import { isUtf8 } from 'node:buffer';
import { isKnownHeader } from './columnNames.js';
import { RecordScanner } from './csv.js';
import type { Encoding } from './encoding.js';
import { FileProblemError } from './fileStart.js';

export const delimiters = [';', ',', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** Rows of CSV, one JSON object after the other, or JSON with the objects in a list. */
export const sourceKinds = ['csv', 'jsonl', 'json'] as const;

/** How a file is written; results are written the same way. */
export interface SourceFormat {
  kind: (typeof sourceKinds)[number];
  encoding: Encoding;
  bom: boolean;
  delimiter: Delimiter;
  newline: '\r\n' | '\n' | '\r';
  /** Of CSV: lines in front of the header, such as titles and a spreadsheet's own `sep=;`; none when left out. */
  skip?: number;
}

/** What the user chose instead of the detection. */
export interface FormatChoice {
  kind?: SourceFormat['kind'];
  encoding?: Encoding;
  delimiter?: Delimiter;
  skip?: number;
  /** Columns that a mapping names: the header is where they are. */
  known?: readonly string[];
}

/**
 * Judges by the first bytes of a file (64 kB are plenty); what the user chose wins.
 *
 * @param isCut the file goes on after the sample
 */
export function detectFormat(sample: Uint8Array, choice: FormatChoice = {}, isCut = false): SourceFormat {
  const marked = markedEncoding(sample);
  const encoding = choice.encoding ?? marked ?? guessEncoding(sample, isCut);
  const text = withoutMarks(new TextDecoder(encoding).decode(sample));
  const kind = choice.kind ?? guessKind(text);
  const layout = layoutOf(text, choice);
  const skip = choice.skip ?? layout.skip;
  return {
    kind,
    encoding,
    bom: marked === encoding,
    delimiter: layout.delimiter,
    newline: guessNewline(text),
    ...(kind === 'csv' && skip > 0 ? { skip } : {}),
  };
}

/**
 * Text without byte order marks at its beginning, also where there are several, and where a program took their bytes
 * for letters of Windows-1252 or Windows-1250 and saved them as such.
 */
export function withoutMarks(text: string): string {
  return text.replace(/^(?:\uFEFF|ï»¿|ď»ż)+/, '');
}

function guessKind(text: string): SourceFormat['kind'] {
  if (/^\s*\[\s*(?:\{|\]|$)/.test(text) || isWrapped(text)) return 'json';
  return /^\s*\{/.test(text) ? 'jsonl' : 'csv';
}

/**
 * True for an object that only wraps a list of objects, as an API answers (`{"count":2,"result":[{…}]}`) and as tools
 * export a table (`{"records":[{…}]}`); a row with a list among its values names a column that an update knows.
 */
function isWrapped(text: string): boolean {
  const scalar = String.raw`(?:"(?:[^"\\]|\\.)*"|-?[\d.eE+-]+|true|false|null)`;
  const pattern = new RegExp(
    String.raw`^\s*\{((?:\s*"[^"]{0,200}"\s*:\s*${scalar}\s*,){0,20})\s*"([^"]{0,200})"\s*:\s*\[\s*(?:\{|\])`,
  );
  const found = pattern.exec(text.slice(0, 10_000));
  if (!found) return false;
  const keys = Array.from((found[1] ?? '').matchAll(/"([^"]*)"\s*:/g), ([, key = '']) => key);
  return !isKnownHeader(keys);
}

function markedEncoding(sample: Uint8Array): Encoding | undefined {
  const [first, second, third] = sample;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

function guessEncoding(sample: Uint8Array, isCut: boolean): Encoding {
  let even = 0;
  let odd = 0;
  sample.forEach((byte, index) => {
    if (byte !== 0) return;
    if (index % 2 === 0) even++;
    else odd++;
  });
  if (odd > sample.length / 8 && odd > even * 4) return 'utf-16le';
  if (even > sample.length / 8 && even > odd * 4) return 'utf-16be';
  return isUtf8(isCut ? withoutCutLetter(sample) : sample) ? 'utf-8' : guessSingleByte(sample);
}

/** A sample may end in the middle of a letter of up to four bytes. */
function withoutCutLetter(sample: Uint8Array): Uint8Array {
  const last = sample.subarray(-3);
  const begin = last.findLastIndex((byte) => byte < 0x80 || byte >= 0xc2);
  const isCut = (last[begin] ?? 0) >= 0xc2;
  return isCut ? sample.subarray(0, begin - last.length) : sample;
}

/** Bytes of Polish letters in one encoding that are signs or control characters in the other. */
const latin2Bytes = new Set([0xa1, 0xb1, 0xa6, 0xb6, 0xac, 0xbc]);
const windowsBytes = new Set([0xa5, 0xb9]);

/** Windows-1250 or ISO-8859-2, by the letters ą, ś and ź, which are all that tells them apart in Polish. */
export function guessSingleByte(sample: Uint8Array): Encoding {
  let latin2 = 0;
  let windows = 0;
  for (const byte of sample) {
    if (latin2Bytes.has(byte)) latin2++;
    else if (windowsBytes.has(byte) || (byte >= 0x80 && byte < 0xa0)) windows++;
  }
  return latin2 > windows ? 'iso-8859-2' : 'windows-1250';
}

/** Titles are looked for in so many rows. */
const titleRows = 20;

/**
 * Where the header stands and what divides its columns: a spreadsheet's own first line says the one, the first row
 * that names the columns of an update says both. Without either the first row is the header.
 */
function layoutOf(text: string, choice: FormatChoice): { delimiter: Delimiter; skip: number } {
  const own = separatorLine(text);
  const body = own ? text.slice(own.length) : text;
  const lines = own ? 1 : 0;
  const fixed = choice.delimiter ?? own?.delimiter;
  if (choice.skip !== undefined) return { delimiter: fixed ?? guessDelimiter(body), skip: choice.skip };
  for (const delimiter of fixed === undefined ? delimiters : [fixed]) {
    const header = headerLine(body, delimiter, choice.known);
    if (header !== undefined && header > 1) return { delimiter, skip: lines + header - 1 };
    if (header !== undefined) break;
  }
  return { delimiter: fixed ?? guessDelimiter(body), skip: lines };
}

/** The line, counted from 1, of the first row that names columns; titles that cannot be told apart have none. */
function headerLine(text: string, delimiter: Delimiter, known?: readonly string[]): number | undefined {
  const scanner = new RecordScanner(delimiter);
  let rows = 0;
  let blank = true;
  try {
    for (const { cells, line } of scanner.add(text.slice(0, 20_000), true)) {
      const isBlank = cells.every((cell) => cell.trim() === '');
      if (cells.length > 1 && isKnownHeader(cells, known)) return blank ? 1 : line;
      if (!isBlank) blank = false;
      if (!isBlank && ++rows > titleRows) return undefined;
    }
  } catch (error) {
    if (!(error instanceof FileProblemError)) throw error;
  }
  return undefined;
}

/** Excel's own first line `sep=;` names the delimiter and is no data; quotes and delimiters around it count for nothing. */
function separatorLine(text: string): { delimiter?: Delimiter; length: number } | undefined {
  const found = /^"?sep=(.?)"?[;,\t| ]*(?:\r\n|\n|\r|$)/i.exec(text);
  if (!found) return undefined;
  const delimiter = delimiters.find((each) => each === found[1]);
  return delimiter ? { delimiter, length: found[0].length } : undefined;
}

/**
 * The delimiter that splits the first lines most evenly; a semicolon, Polish Excel's own, for a single column.
 */
function guessDelimiter(text: string): Delimiter {
  const lines = text
    .replace(/"[^"]*"/g, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 20);
  let best: Delimiter = ';';
  let bestScore = 0;
  for (const delimiter of delimiters) {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const inHeader = counts[0] ?? 0;
    const score = inHeader * counts.filter((count) => count === inHeader).length;
    if (score > bestScore) [best, bestScore] = [delimiter, score];
  }
  return best;
}

function guessNewline(text: string): SourceFormat['newline'] {
  const first = /\r\n|\n|\r/.exec(text)?.[0];
  return first === '\n' || first === '\r' ? first : '\r\n';
}

/** Other ways to write a delimiter. */
const delimiterNames: Readonly<Record<string, Delimiter>> = {
  ...Object.fromEntries(delimiters.map((each) => [each, each])),
  '\\t': '\t',
  tab: '\t',
  comma: ',',
  semicolon: ';',
};

/** The delimiter that a person names; undefined for a name of none. */
export function delimiterNamed(name: string): Delimiter | undefined {
  return Object.hasOwn(delimiterNames, name) ? delimiterNames[name] : undefined;
}
