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
      'The request has no body: send the fields to change as a JSON object, such as {0}.',
      '{"status_id":"3"}',
    ),
  'body-form-encoded': ({ kind }) =>
    kind === 'multipart'
      ? l10n.t(
          'The body is a multipart form: the API takes JSON. Encode the fields with json_encode or the like.',
        )
      : l10n.t(
          'The body is form-encoded (a=b&c=d). The documented format is JSON: encode the fields with json_encode or the like.',
        ),
  'body-not-object': ({ kind }) => {
    if (kind === 'encoded-twice') {
      return l10n.t('The body is JSON within a JSON string: it was encoded twice. Encode it once.');
    }
    if (kind === 'item') return l10n.t('An entry of the list isn’t a JSON object.');
    return kind === 'array'
      ? l10n.t('The body is a JSON array: an update takes one object, so send one request for each record.')
      : l10n.t('The body is JSON, but not an object: put the fields into curly brackets.');
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
        return l10n.t(
          'Content-Type names the charset {0}: documented is application/json; charset=utf-8.',
          value,
        );
      case 'response':
        return l10n.t('Thulium refused the Content-Type: documented is application/json; charset=utf-8.');
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
            'The body begins with a byte order mark, which JSON must not have: save or send it as UTF-8 without BOM.',
          )
        : l10n.t(
            'The body is not UTF-8 but probably {0}: convert it to UTF-8 before encoding it as JSON.',
            param('encoding'),
          ),
  'unknown-key': ({ param }) =>
    param('probable') === ''
      ? l10n.t('“{0}” is no parameter of this call: leave it out.', param('key'))
      : l10n.t('“{0}” is no parameter of this call: did you mean {1}?', param('key'), param('probable')),
  'null-value': ({ kind, value, param }) => {
    switch (kind) {
      case 'empty':
        return l10n.t('{0} is an empty string: leave the field out to keep its value.', param('field'));
      case 'type':
        return l10n.t(
          '{0} is neither text nor a number ({1}): send it as text.',
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
        return l10n.t('{0} is null: leave the field out to keep its value.', param('field'));
    }
  },
  unchanged: ({ kind }) =>
    kind === 'no-fields'
      ? l10n.t('The body names no field, so nothing changes.')
      : l10n.t('The record has these values already, so nothing changes.'),
};

function brokenJson(kind: string, line: string, column: string): string {
  switch (kind) {
    case 'end':
      return l10n.t(
        'The JSON ends too early (line {0}, column {1}): a quotation mark or a brace is missing.',
        line,
        column,
      );
    case 'single-quote':
      return l10n.t(
        'The JSON has a single quotation mark at line {0}, column {1}: it wants double ones. In the Windows command prompt write "{2}".',
        line,
        column,
        '{\\"status_id\\":\\"3\\"}',
      );
    case 'unquoted-key':
      return l10n.t(
        'The JSON has a name without quotation marks at line {0}, column {1}: some shells take them away, so check the quoting.',
        line,
        column,
      );
    case 'trailing-comma':
      return l10n.t('The JSON has a comma too many before line {0}, column {1}: remove it.', line, column);
    case 'comment':
      return l10n.t('The JSON has a comment at line {0}, column {1}: remove it.', line, column);
    case 'control-character':
      return l10n.t(
        'The JSON has a line break or a tab within a text at line {0}, column {1}: write \\n or \\t.',
        line,
        column,
      );
    default:
      return l10n.t('The body is not JSON: it goes wrong at line {0}, column {1}.', line, column);
  }
}

function wrongLength(kind: string, declared: string, actual: string): string {
  switch (kind) {
    case 'too-long':
      return l10n.t(
        'Content-Length says {0} bytes but only {1} came: leave the header to your HTTP library, or count bytes (strlen in PHP).',
        declared,
        actual,
      );
    case 'characters':
      return l10n.t(
        'Content-Length is {0}, but the body has {1} bytes: it was counted in characters (mb_strlen, as in the vendor’s PHP sample), and Polish letters are two bytes each. Leave the header out, or use strlen.',
        declared,
        actual,
      );
    case 'cut':
      return l10n.t(
        'The body ends in the middle after the {0} bytes that Content-Length declares. It holds letters of more than one byte, so the length was probably counted in characters (mb_strlen in PHP): leave the header out, or use strlen.',
        declared,
      );
    default:
      return l10n.t(
        'Content-Length is {0}, but the body has {1} bytes: leave the header to your HTTP library.',
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
    ? `${text} ${l10n.t('It is not documented what Thulium does with it.')}`
    : text;
}

/** How sure a diagnosis is, in words. */
export function wordCertainty(certainty: Certainty): string {
  switch (certainty) {
    case 'documented':
      return l10n.t('Certain: documented');
    case 'likely':
      return l10n.t('Likely');
    case 'unknown':
      return l10n.t('Not documented');
  }
}
