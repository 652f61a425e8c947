import {
  recordText,
  type CampaignAgent,
  type CampaignStatus,
  type RawRecord,
  type RecordFields,
} from './record.js';
import { sameNumber } from './ids.js';
import { findStatus } from './statusRules.js';

/**
 * What the dialer does with a record, as far as the vendor's pages carry it
 * (https://support.thulium.com/en/show/221: the order in which records are picked).
 */
export interface Dialing {
  code:
    | 'never'
    | 'in-progress'
    | 'never-called'
    | 'called-before'
    | 'for-agent'
    | 'agent-inactive'
    | 'after-date'
    | 'progressive'
    | 'abandoned'
    | 'unknown';
  systemStatus: string;
  /** Login, or `''`. */
  agent: string;
  /** `YYYY-MM-DD hh:mm`, or `''`. */
  date: string;
}

/** What decides on a record's turn. */
interface Turn {
  systemStatus: string;
  agent: string;
  date: string;
  called: boolean;
}

/** What the dialer does with a record as it is. */
export function dialingOf(record: RawRecord, agents?: readonly CampaignAgent[]): Dialing | undefined {
  const turn = turnOf(record);
  return turn && dialing(turn, agents);
}

/**
 * What the dialer does with a record after an update. Undefined where nobody can tell: the record was not read, or
 * the update names a status that is not in the list.
 */
export function dialingAfter(
  before: RawRecord | undefined,
  fields: RecordFields,
  statuses: readonly CampaignStatus[] | undefined,
  agents?: readonly CampaignAgent[],
): Dialing | undefined {
  const known = before && turnOf(before);
  const systemStatus = statusAfter(before, fields, statuses);
  if (systemStatus === undefined) return undefined;
  return dialing(
    {
      systemStatus,
      agent: fields.agent_login ?? known?.agent ?? '',
      date: fields.next_call_date ?? known?.date ?? '',
      called: known?.called ?? false,
    },
    agents,
  );
}

/**
 * Whether an update takes a record out of Do not call. A status that is not in the list may do so, and counts: taking
 * somebody out who said no is a decision of its own.
 */
export function leavesDoNotCall(
  before: RawRecord | undefined,
  fields: RecordFields,
  statuses: readonly CampaignStatus[] | undefined,
): boolean {
  if (before?.system_status !== 'NO_CALL') return false;
  const { status_id, dictionary_status_id } = fields;
  if (status_id === undefined && dictionary_status_id === undefined) return false;
  const after = statusAfter(before, fields, statuses);
  return after !== 'NO_CALL';
}

/**
 * Whether a record that was sent to another status came back as Do not call: saving a status beyond a limit of
 * attempts makes it so (pl/show/70), and so does a black list.
 */
export function perhapsLimited(
  after: RawRecord,
  fields: RecordFields,
  statuses: readonly CampaignStatus[] | undefined,
): boolean {
  if (after.system_status !== 'NO_CALL') return false;
  const sent = findStatus(fields, statuses);
  if (sent) return sent.system_status !== 'NO_CALL';
  const { status_id } = fields;
  return status_id !== undefined && !sameNumber(recordText(after, 'status_id') ?? '', status_id);
}

function turnOf(record: RawRecord): Turn | undefined {
  const systemStatus = recordText(record, 'system_status') ?? '';
  if (systemStatus === '') return undefined;
  return {
    systemStatus,
    agent: recordText(record, 'agent_login') ?? '',
    date: recordText(record, 'next_call_date') ?? '',
    called: (recordText(record, 'call_date') ?? '') !== '',
  };
}

function statusAfter(
  before: RawRecord | undefined,
  fields: RecordFields,
  statuses: readonly CampaignStatus[] | undefined,
): string | undefined {
  const now = before && recordText(before, 'system_status');
  const { status_id, dictionary_status_id } = fields;
  if (status_id === undefined && dictionary_status_id === undefined) return now === '' ? undefined : now;
  const found = findStatus(fields, statuses)?.system_status;
  if (found !== undefined) return found;
  const same = status_id !== undefined && sameNumber(recordText(before ?? {}, 'status_id') ?? '', status_id);
  return same ? now : undefined;
}

function dialing({ systemStatus, agent, date, called }: Turn, agents?: readonly CampaignAgent[]): Dialing {
  const of = (code: Dialing['code']): Dialing => ({ code, systemStatus, agent, date });
  switch (systemStatus) {
    case 'NO_CALL':
      return of('never');
    case 'IN_PROGRESS':
      return of('in-progress');
    case 'TO_CALL':
    case 'CALL':
      return of(called ? 'called-before' : 'never-called');
    case 'MY_RECORD': {
      const known = agents?.find((each) => each.login === agent);
      return of(known && !(known.active && known.active_in_outbound) ? 'agent-inactive' : 'for-agent');
    }
    case 'CALL_NO_SOONER_THAN':
      return of('after-date');
    case 'CALL_PROGRESSIVE':
      return of('progressive');
    case 'ABANDONED_AFTER_N_TRIES':
      return of('abandoned');
    default:
      return of('unknown');
  }
}

/** What the dialer does with a record of a system status (support.thulium.com/en/show/221). */
type Group = 'never' | 'waits' | 'calls';

/** Not called again. */
const silent: ReadonlySet<string> = new Set(['NO_CALL', 'ABANDONED_AFTER_N_TRIES']);
/** Called when their date has come. */
const dated: ReadonlySet<string> = new Set(['MY_RECORD', 'CALL_NO_SOONER_THAN']);

function groupOf(systemStatus: string | undefined): Group {
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
  const from = groupOf(recordText(before, 'system_status'));
  const to = hasStatus ? groupOf(findStatus(fields, statuses)?.system_status) : from;
  if (to === 'never' || from === 'calls') return false;
  if (from === 'never') return hasStatus;
  const date = fields.next_call_date;
  return to === 'calls' || (date !== undefined && date !== recordText(before, 'next_call_date'));
}
