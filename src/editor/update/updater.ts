import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { errorMessage } from '../../core/errors.js';
import type { UpdateOutcome } from '../../core/outcome.js';
import type { RawRecord, RecordUpdate, RecordCustomer } from '../../core/record.js';
import { fieldValues, recordMarks, type FieldValues } from '../../core/restore.js';
import type { CampaignKnowledge } from '../../core/statusRules.js';
import { commands, contextKeys } from '../../manifest.js';
import type { Phase, Review } from '../../protocol/form.js';
import type { HistoryEntry } from '../../storage/history.js';
import { thisProcess } from '../../storage/lock.js';
import { sendUpdate, type SendPhase, type UpdateReport } from '../../thulium/sendUpdate.js';
import { fieldLabel } from '../../messages/fields.js';
import { updateOutcome } from '../../messages/outcomes.js';
import { wordUnchecked } from '../../messages/failures.js';
import type { MessageAction } from '../present.js';
import type { Access, Services } from '../services.js';
import { setting } from '../settings.js';
import { confirmInModal, mayConfirm, mustConfirm, reviewOf } from './review.js';
import { perhapsLimited } from '../../core/dialing.js';
import { wordPerhapsLimited } from '../../messages/dialing.js';
import { value, withProgress } from '../door.js';

export interface UpdateRun {
  access: Access;
  update: RecordUpdate;
  /** False silences questions and warnings where the connection is not production. */
  confirm?: boolean;
  /**
   * Shows the review in the surface's own way and always; left out, a modal asks where one is due. The signal is
   * aborted when the window is switched to another system: the update is cancelled then, whatever is answered.
   */
  review?: (review: Review, switched: AbortSignal) => Promise<'send' | 'cancel'>;
  /** A surface that shows the result in place needs no message. */
  quiet?: boolean;
  /** A surface that lets bad input be mended at once needs no message for it. */
  mends?: boolean;
  signal: AbortSignal;
  onPhase?: (phase: Phase) => void;
  /** History id of the update that this one takes back. */
  restores?: string;
  /** The record as the caller believes it to be; another state of it is a conflict. */
  expected?: RawRecord;
  force?: boolean;
  /** Hears how it ended with all that is known, such as differences that no record carries. */
  onReport?: (report: UpdateReport) => void;
}

/**
 * Runs one update for whichever surface: settles who asks, sends through the one sender, keeps the
 * history, logs every attempt and says how it ended.
 */
export async function runUpdate(services: Services, run: UpdateRun): Promise<UpdateOutcome> {
  const { access, update } = run;
  const entry = newEntry(run);
  const sent = { begun: false };
  const watch = services.connections.active.untilSwitched();
  let report: UpdateReport;
  try {
    report = await sendUpdate({
      client: access.client,
      update,
      dates: services.dates(),
      knowledge: agentsOf(access, update),
      verify: setting('verifyAfterUpdate'),
      signal: run.signal,
      customer: customerOf(run),
      ...(run.expected ? { expected: run.expected } : {}),
      ...(run.force === true ? { force: true } : {}),
      onAttempt: (attempt) => {
        services.output.attempt(attempt);
        if (attempt.retryInMs !== undefined) {
          run.onPhase?.({ name: 'waiting', attempt: attempt.attempt, waitSeconds: attempt.retryInMs / 1000 });
        }
      },
      onPhase: (phase) => {
        sent.begun ||= phase === 'sending';
        run.onPhase?.(toPhase(phase));
      },
      review: (view) => decide(run, reviewOf(access, view), watch.signal),
      // Kept before the first byte leaves: a window closed in mid-send loses no knowledge of what was sent.
      beforeSending: (before) => {
        services.sending.add(entry.id);
        return keep(services, {
          ...entry,
          sender: thisProcess(),
          ...(before ? { before: kept(services, before) } : {}),
        });
      },
    });
    if (!sent.begun && watch.signal.aborted && report.failure?.code === 'cancelled') {
      const failure = {
        code: 'cancelled',
        detail: 'switched',
        params: { name: access.connection.name },
      } as const;
      report = { ...report, failure };
    }
    if (sent.begun) await keep(services, finished(services, entry, report));
  } finally {
    watch.dispose();
    // Not before the history knows its end: in between, it would look like one whose window closed.
    services.sending.delete(entry.id);
  }
  if (!report.failure) void vscode.commands.executeCommand('setContext', contextKeys.updated, true);
  run.onReport?.(report);
  if (!run.quiet) present(services, run, report);
  else if (report.failure) services.output.failure(subject(update), report.failure);
  return services.redactor.redactValue(updateOutcome(report, sent.begun ? entry.id : undefined));
}

/** A name is looked up only where somebody is going to read it, and no list has shown it. */
function customerOf({ access, update, review, confirm }: UpdateRun): RecordCustomer | 'look-up' {
  const shown = access.directory.shownCustomer(update.customerId);
  if (shown) return shown;
  return review || mayConfirm(access.connection, confirm) ? 'look-up' : {};
}

/** Agents are not read before sending, but those that a picker has read are not forgotten. */
function agentsOf({ directory }: Access, { campaignId }: RecordUpdate): CampaignKnowledge {
  const { agents } = directory.known(campaignId);
  return agents ? { agents } : {};
}

/** Progress in a notification, with cancel; the one way every surface but the form shows a running update. */
export function withUpdateProgress<T>(
  update: RecordUpdate,
  work: (signal: AbortSignal, onPhase: (phase: Phase) => void) => Promise<T>,
  title = vscode.l10n.t('Updating record {0}', subject(update)),
): Promise<T> {
  return withProgress(title, ({ report, signal }) =>
    work(signal, (phase) => {
      report(wordPhase(phase));
    }),
  );
}

