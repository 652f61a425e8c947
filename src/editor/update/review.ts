import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.js';
import { recordText } from '../../core/diff.js';
import type { CampaignStatus, RawRecord, RecordFieldName } from '../../core/record.js';
import type { Review } from '../../protocol/form.js';
import type { ReviewView } from '../../thulium/sender.js';
import { fieldLabel } from '../../words/fields.js';
import { wordProblem } from '../../words/problems.js';
import { systemStatusLabel } from '../../words/statuses.js';
import { wordUnchecked } from '../../words/unchecked.js';

/** The one before/after that the palette, the modal, the form and the assistant tools show. */
export function reviewOf(connection: Connection, view: ReviewView): Review {
  const { update, before, statuses } = view;
  const changes = view.changes.map((change) => {
    const beforeName = nameOf(change.field, change.before, statuses);
    const afterName = nameOf(change.field, change.after, statuses);
    return {
      field: change.field,
      before: change.before ?? null,
      after: change.after,
      changes: change.changes,
      ...(beforeName === undefined ? {} : { beforeName }),
      ...(afterName === undefined ? {} : { afterName }),
    };
  });
  const customer = before && customerOf(before);
  return {
    connection: connection.name,
    production: connection.production,
    campaign: update.campaignId,
    customerId: update.customerId,
    ...(customer === undefined ? {} : { customer }),
    changes,
    nothingChanges: view.unchanged,
    inProgress: view.inProgress,
    unrestorable: [...view.unrestorable],
    unchecked: view.unchecked.map(wordUnchecked),
    warnings: view.problems.map(wordProblem),
  };
}

function nameOf(
  field: RecordFieldName,
  value: string | undefined,
  statuses: readonly CampaignStatus[] | undefined,
): string | undefined {
  if (value === undefined || (field !== 'status_id' && field !== 'dictionary_status_id')) return undefined;
  const status = statuses?.find((each) => each[field] === value);
  return status && `${status.name} (${systemStatusLabel(status.system_status)})`;
}

/** Whose record it is, for the eye only: a name where the answer has one, else the phone number. */
function customerOf(record: RawRecord): string | undefined {
  const name = recordText(record, 'customer_name') ?? recordText(record, 'name');
  const phone = recordText(record, 'phone_number');
  const parts = [name, phone].filter((part) => part !== undefined && part !== '');
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** The review as lines of text, for a modal and for assistants. */
export function reviewLines(review: Review): string[] {
  const lines = review.changes.map(changeLine);
  if (review.customer !== undefined) lines.unshift(vscode.l10n.t('Customer: {0}', review.customer));
  if (review.nothingChanges)
    lines.push(vscode.l10n.t('Nothing would change: the record already has these values.'));
  return [...lines, ...reviewNotes(review)];
}

/** `Status: Call (3) → Do not call (4)`. */
export function changeLine(change: Review['changes'][number]): string {
  const text = (value: string | null, name: string | undefined): string => {
    if (value === null) return vscode.l10n.t('unknown');
    if (value === '') return vscode.l10n.t('empty');
    return name === undefined ? value : `${name}, ${value}`;
  };
  return `${fieldLabel(change.field)}: ${text(change.before, change.beforeName)} → ${text(change.after, change.afterName)}`;
}

/** What the user should know before sending, in words. */
export function reviewNotes(review: Review): string[] {
  return [
    ...(review.inProgress
      ? [vscode.l10n.t('A call-centre agent is working on this record right now (IN_PROGRESS).')]
      : []),
    ...review.warnings,
    ...(review.unrestorable.length > 0
      ? [vscode.l10n.t('Cannot be restored later: {0}.', review.unrestorable.map(fieldLabel).join(', '))]
      : []),
    ...(review.unchecked.length > 0 ? [vscode.l10n.t('Not checked: {0}.', review.unchecked.join('; '))] : []),
  ];
}
