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

/** The modal that shows before and after; only its button sends. */
export async function confirmInModal(review: Review): Promise<'send' | 'cancel'> {
  const send = sendLabel(review);
  const record = `${review.campaign}/${review.customerId}`;
  const question =
    review.conflict.length > 0
      ? vscode.l10n.t('Record {0} was changed by someone else while you looked at it.', record)
      : review.production
        ? vscode.l10n.t('Update record {0} on {1} (production)?', record, review.connection)
        : vscode.l10n.t('Update record {0} on {1}?', record, review.connection);
  const answer = await askModal(question, { detail: reviewLines(review) }, send);
  return answer === send ? 'send' : 'cancel';
}

/** What the button says that sends. */
export function sendLabel(review: Review): string {
  if (review.conflict.length > 0) return vscode.l10n.t('Send All the Same');
  return review.production ? vscode.l10n.t('Send to Production') : vscode.l10n.t('Send');
}
