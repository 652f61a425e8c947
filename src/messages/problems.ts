import * as l10n from '@vscode/l10n';
import type { ProblemCode, Problem } from '../core/problems.js';
import { systemStatusLabel, fieldLabel, quoted } from './fields.js';
import { recordFieldNames } from '../core/record.js';

/** What an update here and a request made elsewhere can both get wrong. */
type Mistake = Extract<
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
interface MistakeFacts {
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

/** What is wrong with a value and what to write instead, in one to three sentences of the user's language. */
export function wordProblem(problem: Problem): string {
  const params = problem.params ?? {};
  return sentences[problem.code]({
    label: fieldLabel(problem.field),
    field: quoted(problem.field),
    value: quoted(params.value),
    param: (name) => quoted(params[name]),
  });
}

/** The first error in words; undefined where nothing keeps the value from being used. */
export function firstErrorText(problems: readonly Problem[]): string | undefined {
  const first = problems.find((each) => each.severity === 'error');
  return first && wordProblem(first);
}

interface Facts extends MistakeFacts {
  /** The field in the user's words. */
  label: string;
  /** The field as the API or an argument object names it. */
  field: string;
}

const sentences: Record<ProblemCode, (facts: Facts) => string> = {
  ...mistakes,
  required: ({ label, field }) => l10n.t('{0} ({1}) is missing.', label, field),
  blank: ({ label, field }) =>
    recordFieldNames.some((name) => name === field)
      ? l10n.t('{0} is empty: fill it in, or leave it out to keep it as it is in Thulium.', label)
      : l10n.t('{0} is empty: fill it in.', label),
  'wrong-type': ({ label, field }) =>
    l10n.t('{0} ({1}) has the wrong type: write it as text, in quotation marks.', label, field),
  'unknown-key': ({ field }) => l10n.t('“{0}” is not known here: check its spelling or leave it out.', field),
  'lone-surrogate': ({ label }) =>
    l10n.t('{0} holds half of a character, which cannot be sent: type it again.', label),
  'no-fields': () => l10n.t('There is nothing to change: set at least one field.'),

  'status-id-shape': ({ label, value }) =>
    l10n.t('{0}: “{1}” is no status id: it is a number without letters, such as 8.', label, value),
  'agent-login-shape': () =>
    l10n.t(
      'The call-centre agent’s login holds a tab, a line break or another control character: remove it.',
    ),

  'date-past': ({ value, param }) =>
    l10n.t(
      '{0} is already past in the time zone {1}. It is not documented what Thulium does with a past date.',
      value,
      param('timeZone'),
    ),

  'status-unknown': ({ label, value }) =>
    l10n.t('{0}: {1} is not among the statuses of this campaign.', label, value),
  'status-mismatch': ({ value, param }) =>
    l10n.t(
      'The dictionary status {0} does not belong to the status “{1}”. It is not documented which of the two Thulium takes: give only one.',
      value,
      param('status'),
    ),
  'agent-unknown': ({ value }) =>
    l10n.t('“{0}” is not among the call-centre agents of this campaign: check the login.', value),
  'campaign-unknown': ({ value }) =>
    l10n.t(
      'The campaign {0} is not among the campaigns of this system: check the id and the connection.',
      value,
    ),

  'connection-name-taken': ({ value }) =>
    l10n.t('There is already a connection called “{0}”: choose another name.', value),
  'connection-name-long': ({ value }) => l10n.t('The name is too long. Use {0} characters or fewer.', value),
  'connection-unknown': ({ value }) =>
    l10n.t('There is no connection “{0}”: choose one of yours, or add it.', value),
  'template-unknown': ({ value }) =>
    l10n.t(
      '“{0}” can’t be resolved. Use for example {1}.',
      value,
      '{{today+1d 10:00}}, {{now+2h}}, {{monday 09:00}}, {{env.THULIUM_VAR_NAME}}',
    ),
  'template-variable': ({ value }) =>
    l10n.t('“{0}” isn’t read: only environment variables called THULIUM_VAR_… are.', value),
  'template-variable-missing': ({ value }) => l10n.t('The environment variable {0} isn’t set.', value),
  'status-file-shape': () =>
    l10n.t(
      'This is no list of statuses: take a file made by “Export Statuses…”, or a saved answer of GET outbounds/:id/statuses.',
    ),
  'address-twice': () => l10n.t('Give a system name or a base URL, not both.'),
  'system-shape': ({ value, param }) =>
    param('suggestion') !== ''
      ? meantAddress(value, param('suggestion'))
      : l10n.t(
          '“{0}” is no system name: it is the first part of your address, such as acme for acme.thulium.com. Letters, digits and inner hyphens, at most 63.',
          value,
        ),
  'base-url-shape': ({ value, param }) =>
    param('suggestion') !== ''
      ? meantAddress(value, param('suggestion'))
      : l10n.t(
          '“{0}” is no base URL: write https:// and the host, such as https://acme.thulium.com (without user name, query and #).',
          value,
        ),
  'base-url-insecure': ({ value }) =>
    l10n.t(
      '“{0}” would send the password unencrypted: use https. http is for this machine only (127.0.0.1).',
      value,
    ),
  'text-untidy': ({ label, value, param }) =>
    param('suggestion') === ''
      ? l10n.t('{0} begins or ends with a blank, or has an invisible character. Remove it.', label)
      : l10n.t(
          '“{0}” has blanks at its ends or invisible characters. Use “{1}”.',
          value,
          param('suggestion'),
        ),
  'username-shape': () => l10n.t('The user name must not hold a colon or a control character.'),
  'password-shape': () =>
    l10n.t('The password must not hold a line break or another control character: paste it again.'),
};

/** An address that was pasted with something else than the base URL, and what was meant. */
function meantAddress(value: string, suggestion: string): string {
  return suggestion.startsWith('http://') && !value.includes('://')
    ? l10n.t('“{0}” has no http://. Write {1}.', value, suggestion)
    : l10n.t('“{0}” isn’t the base URL or system name. Use {1}.', value, suggestion);
}
