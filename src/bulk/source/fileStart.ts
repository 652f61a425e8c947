import type { CodedFailure } from '../../core/errors.js';
import type { FormatChoice, SourceFormat } from './detect.js';
import { detectFile, readRows, type SourceRow } from './rows.js';

/** Why a whole file cannot be used; nothing of it is sent. */
export type FileProblemCode =
  | 'file-unreadable'
  | 'file-unwritable'
  | 'file-empty'
  | 'file-header-only'
  | 'file-encoding'
  | 'quote-unclosed'
  | 'quote-misplaced'
  | 'row-too-long'
  | 'columns-too-many'
  | 'json-unclosed'
  | 'not-text-workbook'
  | 'not-text-page'
  | 'not-text-archive'
  | 'not-text-document'
  | 'not-text-database'
  | 'not-text-drawing'
  | 'not-text-encoding'
  | 'not-text-binary'
  | 'column-missing'
  | 'column-duplicate'
  | 'mapping-unknown-column'
  | 'no-fields';

export interface FileProblem {
  code: FileProblemCode;
  /** Counts from 1; the line where the record begins. */
  line?: number;
  /** `column`, `target`, `reason` (a system error's code), `encoding` or `format`, as the code needs. */
  params?: Readonly<Record<string, string>>;
}

/** No row of ids and statuses is this long, in characters: more means a quote that nobody closed, or no rows at all. */
export const longestRow = 1_000_000;
/** No table of ids and statuses is this wide: more means that keys are values, a new one in each line. */
export const mostColumns = 1000;

/** Thrown inside the reader, caught by the planner and the runner. */
export class FileProblemError extends Error {
  constructor(readonly problem: FileProblem) {
    super(problem.code);
    this.name = 'FileProblemError';
  }
}

/** The file was edited after it was planned, or after its run had begun. */
export class FileChangedError extends Error {}

/** A problem of the whole file as a failure: `detail` is the problem's code. */
export function fileFailure(problem: FileProblem, file: string): CodedFailure {
  const line = problem.line === undefined ? {} : { line: String(problem.line) };
  return { code: 'invalid-input', detail: problem.code, params: { ...problem.params, ...line, file } };
}

/** The beginning of a file. */
export interface FileStart {
  format: SourceFormat;
  columns: readonly string[];
  rows: SourceRow[];
}

/** Reads the header and the first rows of a file, so that its columns can be mapped before any plan is possible. */
export async function readFileStart(
  file: string,
  choice: FormatChoice,
  count: number,
): Promise<{ ok: true; fileStart: FileStart } | { ok: false; problem: FileProblem }> {
  try {
    const format = await detectFile(file, choice);
    const fileStart: FileStart = { format, columns: [], rows: [] };
    for await (const { columns, rows } of readRows(file, format).batches) {
      fileStart.columns = columns;
      fileStart.rows.push(...rows.slice(0, count - fileStart.rows.length));
      if (fileStart.rows.length >= count) break;
    }
    return { ok: true, fileStart };
  } catch (error) {
    if (error instanceof FileProblemError) return { ok: false, problem: error.problem };
    throw error;
  }
}
