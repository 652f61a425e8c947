import { recordText } from './diff.js';
import type { CampaignStatus, RawRecord, RecordFields } from './record.js';
import { findStatus } from './statusRules.js';

/** What the dialer does with a record of a system status (support.thulium.com/en/show/221). */
type Dialing = 'never' | 'waits' | 'calls';

/** Not called again. */
const silent: ReadonlySet<string> = new Set(['NO_CALL', 'ABANDONED_AFTER_N_TRIES']);
/** Called when their date has come. */
const dated: ReadonlySet<string> = new Set(['MY_RECORD', 'CALL_NO_SOONER_THAN']);

function dialingOf(systemStatus: string | undefined): Dialing {
  if (systemStatus !== undefined && silent.has(systemStatus)) return 'never';
  return systemStatus !== undefined && dated.has(systemStatus) ? 'waits' : 'calls';
}

/**
 * Whether an update could have a customer called who would not be called without it: a record that is never called, or
 * waits for its date, gets a status or a date by which it is. A status that nobody knows counts as one that calls.
 */
export function becomesCallable(
  before: RawRecord,
  fields: RecordFields,
  statuses: readonly CampaignStatus[] | undefined,
): boolean {
  const hasStatus = fields.status_id !== undefined || fields.dictionary_status_id !== undefined;
  const from = dialingOf(recordText(before, 'system_status'));
  const to = hasStatus ? dialingOf(findStatus(fields, statuses)?.system_status) : from;
  if (to === 'never' || from === 'calls') return false;
  if (from === 'never') return hasStatus;
  const date = fields.next_call_date;
  return to === 'calls' || (date !== undefined && date !== recordText(before, 'next_call_date'));
}
