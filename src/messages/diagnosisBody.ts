import * as l10n from '@vscode/l10n';
import type { DiagnosisCode } from '../simulator/diagnosis/codes.js';
import type { DiagnosisWords } from './diagnosis.js';
import { mistakes } from './mistakes.js';

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
export const bodyWords: Record<BodyCode, DiagnosisWords> = {
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
