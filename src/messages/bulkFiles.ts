import * as l10n from '@vscode/l10n';
import type { FileProblemCode } from '../bulk/source/fileProblems.js';
import { quoted } from './quoted.js';

type Param = (name: string) => string;

/** Why a whole file cannot be used, and what to do; undefined for a code that is none of a file's. */
export function wordFileProblem(
  code: string,
  params: Readonly<Record<string, string>> = {},
): string | undefined {
  if (!isFileProblem(code)) return undefined;
  return sentences[code]((name) => quoted(params[name], 200));
}

const sentences: Record<FileProblemCode, (param: Param) => string> = {
  'file-unreadable': (param) => wordUnreadable(param('reason')),
  'file-empty': () => l10n.t('The file is empty.'),
  'file-header-only': () => l10n.t('The file has a header and no rows.'),
  'file-encoding': (param) =>
    l10n.t(
      'The file is not written in {0}: choose another encoding, such as Windows-1250.',
      param('encoding'),
    ),
  'quote-unclosed': (param) =>
    l10n.t('A quotation mark that opens in line {0} is never closed: close or remove it.', param('line')),
  'quote-misplaced': (param) =>
    l10n.t(
      'Line {0} has a quotation mark in the middle of a cell: double it, or quote the whole cell.',
      param('line'),
    ),
  'row-too-long': (param) =>
    l10n.t(
      'The row in line {0} is longer than a million characters: look for an unclosed quote.',
      param('line'),
    ),
  'columns-too-many': () =>
    l10n.t('The file has more than 1,000 columns: look whether keys and values were swapped.'),
  'column-missing': (param) =>
    l10n.t('No column gives {0}: choose the column, or give one value for all rows.', param('target')),
  'column-duplicate': (param) =>
    l10n.t(
      'The columns “{0}” and “{1}” both give {2}: keep one.',
      param('other'),
      param('column'),
      param('target'),
    ),
  'mapping-unknown-column': (param) =>
    l10n.t('The mapping names a column “{0}” that the file does not have.', param('column')),
  'no-fields': () => l10n.t('No column gives anything to change: choose one, or give a value for all rows.'),
};

function isFileProblem(code: string): code is FileProblemCode {
  return Object.hasOwn(sentences, code);
}

/** @param reason a system error's code */
function wordUnreadable(reason: string): string {
  switch (reason) {
    case 'ENOENT':
      return l10n.t('There is no such file.');
    case 'EISDIR':
      return l10n.t('This is a folder, not a file.');
    case 'EACCES':
    case 'EPERM':
      return l10n.t('The file may not be read: check its permissions.');
    case 'EBUSY':
      return l10n.t('Another program holds the file open: close it there, for example in Excel.');
    default:
      return l10n.t('The file cannot be read ({0}).', reason);
  }
}
