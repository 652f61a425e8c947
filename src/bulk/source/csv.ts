import { headerOf, numberedColumns } from './columnNames.js';
import type { Delimiter } from './detect.js';
import { FileProblemError, longestRow, mostColumns } from './fileStart.js';
import { unguardedCell } from './guard.js';
import type { RowBatch, SourceRow } from './rows.js';

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** How the rows of a CSV file are told apart. */
export interface CsvShape {
  delimiter: Delimiter;
  /** Lines in front of the header: titles, and a spreadsheet's own `sep=;`. */
  skip?: number;
  /** Columns that a mapping names. */
  known?: readonly string[];
}

/** Splits decoded text into rows. The first row names the columns, unless it is data itself. */
export async function* readCsv(texts: AsyncIterable<string>, shape: CsvShape): AsyncGenerator<RowBatch> {
  const skip = shape.skip ?? 0;
  const scanner = new RecordScanner(shape.delimiter, skip + 1);
  const table = new Table(shape.known);
  for await (const text of afterLines(texts, skip)) {
    for (const record of scanner.add(text, false)) table.add(record);
    if (table.columns) yield table.take();
  }
  for (const record of scanner.add('', true)) table.add(record);
  if (!table.columns) throw new FileProblemError({ code: 'file-empty' });
  yield table.take();
}

/** What comes behind a number of lines, in which a quotation mark means nothing. */
async function* afterLines(texts: AsyncIterable<string>, count: number): AsyncGenerator<string> {
  let left = count;
  let held = '';
  for await (const text of texts) {
    if (left === 0) {
      yield text;
      continue;
    }
    held += text;
    // A CR at the end may be half of a CRLF.
    for (let end = /\r\n|\n|\r(?!$)/.exec(held); left > 0 && end; end = /\r\n|\n|\r(?!$)/.exec(held)) {
      held = held.slice(end.index + end[0].length);
      left--;
    }
    if (left === 0) yield held;
  }
}

/** One record of a CSV file, blank ones included. */
export interface CsvRecord {
  cells: string[];
  /** Counts from 1; where the record begins. */
  line: number;
}

/**
 * Splits text into records as spreadsheets do, whatever parts it comes in: a quote opens a quoted cell only at the
 * cell's start, blanks in front of it and behind its end count for nothing, and any other quote is a character. Where
 * a quoted cell goes over lines and has text behind its end, nobody can tell where it was to end, and lines could be
 * lost: that is refused. (The libraries refuse all of this or take the lost lines for a cell.)
 */
export class RecordScanner {
  private text = '';
  /** Where the record that is being read began in {@link text}. */
  private start = 0;

  /** @param line of the first record, counted from 1 */
  constructor(
    private readonly delimiter: string,
    private line = 1,
  ) {}

  /**
   * @param isLast no text follows
   * @throws FileProblemError `quote-unclosed`, `quote-misplaced` or `row-too-long`
   */
  *add(text: string, isLast: boolean): Generator<CsvRecord> {
    this.text = this.start === 0 ? this.text + text : this.text.slice(this.start) + text;
    this.start = 0;
    for (;;) {
      if (this.start >= this.text.length) break;
      const { line } = this;
      const cells = this.record(isLast);
      if (!cells) break;
      yield { cells, line };
    }
    if (this.text.length - this.start > longestRow) {
      throw new FileProblemError({ code: 'row-too-long', line: this.line });
    }
  }

  /** The next record, or undefined when it may go on in text that has not come yet. */
  private record(isLast: boolean): string[] | undefined {
    const { text, delimiter } = this;
    const delimiterCode = delimiter.charCodeAt(0);
    const cells: string[] = [];
    let at = this.start;
    let lines = 0;
    for (;;) {
      let end: number;
      const opening = this.openingQuote(at);
      const quoted = opening === undefined ? undefined : this.quotedCell(at, opening, isLast);
      if (quoted === 'open') return undefined;
      if (quoted) {
        cells.push(quoted.cell);
        lines += quoted.lines;
        end = quoted.end;
      } else {
        end = this.endOfCell(at, delimiterCode);
        cells.push(text.slice(at, end));
      }
      const code = text.charCodeAt(end);
      if (code === delimiterCode) {
        at = end + 1;
        continue;
      }
      if (end >= text.length ? !isLast : code === carriageReturn && end + 1 >= text.length && !isLast) {
        return undefined;
      }
      this.start = end + (code === carriageReturn && text.charCodeAt(end + 1) === lineFeed ? 2 : 1);
      this.line += lines + 1;
      return cells;
    }
  }

