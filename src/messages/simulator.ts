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
    label: l10n.t('Slow response'),
    detail: l10n.t('The response is delayed; the update is applied.'),
  }),
  status: () => ({
    label: l10n.t('Error status'),
    detail: l10n.t('An error instead of a response; the update isn’t applied.'),
  }),
  'rate-limit': () => ({
    label: l10n.t('Too many requests'),
    detail: l10n.t('429 with Retry-After; the update is not applied.'),
  }),
  'drop-before': () => ({
    label: l10n.t('Connection lost before the update'),
    detail: l10n.t('The connection is closed without a response; the update isn’t applied.'),
  }),
  'drop-after': () => ({
    label: l10n.t('Connection lost after the update'),
    detail: l10n.t('The connection is closed without a response, but the update is applied.'),
  }),
  'slow-body': () => ({
    label: l10n.t('Slow body'),
    detail: l10n.t('The response arrives slowly; the update is applied.'),
  }),
  'cut-body': () => ({
    label: l10n.t('Truncated body'),
    detail: l10n.t('The connection is closed in the middle of the body; the update is applied.'),
  }),
  html: () => ({
    label: l10n.t('Web page instead of JSON'),
    detail: l10n.t('A sign-in page, as a proxy or an outage would return; the update isn’t applied.'),
  }),
  oversize: () => ({
    label: l10n.t('Large response'),
    detail: l10n.t('A body of 2 MB; the update is applied.'),
  }),
  'wrong-content-type': () => ({
    label: l10n.t('Wrong Content-Type'),
    detail: l10n.t('JSON sent as text/plain; the update is applied.'),
  }),
  none: () => ({
    label: l10n.t('Clear All Faults'),
    detail: l10n.t('Faults cleared.'),
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
    share === undefined ? '' : l10n.t('{0}% of requests', Math.round(share * 1000) / 10),
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
  pastDates: () => ({ question: l10n.t('A next contact date in the past'), value: acceptedOrRefused }),
  unknownKeys: () => ({ question: l10n.t('An unknown parameter in the body'), value: acceptedOrRefused }),
  unknownParameters: () => ({
    question: l10n.t('An unknown parameter in the query'),
    value: (value) => (value === 'refused' ? l10n.t('refused') : l10n.t('ignored')),
  }),
  inactiveAgents: () => ({
    question: l10n.t('An agent who isn’t active'),
    value: acceptedOrRefused,
  }),
  trailingSlash: () => ({ question: l10n.t('Trailing slash in the path'), value: acceptedOrRefused }),
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
    question: l10n.t('A field that updates silently leave unchanged'),
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
