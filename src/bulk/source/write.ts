import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { placeBeside, type Files, type OpenFile } from '../../storage/files.js';
import type { SourceFormat } from './detect.js';
import { byteOrderMark, createEncoder, type Encoder } from './encoding.js';
import { safeCell } from './guard.js';
import type { SourceRow } from './rows.js';

/** One CSV record, without its line end. */
export function csvLine(cells: readonly string[], delimiter: string): string {
  return cells
    .map((cell) =>
      /["\r\n]/.test(cell) || cell.includes(delimiter) || cell !== cell.trim()
        ? `"${cell.replaceAll('"', '""')}"`
        : cell,
    )
    .join(delimiter);
}

const flushCharacters = 64 * 1024;

/**
 * Writes rows as their file was written (delimiter, encoding, line ends) with columns added at the end,
 * into a temporary file that gets its name when all is there, never over another file.
 */
export class RowWriter {
  private text = '';
  private hasRows = false;
  private readonly encode: Encoder;
  private readonly newline: string;

  private constructor(
    private readonly files: Files,
    private readonly handle: OpenFile,
    private readonly temporary: string,
    private readonly wanted: string,
    private readonly format: SourceFormat,
  ) {
    this.encode = createEncoder(format.encoding);
    this.newline = format.newline === '\r' ? '\r\n' : format.newline;
  }

  static async open(files: Files, wanted: string, format: SourceFormat): Promise<RowWriter> {
    const temporary = path.join(path.dirname(wanted), `.${path.basename(wanted)}.${randomUUID()}.tmp`);
    const handle = await files.open(temporary, 'create');
    const writer = new RowWriter(files, handle, temporary, wanted, format);
    try {
      // Polish Excel takes UTF-8 for Windows-1250 unless the file begins with the mark.
      if (format.kind === 'csv') await handle.append(byteOrderMark(format.encoding));
      return writer;
    } catch (error) {
      await writer.discard();
      throw error;
    }
  }

  /** A header; JSON Lines have none. */
  async header(columns: readonly string[], added: readonly string[]): Promise<void> {
    if (this.format.kind === 'csv')
      await this.line(csvLine([...columns, ...added].map(safeCell), this.format.delimiter));
  }

  async row(
    columns: readonly string[],
    row: SourceRow,
    added: Readonly<Record<string, string>>,
  ): Promise<void> {
    if (this.format.kind !== 'csv') {
      const own = columns.flatMap((column, index) => {
        const cell = row.cells[index];
        const value: unknown =
          cell !== undefined && row.wrongTypes?.includes(index) === true ? JSON.parse(cell) : cell;
        return value === undefined ? [] : [[column, value] as const];
      });
      const text = JSON.stringify(Object.fromEntries([...own, ...Object.entries(added)]));
      const isList = this.format.kind === 'json';
      await this.append(isList ? (this.hasRows ? ',' : '[') + this.newline + text : text + this.newline);
      this.hasRows = true;
      return;
    }
    const length = Math.max(columns.length, row.cells.length);
    const cells = Array.from({ length }, (_, index) => row.cells[index] ?? '');
    await this.line(csvLine([...cells, ...Object.values(added)].map(safeCell), this.format.delimiter));
  }

  /** Gives the file its name and resolves to it. */
  async finish(): Promise<string> {
    if (this.format.kind === 'json') {
      await this.append(this.hasRows ? `${this.newline}]${this.newline}` : `[]${this.newline}`);
    }
    await this.flush();
    await this.handle.sync();
    await this.handle.close();
    return placeBeside(this.files, this.temporary, this.wanted);
  }

  /** Leaves nothing behind where the disk lets it; never rejects, for what went wrong before is to be told. */
  async discard(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await this.files.remove(this.temporary).catch(() => undefined);
  }

  private line(text: string): Promise<void> {
    return this.append(text + this.newline);
  }

  private async append(text: string): Promise<void> {
    this.text += text;
    if (this.text.length > flushCharacters) await this.flush();
  }

  private async flush(): Promise<void> {
    const { text } = this;
    this.text = '';
    if (text !== '') await this.handle.append(this.encode(text));
  }
}
