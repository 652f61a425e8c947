import { FileProblemError, longestRow, mostColumns } from './fileStart.js';
import type { SourceFormat } from './detect.js';
import type { RowBatch, SourceRow } from './rows.js';

/**
 * Splits decoded text into JSON objects, one after the other, with a comma between them or not, or those of a list.
 * Their keys are the columns; those of an inner `fields` object count as its own, as in request files.
 */
export async function* readJson(
  texts: AsyncIterable<string>,
  kind: Exclude<SourceFormat['kind'], 'csv'>,
): AsyncGenerator<RowBatch> {
  const scanner = kind === 'json' ? new ListScanner() : new LineScanner();
  const columns = new Map<string, number>();
  let index = 0;
  function* parse(pieces: Iterable<Piece>): Generator<RowBatch> {
    const rows: SourceRow[] = [];
    for (const { text, line } of pieces) {
      if (text.length > longestRow) throw new FileProblemError({ code: 'row-too-long', line });
      rows.push(parseObjectText(text, index++, line, columns));
      if (columns.size > mostColumns) throw new FileProblemError({ code: 'columns-too-many' });
    }
    if (rows.length > 0) yield { columns: [...columns.keys()], rows };
  }
  for await (const text of texts) yield* parse(scanner.add(text));
  yield* parse(scanner.end());
  if (index === 0) throw new FileProblemError({ code: 'file-empty' });
}

/** The text of one row. */
interface Piece {
  text: string;
  /** Counts from 1. */
  line: number;
}

/** One object a line; one that goes on over lines is put together, and commas between objects count for nothing. */
class LineScanner {
  /** Pieces of a line whose end has not come yet, and how long they are together. */
  private rest: string[] = [];
  private restLength = 0;
  private line = 0;
  /** An object whose end has not come yet. */
  private open: (Piece & { depth: number }) | undefined;

  *add(text: string): Generator<Piece> {
    this.rest.push(text);
    this.restLength += text.length;
    // Looked through only when the line ends: a line of many megabytes must not cost its square.
    if (text.includes('\n')) {
      const lines = this.rest.join('').split(/\r\n|\n/);
      this.rest = [lines.pop() ?? ''];
      this.restLength = this.rest[0]?.length ?? 0;
      for (const each of lines) yield* this.take(each);
    } else if (this.restLength > longestRow) {
      throw new FileProblemError({ code: 'row-too-long', line: this.line + 1 });
    }
  }

  *end(): Generator<Piece> {
    yield* this.take(this.rest.join(''));
    if (this.open) yield { text: this.open.text, line: this.open.line };
    this.open = undefined;
  }

  private *take(text: string): Generator<Piece> {
    this.line++;
    const trimmed = text.trim();
    const { open } = this;
    // An object that begins its own line ends one that nobody closed.
    if (open && trimmed.startsWith('{')) {
      this.open = undefined;
      yield { text: open.text, line: open.line };
    } else if (open) {
      open.depth += depthOf(trimmed);
      open.text += `\n${trimmed}`;
      const isEndless = open.text.length > longestRow;
      if (open.depth > 0 && !isEndless) return;
      this.open = undefined;
      yield { text: withoutComma(open.text), line: open.line };
      return;
    }
    if (trimmed === '' || trimmed === ',') return;
    if (/^,?\s*\{$/.test(trimmed) || /^\{\s*"(?:[^"\\]|\\.)*"\s*:.*,$/.test(trimmed)) {
      const depth = depthOf(trimmed);
      if (depth > 0) {
        this.open = { text: trimmed.replace(/^,\s*/, ''), line: this.line, depth };
        return;
      }
    }
    yield { text: withoutComma(trimmed), line: this.line };
  }
}

function withoutComma(text: string): string {
  return text.replace(/^,\s*(?=\{)/, '').replace(/(\})\s*,$/, '$1');
}

/** Braces that a line opens, less those that it closes; those in texts count for nothing. */
function depthOf(text: string): number {
  let depth = 0;
  for (const brace of text.replace(/"(?:[^"\\]|\\.)*"/g, '')) {
    if (brace === '{') depth++;
    if (brace === '}') depth--;
  }
  return depth;
}

const headLength = 64;

