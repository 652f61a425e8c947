import type { FormatChoice, SourceFormat } from './detect.js';
import { FileProblemError, type FileProblem } from './fileProblems.js';
import { detectFile, readRows } from './read/rows.js';
import type { SourceRow } from './read/row.js';

/** The beginning of a file. */
export interface Peek {
  format: SourceFormat;
  columns: readonly string[];
  rows: SourceRow[];
}

/** Reads the header and the first rows of a file, so that its columns can be mapped before any plan is possible. */
export async function peekFile(
  file: string,
  choice: FormatChoice,
  count: number,
): Promise<{ ok: true; peek: Peek } | { ok: false; problem: FileProblem }> {
  try {
    const format = await detectFile(file, choice);
    const peek: Peek = { format, columns: [], rows: [] };
    for await (const { columns, rows } of readRows(file, format).batches) {
      peek.columns = columns;
      peek.rows.push(...rows.slice(0, count - peek.rows.length));
      if (peek.rows.length >= count) break;
    }
    return { ok: true, peek };
  } catch (error) {
    if (error instanceof FileProblemError) return { ok: false, problem: error.problem };
    throw error;
  }
}
