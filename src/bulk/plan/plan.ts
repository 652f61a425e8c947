import type { NextCallDateChecker } from '../../core/nextCallDate.js';
import type { ThuliumClient } from '../../thulium/types.js';
import type { FormatChoice, SourceFormat } from '../source/detect.js';
import type { FileProblem } from '../source/fileStart.js';
import type { Knowledge, ColumnQuestion, RowProblem } from './checkRow.js';
import type { CustomerFinder } from './customerFinder.js';
import type { BulkMapping, Constants } from './mapping.js';
import type { ByteColumn, WordColumn } from './rowTable.js';

/** What becomes of a row, decided before anything is sent. */
export const verdicts = [
  'send',
  'invalid',
  'duplicate',
  'in-work',
  'not-found',
  'changed',
  'do-not-call',
] as const;
export type Verdict = (typeof verdicts)[number];

/** Facts of each row by its index, about ten bytes a row; `index` is dropped once the plan is made. */
export interface RowFacts {
  verdicts: ByteColumn;
  /** Bits of the fields that the row writes. */
  fields: ByteColumn;
  /** Bits of the fields that its record has empty or does not carry. */
  empty: ByteColumn;
  /** Of the record as read for the plan; 0 where it was not read. */
  fingerprints: WordColumn;
}

export interface PlanCounts {
  /** Data rows of the file: send + invalid + duplicate + inWork + doNotCall + notFound + changed. */
  total: number;
  send: number;
  invalid: number;
  duplicate: number;
  inWork: number;
  /** Rows that would take their record out of Do not call. */
  doNotCall: number;
  /** Rows whose record is known not to exist. */
  notFound: number;
  /** In a restore: rows whose record somebody changed since the run. */
  changed: number;
  /** Of the rows to send: what a restore could put back. `unknown` where the record was not read. */
  restorable: { fully: number; partly: number; not: number; unknown: number };
}

export interface Plan {
  file: string;
  format: SourceFormat;
  /** SHA-256 of the file's bytes. */
  hash: string;
  columns: readonly string[];
  mapping: BulkMapping;
  constants: Constants;
  /** Rows whose customer the CRM does not know, where a column says what customers are found by; among the invalid. */
  toAdd: number;
  /** Columns that fill no parameter. */
  unmapped: string[];
  counts: PlanCounts;
  /** Rows to send, by campaign. */
  campaigns: ReadonlyMap<string, number>;
  /** The first thousand, errors before warnings. */
  problems: RowProblem[];
  /** Rows with errors, and rows with warnings only, each in full. */
  rowsWithErrors: number;
  rowsWithWarnings: number;
  questions: ColumnQuestion[];
  /** What could not be read to check or compare: `statuses`, `agents`, `customers`, `records`. */
  unchecked: string[];
  knowledge: Knowledge;
  facts: RowFacts;
}

/** What is being read for a plan. */
export type PlanPhase = 'rows' | 'customers' | 'records';

export type PlanResult = { ok: true; plan: Plan } | { ok: false; problem: FileProblem };

export interface PlanOptions extends FormatChoice {
  file: string;
  /** Guessed from the header when left out. */
  mapping?: BulkMapping;
  constants?: Constants;
  /** Send each row of the same record, in the file's order; by default only the first is sent. */
  sendDuplicates?: boolean;
  dates: NextCallDateChecker;
  /** Left out, nothing is asked of the server. */
  client?: ThuliumClient;
  /** Finds customers where a column says by what; without it, or a client, none is found. */
  customers?: CustomerFinder;
  /** Searches for customers at a time. */
  concurrency?: number;
  signal?: AbortSignal;
  onProgress?: (progress: { phase: PlanPhase; done: number }) => void;
}
