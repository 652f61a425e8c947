import { readBackDifferences, recordText, type FieldChange } from '../core/diff.js';
import type { CampaignStatus, RawRecord, RecordFields } from '../core/record.js';

/**
 * Holds a record read back against the fields that were sent. A record does not carry its
 * `dictionary_status_id`; it is derived from the status list where that tells.
 */
export function readBack(
  after: RawRecord,
  fields: RecordFields,
  statuses: readonly CampaignStatus[] | undefined,
): { differences: FieldChange[]; dictionaryStatusKnown: boolean } {
  const differences = readBackDifferences(after, fields);
  const sent = fields.dictionary_status_id;
  if (sent === undefined || after.dictionary_status_id !== undefined) {
    return { differences, dictionaryStatusKnown: true };
  }
  const statusId = recordText(after, 'status_id');
  const status = statuses?.find((each) => each.status_id === statusId);
  if (!status) return { differences, dictionaryStatusKnown: false };
  const derived = status.dictionary_status_id ?? undefined;
  if (derived === sent) return { differences, dictionaryStatusKnown: true };
  const difference = { field: 'dictionary_status_id', before: derived, after: sent, changes: true } as const;
  return { differences: [...differences, difference], dictionaryStatusKnown: true };
}
