import * as l10n from '@vscode/l10n';
import type { Difference, DifferenceCode } from '../paste/importUpdate.js';
import type { CurlProblem } from '../paste/command/parseCommand.js';
import { quoted } from './fields.js';

/** Why no update could be made of a pasted command: `detail` of the importer's `invalid-input`. */
export type CurlImportDetail = CurlProblem | 'path-unknown';

/** In what an imported command and the update made of it differ, as one sentence of the user's language. */
export function wordDifference({ code, params = {} }: Difference): string {
  return sentences[code](
    (name) => quoted(params[name]),
    (name) => params[name] !== undefined,
  );
}

/** Why a pasted command could not be imported, or undefined for a detail that is none of the importer's. */
export function wordCurlDetail(detail: string): string | undefined {
  return isCurlDetail(detail) ? details[detail]() : undefined;
}

function isCurlDetail(detail: string): detail is CurlImportDetail {
  return Object.hasOwn(details, detail);
}

const details: Record<CurlImportDetail, () => string> = {
  'no-command': () => l10n.t('This text has no curl or http command.'),
  'no-url': () => l10n.t('The command has no URL.'),
  'unclosed-quote': () => l10n.t('The command is cut off: a quotation mark isn’t closed.'),
  'path-unknown': () =>
    l10n.t(
      'The URL doesn’t point to a campaign record. Expected path: {0}.',
      '/api/crm_outbounds/00001/records/441',
    ),
};

type Param = (name: string) => string;

const sentences: Record<DifferenceCode, (param: Param, has: (name: string) => boolean) => string> = {
  'password-found': () =>
    l10n.t('The password in the command is ignored; the connection’s password is used.'),
  'variable-unknown': (param) =>
    l10n.t('The command reads “{0}” from its environment. The value isn’t known here.', param('name')),
  'user-differs': (param) =>
    l10n.t('The command signs in as “{0}”. The connection uses another user.', param('username')),
  'insecure-ignored': () => l10n.t('Option -k is ignored. Certificates are always verified.'),
  'host-differs': (param, has) => {
    if (has('active') && has('connection')) {
      return l10n.t(
        'The command goes to {0}, your connection “{1}”. The update would go to {2}.',
        param('origin'),
        param('connection'),
        param('active'),
      );
    }
    if (has('active')) {
      return l10n.t('The command goes to {0}. The update would go to {1}.', param('origin'), param('active'));
    }
    return has('connection')
      ? l10n.t('The command goes to {0}, your connection “{1}”.', param('origin'), param('connection'))
      : l10n.t('The command goes to {0}, which isn’t one of your connections.', param('origin'));
  },
  'path-differs': (param) =>
    l10n.t('The command calls the path {0}. The update calls {1}.', param('path'), param('expected')),
  'query-dropped': (param) => l10n.t('Query parameters aren’t sent: {0}.', param('names')),
  'method-differs': (param) =>
    l10n.t('The command sends {0}. Records are updated with PUT.', param('method')),
  'header-dropped': (param) => l10n.t('The header “{0}” isn’t sent.', param('name')),
  'content-type-differs': (param) =>
    l10n.t('The command declares its body as “{0}”. The update is sent as JSON.', param('value')),
  'typography-mended': () =>
    l10n.t('Typographic quotes or dashes were read as plain ones. A shell doesn’t do that: replace them.'),
  'body-unknown': () =>
    l10n.t('The text doesn’t show the body, so no fields could be read. Add them yourself.'),
  'redirects-ignored': () => l10n.t('The command follows redirects (-L). Here, redirects are refused.'),
  'option-ignored': (param) => l10n.t('The option “{0}” has no effect here.', param('option')),
  'file-not-read': (param) =>
    l10n.t(
      'The command reads a file or standard input (“{0}”), which isn’t supported here.',
      param('option'),
    ),
  'further-requests-ignored': () =>
    l10n.t('The text contains more than one request. Only the first is used.'),
  'body-number-to-text': (param) =>
    l10n.t('The number in “{0}” is sent as text, as in Thulium’s documentation.', param('field')),
  'body-form-encoded': () => l10n.t('The body was a form. The update is sent as JSON.'),
  'body-not-read': () => l10n.t('The body isn’t a valid JSON object, so no fields could be read.'),
  'unknown-key': (param) => l10n.t('“{0}” isn’t a parameter of this call. It was skipped.', param('key')),
  'value-dropped': (param) =>
    l10n.t('The value of “{0}” is neither text nor an exact whole number. It was skipped.', param('field')),
};