/** The objects of a list, which may itself stand in an object: `[{…},{…}]`, `{"count":2,"result":[{…}]}`. */
class ListScanner {
  private text = '';
  private line = 1;
  private inText = false;
  private isEscaped = false;
  /** Lists that are open around the place, and objects; a row is an object directly in a list. */
  private readonly around: ('[' | '{')[] = [];
  /** Where the row that is being read began in {@link text}, its line, and how deep that was. */
  private row: { start: number; line: number; depth: number } | undefined;
  /** How deep rows stand at least: in what phpMyAdmin exports, the lists of tables stand in a list of their own. */
  private minDepth: number | undefined;

  /** The first letters, by which phpMyAdmin's lists are known. */
  private head = '';

  *add(text: string): Generator<Piece> {
    if (this.minDepth !== undefined) yield* this.scan(text);
    else {
      this.head += text;
      if (this.head.length >= headLength) yield* this.begin();
    }
  }

  private *begin(): Generator<Piece> {
    this.minDepth = /^\s*\[\s*\{\s*"type"\s*:\s*"header"/.test(this.head) ? 3 : 1;
    yield* this.scan(this.head);
    this.head = '';
  }

  private *scan(text: string): Generator<Piece> {
    const from = this.row ? this.text.length - this.row.start : 0;
    this.text = (this.row ? this.text.slice(this.row.start) : '') + text;
    if (this.row) this.row.start = 0;
    for (let at = from; at < this.text.length; at++) {
      const piece = this.step(at);
      if (piece) yield piece;
    }
    if (this.row && this.text.length - this.row.start > longestRow) {
      throw new FileProblemError({ code: 'row-too-long', line: this.row.line });
    }
  }

  /** @throws FileProblemError for a row without an end: nobody can tell where the next one begins */
  *end(): Generator<Piece> {
    if (this.minDepth === undefined) yield* this.begin();
    if (this.row) throw new FileProblemError({ code: 'json-unclosed', line: this.row.line });
  }

  private step(at: number): Piece | undefined {
    const letter = this.text[at];
    if (letter === '\n') this.line++;
    if (this.inText) {
      if (this.isEscaped) this.isEscaped = false;
      else if (letter === '\\') this.isEscaped = true;
      else if (letter === '"') this.inText = false;
      return undefined;
    }
    if (letter === '"') this.inText = true;
    else if (letter === '[' || letter === '{') this.open(letter, at);
    else if (letter === ']' || letter === '}') return this.close(at);
    return undefined;
  }

  private open(letter: '[' | '{', at: number): void {
    if (
      letter === '{' &&
      !this.row &&
      this.around.at(-1) === '[' &&
      this.around.length >= (this.minDepth ?? 1)
    ) {
      this.row = { start: at, line: this.line, depth: this.around.length };
    }
    this.around.push(letter);
  }

  private close(at: number): Piece | undefined {
    this.around.pop();
    const { row } = this;
    if (row?.depth !== this.around.length) return undefined;
    this.row = undefined;
    return { text: this.text.slice(row.start, at + 1), line: row.line };
  }
}

function parseObjectText(text: string, index: number, line: number, columns: Map<string, number>): SourceRow {
  const value = parseObject(text);
  if (!value) return { index, line, cells: [text], fault: { code: 'json-broken' } };
  const { fields, ...rest } = value;
  const flat = isObject(fields) ? { ...rest, ...fields } : value;
  const cells: (string | undefined)[] = [];
  const wrong: number[] = [];
  for (const [key, each] of Object.entries(flat)) {
    let column = columns.get(key);
    if (column === undefined) columns.set(key, (column = columns.size));
    const cell = cellText(each);
    if (cell === undefined && each !== null) wrong.push(column);
    cells[column] = cell ?? (each === null ? undefined : JSON.stringify(each));
  }
  const row: SourceRow = { index, line, cells: Array.from(cells) };
  if (wrong.length > 0) row.wrongTypes = wrong;
  return row;
}

/** Numbers count as text; one past 2^53 has lost digits already and gets a form that every check refuses. */
function cellText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return undefined;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value);
}

/** Python writes `NaN` for what is missing, which is no JSON: it counts as null. */
function parseObject(text: string): Record<string, unknown> | undefined {
  const value = parsed(text) ?? parsed(withoutNaN(text));
  return isObject(value) ? value : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function withoutNaN(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (found) =>
    found.startsWith('"') ? found : 'null',
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
