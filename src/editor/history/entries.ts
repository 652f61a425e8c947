import * as vscode from 'vscode';
import type { ErrorCode } from '../../core/errors.js';
import type { HistoryEntry } from '../../storage/history.js';
import { isRunning } from '../../storage/owner.js';
import { wordFailure } from '../../messages/failures.js';
import { fieldLabel } from '../../messages/fields.js';
import type { Services } from '../services.js';

/** The values before are known, and the update went through or may have. */
export function isRestorable({ before, outcome, errorCode, takenBack }: HistoryEntry): boolean {
  return takenBack !== true && before !== undefined && (outcome !== 'failed' || errorCode === 'in-doubt');
}

/** Whether a window is sending it; one that is kept as being sent and is not was left by a window that closed. */
export function isBeingSent({ id, outcome, sender }: HistoryEntry, { sending }: Services): boolean {
  if (outcome !== 'sending' || sender === undefined) return false;
  return sender.pid === process.pid ? sending.has(id) : isRunning(sender) === true;
}

/** How an update ended, in words, or that it is still being sent. */
export function wordOutcome(entry: HistoryEntry, services: Services): string {
  if (isBeingSent(entry, services)) return vscode.l10n.t('being sent');
  if (entry.errorCode === 'in-doubt') return vscode.l10n.t('result unknown');
  switch (entry.outcome) {
    case 'updated':
      if (entry.takenBack === true) return vscode.l10n.t('updated and restored at once');
      return entry.restores === undefined ? vscode.l10n.t('updated') : vscode.l10n.t('restored');
    case 'failed':
      return wordRefusal(entry);
    case 'cancelled':
      return vscode.l10n.t('cancelled');
    case 'sending':
      return vscode.l10n.t('result unknown: the window closed while it was sent');
  }
}

/** What an update sent, in words. */
export function wordSent({ fields }: HistoryEntry): string {
  return Object.entries(fields)
    .map(([name, value]) => `${fieldLabel(name)} ${value}`)
    .join(', ');
}

/** Says that nothing of the history can be shown or changed here. */
export function warnOfNewerHistory(services: Services): void {
  services.presenter.warning(
    vscode.l10n.t(
      'A newer version of this extension keeps the history of updates. It is left as it is; updates sent from here are not listed. Install the newer version to see it.',
    ),
  );
}

/** What can end an update once it is on its way, which is when the history begins to know it. */
const refusals: readonly ErrorCode[] = [
  'unauthorized',
  'forbidden',
  'not-found',
  'rejected',
  'rate-limited',
  'server-error',
  'redirect-refused',
  'unexpected-response',
  'response-too-large',
  'timeout',
  'network',
  'tls',
];

function wordRefusal({ errorCode, status }: HistoryEntry): string {
  const code = refusals.find((each) => each === errorCode);
  if (!code) return vscode.l10n.t('not updated');
  const { message } = wordFailure({ code, ...(status === undefined ? {} : { status }) });
  return vscode.l10n.t('failed: {0}', message.replace(/\.$/, ''));
}
