import * as l10n from '@vscode/l10n';
import type { Fault, FaultKind } from '../simulator/server/faults.js';
import type { Switches } from '../simulator/engine/state.js';

interface FaultWords {
  label: string;
  /** What happens, and whether the update is applied. */
  detail: string;
}

const faultWords: Record<FaultKind, () => FaultWords> = {
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
  return faultWords[kind]();
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

export type SwitchName = keyof Switches;

interface SwitchWords {
  /** The question that the documentation leaves open. */
  question: string;
  /** What a value means. */
  value: (value: string) => string;
}

const acceptedOrRefused = (value: string): string =>
  value === 'refused' ? l10n.t('refused') : l10n.t('accepted');

const switchWords: Record<SwitchName, () => SwitchWords> = {
  successStatus: () => ({
    question: l10n.t('Status of a write that succeeded'),
    value: (value) =>
      value === '204'
        ? l10n.t('as documented: 204 for PUT, 201 for POST')
        : l10n.t('200, as the vendor’s samples expect'),
  }),
  emptyString: () => ({
    question: l10n.t('An empty string or null in a field'),
    value: (value) => (value === 'refused' ? l10n.t('refused') : l10n.t('clears the field')),
  }),
  pastDates: () => ({ question: l10n.t('A next contact date that is past'), value: acceptedOrRefused }),
  unknownKeys: () => ({ question: l10n.t('An unknown parameter in the body'), value: acceptedOrRefused }),
  unknownParameters: () => ({
    question: l10n.t('An unknown parameter in the query'),
    value: (value) => (value === 'refused' ? l10n.t('refused') : l10n.t('ignored')),
  }),
  inactiveAgents: () => ({
    question: l10n.t('A call-centre agent who is not active'),
    value: acceptedOrRefused,
  }),
  trailingSlash: () => ({ question: l10n.t('A slash at the end of the path'), value: acceptedOrRefused }),
  contentType: () => ({
    question: l10n.t('A Content-Type other than JSON'),
    value: (value) => {
      switch (value) {
        case 'strict':
          return l10n.t('refused');
        case 'unread':
          return l10n.t('accepted, body not read');
        default:
          return l10n.t('accepted');
      }
    },
  }),
  formBody: () => ({ question: l10n.t('A form-encoded body'), value: acceptedOrRefused }),
  existingRecord: () => ({
    question: l10n.t('Adding a record that already exists'),
    value: (value) => (value === 'refused' ? l10n.t('refused') : l10n.t('changes the record')),
  }),
  ignoredField: () => ({
    question: l10n.t('A field that updates silently leave as it was'),
    value: (value) => (value === 'null' ? l10n.t('none') : value),
  }),
};

/** The question behind a switch. */
export function wordSwitch(name: SwitchName): string {
  return switchWords[name]().question;
}

/** What the value of a switch means. */
export function wordSwitchValue(name: SwitchName, value: unknown): string {
  return switchWords[name]().value(String(value));
}
