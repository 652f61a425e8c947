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
  'file-unwritable': (param) => l10n.t('Couldn’t write the file ({0}).', param('reason')),
  'file-empty': () => l10n.t('The file is empty.'),
  'file-header-only': () => l10n.t('The file has a header and no rows.'),
  'file-encoding': (param) =>
    l10n.t(
      'The file is not written in {0}: choose another encoding, such as Windows-1250.',
      param('encoding'),
    ),
  'quote-unclosed': (param) =>
    l10n.t(
      'The quotation mark in line {0}, column {1} is never closed. Close or remove it.',
      param('line'),
      param('column'),
    ),
  'quote-misplaced': (param) =>
    l10n.t(
      'The quoted cell in line {0}, column {1} spans several lines and has text after its closing quotation mark. Double the quotation marks inside the cell.',
      param('line'),
      param('column'),
    ),
  'row-too-long': (param) =>
    l10n.t(
      'The row in line {0} is longer than a million characters: look for an unclosed quote.',
      param('line'),
    ),
  'columns-too-many': () =>
    l10n.t('The file has more than 1,000 columns: look whether keys and values were swapped.'),
  'json-unclosed': (param) =>
    l10n.t(
      'The JSON object that starts in line {0} is never closed. Check the braces and quotation marks.',
      param('line'),
    ),
  'not-text-workbook': (param) =>
    l10n.t(
      'This file is a workbook: {0}. Open it in a spreadsheet and save it as “CSV UTF-8”.',
      param('format'),
    ),
  'not-text-page': (param) =>
    l10n.t(
      'This file contains {0}, not rows of text. Open it in a spreadsheet and save it as “CSV UTF-8”.',
      param('format'),
    ),
  'not-text-archive': (param) =>
    l10n.t('This file is compressed: {0}. Extract it and select the file inside.', param('format')),
  'not-text-document': (param) =>
    l10n.t(
      'This file is a document: {0}. Export the table as CSV from the program it comes from.',
      param('format'),
    ),
  'not-text-database': (param) =>
    l10n.t('This file is for databases: {0}. Export the table or the query result as CSV.', param('format')),
  'not-text-drawing': () =>
    l10n.t('This file is a table drawn with lines, as a terminal shows it. Export the result as CSV.'),
  'not-text-encoding': (param) => l10n.t('This file is encoded in {0}. Save it as UTF-8.', param('format')),
  'not-text-binary': () => l10n.t('This file isn’t text. Export the table as CSV.'),
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
