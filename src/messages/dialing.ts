import * as l10n from '@vscode/l10n';
import type { Dialing } from '../core/dialing.js';
import { quoted, systemStatusLabel } from './fields.js';

/** What the dialer does with a record: a sentence, and no more than the vendor's pages carry. */
export function wordDialing(dialing: Dialing): string {
  const agent = quoted(dialing.agent);
  const date = quoted(dialing.date);
  switch (dialing.code) {
    case 'never':
      return l10n.t(
        'In this campaign the dialer doesn’t pick this record while it is Do not call; other campaigns and manual calls aren’t covered.',
      );
    case 'in-progress':
      return l10n.t(
        'An agent is working on this record; what comes next follows from the status the agent sets.',
      );
    case 'never-called':
      return l10n.t(
        'Picked among the records never called, oldest import first, if the campaign is active and the limit of attempts isn’t reached.',
      );
    case 'called-before':
      return l10n.t(
        'Picked among the records called before, earliest call first, if the campaign is active and the limit of attempts isn’t reached.',
      );
    case 'for-agent':
      if (agent === '' || date === '')
        return l10n.t(
          'Next for its agent, if the campaign is active and the limit of attempts isn’t reached.',
        );
      return l10n.t(
        'Next for {0} from {1}, if the campaign is active and the limit of attempts isn’t reached.',
        agent,
        date,
      );
    case 'agent-inactive':
      return l10n.t('{0} isn’t active in this campaign: after its time others get it.', agent);
    case 'after-date':
      return date === ''
        ? l10n.t(
            'Picked once its date has come, if the campaign is active and the limit of attempts isn’t reached.',
          )
        : l10n.t(
            'Picked from {0} on, after agents’ own records, if the campaign is active and the limit of attempts isn’t reached.',
            date,
          );
    case 'progressive':
      return l10n.t(
        'Picked right after agents’ own records, in predictive campaigns only, if the campaign is active and the limit of attempts isn’t reached.',
      );
    case 'abandoned':
      return l10n.t(
        'Rejected after n tries isn’t among the records that the dialer picks, as far as the documentation says.',
      );
    case 'unknown':
      return l10n.t(
        'What the dialer does with a record of the system status {0} isn’t documented.',
        quoted(systemStatusLabel(dialing.systemStatus)),
      );
  }
}

/** The dialer's next step, now and after an update; one sentence where both are the same. */
export function wordDialingChange(now: Dialing | undefined, after: Dialing | undefined): string[] {
  const before = now && wordDialing(now);
  const then = after && wordDialing(after);
  if (then === undefined) return before === undefined ? [] : [l10n.t('Dialer now: {0}', before)];
  if (before === undefined || before === then) return [l10n.t('Dialer: {0}', then)];
  return [l10n.t('Dialer now: {0}', before), l10n.t('Dialer after: {0}', then)];
}

/** Said before sending: the customer had said no. */
export function wordLeavesDoNotCall(): string {
  return l10n.t('This takes the record out of Do not call: the dialer can pick it again.');
}

/** Said of a record that was read back as Do not call. */
export function wordPerhapsLimited(): string {
  return l10n.t(
    'The record is Do not call now: perhaps a limit of attempts or a black list, which applies when a status is saved.',
  );
}
