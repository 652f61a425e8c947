import * as l10n from '@vscode/l10n';
import type { Switches } from '../simulator/engine/switches.js';

export type SwitchName = keyof Switches;

interface SwitchWords {
  /** The question that the documentation leaves open. */
  question: string;
  /** What a value means. */
  value: (value: string) => string;
}

const acceptedOrRefused = (value: string): string =>
  value === 'refused' ? l10n.t('refused') : l10n.t('accepted');

const words: Record<SwitchName, () => SwitchWords> = {
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
  return words[name]().question;
}

/** What the value of a switch means. */
export function wordSwitchValue(name: SwitchName, value: unknown): string {
  return words[name]().value(String(value));
}
