import * as vscode from 'vscode';
import type { Review } from '../../protocol/form.js';
import { setting } from '../settings.js';
import { reviewLines } from './review.js';
import { askModal } from '../door.js';

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
      ? vscode.l10n.t('Record {0} was changed by someone else while you looked at it.', record)
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
      ? vscode.l10n.t('Record {0} was changed by someone else while you looked at it.', record)
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
  if (review.conflict.length > 0) return vscode.l10n.t('Send All the Same');
  return review.production ? vscode.l10n.t('Send to Production') : vscode.l10n.t('Send');
}
