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
    l10n.t(
      '“{0}” isn’t a valid campaign ID. A campaign ID has exactly five letters or digits, for example 00001.',
      value,
    ),
  'campaign-id-zeros-lost': ({ value, param }) =>
    l10n.t(
      '“{0}” is too short: a campaign ID has five characters. Did you mean {1}? (Excel and JSON numbers drop leading zeros.)',
      value,
      param('suggestion'),
    ),
  'customer-id-shape': ({ value }) =>
    l10n.t(
      '“{0}” isn’t a valid customer ID. Enter the CRM customer_id (1–20 digits), for example 441.',
      value,
    ),
  'customer-id-scientific': ({ value }) =>
    l10n.t(
      '“{0}” is a number whose last digits were lost, as happens in spreadsheets and with JSON numbers. Get the ID from its source again, as text.',
      value,
    ),
  'order-shape': ({ value }) =>
    l10n.t('“{0}” isn’t a valid order. Enter a whole number, 0 or greater.', value),
  'date-format': ({ value, param }) =>
    param('suggestion') === ''
      ? l10n.t(
          '“{0}” isn’t a valid date. Use YYYY-MM-DD hh:mm (24-hour), for example 2018-05-24 12:24.',
          value,
        )
      : l10n.t('Thulium expects YYYY-MM-DD hh:mm. Use “{1}” instead of “{0}”.', value, param('suggestion')),
  'date-impossible': ({ value }) =>
    l10n.t('{0} isn’t a real date or time. Check the day and the hour (00:00–23:59).', value),
  'date-gap': ({ value, param }) =>
    l10n.t(
      '{0} doesn’t exist in {1} because of daylight saving time. Use {2} or {3}.',
      value,
      param('timeZone'),
      param('before'),
      param('after'),
    ),
  'date-overlap': ({ value, param }) =>
    l10n.t(
      '{0} occurs twice in {1} because clocks go back. The API can’t tell which one you mean.',
      value,
      param('timeZone'),
    ),
  'agent-required': ({ param }) =>
    l10n.t('Status {0} requires an agent. Add agent_login.', statusName(param)),
  'date-required': ({ param }) =>
    l10n.t('Status {0} requires a next contact date. Add next_call_date.', statusName(param)),
  'agent-inactive': ({ value }) =>
    l10n.t('Agent “{0}” isn’t active in this campaign, so the record may never be called.', value),
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
      ? l10n.t('{0} is empty. Enter a value, or omit it to keep it unchanged in Thulium.', label)
      : l10n.t('{0} is required.', label),
  'wrong-type': ({ label, field }) =>
    l10n.t('{0} ({1}) has the wrong type. Enter it as text, in quotation marks.', label, field),
  'unknown-key': ({ field }) => l10n.t('Unknown property “{0}”.', field),
  'lone-surrogate': ({ label }) =>
    l10n.t('{0} contains half of a character, which can’t be sent. Enter it again.', label),
  'no-fields': () => l10n.t('Nothing to change. Set at least one field.'),

  'status-id-shape': ({ label, value }) =>
    l10n.t('{0}: “{1}” isn’t a valid status ID. Enter a number, for example 8.', label, value),
  'agent-login-shape': () =>
    l10n.t('The agent login contains a tab, a line break, or another control character. Remove it.'),

  'date-past': ({ value, param }) =>
    l10n.t(
      '{0} is in the past ({1}). How Thulium handles past dates isn’t documented.',
      value,
      param('timeZone'),
    ),

  'status-unknown': ({ label, value }) => l10n.t('{0}: {1} isn’t a status of this campaign.', label, value),
  'status-mismatch': ({ value, param }) =>
    l10n.t(
      'Dictionary status {0} doesn’t belong to status “{1}”. Which one Thulium uses isn’t documented. Send only one.',
      value,
      param('status'),
    ),
  'agent-unknown': ({ value }) => l10n.t('“{0}” isn’t an agent in this campaign. Check the login.', value),
  'campaign-unknown': ({ value }) =>
    l10n.t('Campaign {0} isn’t one of this system’s campaigns. Check the ID and the connection.', value),

  'connection-name-taken': ({ value }) =>
    l10n.t('A connection named “{0}” already exists. Enter another name.', value),
  'connection-name-long': ({ value }) => l10n.t('The name is too long. Use {0} characters or fewer.', value),
  'connection-unknown': ({ value }) =>
    l10n.t('No connection named “{0}”. Select one of yours, or add it.', value),
  'template-unknown': ({ value }) =>
    l10n.t(
      '“{0}” can’t be resolved. Use, for example, {1}.',
      value,
      '{{today+1d 10:00}}, {{now+2h}}, {{monday 09:00}}, {{env.THULIUM_VAR_NAME}}',
    ),
  'template-variable': ({ value }) =>
    l10n.t('“{0}” isn’t read. Only environment variables named THULIUM_VAR_… are.', value),
  'template-variable-missing': ({ value }) => l10n.t('The environment variable {0} isn’t set.', value),
  'status-file-shape': () =>
    l10n.t(
      'This isn’t a list of statuses. Use a file created with “Export Statuses…”, or a saved response of GET outbounds/:id/statuses.',
    ),
  'address-twice': () => l10n.t('Enter a system name or a base URL, not both.'),
  'system-shape': ({ value, param }) =>
    param('suggestion') !== ''
      ? meantAddress(value, param('suggestion'))
      : l10n.t(
          '“{0}” isn’t a valid system name. Enter the first part of your address, such as “acme” for acme.thulium.com (letters, digits, and inner hyphens, at most 63).',
          value,
        ),
  'base-url-shape': ({ value, param }) =>
    param('suggestion') !== ''
      ? meantAddress(value, param('suggestion'))
      : l10n.t(
          '“{0}” isn’t a valid base URL. Enter https:// and the host, for example https://acme.thulium.com (without user name, query, or #).',
          value,
        ),
  'base-url-insecure': ({ value }) =>
    l10n.t(
      '“{0}” would send the password unencrypted. Use https. http is only allowed for this machine (127.0.0.1).',
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
  'username-shape': () => l10n.t('A user name can’t contain a colon or a control character.'),
  'password-shape': () =>
    l10n.t('The password contains a line break or another control character. Paste it again.'),
};

/** An address that was pasted with something else than the base URL, and what was meant. */
function meantAddress(value: string, suggestion: string): string {
  return suggestion.startsWith('http://') && !value.includes('://')
    ? l10n.t('“{0}” has no http://. Write {1}.', value, suggestion)
    : l10n.t('“{0}” isn’t the base URL or system name. Use {1}.', value, suggestion);
}
