import * as l10n from '@vscode/l10n';
import type { Problem, ProblemCode } from '../core/problems.js';
import { recordFieldNames } from '../core/record.js';
import { fieldLabel } from './fields.js';
import { mistakes, type MistakeFacts } from './mistakes.js';
import { quoted } from './quoted.js';

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
