import * as vscode from 'vscode';
import { fail, type Result, succeed, type CodedFailure } from '../../core/errors.js';
import type { Connection } from '../../core/connection.js';
import type { HistoryEntry } from '../../storage/history.js';
import type { Access, Services } from '../services.js';
import type { UpdateOutcome } from '../../core/outcome.js';
import { problem } from '../../core/problems.js';
import { recordText, type RawRecord, type RecordFieldName, type RecordUpdate } from '../../core/record.js';
import { changedSinceUpdate, planRestore, restorableFieldNames } from '../../core/restore.js';
import type { UpdateReport } from '../../thulium/sendUpdate.js';
import { fieldLabel } from '../../messages/fields.js';
import { confirmRestore } from './review.js';
import { refusedOutcome } from '../../messages/outcomes.js';
import { runUpdate, subject, withUpdateProgress, type UpdateRun } from './updater.js';
import { askModal } from '../door.js';

/**
 * The connection that an update of the history was sent on. One that was removed is named as the user
 * knew it; one that leads to another address by now is another system.
 */
export async function connectionOf(services: Services, entry: HistoryEntry): Promise<Result<Connection>> {
  const found = await services.connections.resolve(entry.connectionId);
  const unknown = (name: string): Result<Connection> =>
    fail({ code: 'no-connection', detail: 'unknown', params: { name } });
  if (!found.ok) return found.failure.detail === 'unknown' ? unknown(entry.connectionName) : found;
  return new URL(found.value.baseUrl).origin === entry.origin ? found : unknown(entry.origin);
}

/** The client of that connection, its password asked for where it is missing. */
export async function accessOf(services: Services, entry: HistoryEntry): Promise<Result<Access>> {
  const connection = await connectionOf(services, entry);
  return connection.ok ? services.openAccess(connection.value.id) : connection;
}

interface RestoreRequest {
  updateId: string;
  /** Restores in spite of what others changed since. */
  force?: boolean;
  /** False silences questions where the connection is not production. */
  confirm?: boolean;
  /** The user has agreed to the update and its restore together; nothing is asked again. */
  isAgreed?: true;
  /** A surface that shows the outcome in place needs neither progress nor a message. */
  quiet?: boolean;
  /** Hears how it ended, with the update that put the values back. */
  onReport?: (report: UpdateReport, update: RecordUpdate) => void;
}

/**
 * Brings a record back to the values it had before an update, as far as the API allows, through the
 * same review and sender as any update. Refused with `conflict` when somebody else changed the record
 * since, unless forced or the user decides so.
 */
export async function restoreValues(services: Services, request: RestoreRequest): Promise<UpdateOutcome> {
  const entry = await findEntry(services, request.updateId);
  if (!entry.ok) return refuse(services, '', entry.failure);
  const name = subject(entry.value);
  const access = await accessOf(services, entry.value);
  if (!access.ok) return refuse(services, name, access.failure);
  const now = await access.value.client.getRecord(entry.value.campaignId, entry.value.customerId);
  if (!now.ok) return refuse(services, name, now.failure);

  const changed = changedSinceUpdate(entry.value, now.value);
  const asked = request.confirm !== false || access.value.connection.production;
  if (changed.length > 0 && request.force !== true) {
    const conflict: CodedFailure = { code: 'conflict', params: { changed: changed.join(', ') } };
    if (!asked || !(await overwriteAnyway(name, changed, entry.value, now.value))) {
      return refuse(services, name, conflict);
    }
  }
  return send(services, request, { access: access.value, entry: entry.value, now: now.value });
}

