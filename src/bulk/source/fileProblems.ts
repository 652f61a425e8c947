import type { CodedFailure } from '../../core/errors.js';

/** Why a whole file cannot be used; nothing of it is sent. */
export type FileProblemCode =
  | 'file-unreadable'
  | 'file-empty'
  | 'file-header-only'
  | 'file-encoding'
  | 'quote-unclosed'
  | 'quote-misplaced'
  | 'row-too-long'
  | 'column-missing'
  | 'column-duplicate'
  | 'mapping-unknown-column'
  | 'no-fields';

export interface FileProblem {
  code: FileProblemCode;
  /** Counts from 1; the line where the record begins. */
  line?: number;
  /** `column`, `target`, `reason` (a system error's code) or `encoding`, as the code needs. */
  params?: Readonly<Record<string, string>>;
}

/** Thrown inside the reader, caught by the planner and the runner. */
export class FileProblemError extends Error {
  constructor(readonly problem: FileProblem) {
    super(problem.code);
    this.name = 'FileProblemError';
  }
}

/** A problem of the whole file as a failure: `detail` is the problem's code. */
export function fileFailure(problem: FileProblem, file: string): CodedFailure {
  const line = problem.line === undefined ? {} : { line: String(problem.line) };
  return { code: 'invalid-input', detail: problem.code, params: { ...problem.params, ...line, file } };
}
