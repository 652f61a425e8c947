import type { CodedFailure } from '../../core/errors.js';
import { recordText, type RawRecord } from '../../core/record.js';
import type { Result } from '../../core/errors.js';
import { backoffDelay } from '../../thulium/retryPolicy.js';
import type { ThuliumClient } from '../../thulium/types.js';
import type { Gate } from './gate.js';
import {
  changedBetween,
  fingerprint,
  isAsWanted,
  isInWork,
  remember,
  type ValuesBefore,
} from '../journal/valuesBefore.js';
import type { UnknownPolicy } from './run.js';
import type { RowEnd, WorkItem } from './workQueue.js';

export interface InspectOptions {
  client: ThuliumClient;
  rememberBefore: boolean;
  includeInWork: boolean;
  includeDoNotCall: boolean;
  /** Statuses of a campaign that are Do not call, by `status_id`, and by `dictionary_status_id` behind a `d`. */
  doNotCall: ReadonlySet<string>;
  onUnknown: UnknownPolicy;
  /** Known already that records may not be read. */
  unreadable: boolean;
  pace: () => Promise<void> | undefined;
  random: () => number;
  gate: Gate;
}

export interface Inspection {
  before?: ValuesBefore;
  /** The row ends here, or simply remains, instead of being sent. */
  end?: RowEnd | 'remains';
  unreadable?: boolean;
}

/** Reads of one record that may end in a server error or a timeout. */
const readTries = 3;

/**
 * Looks at a record just before its update: takes its values down, skips it when somebody works on it
 * or changed it since the plan, and settles rows in doubt.
 */
export async function inspectRecord(item: WorkItem, options: InspectOptions): Promise<Inspection> {
  const read = options.unreadable ? 'unreadable' : await readRecord(item, options);
  if (read === 'stopped') return { end: item.unfinished ? end('in-doubt') : 'remains' };
  if (read === 'absent') {
    const { campaignId, customerId } = item.update;
    const params = { campaignId, customerId };
    return { end: end('failed', { code: 'not-found', detail: 'record', status: 404, params }) };
  }
  if (read === 'unreadable') return { unreadable: true, ...unread(item, options) };
  if (read === 'failed') return unread(item, options);
  const now = remember(read);
  if (item.unfinished) return settleUnknown(item, now, read, options);
  if (item.fingerprint !== 0 && item.fingerprint !== fingerprint(now)) {
    return { end: end('skipped', { code: 'conflict', detail: 'changed-since-plan' }) };
  }
  return leftOut(item, read, options) ?? { before: now };
}

function settleUnknown(
  item: WorkItem,
  now: ValuesBefore,
  record: RawRecord,
  options: InspectOptions,
): Inspection {
  if (isAsWanted(now, item.update.fields)) return { end: end('updated') };
  const before = item.unfinished?.before;
  if (!before) return unread(item, options, now);
  const changed = changedBetween(before, now);
  if (changed.length > 0) {
    return {
      end: end('skipped', {
        code: 'conflict',
        detail: 'changed-since-sent',
        params: { fields: changed.join(', ') },
      }),
    };
  }
  return leftOut(item, record, options) ?? { before };
}

function leftOut({ update }: WorkItem, record: RawRecord, options: InspectOptions): Inspection | undefined {
  if (!options.includeInWork && isInWork(record))
    return { end: end('skipped', { code: 'conflict', detail: 'in-work' }) };
  if (options.includeDoNotCall || record.system_status !== 'NO_CALL') return undefined;
  const { status_id, dictionary_status_id: dictionary } = update.fields;
  const now = recordText(record, 'status_id');
  const stays =
    status_id === undefined
      ? dictionary === undefined || options.doNotCall.has(`${update.campaignId}/d${dictionary}`)
      : status_id === now || options.doNotCall.has(`${update.campaignId}/${status_id}`);
  return stays ? undefined : { end: end('skipped', { code: 'conflict', detail: 'do-not-call' }) };
}

/** The record tells nothing: a row in doubt goes by the caller's choice, any other is sent unchecked. */
function unread(item: WorkItem, options: InspectOptions, now?: ValuesBefore): Inspection {
  if (item.unfinished && options.onUnknown === 'leave') return { end: end('in-doubt', { code: 'in-doubt' }) };
  if (item.unfinished && options.onUnknown === 'skip') return { end: end('skipped', { code: 'in-doubt' }) };
  const before = item.unfinished?.before ?? now;
  return before ? { before } : {};
}

async function readRecord(
  { update }: WorkItem,
  { client, gate, pace, random }: InspectOptions,
): Promise<RawRecord | 'absent' | 'unreadable' | 'failed' | 'stopped'> {
  for (let count = 1; ; count++) {
    await pace();
    if (gate.stopped) return 'stopped';
    const read: Result<RawRecord> = await client.getRecord(update.campaignId, update.customerId, {
      maxAttempts: 1,
    });
    if (read.ok) {
      gate.succeed();
      return read.value;
    }
    const { failure } = read;
    switch (failure.code) {
      case 'not-found':
        return 'absent';
      case 'forbidden':
        return 'unreadable';
      case 'unauthorized':
      case 'tls':
      case 'redirect-refused':
      case 'no-connection':
        gate.stop({ state: 'stopped', failure });
        return 'stopped';
      case 'missing-secret':
        gate.pause('missing-secret', failure);
        break;
      case 'network':
        gate.lose(failure);
        count--;
        break;
      case 'rate-limited':
        gate.limit(retryAfterOf(failure), failure);
        count--;
        break;
      case 'server-error':
      case 'timeout':
        if (gate.fail(failure, undefined)) {
          if (count >= readTries) return 'failed';
          await gate.wait(backoffDelay(count, random));
        }
        break;
      default:
        return 'failed';
    }
    if (!(await gate.pass())) return 'stopped';
  }
}

/** What the server asked for, in milliseconds. */
function retryAfterOf({ params }: CodedFailure): number | undefined {
  return params?.retryAfterSeconds === undefined ? undefined : Number(params.retryAfterSeconds) * 1000;
}

function end(outcome: RowEnd['outcome'], failure?: CodedFailure): RowEnd {
  const status = failure?.status === undefined ? {} : { status: failure.status };
  return { outcome, attempts: 0, durationMs: 0, ...status, ...(failure ? { failure } : {}) };
}