async function send(
  services: Services,
  request: RestoreRequest,
  { access, entry, now }: { access: Access; entry: HistoryEntry; now: RawRecord },
): Promise<UpdateOutcome> {
  const statuses = await access.directory.statuses(entry.campaignId);
  const plan = planRestore(entry.before ?? {}, now, statuses.ok ? statuses.value : undefined);
  const lost = wordLost(plan.notRestorable, neverRead(entry));
  if (Object.keys(plan.fields).length === 0) {
    const name = subject(entry);
    const text =
      lost.length > 0
        ? [vscode.l10n.t('{0}: nothing can be restored.', name), ...lost].join(' ')
        : vscode.l10n.t('{0} already has its previous values.', name);
    services.presenter.warning(text);
    return refusedOutcome({ code: 'invalid-input', problems: [problem('no-fields', 'fields')] });
  }
  const update = { campaignId: entry.campaignId, customerId: entry.customerId, fields: plan.fields };
  const run: Omit<UpdateRun, 'signal'> = {
    access,
    update,
    quiet: request.quiet === true,
    restores: entry.id,
    expected: now,
    ...(request.force === true ? { force: true } : {}),
    review: (review) =>
      request.isAgreed === true ||
      (request.confirm === false && !access.connection.production && vscode.workspace.isTrusted)
        ? Promise.resolve('send')
        : confirmRestore({ ...review, warnings: [...review.warnings, ...lost, ...limits(entry)] }),
    onReport: (report) => {
      request.onReport?.(report, update);
    },
  };
  return request.quiet === true
    ? runUpdate(services, { ...run, signal: new AbortController().signal })
    : withUpdateProgress(
        update,
        (signal, onPhase) => runUpdate(services, { ...run, signal, onPhase }),
        vscode.l10n.t('Restoring record {0}', subject(update)),
      );
}

/** In words: what cannot be put back, and why. */
function wordLost(empty: readonly RecordFieldName[], unread: readonly RecordFieldName[]): string[] {
  return [
    ...(empty.length > 0
      ? [vscode.l10n.t('Can’t be restored, because it was empty: {0}.', labels(empty))]
      : []),
    ...(unread.length > 0
      ? [vscode.l10n.t('Can’t be restored, because it couldn’t be read before: {0}.', labels(unread))]
      : []),
  ];
}

/** In words: what this restore cannot know. */
function limits({ marks }: HistoryEntry): string[] {
  if (marks) return [];
  return [
    vscode.l10n.t('The record wasn’t read back after the update, so later calls or notes can’t be detected.'),
  ];
}

/** Fields that were sent but that no reading of a record carries. */
function neverRead(entry: HistoryEntry): RecordFieldName[] {
  if (entry.fields.dictionary_status_id === undefined) return [];
  return entry.before?.status_id === undefined ? ['dictionary_status_id'] : [];
}

function labels(fields: readonly RecordFieldName[]): string {
  return fields.map(fieldLabel).join(', ');
}

/** Shows what somebody made of the record since, and what a restore would make of that. */
async function overwriteAnyway(
  name: string,
  changed: readonly string[],
  { before = {} }: HistoryEntry,
  now: RawRecord,
): Promise<boolean> {
  const overwrite = vscode.l10n.t('Restore Anyway');
  const text = (value: string | undefined): string =>
    value === undefined || value === '' ? vscode.l10n.t('empty') : value;
  const lines = changed.map((field) => {
    const present = recordText(now, field);
    const former = restorableFieldNames.find((each) => each === field);
    return former === undefined || before[former] === undefined || before[former] === ''
      ? vscode.l10n.t('{0}: now {1}; stays', fieldLabel(field), text(present))
      : vscode.l10n.t('{0}: now {1}, would be {2} again', fieldLabel(field), text(present), before[former]);
  });
  const answer = await askModal(
    vscode.l10n.t('Restore previous values of record {0}? It has changed since this update.', name),
    { detail: lines },
    vscode.l10n.t('Don’t Restore'),
    overwrite,
  );
  return answer === overwrite;
}

async function findEntry(services: Services, updateId: string): Promise<Result<HistoryEntry>> {
  const entry = (await services.history.list()).find(({ id }) => id === updateId);
  return entry ? succeed(entry) : fail({ code: 'not-found', detail: 'history', params: { updateId } });
}

function refuse(services: Services, name: string, failure: CodedFailure): UpdateOutcome {
  if (failure.code !== 'cancelled') {
    services.presenter.failure(name || vscode.l10n.t('Restore Previous Values…'), failure);
  }
  return refusedOutcome(failure);
}
