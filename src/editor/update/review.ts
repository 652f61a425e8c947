import * as vscode from 'vscode';
import {
  recordText,
  type FieldChange,
  type CampaignAgent,
  type CampaignStatus,
  type RawRecord,
  type RecordFieldName,
  groupedPhone,
  type RecordCustomer,
  type RecordUpdate,
} from '../../core/record.js';
import { dialingAfter, dialingOf, leavesDoNotCall } from '../../core/dialing.js';
import { findStatus } from '../../core/statusRules.js';
import type { Review } from '../../protocol/form.js';
import { type ReviewView, sendUpdate } from '../../thulium/sendUpdate.js';
import { fieldLabel, systemStatusLabel } from '../../messages/fields.js';
import { wordProblem } from '../../messages/problems.js';
import { wordUnchecked } from '../../messages/failures.js';
import { wordDialingChange, wordLeavesDoNotCall } from '../../messages/dialing.js';
import type { Access, Services } from '../services.js';
import { value, askModal } from '../door.js';
import type { Foreign } from '../../core/foreign.js';
import { setting } from '../settings.js';

/**
 * The one before/after that the palette, the modal, the form and the assistant tools show. Its values are fit to be
 * shown: one line each, bounded, without secrets.
 */
export function reviewOf(
  { connection, directory }: Pick<Access, 'connection' | 'directory'>,
  view: ReviewView,
): Review {
  const { update, before } = view;
  const { campaign, agents } = directory.known(update.campaignId);
  const names: Names = { statuses: view.statuses ?? [], agents: agents ?? [] };
  const customer = customerText(view.customer);
  return {
    connection: connection.name,
    production: connection.production,
    campaign: update.campaignId,
    ...(campaign?.name === undefined ? {} : { campaignName: value(campaign.name) }),
    customerId: update.customerId,
    ...(customer === '' ? {} : { customer }),
    changes: view.changes.map((change) => changeOf(change, before, names)),
    nothingChanges: view.unchanged,
    inProgress: view.inProgress,
    unrestorable: [...view.unrestorable],
    unchecked: view.unchecked.map(wordUnchecked),
    dialing: wordDialingChange(
      before && dialingOf(before, agents),
      dialingAfter(before, update.fields, view.statuses, agents),
    ),
    warnings: [
      ...(leavesDoNotCall(before, update.fields, view.statuses) ? [wordLeavesDoNotCall()] : []),
      ...view.problems.map(wordProblem),
    ],
    conflict: view.conflict.map(({ field, before: then, after }) => ({
      field,
      before: value(then),
      after: value(after),
    })),
  };
}

/** `Jan Kowalski, 600 100 200`, fit to be shown; empty where nothing is known of the customer. */
export function customerText({ name, phone }: RecordCustomer): string {
  const parts = [name, phone === undefined ? undefined : groupedPhone(phone)];
  return parts.flatMap((part) => (part === undefined ? [] : value(part))).join(', ');
}

interface Names {
  statuses: readonly CampaignStatus[];
  agents: readonly CampaignAgent[];
}

function changeOf(
  change: FieldChange,
  record: RawRecord | undefined,
  names: Names,
): Review['changes'][number] {
  const before = change.before ?? derivedBefore(change.field, record, names.statuses);
  const beforeName = before === undefined ? undefined : nameOf(change.field, before, names);
  const afterName = nameOf(change.field, change.after, names);
  return {
    field: change.field,
    before: before === undefined ? null : value(before),
    after: value(change.after),
    changes: change.changes && before !== change.after,
    ...(beforeName === undefined ? {} : { beforeName: value(beforeName) }),
    ...(afterName === undefined ? {} : { afterName: value(afterName) }),
  };
}

/** A record does not carry its dictionary status; the list of statuses tells it. */
function derivedBefore(
  field: RecordFieldName,
  record: RawRecord | undefined,
  statuses: readonly CampaignStatus[],
): string | undefined {
  if (field !== 'dictionary_status_id' || !record) return undefined;
  const statusId = recordText(record, 'status_id');
  return statuses.find((each) => each.status_id === statusId)?.dictionary_status_id ?? undefined;
}

function nameOf(field: RecordFieldName, value: string, { statuses, agents }: Names): Foreign | undefined {
  switch (field) {
    case 'status_id':
    case 'dictionary_status_id': {
      const status = findStatus({ [field]: value }, statuses);
      return status && statusName(status);
    }
    case 'agent_login':
      return agents.find((each) => each.login === value)?.name;
    default:
      return undefined;
  }
}

/** Many systems call a status what the vendor calls its system status: that is said once. */
function statusName({ name, system_status }: CampaignStatus): string {
  const label = systemStatusLabel(system_status);
  return label === name ? label : `${value(name)} (${label})`;
}

/** The review as lines of text, what changes first: for a modal and for assistants. */
export function reviewLines(review: Review): string[] {
  return [
    ...review.conflict.map(conflictLine),
    ...changeLines(review),
    ...(review.nothingChanges ? [vscode.l10n.t('No changes: the record already has these values.')] : []),
    ...(review.customer === undefined ? [] : [vscode.l10n.t('Customer: {0}', review.customer)]),
    ...reviewNotes(review),
  ];
}

/** A line for each field; that nothing is known of the values before is said once, beside what was not checked. */
export function changeLines({ changes }: Pick<Review, 'changes'>): string[] {
  const isKnown = changes.some(({ before }) => before !== null);
  return changes.map((change) => changeLine(change, isKnown));
}

