import { createHash } from 'node:crypto';
import type { DateOrder } from '../../core/dateReadings.js';
import { recordFieldNames, type RecordFields } from '../../core/record.js';
import type { CustomerKey } from '../../thulium/types.js';
import { customerKeys, recognizeColumns, type ColumnTarget } from '../source/columnNames.js';
import type { SourceFormat } from '../source/detect.js';
import { FileProblemError } from '../source/fileStart.js';
import { type SourceRow, readRows } from '../source/rows.js';
import { isFit, repairCell, type Fix } from './columnFixes.js';

/** How the columns of a file become parameters; a plain object, to be remembered by {@link headerHash}. */
export interface BulkMapping {
  /** Name of a column → what it gives. Columns that are not named are ignored. */
  columns: Record<string, ColumnTarget>;
  /** For a parameter: text as it stands in the file → text to send, with no repair made. */
  values?: Partial<Record<ColumnTarget, Record<string, string>>>;
  fixes?: Fix[];
  /** For the fix `dates`: which number is the day where a date does not tell. */
  dateOrder?: DateOrder;
  /** For the fix `status-names`: campaign → name by `statusKey` → `status_id`, as the plan found them. */
  statusNames?: Record<string, Record<string, string>>;
  /** For the fix `dates`: by whose clock moments were told when the plan was made. */
  timeZone?: string;
  /** Where a column says what a customer is found by: index of a row → the customer's id, or why none was found. */
  customers?: Record<string, string>;
}

/** What holds for every row whose own cell is blank. */
export interface Constants {
  campaignId?: string;
  fields?: RecordFields;
}

/** A row as an update, not yet judged. */
export interface MappedRow {
  campaignId: string;
  customerId: string;
  fields: RecordFields;
}

/** Guesses parameters from the names of the columns; one that fits no parameter is left out. */
export function guessMapping(columns: readonly string[]): BulkMapping {
  return { columns: Object.fromEntries(recognizeColumns(columns)) };
}

/** The key under which a mapping is remembered: the same header, the same mapping. */
export function headerHash(columns: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(columns)).digest('hex');
}

/**
 * Holds a mapping against the columns there are.
 *
 * @throws FileProblemError when a column is named that is not there, two columns fill one parameter,
 * no column or constant gives an id, or there is nothing to write
 */
export function checkMapping(columns: readonly string[], mapping: BulkMapping, constants: Constants): void {
  const takenBy = new Map<ColumnTarget, string>();
  for (const [column, target] of Object.entries(mapping.columns)) {
    if (!columns.includes(column)) {
      throw new FileProblemError({ code: 'mapping-unknown-column', params: { column } });
    }
    const other = takenBy.get(target);
    if (other !== undefined) {
      throw new FileProblemError({ code: 'column-duplicate', line: 1, params: { column, other, target } });
    }
    takenBy.set(target, column);
  }
  if (!takenBy.has('customer_id') && !customerKeys.some((key) => takenBy.has(key))) {
    throw missing('customer_id');
  }
  if (!takenBy.has('campaign_id') && constants.campaignId === undefined) throw missing('campaign_id');
  const hasFields = recordFieldNames.some(
    (name) => takenBy.has(name) || constants.fields?.[name] !== undefined,
  );
  if (!hasFields) throw new FileProblemError({ code: 'no-fields' });
}

function missing(target: ColumnTarget): FileProblemError {
  return new FileProblemError({ code: 'column-missing', line: 1, params: { target } });
}

export interface RowMapper {
  /** The row's values with mapping and fixes applied; nothing is judged. */
  map(row: SourceRow): MappedRow;
  /** Its campaign alone. */
  campaignOf(row: SourceRow): string;
  /** What its customer is to be found by, where a column says so. */
  customerKeyOf(row: SourceRow): CustomerSearch | undefined;
  /** Why no customer was found. */
  answerOf(row: SourceRow): NoCustomer | undefined;
  /** Position of the column that gives this. */
  columnOf(target: ColumnTarget): number | undefined;
  /** True for a text that the user gave, for all rows or in place of one of the file's: it is sent as it is. */
  isGiven(target: ColumnTarget, text: string): boolean;
}

/** Nobody has it, several customers have it, or it could not be asked for. */
const noCustomer = ['unknown', 'ambiguous', 'unread'] as const;
export type NoCustomer = (typeof noCustomer)[number];

/** What a customer is to be found by. */
export interface CustomerSearch {
  key: CustomerKey;
  value: string;
}

const noFixes: ReadonlySet<Fix> = new Set();
const memoLimit = 5_000;

