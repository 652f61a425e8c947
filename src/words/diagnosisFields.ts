import * as l10n from '@vscode/l10n';
import type { DiagnosisCode } from '../sandbox/diagnosis/codes.js';
import type { DiagnosisFacts, DiagnosisWords } from './diagnosis.js';

type FieldCode = Extract<DiagnosisCode, 'status-unknown' | `agent-${string}` | `date-${string}`>;

/** What the fields say. */
export const fieldWords: Record<FieldCode, DiagnosisWords> = {
  'status-unknown': (facts) => unknownStatus(facts),
  'agent-required': ({ kind, param }) =>
    kind === 'response'
      ? l10n.t('The answer says that this status needs a call-centre agent: send agent_login.')
      : l10n.t(
          'The status “{0}” ({1}) needs a call-centre agent: send agent_login.',
          param('status'),
          param('systemStatus'),
        ),
  'date-required': ({ kind, param }) =>
    kind === 'response'
      ? l10n.t('The answer says that this status needs a date: send next_call_date.')
      : l10n.t(
          'The status “{0}” ({1}) needs the date of the next contact: send next_call_date.',
          param('status'),
          param('systemStatus'),
        ),
  'date-format': ({ value, param }) =>
    param('suggestion') === ''
      ? l10n.t('next_call_date is “{0}”: write YYYY-MM-DD hh:mm, such as 2018-05-24 12:24.', value)
      : l10n.t('next_call_date is “{0}”: write “{1}” instead.', value, param('suggestion')),
  'date-impossible': ({ kind, value, param }) => {
    switch (kind) {
      case 'gap':
        return l10n.t(
          '{0} does not exist in {1}: the clock goes forward over it. Send {2} or {3}.',
          value,
          param('timeZone'),
          param('before'),
          param('after'),
        );
      case 'twice':
        return l10n.t('{0} happens twice in {1}, because the clock goes back.', value, param('timeZone'));
      case 'past':
        return l10n.t('{0} is past in {1}.', value, param('timeZone'));
      default:
        return l10n.t(
          'There is no such date or time as {0}: correct the day or the hour (00:00 to 23:59).',
          value,
        );
    }
  },
  'agent-unknown': ({ kind, value, param }) => {
    if (kind === 'response')
      return l10n.t('The answer says that there is no such call-centre agent: check agent_login.');
    return param('meant') === ''
      ? l10n.t(
          '“{0}” is no call-centre agent of this campaign: agent_login is the login, not the name or the number.',
          value,
        )
      : l10n.t('“{0}” is no call-centre agent of this campaign: did you mean {1}?', value, param('meant'));
  },
  'agent-inactive': ({ value }) =>
    l10n.t(
      'The call-centre agent “{0}” is not active in this campaign: the record may wait for nobody.',
      value,
    ),
};

function unknownStatus({ kind, value, param }: DiagnosisFacts): string {
  switch (kind) {
    case 'dictionary':
      return l10n.t(
        '{0} is a dictionary status, not a status of this campaign: send it as dictionary_status_id, or status_id {1} (“{2}”).',
        value,
        param('meant'),
        param('name'),
      );
    case 'status':
      return l10n.t(
        '{0} is a status of this campaign, not a dictionary status: send it as status_id (“{1}”).',
        value,
        param('name'),
      );
    case 'name':
      return l10n.t('“{0}” is the name of a status; the API takes its id: {1}.', value, param('meant'));
    case 'mismatch':
      return l10n.t(
        'dictionary_status_id {0} and status_id {1} name different statuses: send only one.',
        value,
        param('other'),
      );
    case 'response':
      return l10n.t('The answer says that there is no such status in this campaign: check status_id.');
    default:
      return l10n.t(
        '{0}: {1} is not among the statuses of this campaign. Each campaign has its own: read them with GET outbounds/CAMPAIGN/statuses.',
        param('field'),
        value,
      );
  }
}
