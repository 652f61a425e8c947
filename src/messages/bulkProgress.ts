import * as l10n from '@vscode/l10n';
import type { RunCounts, RunProgress } from '../bulk/run/run.js';
import type { Hold } from '../bulk/run/gate.js';
import { wordFailure } from './failures.js';
import { countOf, decimal } from './plural.js';

/** Counts of a run that are not zero, each after its name: `Updated: 260 · failed: 40`. */
export function wordCounts(counts: Omit<RunCounts, 'total'>): string {
  const parts: (readonly [number, string])[] = [
    [counts.failed, l10n.t('failed: {0}', counts.failed)],
    [counts.skipped, l10n.t('skipped: {0}', counts.skipped)],
    [counts.inDoubt, l10n.t('result unknown: {0}', counts.inDoubt)],
    [counts.remaining, l10n.t('not sent: {0}', counts.remaining)],
  ];
  return [
    l10n.t('Updated: {0}', counts.updated),
    ...parts.filter(([count]) => count > 0).map(([, text]) => text),
  ].join(' · ');
}

/** How far a run has got, with its rate and the time left, or why it waits. */
export function wordProgress(progress: RunProgress, now: number): string {
  const { total, remaining, hold, perSecond, msLeft } = progress;
  const parts = [l10n.t('{0} of {1}', total - remaining, total)];
  if (hold) parts.push(wordHold(hold, now));
  else {
    if (perSecond !== undefined) parts.push(l10n.t('{0} rows/s', decimal(perSecond)));
    if (msLeft !== undefined) parts.push(l10n.t('{0} left', duration(msLeft)));
  }
  return parts.join(' · ');
}

/** Why nothing is sent at the moment. */
export function wordHold({ reason, until, failure }: Hold, now: number): string {
  const wait = until === undefined ? '' : duration(Math.max(0, until - now));
  switch (reason) {
    case 'user':
      return l10n.t('paused');
    case 'missing-secret':
      return l10n.t('paused: the password is not in the secret storage');
    case 'network':
      return l10n.t('no network, trying again in {0}', wait);
    case 'rate-limited':
      return l10n.t('Thulium asks to wait: {0}', wait);
    case 'server-error':
      return l10n.t('{0} Trying again in {1}.', failure ? wordFailure(failure).message : '', wait);
  }
}

function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 100 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

/** Rows to send and those left out, before anything is sent. */
export function wordPlanCounts(counts: {
  send: number;
  invalid: number;
  duplicate: number;
  inWork: number;
  doNotCall: number;
  notFound: number;
  changed: number;
}): string[] {
  const line = (count: number, text: string): string[] =>
    count > 0 ? [`${countOf('row', count)}: ${text}`] : [];
  return [
    ...line(counts.send, l10n.t('to be sent')),
    ...line(counts.invalid, l10n.t('with errors, left out')),
    ...line(counts.notFound, l10n.t('without a record in Thulium, left out')),
    ...line(counts.duplicate, l10n.t('of a record that an earlier row has, left out')),
    ...line(counts.inWork, l10n.t('whose record an agent is working on, left out')),
    ...line(counts.doNotCall, l10n.t('leave Do not call, left out')),
    ...line(counts.changed, l10n.t('whose record was changed since, left alone')),
  ];
}
