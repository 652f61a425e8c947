import { isDeepStrictEqual } from 'node:util';
import {
  readBackDifferences,
  recordText,
  type FieldChange,
  type CampaignStatus,
  type RawRecord,
  type RecordFields,
  changedSince,
  diffFields,
  unrestorableFields,
  type ForeignChange,
  type RecordFieldName,
  type RecordUpdate,
  recordCustomer,
  type RecordCustomer,
} from '../core/record.js';
import { invalidInput, succeed, type CodedFailure, type Result } from '../core/errors.js';
import type { NextCallDateChecker } from '../core/nextCallDate.js';
import { isSendable, type Problem } from '../core/problems.js';
import type { CampaignKnowledge } from '../core/statusRules.js';
import { validateUpdate } from '../core/validate.js';
import type { AttemptReport, CallOptions, ThuliumClient, WriteResult } from './types.js';

/**
 * Holds a record read back against the fields that were sent. A record does not carry its
 * `dictionary_status_id`; it is derived from the status list where that tells.
 */
function readBack(
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

/** What a sender is doing, for progress. */
export type SendPhase = 'checking' | 'reviewing' | 'rechecking' | 'sending' | 'verifying';

/**
 * What could not be checked or read: the campaign's status list, the record before the update, the
 * same again after a long review, the record after it, and a `dictionary_status_id`, which records
 * do not carry.
 */
type Unchecked = 'statuses' | 'record-before' | 'record-recheck' | 'record-after' | 'dictionary_status_id';

/** Everything to show before an update is sent. */
export interface ReviewView {
  update: RecordUpdate;
  /** The record as it is, when it could be read. */
  before?: RawRecord;
  changes: readonly FieldChange[];
  /** The record could be read and has all these values already. */
  unchanged: boolean;
  /** An agent is working on the record: `IN_PROGRESS`. */
  inProgress: boolean;
  /** Fields that cannot be put back later. */
  unrestorable: readonly RecordFieldName[];
  /** Warnings; with an error there is no review. */
  problems: readonly Problem[];
  unchecked: readonly Unchecked[];
  statuses?: readonly CampaignStatus[];
  /** Whose record it is, as far as that is known; to be shown, never kept. */
  customer: RecordCustomer;
  /** What somebody else changed while an earlier review was shown; empty in the first one. */
  conflict: readonly ForeignChange[];
}

interface SendUpdateOptions {
  client: ThuliumClient;
  update: RecordUpdate;
  /** Judges `next_call_date`. */
  dates: NextCallDateChecker;
  /** What the surface knows already; statuses in it are not read again. */
  knowledge?: CampaignKnowledge;
  /** The record as the caller believes it to be; another state of it is a conflict. */
  expected?: RawRecord;
  /**
   * Whose record it is, as a list showed it; `look-up` reads it by `GET customers/:id` within the reads before sending,
   * for somebody is going to look at the review. Left out, only what the record itself carries is told.
   */
  customer?: RecordCustomer | 'look-up';
  /** Sends in spite of a conflict. */
  force?: boolean;
  /** Upper bound of the reads before sending, together; 5 s unless told. */
  preflightMs?: number;
  /** A record shown for longer than this is read again before it is overwritten; half a second unless told. */
  recheckAfterMs?: number;
  /** Reads the record back after the update. */
  verify: boolean;
  signal?: AbortSignal;
  onAttempt?: (report: AttemptReport) => void;
  onPhase?: (phase: SendPhase) => void;
  /**
   * Lets the user decide; left out, the update goes. Asked again, with what changed, when somebody else
   * changed the record while it was shown.
   */
  review?: (view: ReviewView) => Promise<'send' | 'cancel'>;
  /** Awaited before the first byte of the write leaves, with the record as it was read last. */
  beforeSending?: (before: RawRecord | undefined) => Promise<void>;
}

/** How an update ended: coded, to be worded by the surface. */
export interface UpdateReport {
  outcome: 'updated' | 'failed' | 'cancelled';
  status?: number;
  requestId?: string;
  /** PUTs begun. */
  attempts: number;
  /** Milliseconds of all calls; the time for which somebody looked at the review is not in it. */
  durationMs: number;
  before?: RawRecord;
  after?: RawRecord;
  unchecked: readonly Unchecked[];
  /** Fields whose value read back differs from the one sent; present when the record was read back. */
  differences?: readonly FieldChange[];
  failure?: CodedFailure;
  /** Warnings, and for `invalid-input` the errors too. */
  problems: readonly Problem[];
}

/** The reads around an update are worth this much waiting, in milliseconds. */
const defaultPreflightMs = 5000;
/** Longer than any surface that asks nobody, shorter than any human's decision. */
const defaultRecheckAfterMs = 500;

/**
 * The one way an update of a single record goes out, whichever surface it comes from: validated,
 * checked against what can be read of the campaign and the record, reviewed, sent, read back.
 * Nothing that cannot be read keeps the update from going; it is named in `unchecked`. What was read
 * counts: a record that its own GET answers with 404 is `not-found`, and nothing is sent.
 */
export function sendUpdate(options: SendUpdateOptions): Promise<UpdateReport> {
  return new UpdateFlow(options).run();
}

class UpdateFlow {
  private readonly started = performance.now();
  private reviewedMs = 0;
  private readonly unchecked: Unchecked[] = [];
  private problems: readonly Problem[] = [];
  private statuses: readonly CampaignStatus[] | undefined;
  private before: RawRecord | undefined;
  private customer: RecordCustomer = {};
  /** The system itself says that there is no such record, so there is nothing to send. */
  private absent: CodedFailure | undefined;

  constructor(private readonly options: SendUpdateOptions) {
    this.statuses = options.knowledge?.statuses;
  }

  async run(): Promise<UpdateReport> {
    const { client, update, onPhase, signal } = this.options;
    if (client.writeRefusal) return this.refused(client.writeRefusal);
    const invalid = this.validate();
    if (invalid) return this.refused(invalid);

    onPhase?.('checking');
    await this.preflight();
    if (signal?.aborted === true) return this.refused({ code: 'cancelled' });
    const problem = this.absent ?? this.validate() ?? asFailure(this.changesSince(this.options.expected));
    if (problem) return this.refused(problem);

    const stopped = await this.review();
    if (stopped) return this.report(this.absent ? 'failed' : 'cancelled', { attempts: 0, failure: stopped });

    const changed = await client.refuseWrite?.();
    if (changed) return this.refused(changed);
    await this.options.beforeSending?.(this.before);
    onPhase?.('sending');
    const result = await client.updateRecord(update, this.call());
    return this.finish(result);
  }

  /** Undefined when the update may go; warnings are kept for the report. */
  private validate(): CodedFailure | undefined {
    const { update, dates, knowledge } = this.options;
    const known = { ...knowledge, ...(this.statuses ? { statuses: this.statuses } : {}) };
    this.problems = validateUpdate(update, { dates, knowledge: known }).problems;
    return isSendable(this.problems) ? undefined : invalidInput(this.problems);
  }

  private async preflight(): Promise<void> {
    const { client, update } = this.options;
    const call = this.readCall();
    const { customer = {} } = this.options;
    const [statuses, record, person] = await Promise.all([
      this.statuses ? undefined : client.listStatuses(update.campaignId, call),
      client.getRecord(update.campaignId, update.customerId, call),
      // Worth one try: no name keeps an update from going.
      customer === 'look-up'
        ? client.getCustomer(update.customerId, { ...call, maxAttempts: 1 })
        : succeed(customer),
    ]);
    if (person.ok) this.customer = person.value;
    if (statuses) this.statuses = this.valueOr('statuses', statuses);
    this.absent = absentRecord(update, record);
    if (!this.absent) this.before = this.valueOr('record-before', record);
  }

  /** Undefined when the update may go; asks again as often as somebody changes the record meanwhile. */
  private async review(): Promise<CodedFailure | undefined> {
    const { review, onPhase, signal } = this.options;
    if (!review) return undefined;
    let conflict: ForeignChange[] = [];
    let hasNews: boolean;
    do {
      onPhase?.('reviewing');
      const shown = this.before;
      const shownAt = performance.now();
      const decision = await review(this.view(conflict));
      const shownMs = performance.now() - shownAt;
      this.reviewedMs += shownMs;
      if (decision === 'cancel') return asFailure(conflict) ?? { code: 'cancelled' };
      conflict = (await this.recheck(shownMs)) ? this.changesSince(shown) : [];
      if (signal?.aborted === true) return { code: 'cancelled' };
      if (this.absent) return this.absent;
      // A date may have become past while it was shown: what was not shown is not sent.
      const known = this.problems;
      const invalid = this.validate();
      if (invalid) return invalid;
      hasNews = this.problems.some((each) => !known.some((other) => isDeepStrictEqual(each, other)));
    } while (conflict.length > 0 || hasNews);
    return undefined;
  }

  /** Somebody may have changed the record while the user was looking at it; true when it was read again. */
  private async recheck(shownMs: number): Promise<boolean> {
    const { client, update, onPhase, signal, recheckAfterMs = defaultRecheckAfterMs } = this.options;
    if (this.before === undefined || shownMs < recheckAfterMs || signal?.aborted === true) return false;
    onPhase?.('rechecking');
    const now = await client.getRecord(update.campaignId, update.customerId, this.readCall());
    this.absent = absentRecord(update, now);
    if (this.absent) return false;
    const record = this.valueOr('record-recheck', now);
    this.before = record ?? this.before;
    return record !== undefined;
  }

  private changesSince(expected: RawRecord | undefined): ForeignChange[] {
    if (this.options.force === true || !expected || !this.before) return [];
    return changedSince(expected, this.before);
  }

  private view(conflict: readonly ForeignChange[]): ReviewView {
    const { update } = this.options;
    const changes = diffFields(this.before, update.fields);
    return {
      update,
      changes,
      unchanged: this.before !== undefined && changes.every((each) => !each.changes),
      inProgress: this.before?.system_status === 'IN_PROGRESS',
      unrestorable: unrestorableFields(this.before, update.fields),
      problems: this.problems,
      unchecked: this.unchecked,
      conflict,
      customer: { ...this.customer, ...(this.before ? recordCustomer(this.before) : {}) },
      ...(this.before ? { before: this.before } : {}),
      ...(this.statuses ? { statuses: this.statuses } : {}),
    };
  }

  /** An update whose reply was lost is read back too: the user then knows what became of it. */
  private async finish(result: WriteResult): Promise<UpdateReport> {
    const { client, update, verify, onPhase } = this.options;
    const { attempts, status, requestId, failure, cancelled } = result;
    const facts = {
      attempts,
      ...(status === undefined ? {} : { status }),
      ...(requestId === undefined ? {} : { requestId }),
      ...(failure === undefined ? {} : { failure }),
    };
    if (cancelled === true) return this.report('cancelled', facts);
    const outcome = failure === undefined ? 'updated' : 'failed';
    if (!verify || (failure !== undefined && failure.code !== 'in-doubt')) return this.report(outcome, facts);

    onPhase?.('verifying');
    const read = await client.getRecord(update.campaignId, update.customerId, this.readCall());
    const after = this.valueOr('record-after', read);
    if (!after) return this.report(outcome, facts);
    const { differences, dictionaryStatusKnown } = readBack(after, update.fields, this.statuses);
    if (!dictionaryStatusKnown) this.unchecked.push('dictionary_status_id');
    return this.report(outcome, { ...facts, after, differences });
  }

  private refused(failure: CodedFailure): UpdateReport {
    const outcome = failure.code === 'cancelled' ? 'cancelled' : 'failed';
    // Of the answer that told it, where one did: 404 for a record that is not there.
    const { status, requestId } = failure;
    return this.report(outcome, {
      attempts: 0,
      failure,
      ...(status === undefined ? {} : { status }),
      ...(requestId === undefined ? {} : { requestId }),
    });
  }

  private report(
    outcome: UpdateReport['outcome'],
    facts: Omit<UpdateReport, 'outcome' | 'durationMs' | 'unchecked' | 'problems' | 'before'>,
  ): UpdateReport {
    return {
      outcome,
      ...facts,
      durationMs: performance.now() - this.started - this.reviewedMs,
      unchecked: this.unchecked,
      problems: this.problems,
      ...(this.before ? { before: this.before } : {}),
    };
  }

  private valueOr<T>(name: Unchecked, result: Result<T>): T | undefined {
    if (result.ok) return result.value;
    this.unchecked.push(name);
    return undefined;
  }

  private readCall(): CallOptions {
    return {
      ...this.call(),
      deadlineMs: this.options.preflightMs ?? defaultPreflightMs,
      skipForbidden: true,
    };
  }

  private call(): CallOptions {
    const { signal, onAttempt } = this.options;
    return { ...(signal ? { signal } : {}), ...(onAttempt ? { onAttempt } : {}) };
  }
}

/** The failure for a record that its own GET says is not there; absence from a page of records is none. */
export function absentRecord(
  { campaignId, customerId }: Pick<RecordUpdate, 'campaignId' | 'customerId'>,
  read: Result<unknown>,
): CodedFailure | undefined {
  if (read.ok || read.failure.code !== 'not-found') return undefined;
  return { ...read.failure, detail: 'record', params: { campaignId, customerId } };
}

function asFailure(changes: readonly ForeignChange[]): CodedFailure | undefined {
  if (changes.length === 0) return undefined;
  return { code: 'conflict', params: { changed: changes.map(({ field }) => field).join(', ') } };
}
