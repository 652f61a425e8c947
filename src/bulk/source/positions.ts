import { createReadStream } from 'node:fs';
import type { SourceFormat } from './detect.js';
import type { RowProblem } from '../plan/checkRow.js';

/**
 * Finds where in its line each problem's cell stands, for a marker in an editor. The file is read once
 * more, for only the kept problems need this.
 */
export async function locateProblems(
  file: string,
  format: SourceFormat,
  problems: RowProblem[],
): Promise<void> {
  if (format.kind !== 'csv') return;
  const wanted = new Map<number, RowProblem[]>();
  for (const each of problems) {
    if (each.column === undefined) continue;
    const known = wanted.get(each.line);
    if (known) known.push(each);
    else wanted.set(each.line, [each]);
  }
  let left = wanted.size;
  const decoder = new TextDecoder(format.encoding);
  let rest = '';
  let line = 0;
  const take = (text: string): void => {
    const found = wanted.get(++line);
    if (!found) return;
    left--;
    for (const each of found) each.range = cellRange(text, each.column ?? 0, format.delimiter);
  };
  for await (const chunk of createReadStream(file)) {
    // A CR at the end may be half of a CRLF.
    const lines = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const each of lines) take(each);
    if (left === 0) return;
  }
  for (const each of rest.split('\r')) take(each);
}

/** Characters of a cell in its line, quotes included; the last cell's end is the line's. */
export function cellRange(line: string, column: number, delimiter: string): { start: number; end: number } {
  let start = 0;
  let position = 0;
  /** Whether the cell began with a quote; undefined until it has begun. */
  let isQuoted: boolean | undefined;
  let isInside = false;
  for (let index = 0; index < line.length; index++) {
    const letter = line[index];
    if (letter === '"' && isQuoted !== false) {
      isQuoted = true;
      isInside = !isInside;
    } else if (letter !== ' ' && letter !== '\u00A0') isQuoted ??= false;
    if (letter !== delimiter || isInside) continue;
    if (position === column) return { start, end: index };
    position++;
    start = index + 1;
    isQuoted = undefined;
  }
  return { start: position === column ? start : 0, end: line.length };
}
