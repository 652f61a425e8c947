import { Parser } from 'csv-parse';
import { errorCode } from '../../storage/files.js';
import type { Delimiter } from './detect.js';
import { FileProblemError, longestRow, mostColumns, type FileProblemCode } from './fileProblems.js';
import type { RowBatch, SourceRow } from './row.js';

const problemOfCsvError: Readonly<Record<string, FileProblemCode>> = {
  CSV_QUOTE_NOT_CLOSED: 'quote-unclosed',
  CSV_MAX_RECORD_SIZE: 'row-too-long',
  CSV_INVALID_CLOSING_QUOTE: 'quote-misplaced',
  INVALID_OPENING_QUOTE: 'quote-misplaced',
};

/** Splits decoded text into rows. The first line names the columns, unless it is data itself. */
export async function* readCsv(texts: AsyncIterable<string>, delimiter: Delimiter): AsyncGenerator<RowBatch> {
  const table = new Table();
  const parser = new RecordParser(delimiter, table);
  parser.resume();
  let failure: Error | undefined;
  parser.on('error', (error) => (failure = error));
  const closed = new Promise<void>((resolve) => parser.once('close', resolve));

  let first = true;
  for await (const text of texts) {
    if (text === '') continue;
    const body = first ? table.skipSeparatorLine(text) : text;
    first = false;
    await new Promise<void>((resolve) =>
      parser.write(Buffer.from(body), () => {
        resolve();
      }),
    );
    throwFailure();
    table.refuseTooWide();
    if (table.columns) yield table.take();
  }
  parser.end();
  await closed;
  throwFailure();
  table.refuseTooWide();
  if (!table.columns) throw new FileProblemError({ code: 'file-empty' });
  yield table.take();

  function throwFailure(): void {
    if (!failure) return;
    const code = problemOfCsvError[errorCode(failure) ?? ''];
    if (code) throw new FileProblemError({ code, line: table.nextLine(parser.info.empty_lines) });
    throw failure;
  }
}

/**
 * Hands each record over at once instead of queueing it. The parser's own `on_record` would cost as
 * much again as the parsing, for it copies all counters for every record.
 */
class RecordParser extends Parser {
  constructor(
    delimiter: Delimiter,
    private readonly table: Table,
  ) {
    super({
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      max_record_size: longestRow,
    });
  }

  override push(record: string[] | null): boolean {
    if (record === null) return super.push(null);
    this.table.add(record, this.info.lines, this.info.empty_lines);
    return true;
  }
}

/** Collects records, knowing on which line each began. */
class Table {
  columns: readonly string[] | undefined;
  private rows: SourceRow[] = [];
  private index = 0;
  /** Line, by the parser's count, on which the last record ended. */
  private lastEnd = 0;
  private lastEmpty = 0;
  /** The parser counts a CRLF inside quotes as two lines. */
  private surplus = 0;
  private skipped = 0;

  /** Excel's own `sep=;` line names the delimiter and is no data. */
  skipSeparatorLine(text: string): string {
    const line = /^sep=[;,\t]\r?\n/i.exec(text)?.[0];
    if (line === undefined) return text;
    this.skipped = 1;
    return text.slice(line.length);
  }

  /** The line on which the record after the last one begins. */
  nextLine(emptyLines: number): number {
    return this.lastEnd + 1 + (emptyLines - this.lastEmpty) - this.surplus + this.skipped;
  }

  add(cells: string[], endLine: number, emptyLines: number): void {
    const line = this.nextLine(emptyLines);
    const isOneLine = endLine === this.lastEnd + 1 + (emptyLines - this.lastEmpty);
    this.lastEnd = endLine;
    this.lastEmpty = emptyLines;
    if (!isOneLine) this.surplus += countQuotedCrlf(cells);
    if (isBlank(cells)) return;
    if (!this.columns) {
      this.columns = headerOf(cells);
      if (!looksLikeData(cells)) return;
    }
    this.rows.push(this.shape(cells, line, this.columns));
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

  private shape(cells: string[], line: number, columns: readonly string[]): SourceRow {
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

function countQuotedCrlf(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.match(/\r\n/g)?.length ?? 0), 0);
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

/** A header has names; a first line with a bare number (or what Excel made of one) is a row like the others. */
function looksLikeData(cells: readonly string[]): boolean {
  return cells.some((cell) => /^[\d\s\u00A0]*\d$|^\d([.,]\d+)?E\+?\d+$/i.test(cell));
}

function headerOf(cells: readonly string[]): string[] {
  if (!looksLikeData(cells)) return uniqueNames(cells.map((cell) => cell.trim()));
  return cells.length === 1 ? ['customer_id'] : cells.map((_, index) => String(index + 1));
}

/** Gives each column a name of its own. */
export function uniqueNames(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return names.map((name) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}
