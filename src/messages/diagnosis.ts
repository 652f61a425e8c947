import * as l10n from '@vscode/l10n';
import type { DiagnosisCode, Certainty, Diagnosis } from '../simulator/diagnosis/codes.js';
import { mistakes } from './problems.js';
import { answerWords } from './diagnosisAnswer.js';
import { quoted } from './fields.js';

type BodyCode = Extract<
  DiagnosisCode,
  | `body-${string}`
  | `content-${string}`
  | 'json-broken'
  | 'encoding'
  | 'unknown-key'
  | 'null-value'
  | 'unchanged'
>;

/** What the body is made of. */
const bodyWords: Record<BodyCode, DiagnosisWords> = {
  'body-missing': () =>
    l10n.t(
      'The request has no body. Send the fields to change as a JSON object, such as {0}.',
      '{"status_id":"3"}',
    ),
  'body-form-encoded': ({ kind }) =>
    kind === 'multipart'
      ? l10n.t(
          'The body is a multipart form. The API takes JSON. Encode the fields, for example with json_encode.',
        )
      : l10n.t(
          'The body is form-encoded (a=b&c=d). The documented format is JSON: encode the fields with json_encode or the like.',
        ),
  'body-not-object': ({ kind }) => {
    if (kind === 'encoded-twice') {
      return l10n.t('The body is JSON inside a JSON string: it was encoded twice. Encode it once.');
    }
    if (kind === 'item') return l10n.t('An entry of the list isn’t a JSON object.');
    return kind === 'array'
      ? l10n.t('The body is a JSON array. An update takes one object, so send one request per record.')
      : l10n.t('The body is JSON but not an object. Put the fields in curly brackets.');
  },
  'json-broken': ({ kind, param }) => brokenJson(kind, param('line'), param('column')),
  'content-type': ({ kind, value }) => {
    switch (kind) {
      case 'missing':
        return l10n.t(
          'There is no Content-Type header, so Thulium probably doesn’t read the body: nothing changes, and it succeeds. Send application/json; charset=utf-8.',
        );
      case 'form':
        return l10n.t(
          'Content-Type is {0} (curl -d sends it), so Thulium probably doesn’t read the JSON: nothing changes, and it succeeds. Send application/json; charset=utf-8.',
          value,
        );
      case 'charset':
        return l10n.t('Content-Type has the charset {0}. Expected application/json; charset=utf-8.', value);
      case 'response':
        return l10n.t('Thulium refused the Content-Type. Expected application/json; charset=utf-8.');
      default:
        return l10n.t(
          'Content-Type is {0}, so Thulium probably doesn’t read the body: nothing changes, and it succeeds. Send application/json; charset=utf-8.',
          value,
        );
    }
  },
  'content-length': ({ kind, param }) => wrongLength(kind, param('declared'), param('actual')),
  encoding: ({ kind, param }) =>
    kind === 'compressed'
      ? l10n.t(
          'The body is compressed ({0}), and nothing is documented about compressed requests: send it as plain JSON.',
          param('encoding'),
        )
      : kind === 'bom'
        ? l10n.t(
            'The body starts with a byte order mark, which JSON doesn’t allow. Save or send it as UTF-8 without BOM.',
          )
        : l10n.t(
            'The body isn’t UTF-8 but probably {0}. Convert it to UTF-8 before encoding it as JSON.',
            param('encoding'),
          ),
  'unknown-key': ({ param }) =>
    param('probable') === ''
      ? l10n.t('“{0}” isn’t a parameter of this call. Remove it.', param('key'))
      : l10n.t('“{0}” isn’t a parameter of this call. Did you mean {1}?', param('key'), param('probable')),
  'null-value': ({ kind, value, param }) => {
    switch (kind) {
      case 'empty':
        return l10n.t('{0} is an empty string. Omit the field to keep its value.', param('field'));
      case 'type':
        return l10n.t(
          '{0} is neither text nor a number ({1}). Send it as text.',
          param('field'),
          param('type'),
        );
      case 'required':
        return l10n.t('{0} is required.', param('field'));
      case 'whole-name':
        return l10n.t('surname holds a whole name (“{0}”): send the first name as name.', value);
      case 'number':
        return mistakes['order-shape']({ value, param });
      default:
        return l10n.t('{0} is null. Omit the field to keep its value.', param('field'));
    }
  },
  unchanged: ({ kind }) =>
    kind === 'no-fields'
      ? l10n.t('The body has no fields, so nothing changes.')
      : l10n.t('The record already has these values, so nothing changes.'),
};

