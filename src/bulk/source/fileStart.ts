import type { FormatChoice, SourceFormat } from './detect.js';
import { FileProblemError, type FileProblem } from './fileProblems.js';
import { detectFile, readRows } from './rows.js';
import type { SourceRow } from './row.js';

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