/** `Status: Call (3) → Do not call (4)`, or without what it was. */
function changeLine(change: Review['changes'][number], isKnown: boolean): string {
  const text = (value: string | null, name: string | undefined): string => {
    if (value === null) return vscode.l10n.t('unknown');
    if (value === '') return vscode.l10n.t('empty');
    return name === undefined ? value : `${name}, ${value}`;
  };
  const before = isKnown ? `${text(change.before, change.beforeName)} ` : '';
  return `${fieldLabel(change.field)}: ${before}→ ${text(change.after, change.afterName)}`;
}

/** What somebody else changed while the review was shown. */
export function conflictLine({ field, before, after }: Review['conflict'][number]): string {
  const text = (value: string): string => (value === '' ? vscode.l10n.t('empty') : value);
  return vscode.l10n.t(
    'Changed by someone else: {0}: {1} → {2}',
    fieldLabel(field),
    text(before),
    text(after),
  );
}

/** What the user should know before sending, in words. */
export function reviewNotes(review: Review): string[] {
  return [
    ...(review.inProgress ? [vscode.l10n.t('An agent is working on this record (IN_PROGRESS).')] : []),
    ...review.warnings,
    ...review.dialing,
    ...(review.unrestorable.length > 0
      ? [vscode.l10n.t('You won’t be able to restore: {0}.', review.unrestorable.map(fieldLabel).join(', '))]
      : []),
    ...review.unchecked.map((each) => vscode.l10n.t('Couldn’t check {0}.', each)),
  ];
}

/** Whether an update must be confirmed before it is sent; in a workspace that is not trusted each of them. */
export function mustConfirm(review: Review, confirm: boolean | undefined): boolean {
  if (review.conflict.length > 0 || !vscode.workspace.isTrusted) return true;
  const wanted = setting('confirmBeforeSend');
  if (review.production) return wanted !== 'never';
  if (confirm === false) return false;
  return wanted === 'always' || review.warnings.length > 0 || review.inProgress;
}

/** Whether an update may have to be confirmed, before anything is known of its record. */
export function mayConfirm(
  { production }: Pick<Review, 'production'>,
  confirm: boolean | undefined,
): boolean {
  if (!vscode.workspace.isTrusted) return true;
  return production ? setting('confirmBeforeSend') !== 'never' : confirm !== false;
}

/** The modal that shows before and after; only its button sends. */
export function confirmInModal(review: Review): Promise<'send' | 'cancel'> {
  const record = `${review.campaign}/${review.customerId}`;
  const question =
    review.conflict.length > 0
      ? vscode.l10n.t('Record {0} was changed by someone else while you reviewed it.', record)
      : review.production
        ? vscode.l10n.t('Update record {0} on {1} (production)?', record, review.connection)
        : vscode.l10n.t('Update record {0} on {1}?', record, review.connection);
  return askToSend(question, review, sendLabel(review), vscode.l10n.t('Don’t Send'));
}

/** The same for an update that takes another one back, titled as what it is. */
export function confirmRestore(review: Review): Promise<'send' | 'cancel'> {
  const record = `${review.campaign}/${review.customerId}`;
  const question =
    review.conflict.length > 0
      ? vscode.l10n.t('Record {0} was changed by someone else while you reviewed it.', record)
      : review.production
        ? vscode.l10n.t(
            'Restore previous values of record {0} on {1} (production)?',
            record,
            review.connection,
          )
        : vscode.l10n.t('Restore previous values of record {0} on {1}?', record, review.connection);
  const restore = review.conflict.length > 0 ? vscode.l10n.t('Restore Anyway') : vscode.l10n.t('Restore');
  return askToSend(question, review, restore, vscode.l10n.t('Don’t Restore'));
}

/** On production, and where somebody else is at work, the button that has the focus is the one that does nothing. */
async function askToSend(
  question: string,
  review: Review,
  send: string,
  stay: string,
): Promise<'send' | 'cancel'> {
  const isDangerous = review.production || review.conflict.length > 0;
  const buttons = isDangerous ? [stay, send] : [send];
  const answer = await askModal(question, { detail: reviewLines(review) }, ...buttons);
  return answer === send ? 'send' : 'cancel';
}

/** What the button says that sends. */
export function sendLabel(review: Review): string {
  if (review.conflict.length > 0) return vscode.l10n.t('Send Anyway');
  return review.production ? vscode.l10n.t('Send to Production') : vscode.l10n.t('Send');
}

/** What was shown of an update, and the record that it was shown for, where it could be read. */
interface ShownUpdate {
  review: Review;
  before?: RawRecord;
}

/** Before and after of an update, by reads alone; nothing is sent or kept. Undefined where it could not be sent. */
export async function previewUpdate(
  services: Services,
  { access, update, signal }: { access: Access; update: RecordUpdate; signal: AbortSignal },
): Promise<ShownUpdate | undefined> {
  let shown: ShownUpdate | undefined;
  await sendUpdate({
    client: access.client,
    update,
    dates: services.dates(),
    customer: access.directory.shownCustomer(update.customerId) ?? 'look-up',
    verify: false,
    signal,
    onAttempt: (attempt) => {
      services.output.attempt(attempt);
    },
    review: (view) => {
      shown = { review: reviewOf(access, view), ...(view.before ? { before: view.before } : {}) };
      return Promise.resolve('cancel');
    },
  });
  return shown;
}