/**
 * Compiles a mapping for the columns of a file. A blank CSV cell leaves the field out or to the
 * constant; an empty string in JSON is kept, and refused later.
 */
export function createRowMapper(
  columns: readonly string[],
  mapping: BulkMapping,
  constants: Constants,
  kind: SourceFormat['kind'],
): RowMapper {
  const positions = new Map(
    Object.entries(mapping.columns).map(([column, target]) => [target, columns.indexOf(column)]),
  );
  const { timeZone, dateOrder } = mapping;
  const chosen: ReadonlySet<Fix> = mapping.fixes ? new Set(mapping.fixes) : noFixes;
  const campaignColumn = positions.get('campaign_id');
  const customerColumn = positions.get('customer_id');
  const fieldColumns = recordFieldNames.map((name) => [name, positions.get(name)] as const);
  const searchKey = customerColumn === undefined ? customerKeys.find((key) => positions.has(key)) : undefined;
  const given = new Set<string>();
  for (const target of recordFieldNames) {
    const text = constants.fields?.[target];
    if (text !== undefined) given.add(`${target} ${text}`);
  }
  for (const [target, values] of Object.entries(mapping.values ?? {})) {
    for (const text of Object.values(values)) given.add(`${target} ${text}`);
  }
  /** Agents, statuses and dates come again and again. */
  const memo = new Map<string, string | null>();

  function fixed(text: string, target: ColumnTarget, campaignId: string): string | null {
    if (chosen.size === 0 || isFit(text, target)) return text;
    const key = `${target} ${campaignId} ${text}`;
    let known = memo.get(key);
    if (known === undefined) {
      const statusNames = own(mapping.statusNames, campaignId);
      known = repairCell(text, target, chosen, { timeZone, dateOrder, statusNames });
      if (memo.size >= memoLimit) memo.clear();
      memo.set(key, known);
    }
    return known;
  }

  function cell(
    row: SourceRow,
    column: number | undefined,
    target: ColumnTarget,
    campaignId = '',
  ): string | undefined {
    if (column === undefined) return undefined;
    const text = row.cells[column];
    if (text === undefined || (text === '' && kind === 'csv')) return undefined;
    return own(mapping.values?.[target], text) ?? fixed(text, target, campaignId) ?? undefined;
  }

  const campaignOf = (row: SourceRow): string =>
    cell(row, campaignColumn, 'campaign_id') ?? constants.campaignId ?? '';

  const customerOf = (row: SourceRow): string =>
    searchKey === undefined
      ? (cell(row, customerColumn, 'customer_id') ?? '')
      : (own(mapping.customers, String(row.index)) ?? '').replace(/\D+/, '');

  return {
    campaignOf,
    customerKeyOf(row) {
      if (searchKey === undefined) return undefined;
      return { key: searchKey, value: cell(row, positions.get(searchKey), searchKey) ?? '' };
    },
    answerOf(row) {
      const answer = own(mapping.customers, String(row.index));
      return noCustomer.find((each) => each === answer);
    },
    map(row) {
      const campaignId = campaignOf(row);
      const fields: RecordFields = {};
      for (const [name, column] of fieldColumns) {
        const text = cell(row, column, name, campaignId) ?? constants.fields?.[name];
        if (text !== undefined) fields[name] = text;
      }
      return { campaignId, customerId: customerOf(row), fields };
    },
    columnOf: (target) =>
      positions.get(target) ??
      (target === 'customer_id' && searchKey !== undefined ? positions.get(searchKey) : undefined),
    isGiven: (target, text) => given.has(`${target} ${text}`),
  };
}

/** A property of the object itself: texts of a file may be called `constructor`. */
export function own<T>(object: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return object && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** What it takes to read the rows of a file again as a plan or a journal read them. */
interface RowSource {
  file: string;
  format: SourceFormat;
  mapping: BulkMapping;
  constants: Constants;
}

interface MappedBatch {
  columns: readonly string[];
  rows: { source: SourceRow; mapped: MappedRow }[];
}

/** A second reading of a file, each row mapped; `hash` is known at its end. */
export function readMappedRows(from: RowSource): {
  batches: AsyncGenerator<MappedBatch, void>;
  hash(): string;
} {
  const reader = readRows(from.file, from.format, Object.keys(from.mapping.columns));
  async function* batches(): AsyncGenerator<MappedBatch, void> {
    for await (const { columns, rows } of reader.batches) {
      const mapper = createRowMapper(columns, from.mapping, from.constants, from.format.kind);
      yield { columns, rows: rows.map((source) => ({ source, mapped: mapper.map(source) })) };
    }
  }
  return { batches: batches(), hash: () => reader.hash() };
}
