import { sameNumber } from './ids.js';
import { recordFieldNames, type RawRecord, type RecordFieldName, type RecordFields } from './record.js';

/** One field before and after an update, as text; undefined where the record does not carry it. */
export interface FieldChange {
  field: RecordFieldName;
  before: string | undefined;
  after: string;
  changes: boolean;
}

/** A value of a record as the API would take it back: numbers as text, null and undefined as nothing. */
export function recordText(record: RawRecord | undefined, field: string): string | undefined {
  const value = record?.[field];
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** Holds the fields of an update against the record as it is now. */
export function diffFields(before: RawRecord | undefined, fields: RecordFields): FieldChange[] {
  return recordFieldNames.flatMap((field) => {
    const after = fields[field];
    if (after === undefined) return [];
    const current = recordText(before, field);
    return [{ field, before: current, after, changes: !sameValue(field, current, after) }];
  });
}

/** Whether two texts are the same value of a field: numbers are, whatever their leading zeros. */
export function sameValue(field: RecordFieldName, current: string | undefined, after: string): boolean {
  const isText = field === 'agent_login' || field === 'next_call_date';
  return isText || current === undefined ? current === after : sameNumber(current, after);
}

/** Fields whose value read back differs from the one sent; a field that the record does not carry is left out. */
export function readBackDifferences(after: RawRecord, fields: RecordFields): FieldChange[] {
  return diffFields(after, fields).filter((change) => change.changes && change.before !== undefined);
}

/**
 * Fields of an update that cannot be put back later: the record does not carry them
 * (`dictionary_status_id` never does), or they were empty, and nobody has documented how a field is cleared.
 */
export function unrestorableFields(before: RawRecord | undefined, fields: RecordFields): RecordFieldName[] {
  return diffFields(before, fields)
    .filter((change) => change.changes && (change.before === undefined || change.before === ''))
    .map((change) => change.field);
}

/** What of a record tells that somebody else changed it since it was read. */
export const watchedKeys = [
  'status_id',
  'agent_login',
  'next_call_date',
  'order',
  'call_date',
  'last_note',
] as const;

/** One watched value in two readings of a record, as text. */
export interface ForeignChange {
  field: (typeof watchedKeys)[number];
  before: string;
  after: string;
}

/** The watched values in which two readings of a record differ. */
export function changedSince(then: RawRecord, now: RawRecord): ForeignChange[] {
  return watchedKeys.flatMap((field) => {
    const before = recordText(then, field) ?? '';
    const after = recordText(now, field) ?? '';
    return before === after ? [] : [{ field, before, after }];
  });
}
