import { isUtf8 } from 'node:buffer';
import type { Encoding } from './encoding.js';

export const delimiters = [';', ',', '\t'] as const;
export type Delimiter = (typeof delimiters)[number];

/** How a file is written; results are written the same way. */
export interface SourceFormat {
  kind: 'csv' | 'jsonl';
  encoding: Encoding;
  bom: boolean;
  delimiter: Delimiter;
  newline: '\r\n' | '\n' | '\r';
}

/** What the user chose instead of the detection. */
export interface FormatChoice {
  kind?: SourceFormat['kind'];
  encoding?: Encoding;
  delimiter?: Delimiter;
}

/**
 * Judges by the first bytes of a file (64 kB are plenty); what the user chose wins.
 *
 * @param isCut the file goes on after the sample
 */
export function detectFormat(sample: Uint8Array, choice: FormatChoice = {}, isCut = false): SourceFormat {
  const marked = markedEncoding(sample);
  const encoding = choice.encoding ?? marked ?? guessEncoding(sample, isCut);
  const text = new TextDecoder(encoding).decode(sample);
  const kind = choice.kind ?? (/^\s*\{/.test(text) ? 'jsonl' : 'csv');
  return {
    kind,
    encoding,
    bom: marked === encoding,
    delimiter: choice.delimiter ?? guessDelimiter(text),
    newline: guessNewline(text),
  };
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

/**
 * The delimiter that splits the first lines most evenly; a semicolon, Polish Excel's own, for a single column.
 * Excel's own first line `sep=,` holds no other.
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