  private endOfCell(from: number, delimiterCode: number): number {
    const { text } = this;
    let at = from;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (code === delimiterCode || code === lineFeed || code === carriageReturn) break;
      at++;
    }
    return at;
  }

  /** Where a cell's opening quote stands, blanks in front of it passed over. */
  private openingQuote(from: number): number | undefined {
    const at = this.pastBlanks(from);
    return this.text.charCodeAt(at) === quote ? at : undefined;
  }

  private pastBlanks(from: number): number {
    const { text } = this;
    let at = from;
    while (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0xa0) at++;
    return at;
  }

  /** `open` when it may go on in text that has not come yet; undefined when the quote is a character like others. */
  private quotedCell(
    from: number,
    opening: number,
    isLast: boolean,
  ): { cell: string; end: number; lines: number } | 'open' | undefined {
    const { text } = this;
    const delimiterCode = this.delimiter.charCodeAt(0);
    let closing = text.indexOf('"', opening + 1);
    let isDoubled = false;
    while (closing >= 0 && text.charCodeAt(closing + 1) === quote) {
      isDoubled = true;
      closing = text.indexOf('"', closing + 2);
    }
    if (!isLast && (closing < 0 || this.pastBlanks(closing + 1) >= text.length)) return 'open';
    if (closing < 0) {
      if (opening > from) return undefined;
      throw this.problem('quote-unclosed', opening);
    }
    const inner = text.slice(opening + 1, closing);
    const lines = countLineEnds(inner);
    const end = this.pastBlanks(closing + 1);
    const code = text.charCodeAt(end);
    const isEnd =
      end >= text.length || code === delimiterCode || code === lineFeed || code === carriageReturn;
    if (isEnd) return { cell: isDoubled ? inner.replaceAll('""', '"') : inner, end, lines };
    if (opening > from) return undefined;
    if (lines > 0) throw this.problem('quote-misplaced', opening);
    const literalEnd = this.endOfCell(closing, delimiterCode);
    return { cell: text.slice(from, literalEnd), end: literalEnd, lines: 0 };
  }

  private problem(code: 'quote-unclosed' | 'quote-misplaced', at: number): FileProblemError {
    const before = this.text.slice(this.start, at);
    const lineStart = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
    const column = String(before.length - lineStart + 1);
    return new FileProblemError({ code, line: this.line + countLineEnds(before), params: { column } });
  }
}

function countLineEnds(text: string): number {
  return /[\r\n]/.test(text) ? (text.match(/\r\n|\r|\n/g)?.length ?? 0) : 0;
}

/** Collects records as rows of the columns that the header names. */
class Table {
  columns: readonly string[] | undefined;
  private rows: SourceRow[] = [];
  private index = 0;
  private isFirst = true;

  constructor(private readonly known: readonly string[] | undefined) {}

  add({ cells: written, line }: CsvRecord): void {
    if (isBlank(written)) return;
    const cells = written.map(unguardedCell);
    if (!this.columns) {
      if (cells.length > mostColumns) throw new FileProblemError({ code: 'columns-too-many' });
      const names = headerOf(cells, this.known);
      this.columns = names ?? numberedColumns(cells.length);
      if (names) return;
    }
    const isRule = this.isFirst && cells.every((cell) => /^-{2,}$/.test(cell.trim()));
    this.isFirst = false;
    // `sqlcmd` draws a rule under the header.
    if (!isRule) this.rows.push(this.shapeRow(cells, line, this.columns));
  }

  /** @throws FileProblemError */
  refuseTooWide(): void {
    if ((this.columns?.length ?? 0) > mostColumns) throw new FileProblemError({ code: 'columns-too-many' });
  }

  take(): RowBatch {
    const rows = this.rows;
    this.rows = [];
    return { columns: this.columns ?? [], rows };
  }

  private shapeRow(cells: string[], line: number, columns: readonly string[]): SourceRow {
    const index = this.index++;
    const expected = columns.length;
    if (cells.length === expected) return { index, line, cells };
    const surplus = cells.slice(expected);
    const missing = columns.slice(cells.length);
    if (surplus.every((cell) => cell === '') && missing.every((name) => /^( \(\d+\))?$/.test(name))) {
      return { index, line, cells: columns.map((_, position) => cells[position] ?? '') };
    }
    const params = { expected: String(expected), found: String(cells.length) };
    return { index, line, cells, fault: { code: 'row-ragged', params } };
  }
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}