function brokenJson(kind: string, line: string, column: string): string {
  switch (kind) {
    case 'end':
      return l10n.t(
        'The JSON ends too early (line {0}, column {1}). A quotation mark or a brace is missing.',
        line,
        column,
      );
    case 'single-quote':
      return l10n.t(
        'The JSON has a single quotation mark at line {0}, column {1}. Use double ones. In the Windows command prompt, write "{2}".',
        line,
        column,
        '{\\"status_id\\":\\"3\\"}',
      );
    case 'unquoted-key':
      return l10n.t(
        'The JSON has a name without quotation marks at line {0}, column {1}. Some shells remove them, so check the quoting.',
        line,
        column,
      );
    case 'trailing-comma':
      return l10n.t('Trailing comma before line {0}, column {1}.', line, column);
    case 'comment':
      return l10n.t('The JSON has a comment at line {0}, column {1}. Remove it.', line, column);
    case 'control-character':
      return l10n.t(
        'The JSON has a line break or a tab inside a string at line {0}, column {1}. Use \\n or \\t.',
        line,
        column,
      );
    default:
      return l10n.t('The body isn’t valid JSON: error at line {0}, column {1}.', line, column);
  }
}

function wrongLength(kind: string, declared: string, actual: string): string {
  switch (kind) {
    case 'too-long':
      return l10n.t(
        'Content-Length is {0}, but only {1} bytes arrived. Let your HTTP library set the header, or count bytes (strlen in PHP).',
        declared,
        actual,
      );
    case 'characters':
      return l10n.t(
        'Content-Length is {0}, but the body has {1} bytes. It was counted in characters (mb_strlen, as in the vendor’s PHP sample), and Polish letters take two bytes. Omit the header, or use strlen.',
        declared,
        actual,
      );
    case 'cut':
      return l10n.t(
        'The body ends after the {0} bytes declared in Content-Length. It contains multibyte letters, so the length was probably counted in characters (mb_strlen in PHP). Omit the header, or use strlen.',
        declared,
      );
    default:
      return l10n.t(
        'Content-Length is {0}, but the body has {1} bytes. Let your HTTP library set the header.',
        declared,
        actual,
      );
  }
}

type FieldCode = Extract<DiagnosisCode, 'status-unknown' | `agent-${string}` | `date-${string}`>;

/** What the fields say. */
const fieldWords: Record<FieldCode, DiagnosisWords> = {
  'status-unknown': (facts) => unknownStatus(facts),
  'agent-required': (facts) =>
    facts.kind === 'response'
      ? l10n.t('The response says this status requires an agent. Add agent_login.')
      : mistakes['agent-required'](facts),
  'date-required': (facts) =>
    facts.kind === 'response'
      ? l10n.t('The response says this status requires a date. Add next_call_date.')
      : mistakes['date-required'](facts),
  'date-format': mistakes['date-format'],
  'date-impossible': (facts) => {
    switch (facts.kind) {
      case 'gap':
        return mistakes['date-gap'](facts);
      case 'twice':
        return mistakes['date-overlap'](facts);
      case 'past':
        return l10n.t('{0} is in the past in {1}.', facts.value, facts.param('timeZone'));
      default:
        return mistakes['date-impossible'](facts);
    }
  },
  'agent-unknown': ({ kind, value, param }) => {
    if (kind === 'response') return l10n.t('The response says this agent doesn’t exist. Check agent_login.');
    return param('meant') === ''
      ? l10n.t(
          '“{0}” isn’t an agent in this campaign. agent_login takes the login, not the name or number.',
          value,
        )
      : l10n.t('“{0}” isn’t an agent in this campaign. Did you mean {1}?', value, param('meant'));
  },
  'agent-inactive': mistakes['agent-inactive'],
};

function unknownStatus({ kind, value, param }: DiagnosisFacts): string {
  switch (kind) {
    case 'dictionary':
      return l10n.t(
        '{0} is a dictionary status, not a status of this campaign. Send it as dictionary_status_id, or use status_id {1} (“{2}”).',
        value,
        param('meant'),
        param('name'),
      );
    case 'status':
      return l10n.t(
        '{0} is a status of this campaign, not a dictionary status. Send it as status_id (“{1}”).',
        value,
        param('name'),
      );
    case 'name':
      return l10n.t('“{0}” is the name of a status. The API takes its ID: {1}.', value, param('meant'));
    case 'mismatch':
      return l10n.t(
        'dictionary_status_id {0} and status_id {1} name different statuses. Send only one.',
        value,
        param('other'),
      );
    case 'response':
      return l10n.t('The response says this campaign has no such status. Check status_id.');
    default:
      return l10n.t(
        '{0}: {1} isn’t a status of this campaign. Each campaign has its own. Read them with GET outbounds/CAMPAIGN/statuses.',
        param('field'),
        value,
      );
  }
}

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
const requestWords: Record<RequestCode, DiagnosisWords> = {
  'auth-missing': () =>
    l10n.t(
      'The request has no Authorization header. Send HTTP Basic with an API user and its password (curl -u user:password).',
    ),
  'auth-scheme': ({ kind, param }) => {
    if (kind === 'token') {
      return l10n.t(
        'What follows “Basic” in the Authorization header isn’t the base64 of user:password. Encode both together, separated by a colon.',
      );
    }
    return param('scheme') === ''
      ? l10n.t('The Authorization header doesn’t start with “Basic”. The API accepts only HTTP Basic.')
      : l10n.t('The Authorization scheme is “{0}”. The API accepts only HTTP Basic.', param('scheme'));
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
      ? l10n.t('{0} isn’t the method of this call. Compare it with the documentation.', param('method'))
      : l10n.t('{0} isn’t allowed here. Use {1}.', param('method'), param('allowed'));
  },
  'path-wrong': ({ param }) =>
    param('suggestion') === ''
      ? l10n.t(
          '“{0}” isn’t an API path. An update goes to /api/crm_outbounds/CAMPAIGN/records/CUSTOMER.',
          param('path'),
        )
      : l10n.t('“{0}” isn’t an API path. Did you mean {1}?', param('path'), param('suggestion')),
  'trailing-slash': ({ param }) => l10n.t('The path ends with a slash. Documented path: {0}', param('path')),
  'campaign-id-shape': (facts) =>
    mistakes[facts.param('suggestion') === '' ? 'campaign-id-shape' : 'campaign-id-zeros-lost'](facts),
  'campaign-unknown': ({ kind, value, param }) => {
    if (kind === 'response')
      return l10n.t('The response suggests that the campaign doesn’t exist. Check the ID and the system.');
    if (kind === 'not-crm') {
      return l10n.t(
        'Campaign {0} isn’t a CRM campaign, and crm_outbounds works only with those. Select another campaign.',
        value,
      );
    }
    return param('meant') === ''
      ? l10n.t('This system has no campaign {0}. Check the ID and the connection.', value)
      : l10n.t('Campaign {0} doesn’t exist, but {1} does. IDs are case-sensitive.', value, param('meant'));
  },
  'customer-unknown': (facts) => unknownCustomer(facts),
  'duplicate-header': ({ param }) => l10n.t('The header {0} appears twice. Send it once.', param('name')),
};

