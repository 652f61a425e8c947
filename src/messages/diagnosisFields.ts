import * as l10n from '@vscode/l10n';
import type { DiagnosisCode } from '../simulator/diagnosis/codes.js';
import type { DiagnosisFacts, DiagnosisWords } from './diagnosis.js';
import { mistakes } from './mistakes.js';

type FieldCode = Extract<DiagnosisCode, 'status-unknown' | `agent-${string}` | `date-${string}`>;

/** What the fields say. */
export const fieldWords: Record<FieldCode, DiagnosisWords> = {
  'status-unknown': (facts) => unknownStatus(facts),
  'agent-required': (facts) =>
    facts.kind === 'response'
      ? l10n.t('The answer says that this status needs a call-centre agent: send agent_login.')
      : mistakes['agent-required'](facts),
  'date-required': (facts) =>
    facts.kind === 'response'
      ? l10n.t('The answer says that this status needs a date: send next_call_date.')
      : mistakes['date-required'](facts),
  'date-format': mistakes['date-format'],
  'date-impossible': (facts) => {
    switch (facts.kind) {
      case 'gap':
        return mistakes['date-gap'](facts);
      case 'twice':
        return mistakes['date-overlap'](facts);
      case 'past':
        return l10n.t('{0} is past in {1}.', facts.value, facts.param('timeZone'));
      default:
        return mistakes['date-impossible'](facts);
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
  'agent-inactive': mistakes['agent-inactive'],
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
