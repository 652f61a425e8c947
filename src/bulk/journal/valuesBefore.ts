import { crc32 } from 'node:zlib';
import {
  recordText,
  recordFieldNames,
  type RawRecord,
  type RecordFieldName,
  type RecordFields,
} from '../../core/record.js';

/**
 * What is kept of a record before its update: the values that can be written back, and for what else
 * tells of somebody's work (`call_date`, `last_note`) only a checksum, for notes are personal.
 */
export interface ValuesBefore {
  values: RecordFields;
  work: number;
}

/** Takes down a record as it was read. */
export function remember(record: RawRecord): ValuesBefore {
  const values: RecordFields = {};
  for (const name of recordFieldNames) {
    const text = recordText(record, name);
    if (text !== undefined) values[name] = text;
  }
  const work = crc32(`${recordText(record, 'call_date') ?? ''}\n${recordText(record, 'last_note') ?? ''}`);
  return { values, work };
}

/** Names of what differs between two readings; `work` stands for a call or a note. */
export function changedBetween(then: ValuesBefore, now: ValuesBefore): (RecordFieldName | 'work')[] {
  const fields = recordFieldNames.filter((name) => (then.values[name] ?? '') !== (now.values[name] ?? ''));
  return then.work === now.work ? fields : [...fields, 'work'];
}

/** Four bytes that change when a watched value does; never 0. */
export function fingerprint(remembered: ValuesBefore): number {
  const texts = recordFieldNames.map((name) => remembered.values[name] ?? '');
  return crc32(texts.join('\n'), remembered.work) || 1;
}

/** True when the record holds each value of the update that a record carries at all, and at least one. */
export function isAsWanted(now: ValuesBefore, fields: RecordFields): boolean {
  const carried = recordFieldNames.filter(
    (name) => fields[name] !== undefined && now.values[name] !== undefined,
  );
  return carried.length > 0 && carried.every((name) => now.values[name] === fields[name]);
}

/** True when nobody worked on the record since `before`, and what a record carries of the update is still there. */
export function isLeftAlone(now: ValuesBefore, before: ValuesBefore, fields: RecordFields): boolean {
  return (
    now.work === before.work &&
    recordFieldNames.every(
      (name) =>
        fields[name] === undefined || now.values[name] === undefined || now.values[name] === fields[name],
    )
  );
}

/** The field of a record in which a written one shows: a dictionary status shows as the status it belongs to. */
export function carrierOf(name: RecordFieldName): RecordFieldName {
  return name === 'dictionary_status_id' ? 'status_id' : name;
}

/** Someone's call is in progress on the record. */
export function isInWork(record: RawRecord): boolean {
  return record.system_status === 'IN_PROGRESS';
}

/** Fields as bits, in the order of {@link recordFieldNames}. */
export function fieldBits(has: (name: RecordFieldName) => boolean): number {
  return recordFieldNames.reduce((bits, name, index) => (has(name) ? bits | (1 << index) : bits), 0);
}

/** Fields that could not be put back, because the record does not carry them or has them empty. */
export function emptyBits(remembered: ValuesBefore): number {
  return fieldBits((name) => (remembered.values[carrierOf(name)] ?? '') === '');
}