/** Keeps an entry; a disk that refuses it neither stops an update nor hides how it ended. */
async function keep({ history, presenter }: Services, entry: HistoryEntry): Promise<void> {
  try {
    await history.put(entry, setting('history.limit'));
  } catch (error) {
    const why = errorMessage(error);
    presenter.warning(vscode.l10n.t('{0} couldn’t be added to the history: {1}', subject(entry), why));
  }
}

/** The values before that are kept: one that holds a secret is none that could be put back. */
function kept({ redactor }: Services, before: RawRecord): FieldValues {
  const values = Object.entries(fieldValues(before)).filter(([, text]) => redactor.redact(text) === text);
  return Object.fromEntries(values);
}

/** What was decided about one system is not sent after the window was switched to another. */
async function decide(run: UpdateRun, review: Review, switched: AbortSignal): Promise<'send' | 'cancel'> {
  const ask = async (): Promise<'send' | 'cancel'> => {
    if (run.review) return run.review(review, switched);
    return mustConfirm(review, run.confirm) ? confirmInModal(review) : 'send';
  };
  const left = new Promise<'cancel'>((resolve) => {
    switched.addEventListener('abort', () => {
      resolve('cancel');
    });
  });
  const decision = await Promise.race([ask(), left]);
  return switched.aborted ? 'cancel' : decision;
}

function newEntry({ access, update, restores }: UpdateRun): HistoryEntry {
  const { connection } = access;
  return {
    id: randomUUID(),
    at: new Date().toISOString(),
    connectionId: connection.id,
    connectionName: connection.name,
    origin: new URL(connection.baseUrl).origin,
    campaignId: update.campaignId,
    customerId: update.customerId,
    fields: { ...update.fields },
    outcome: 'sending',
    ...(restores === undefined ? {} : { restores }),
  };
}

function finished(services: Services, entry: HistoryEntry, report: UpdateReport): HistoryEntry {
  const { outcome, failure, status, requestId, before, after } = report;
  return {
    ...entry,
    outcome,
    ...(failure ? { errorCode: failure.code } : {}),
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(before ? { before: kept(services, before) } : {}),
    ...(after ? { marks: recordMarks(after) } : {}),
  };
}

/** `00001/441`: how messages and the log name a record. */
export function subject(update: Pick<RecordUpdate, 'campaignId' | 'customerId'>): string {
  return `${update.campaignId}/${update.customerId}`;
}

function present(services: Services, run: UpdateRun, report: UpdateReport): void {
  const { presenter } = services;
  const name = subject(run.update);
  if (report.failure) {
    // What the user declined needs no message, unless a request had left already.
    const declined =
      report.outcome === 'cancelled' && report.attempts === 0 && report.failure.detail !== 'switched';
    const mended = run.mends === true && report.failure.code === 'invalid-input';
    const look = ['in-doubt', 'conflict'].includes(report.failure.code) ? [showRecord(run)] : [];
    if (!declined && !mended) presenter.failure(name, report.failure, look);
    return;
  }
  const facts = [
    run.restores === undefined
      ? vscode.l10n.t('Updated {0} on {1}', name, run.access.connection.name)
      : vscode.l10n.t('{0} restored on {1}', name, run.access.connection.name),
    `HTTP ${report.status ?? ''}`,
    // A no-break space: a notification wraps, and the unit must not stand alone.
    `${Math.round(report.durationMs)}\u00a0ms`,
  ].join(' · ');
  services.output.info(facts);
  const differences = report.differences ?? [];
  if (differences.length === 0) {
    presenter.success([facts, ...notReadBack(report)].join(' · '));
    return;
  }
  const list = differences.map(({ field, after, before }) =>
    vscode.l10n.t(
      '{0}: sent {1}, now {2}',
      fieldLabel(field),
      value(after),
      before === undefined || before === '' ? vscode.l10n.t('empty') : value(before),
    ),
  );
  presenter.warning(
    [
      vscode.l10n.t(
        '{0} was accepted, but the record doesn’t match what was sent. {1}',
        name,
        list.join('; '),
      ),
      ...(report.after && perhapsLimited(report.after, run.update.fields, undefined)
        ? [wordPerhapsLimited()]
        : []),
    ].join(' '),
    [showRecord(run)],
  );
}

function showRecord({ access, update: { campaignId, customerId } }: UpdateRun): MessageAction {
  return {
    label: vscode.l10n.t('Show Record'),
    run: () =>
      vscode.commands.executeCommand(commands.showRecord, {
        campaignId,
        customerId,
        connection: access.connection.name,
      }),
  };
}

/** What was not seen of the record after the update; what could not be seen before it was said before. */
function notReadBack({ unchecked }: UpdateReport): string[] {
  const after = unchecked.filter((each) => each === 'record-after' || each === 'dictionary_status_id');
  return after.map((each) => vscode.l10n.t('Couldn’t check {0}.', wordUnchecked(each)));
}

function toPhase(phase: SendPhase): Phase {
  switch (phase) {
    case 'checking':
    case 'rechecking':
      return { name: 'checking' };
    case 'reviewing':
      return { name: 'reviewing' };
    case 'sending':
      return { name: 'sending', attempt: 1 };
    case 'verifying':
      return { name: 'verifying' };
  }
}

function wordPhase(phase: Phase): string {
  switch (phase.name) {
    case 'checking':
      return vscode.l10n.t('reading the record and its statuses…');
    case 'reviewing':
      return vscode.l10n.t('waiting for your decision…');
    case 'sending':
      return vscode.l10n.t('sending…');
    case 'waiting':
      return vscode.l10n.t('retrying in {0} s…', Math.ceil(phase.waitSeconds ?? 0));
    case 'verifying':
      return vscode.l10n.t('verifying…');
    case 'restoring':
      return vscode.l10n.t('restoring…');
  }
}
