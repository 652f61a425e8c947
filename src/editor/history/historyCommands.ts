import * as vscode from 'vscode';
import { invalidInput, type CodedFailure } from '../../core/errors.js';
import type { UpdateOutcome } from '../../core/outcome.js';
import { validateUpdate } from '../../core/validate.js';
import { commands, type CommandId } from '../../manifest.js';
import type { HistoryEntry } from '../../storage/history.js';
import { parseArguments, restoreArguments } from '../arguments.js';
import type { Services } from '../services.js';
import { confirmInModal } from '../update/review.js';
import { accessOf, connectionOf, restoreValues } from '../update/restore.js';
import { refusedOutcome } from '../../messages/outcomes.js';
import { runUpdate, subject, withUpdateProgress } from '../update/updater.js';
import { isRestorable, warnOfNewerHistory, wordOutcome, wordSent } from './historyTree.js';
import { askModal, showMessage, showQuickPick } from '../door.js';

/** `thulium.restoreUpdate`: from an argument object, a row of the History view, or a choice among the latest. */
export async function restoreUpdate(services: Services, input?: unknown): Promise<UpdateOutcome> {
  const row = asEntry(input);
  if (row) return restoreValues(services, { updateId: row.id });
  if (input === undefined) {
    const entry = await pickEntry(services);
    return entry ? restoreValues(services, { updateId: entry.id }) : refusedOutcome({ code: 'cancelled' });
  }
  const parsed = parseArguments(restoreArguments, input);
  if (!parsed.ok) {
    services.presenter.failure(vscode.l10n.t('Restore Previous Values…'), parsed.failure);
    return refusedOutcome(parsed.failure);
  }
  const { updateId, force, confirm } = parsed.value;
  return restoreValues(services, {
    updateId,
    ...(force === undefined ? {} : { force }),
    ...(confirm === undefined ? {} : { confirm }),
  });
}

/** Opens the form with what an update sent. */
export async function openInForm(input: unknown): Promise<void> {
  const entry = asEntry(input);
  if (entry) await vscode.commands.executeCommand(commands.openUpdateForm, draftOf(entry));
}

/** Sends an update again, always through the review, on the connection it was sent on. */
export async function sendAgain(services: Services, input: unknown): Promise<void> {
  const entry = asEntry(input);
  if (!entry) return;
  const access = await accessOf(services, entry);
  if (!access.ok) {
    refuse(services, entry, access.failure);
    return;
  }
  const { update, problems } = validateUpdate(draftOf(entry), { dates: services.dates() });
  if (!update) {
    refuse(services, entry, invalidInput(problems));
    return;
  }
  await withUpdateProgress(update, (signal, onPhase) =>
    runUpdate(services, { access: access.value, update, signal, onPhase, review: confirmInModal }),
  );
}

/** Shows the record of an update as it is now. */
export async function showRecordOf(services: Services, input: unknown): Promise<void> {
  await runWithConnection(services, input, ({ campaignId, customerId }) => [
    commands.showRecord,
    { campaignId, customerId },
  ]);
}

/** Copies the request of an update for another tool. */
export async function copyRequestOf(services: Services, input: unknown): Promise<void> {
  await runWithConnection(services, input, (entry) => [commands.copyRequestAs, draftOf(entry)]);
}

/** Shows what an update sent beside what the record held before, as the editor's own diff. */
export async function showBeforeAfter(services: Services, input: unknown): Promise<void> {
  const entry = asEntry(input);
  if (!entry) return;
  const before = services.documents.show(`before-${entry.id}.json`, json(entry.before ?? {}));
  const after = services.documents.show(`after-${entry.id}.json`, json({ ...entry.before, ...entry.fields }));
  await vscode.commands.executeCommand(
    'vscode.diff',
    before,
    after,
    vscode.l10n.t('{0}: Before and After', subject(entry)),
  );
}

export async function deleteEntry(services: Services, input: unknown): Promise<void> {
  const entry = asEntry(input);
  if (entry && !(await services.history.delete(entry.id))) warnOfNewerHistory(services);
}

/** Empties the history after a question: restoring needs it. */
export async function clearHistory(services: Services): Promise<void> {
  const clear = vscode.l10n.t('Clear');
  const answer = await askModal(
    vscode.l10n.t('Clear the update history?'),
    { detail: [vscode.l10n.t('Updates listed there can no longer be restored from here.')] },
    clear,
  );
  if (answer === clear && !(await services.history.clear())) warnOfNewerHistory(services);
}

async function pickEntry(services: Services): Promise<HistoryEntry | undefined> {
  const entries = (await services.history.list()).filter(isRestorable);
  if (entries.length === 0) {
    void showMessage('info', vscode.l10n.t('No updates to restore yet.'));
    return undefined;
  }
  const items = entries.map((entry) => ({
    label: subject(entry),
    description: `${entry.connectionName} · ${wordOutcome(entry, services)}`,
    detail: wordSent(entry),
    entry,
  }));
  const title = vscode.l10n.t('Select an update to restore');
  return (await showQuickPick(items, { title, matchOnDescription: true, matchOnDetail: true }))?.entry;
}

async function runWithConnection(
  services: Services,
  input: unknown,
  call: (entry: HistoryEntry) => [CommandId, object],
): Promise<void> {
  const entry = asEntry(input);
  if (!entry) return;
  const connection = await connectionOf(services, entry);
  if (!connection.ok) {
    refuse(services, entry, connection.failure);
    return;
  }
  const [command, argument] = call(entry);
  await vscode.commands.executeCommand(command, { ...argument, connection: connection.value.id });
}

function refuse(services: Services, entry: HistoryEntry, failure: CodedFailure): void {
  if (failure.code !== 'cancelled') services.presenter.failure(subject(entry), failure);
}

function draftOf({ campaignId, customerId, fields }: HistoryEntry): object {
  return { campaignId, customerId, fields };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function asEntry(input: unknown): HistoryEntry | undefined {
  return typeof input === 'object' && input !== null && 'id' in input && 'fields' in input
    ? (input as HistoryEntry)
    : undefined;
}
