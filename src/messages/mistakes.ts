import * as l10n from '@vscode/l10n';
import type { ProblemCode } from '../core/problems.js';
import { systemStatusLabel } from './statuses.js';

/** What an update here and a request made elsewhere can both get wrong. */
export type Mistake = Extract<
  ProblemCode,
  | `campaign-id-${string}`
  | `customer-id-${string}`
  | 'order-shape'
  | 'date-format'
  | 'date-impossible'
  | 'date-gap'
  | 'date-overlap'
  | 'date-required'
  | 'agent-required'
  | 'agent-inactive'
>;

/** Facts of a mistake, fit to stand in a sentence; `''` where there is none. */
export interface MistakeFacts {
  value: string;
  param: (name: string) => string;
}

/** The one sentence for each mistake, whether it is told before sending or explained after a refusal. */
export const mistakes: Record<Mistake, (facts: MistakeFacts) => string> = {
  'campaign-id-shape': ({ value }) =>
    l10n.t('“{0}” is no campaign id: it is exactly five letters or digits, such as 00001.', value),
  'campaign-id-zeros-lost': ({ value, param }) =>
    l10n.t(
      '“{0}” is too short: the campaign id is five characters. Did you mean {1}? (Excel and JSON numbers drop leading zeros.)',
      value,
      param('suggestion'),
    ),
  'customer-id-shape': ({ value }) =>
    l10n.t(
      '“{0}” is no customer id: it is the customer’s number in Thulium’s CRM, 1 to 20 digits, such as 441, not your own identifier.',
      value,
    ),
  'customer-id-scientific': ({ value }) =>
    l10n.t(
      '“{0}” is a number whose last digits were lost, as spreadsheets and JSON numbers lose them. Take the id from its source again, as text.',
      value,
    ),
  'order-shape': ({ value }) =>
    l10n.t('“{0}” is no order: it is a whole number, 0 or more, such as 50.', value),
  'date-format': ({ value, param }) =>
    param('suggestion') === ''
      ? l10n.t(
          '“{0}” is no date of the form YYYY-MM-DD hh:mm, such as 2018-05-24 12:24 (24-hour clock).',
          value,
        )
      : l10n.t(
          'Thulium takes dates as YYYY-MM-DD hh:mm: write “{1}” instead of “{0}”.',
          value,
          param('suggestion'),
        ),
  'date-impossible': ({ value }) =>
    l10n.t('There is no such date or time as {0}: correct the day, or the hour (00:00 to 23:59).', value),
  'date-gap': ({ value, param }) =>
    l10n.t(
      '{0} does not exist: the clock in {1} jumps over it. Write {2} or {3} instead.',
      value,
      param('timeZone'),
      param('before'),
      param('after'),
    ),
  'date-overlap': ({ value, param }) =>
    l10n.t(
      '{0} happens twice in the time zone {1}, because the clock goes back: the API has no way to tell which one is meant.',
      value,
      param('timeZone'),
    ),
  'agent-required': ({ param }) =>
    l10n.t('The status {0} needs a call-centre agent: give agent_login.', statusName(param)),
  'date-required': ({ param }) =>
    l10n.t('The status {0} needs the date of the next contact: give next_call_date.', statusName(param)),
  'agent-inactive': ({ value }) =>
    l10n.t(
      'The call-centre agent “{0}” is not active in this campaign: the record may wait for nobody.',
      value,
    ),
};

/** A status by its own name and, where that is another, the vendor's for what it does. */
function statusName(param: MistakeFacts['param']): string {
  const name = param('status');
  const label = systemStatusLabel(param('systemStatus'));
  return label === name ? l10n.t('“{0}”', name) : l10n.t('“{0}” ({1})', name, label);
}
