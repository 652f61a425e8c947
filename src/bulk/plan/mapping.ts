import { createHash } from 'node:crypto';
import { digitsPattern } from '../../core/ids.js';
import { suggestDate } from '../../core/nextCallDate.js';
import { recordFieldNames, type RecordFields } from '../../core/record.js';
import type { SourceFormat } from '../source/detect.js';
import { FileProblemError } from '../source/fileProblems.js';
import type { SourceRow } from '../source/row.js';

/** Parameters of the update call that a column can fill. */
export const columnTargets = ['campaign_id', 'customer_id', ...recordFieldNames] as const;
export type ColumnTarget = (typeof columnTargets)[number];

/** Repairs of a whole column, made only when the user said so. */
export const fixes = ['campaign-zeros', 'dates', 'spaces', 'status-names'] as const;
export type Fix = (typeof fixes)[number];

/** How the columns of a file become parameters; a plain object, to be remembered by {@link headerHash}. */
export interface BulkMapping {
  /** Name of a column → parameter. Columns that are not named are ignored. */
  columns: Record<string, ColumnTarget>;
  /** For a parameter: text as it stands in the file → text to send. */
  values?: Partial<Record<ColumnTarget, Record<string, string>>>;
  fixes?: Fix[];
  /** For the fix `status-names`: campaign → name in lower case → `status_id`, as the plan found them. */
  statusNames?: Record<string, Record<string, string>>;
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

/** Header words in English and Polish, without case, diacritics and punctuation. */
const synonyms: Readonly<Record<ColumnTarget, readonly string[]>> = {
  campaign_id: [
    'campaignid',
    'campaign',
    'outboundid',
    'idkampanii',
    'kampania',
    'kampaniaid',
    'identyfikatorkampanii',
  ],
  customer_id: [
    'customerid',
    'customer',
    'idklienta',
    'klient',
    'klientid',
    'identyfikatorklienta',
    'idklientacrm',
  ],
  status_id: ['statusid', 'status', 'idstatusu', 'statusrekordu'],
  dictionary_status_id: [
    'dictionarystatusid',
    'dictionarystatus',
    'statusslownikowy',
    'idstatususlownikowego',
  ],
  agent_login: ['agentlogin', 'agent', 'loginagenta', 'login', 'konsultant', 'loginkonsultanta'],
  next_call_date: [
    'nextcalldate',
    'nextcall',
    'datanastepnegokontaktu',
    'nastepnykontakt',
    'datakontaktu',
    'terminkontaktu',
  ],
  order: ['order', 'kolejnosc'],
};

/** Guesses parameters from the names of the columns; one that fits no parameter is left out. */
export function guessMapping(columns: readonly string[]): BulkMapping {
  const entries = columns.flatMap((column) => {
    const word = plainWord(column.replace(/ \(\d+\)$/, ''));
    const target = columnTargets.find((each) => synonyms[each].includes(word));
    return target ? [[column, target] as const] : [];
  });
  return { columns: Object.fromEntries(entries) };
}

/** The key under which a mapping is remembered: the same header, the same mapping. */
export function headerHash(columns: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(columns)).digest('hex');
}

function plainWord(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ł', 'l')
    .normalize('NFD')
    .replace(/[^a-z0-9]/g, '');
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
  if (!takenBy.has('customer_id')) throw missing('customer_id');
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
  /** Position of the column that fills a parameter. */
  columnOf(target: ColumnTarget): number | undefined;
}

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
  const chosen = new Set(mapping.fixes ?? []);
  const campaignColumn = positions.get('campaign_id');
  const customerColumn = positions.get('customer_id');
  const fieldColumns = recordFieldNames.map((name) => [name, positions.get(name)] as const);

  function cell(row: SourceRow, column: number | undefined, target: ColumnTarget): string | undefined {
    if (column === undefined) return undefined;
    const text = row.cells[column];
    if (text === undefined || (text === '' && kind === 'csv')) return undefined;
    const mapped = own(mapping.values?.[target], text) ?? text;
    return chosen.size === 0 ? mapped : fixCell(mapped, target, chosen);
  }

  function namedStatus(text: string, campaignId: string): string {
    if (!chosen.has('status-names') || digitsPattern.test(text)) return text;
    return own(own(mapping.statusNames, campaignId), text.toLowerCase()) ?? text;
  }

  const campaignOf = (row: SourceRow): string =>
    cell(row, campaignColumn, 'campaign_id') ?? constants.campaignId ?? '';

  return {
    campaignOf,
    map(row) {
      const campaignId = campaignOf(row);
      const customerId = cell(row, customerColumn, 'customer_id') ?? '';
      const fields: RecordFields = {};
      for (const [name, column] of fieldColumns) {
        const text = cell(row, column, name) ?? constants.fields?.[name];
        if (text !== undefined) fields[name] = name === 'status_id' ? namedStatus(text, campaignId) : text;
      }
      return { campaignId, customerId, fields };
    },
    columnOf: (target) => positions.get(target),
  };
}

const digitTargets = new Set<ColumnTarget>(['customer_id', 'status_id', 'dictionary_status_id', 'order']);

function fixCell(text: string, target: ColumnTarget, chosen: ReadonlySet<Fix>): string {
  let fixed = text;
  if (chosen.has('spaces')) fixed = withoutSpaces(fixed, target) ?? fixed;
  if (target === 'campaign_id' && chosen.has('campaign-zeros') && /^\d{1,4}$/.test(fixed)) {
    fixed = fixed.padStart(5, '0');
  }
  if (target === 'next_call_date' && chosen.has('dates')) fixed = suggestDate(fixed) ?? fixed;
  return fixed;
}

/** A number without the spaces, no-break ones included, that group its digits; undefined where there are none. */
export function withoutSpaces(text: string, target: ColumnTarget): string | undefined {
  if (!/\s/.test(text)) return undefined;
  const packed = text.replace(/\s/g, '');
  const pattern = target === 'campaign_id' ? /^[A-Za-z0-9]{1,5}$/ : digitsPattern;
  return (digitTargets.has(target) || target === 'campaign_id') && pattern.test(packed) ? packed : undefined;
}

/** A property of the object itself: texts of a file may be called `constructor`. */
export function own<T>(object: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return object && Object.hasOwn(object, key) ? object[key] : undefined;
}
