import * as l10n from '@vscode/l10n';
import type { Fault, FaultKind } from '../simulator/server/faults.js';

interface FaultWords {
  label: string;
  /** What happens, and whether the update is applied. */
  detail: string;
}

const words: Record<FaultKind, () => FaultWords> = {
  latency: () => ({
    label: l10n.t('Slow answer'),
    detail: l10n.t('The answer comes late; the update is applied.'),
  }),
  status: () => ({
    label: l10n.t('Error status'),
    detail: l10n.t('An error instead of an answer; the update is not applied.'),
  }),
  'rate-limit': () => ({
    label: l10n.t('Too many requests'),
    detail: l10n.t('429 with Retry-After; the update is not applied.'),
  }),
  'drop-before': () => ({
    label: l10n.t('Connection lost before the update'),
    detail: l10n.t('The connection ends without an answer; the update is not applied.'),
  }),
  'drop-after': () => ({
    label: l10n.t('Connection lost after the update'),
    detail: l10n.t('The connection ends without an answer, but the update is applied.'),
  }),
  'slow-body': () => ({
    label: l10n.t('Body byte by byte'),
    detail: l10n.t('The body of the answer trickles; the update is applied.'),
  }),
  'cut-body': () => ({
    label: l10n.t('Body cut off'),
    detail: l10n.t('The connection ends in the middle of the body; the update is applied.'),
  }),
  html: () => ({
    label: l10n.t('Web page instead of JSON'),
    detail: l10n.t('A sign-in page, as a proxy or an outage shows it; the update is not applied.'),
  }),
  oversize: () => ({
    label: l10n.t('Huge answer'),
    detail: l10n.t('A body of 2 MB; the update is applied.'),
  }),
  'wrong-content-type': () => ({
    label: l10n.t('Wrong Content-Type'),
    detail: l10n.t('JSON that is called text/plain; the update is applied.'),
  }),
  none: () => ({
    label: l10n.t('Clear all faults'),
    detail: l10n.t('Answers are as documented again.'),
  }),
};

/** A kind of fault for a picker. */
export function wordFaultKind(kind: FaultKind): FaultWords {
  return words[kind]();
}

/** A fault in one line: its kind, and the values that it was given. */
export function wordFault({ kind, status, milliseconds, share }: Fault): string {
  const given = [
    status === undefined ? '' : String(status),
    milliseconds === undefined ? '' : l10n.t('{0} ms', milliseconds),
    share === undefined ? '' : l10n.t('{0} % of requests', Math.round(share * 1000) / 10),
  ].filter((each) => each !== '');
  const { label } = wordFaultKind(kind);
  return given.length === 0 ? label : `${label} (${given.join(', ')})`;
}
