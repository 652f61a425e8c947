import {
  recordText,
  sameValue,
  watchedKeys,
  type CampaignStatus,
  type RawRecord,
  type RecordFieldName,
  type RecordFields,
} from './record.js';
import { findStatus, requiredFields } from './statusRules.js';

/** The fields that a reading of a record carries and an update can write back. */
export const restorableFieldNames = ['status_id', 'agent_login', 'next_call_date', 'order'] as const;

/** A record's writable values at one moment, as text; empty where the record had none. */
export type FieldValues = Partial<Record<(typeof restorableFieldNames)[number], string>>;

/** Picks the writable values of a reading. */
export function fieldValues(record: RawRecord): FieldValues {
  const values: FieldValues = {};
  for (const name of restorableFieldNames) {
    const text = recordText(record, name);
    if (text !== undefined) values[name] = text;
  }
  return values;
}

export interface RestorePlan {
  /** What to send. Empty when the record already has its former values. */
  fields: RecordFields;
  /** Differ now, but were empty before: nobody has documented how a field is cleared. */
  notRestorable: RecordFieldName[];
}

/**
 * What brings a record back to its former values, as far as the API allows. A former status is sent with
 * the agent and the date that it needs even when these have not changed, because the API asks for them in
 * the same request; where the campaign's statuses are not known, with whichever of them it had.
 */
export function planRestore(
  before: FieldValues,
  now: RawRecord,
  statuses?: readonly CampaignStatus[],
): RestorePlan {
  const plan: RestorePlan = { fields: {}, notRestorable: [] };
  for (const name of restorableFieldNames) {
    const former = before[name];
    if (former === undefined || former === (recordText(now, name) ?? '')) continue;
    if (former === '') plan.notRestorable.push(name);
    else plan.fields[name] = former;
  }
  for (const name of companions(plan.fields, statuses)) {
    const former = before[name];
    if (former !== undefined && former !== '') plan.fields[name] = former;
  }
  return plan;
}

function companions(
  fields: RecordFields,
  statuses: readonly CampaignStatus[] | undefined,
): ('agent_login' | 'next_call_date')[] {
  if (fields.status_id === undefined) return [];
  const status = findStatus(fields, statuses);
  const required = requiredFields(status?.system_status);
  return (['agent_login', 'next_call_date'] as const).filter((name) => !status || required.includes(name));
}

/** Short digests of what tells a foreign change, so that a history needs to keep no note or call. */
export type RecordMarks = Partial<Record<(typeof watchedKeys)[number], string>>;

/** Marks of a reading, to be held against a later one with {@link foreignChanges}. */
export function recordMarks(record: RawRecord): RecordMarks {
  return Object.fromEntries(watchedKeys.map((key) => [key, digest(recordText(record, key) ?? '')]));
}

/** Names of the watched values that differ from when the marks were made. */
export function foreignChanges(marks: RecordMarks, now: RawRecord): string[] {
  const present = recordMarks(now);
  return watchedKeys.filter((key) => marks[key] !== undefined && marks[key] !== present[key]);
}

/** What a history knows of an update: what was sent, and the record before and after as far as it was read. */
export interface KnownUpdate {
  fields: RecordFields;
  before?: FieldValues | undefined;
  /** Left out where the record was not read back. */
  marks?: RecordMarks | undefined;
}

/**
 * Names of the watched values that somebody changed since an update. Where the record was not read back, a
 * writable value counts as changed when it is neither the one sent nor the one before; calls and notes
 * then tell nothing.
 */
export function changedSinceUpdate({ fields, before = {}, marks }: KnownUpdate, now: RawRecord): string[] {
  if (marks) return foreignChanges(marks, now);
  return restorableFieldNames.filter((name) => {
    const present = recordText(now, name) ?? '';
    const known = [fields[name], before[name]].filter((each) => each !== undefined);
    return known.length > 0 && !known.some((each) => sameValue(name, present, each));
  });
}

/** FNV-1a over UTF-16 units, twice with different offsets: enough to see a change, not to read a note. */
function digest(text: string): string {
  return [0x811c9dc5, 0x1b873593]
    .map((offset) => {
      let hash = offset;
      for (let index = 0; index < text.length; index++) {
        hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
      }
      return hash.toString(16).padStart(8, '0');
    })
    .join('');
}
