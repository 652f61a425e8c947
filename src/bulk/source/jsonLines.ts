import { FileProblemError, longestRow, mostColumns } from './fileProblems.js';
import type { RowBatch, SourceRow } from './row.js';

/**
 * Splits decoded text into one JSON object a line. Its keys are the columns; those of an inner
 * `fields` object count as its own, as in request files.
 */
export async function* readJsonLines(texts: AsyncIterable<string>): AsyncGenerator<RowBatch> {
  const columns = new Map<string, number>();
  /** Pieces of a line whose end has not come yet, and how long they are together. */
  let rest: string[] = [];
  let restLength = 0;
  let line = 0;
  let index = 0;

  function parse(lines: readonly string[]): RowBatch {
    const rows: SourceRow[] = [];
    for (const text of lines) {
      line++;
      if (text.length > longestRow) throw tooLong(line);
      if (text.trim() !== '') rows.push(parseLine(text, index++, line, columns));
      if (columns.size > mostColumns) throw new FileProblemError({ code: 'columns-too-many' });
    }
    return { columns: [...columns.keys()], rows };
  }

  for await (const text of texts) {
    rest.push(text);
    restLength += text.length;
    // Looked through only when the line ends: a line of many megabytes must not cost its square.
    if (text.includes('\n')) {
      const lines = rest.join('').split(/\r\n|\n/);
      rest = [lines.pop() ?? ''];
      restLength = rest[0]?.length ?? 0;
      yield parse(lines);
    } else if (restLength > longestRow) throw tooLong(line + 1);
  }
  yield parse([rest.join('')]);
  if (index === 0) throw new FileProblemError({ code: 'file-empty' });
}

function tooLong(line: number): FileProblemError {
  return new FileProblemError({ code: 'row-too-long', line });
}

function parseLine(text: string, index: number, line: number, columns: Map<string, number>): SourceRow {
  const value = parseObject(text);
  if (!value) return { index, line, cells: [text], fault: { code: 'json-broken' } };
  const { fields, ...rest } = value;
  const flat = isObject(fields) ? { ...rest, ...fields } : value;
  const row: SourceRow = { index, line, cells: [] };
  const cells: (string | undefined)[] = [];
  for (const [key, each] of Object.entries(flat)) {
    let column = columns.get(key);
    if (column === undefined) columns.set(key, (column = columns.size));
    const cell = cellText(each);
    if (cell === undefined) row.fault = { code: 'wrong-type', column };
    cells[column] = cell;
  }
  row.cells = Array.from(cells);
  return row;
}

/** Numbers count as text; one past 2^53 has lost digits already and gets a form that every check refuses. */
function cellText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return undefined;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value);
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