function wrongCredentials(kind: string): string {
  switch (kind) {
    case 'white-space':
      return l10n.t(
        'The user name or password has surrounding white space, such as the line break that echo adds. Remove it before encoding (echo -n).',
      );
    case 'line-break':
      return l10n.t(
        'The credentials end in a line break, as echo adds one and the vendor’s own example has one: encode them without it (echo -n, printf).',
      );
    case 'percent-encoded':
      return l10n.t(
        'The user name or password is percent-encoded in the Authorization header. Base64-encode it as is.',
      );
    case 'encoding':
      return l10n.t(
        'The user name and password weren’t UTF-8 when they were base64-encoded. Encode their UTF-8 bytes.',
      );
    case 'forbidden':
      return l10n.t(
        'The API user exists but isn’t allowed to make this call. Permissions are granted per call, under Administration → Users → API users.',
      );
    case 'response':
      return l10n.t(
        'Thulium didn’t accept the credentials. Check the user name, password, and system. Use an API user, not your own sign-in.',
      );
    default:
      return l10n.t('Wrong user name or password. Check both, and that they belong to this system.');
  }
}

function unknownCustomer(facts: DiagnosisFacts): string {
  const { kind, value, param } = facts;
  switch (kind) {
    case 'missing':
      return l10n.t('customer_id is missing. Add the CRM’s ID of the customer whose record is to be added.');
    case 'identifier':
      return l10n.t(
        '{0} is your own identifier of a customer. The API expects the CRM’s customer_id, which is {1} for this customer. Find it with GET customers?identifier={0}.',
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
        'Customer {0} has no record in this campaign. Add one with POST crm_outbounds/CAMPAIGN/records, or check the campaign.',
        value,
      );
    case 'response':
      return l10n.t(
        'The response suggests that this customer has no record in this campaign. Check both IDs. customer_id is the CRM’s ID, not your own identifier.',
      );
    default:
      return l10n.t(
        'Customer {0} has no record. Check that it’s the CRM’s customer_id, not your own identifier.',
        value,
      );
  }
}

/** Facts of a diagnosis, fit to stand in a sentence; `''` where there is none. */
interface DiagnosisFacts {
  kind: string;
  value: string;
  param: (name: string) => string;
}

/** What was found, and what to change. */
export type DiagnosisWords = (facts: DiagnosisFacts) => string;

const words: Record<DiagnosisCode, DiagnosisWords> = {
  ...requestWords,
  ...bodyWords,
  ...fieldWords,
  ...answerWords,
};

/** One to three sentences in the user's language: what was found in a request and what to change. */
export function wordDiagnosis(diagnosis: Diagnosis): string {
  const { params = {} } = diagnosis;
  const text = words[diagnosis.code]({
    kind: params.kind ?? '',
    value: quoted(params.value),
    param: (name) => quoted(params[name]),
  });
  return diagnosis.certainty === 'unknown' && diagnosis.code !== 'success-misread'
    ? `${text} ${l10n.t('Thulium’s behavior here isn’t documented.')}`
    : text;
}

/** How sure a diagnosis is, in words. */
export function wordCertainty(certainty: Certainty): string {
  switch (certainty) {
    case 'documented':
      return l10n.t('Documented');
    case 'likely':
      return l10n.t('Likely');
    case 'unknown':
      return l10n.t('Undocumented');
  }
}
