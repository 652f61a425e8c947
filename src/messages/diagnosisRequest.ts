import * as l10n from '@vscode/l10n';
import type { DiagnosisCode } from '../simulator/diagnosis/codes.js';
import type { DiagnosisFacts, DiagnosisWords } from './diagnosis.js';
import { mistakes } from './mistakes.js';

type RequestCode = Extract<
  DiagnosisCode,
  | `auth-${string}`
  | 'method-wrong'
  | 'path-wrong'
  | 'trailing-slash'
  | `campaign-${string}`
  | 'customer-unknown'
  | 'duplicate-header'
>;

/** Who asks, how and where. */
export const requestWords: Record<RequestCode, DiagnosisWords> = {
  'auth-missing': () =>
    l10n.t(
      'The request has no Authorization header: send HTTP Basic with an API user and its password (curl -u user:password).',
    ),
  'auth-scheme': ({ kind, param }) => {
    if (kind === 'token') {
      return l10n.t(
        'What follows “Basic” in the Authorization header is not the base64 of user:password: encode both together, with the colon between them.',
      );
    }
    return param('scheme') === ''
      ? l10n.t('The Authorization header does not begin with “Basic”: the API takes HTTP Basic alone.')
      : l10n.t(
          'The Authorization header is of the kind “{0}”: the API takes HTTP Basic alone.',
          param('scheme'),
        );
  },
  'auth-wrong': ({ kind }) => wrongCredentials(kind),
  'method-wrong': ({ kind, param }) => {
    if (kind === 'case')
      return l10n.t(
        'HTTP methods are case-sensitive: write {1} instead of {0}.',
        param('method'),
        param('allowed'),
      );
    if (kind === 'no-customer')
      return l10n.t(
        'The path ends where the customer_id belongs: an update goes to {0}. Your code may have put an empty value there.',
        '/api/crm_outbounds/CAMPAIGN/records/CUSTOMER',
      );
    return param('allowed') === ''
      ? l10n.t('{0} is not the method of this call: compare it with the documentation.', param('method'))
      : l10n.t('{0} isn’t allowed here. Use {1}.', param('method'), param('allowed'));
  },
  'path-wrong': ({ param }) =>
    param('suggestion') === ''
      ? l10n.t(
          '“{0}” is no path of the API: an update goes to /api/crm_outbounds/CAMPAIGN/records/CUSTOMER.',
          param('path'),
        )
      : l10n.t('“{0}” is no path of the API: did you mean {1}?', param('path'), param('suggestion')),
  'trailing-slash': ({ param }) => l10n.t('The path ends in a slash: documented is {0}.', param('path')),
  'campaign-id-shape': (facts) =>
    mistakes[facts.param('suggestion') === '' ? 'campaign-id-shape' : 'campaign-id-zeros-lost'](facts),
  'campaign-unknown': ({ kind, value, param }) => {
    if (kind === 'response')
      return l10n.t('The answer suggests that there is no such campaign: check the id and the system.');
    if (kind === 'not-crm') {
      return l10n.t(
        'The campaign {0} is not fed from the CRM, and crm_outbounds works on those alone: choose another campaign.',
        value,
      );
    }
    return param('meant') === ''
      ? l10n.t(
          'There is no campaign {0} in this system: check the id, and whether the system is the right one.',
          value,
        )
      : l10n.t('There is no campaign {0}, but there is {1}: capital letters matter.', value, param('meant'));
  },
  'customer-unknown': (facts) => unknownCustomer(facts),
  'duplicate-header': ({ param }) => l10n.t('The header {0} is there twice: send it once.', param('name')),
};

function wrongCredentials(kind: string): string {
  switch (kind) {
    case 'white-space':
      return l10n.t(
        'User name or password has white space around it, such as the line break that echo adds: remove it before encoding (echo -n).',
      );
    case 'line-break':
      return l10n.t(
        'The credentials end in a line break, as echo adds one and the vendor’s own example has one: encode them without it (echo -n, printf).',
      );
    case 'percent-encoded':
      return l10n.t(
        'User name or password is percent-encoded in the Authorization header: encode it in base64 as it is.',
      );
    case 'encoding':
      return l10n.t(
        'User name and password were not UTF-8 when they were encoded in base64: encode their UTF-8 bytes.',
      );
    case 'forbidden':
      return l10n.t(
        'The API user is known but may not make this call: permissions are given call by call, under Administration → Users → API users.',
      );
    case 'response':
      return l10n.t(
        'Thulium did not accept the credentials: check user name, password and system. It must be an API user, not a user of the panel.',
      );
    default:
      return l10n.t('User name or password is wrong: check both, and that they belong to this system.');
  }
}

function unknownCustomer(facts: DiagnosisFacts): string {
  const { kind, value, param } = facts;
  switch (kind) {
    case 'missing':
      return l10n.t('customer_id is missing: give the CRM’s id of the customer whose record is to be added.');
    case 'identifier':
      return l10n.t(
        '{0} is your own identifier of a customer; the API wants the CRM’s customer_id, which is {1} for this customer. Find it with GET customers?identifier={0}.',
        value,
        param('meant'),
      );
    case 'nothing':
      return l10n.t(
        'The path has “{0}” where the customer_id belongs: your code had no value there. Answers call it customer_id, not id.',
        value,
      );
    case 'shape':
      return mistakes['customer-id-shape'](facts);
    case 'scientific':
      return mistakes['customer-id-scientific'](facts);
    case 'no-record':
      return l10n.t(
        'The customer {0} has no record in this campaign: add one with POST crm_outbounds/CAMPAIGN/records, or check the campaign.',
        value,
      );
    case 'response':
      return l10n.t(
        'The answer suggests that this customer has no record in this campaign: check both ids. customer_id is the CRM’s id, not your own identifier of the customer.',
      );
    default:
      return l10n.t(
        'There is no record of the customer {0}: check that it is the CRM’s customer_id and not your own identifier of the customer.',
        value,
      );
  }
}
