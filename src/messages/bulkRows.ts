import * as l10n from '@vscode/l10n';
import type { Fix } from '../bulk/plan/columnFixes.js';
import type { ColumnQuestion, RowProblem, RowProblemCode } from '../bulk/plan/rowProblems.js';
import type { DateOrder } from '../core/dateReadings.js';
import type { ProblemCode } from '../core/problems.js';
import { countOf } from './plural.js';
import { fieldLabel } from './fields.js';
import { wordProblem } from './problems.js';
import { quoted } from './quoted.js';

type OwnCode = Exclude<RowProblemCode, ProblemCode>;

/** What is wrong with a row of a file and what to do about it. */
export function wordRowProblem(problem: RowProblem): string {
  const { code, field, params = {} } = problem;
  if (code === 'wrong-type' && params.key !== undefined) {
    return l10n.t('The value of “{0}” is neither text nor a number.', quoted(params.key));
  }
  const text = isOwn(code)
    ? sentences[code](fieldLabel(field), (name) => quoted(params[name]))
    : wordProblem({ ...problem, code });
  return params.fixes === undefined ? text : `${text} ${wordFixNames(params.fixes)}`;
}

/** The repairs of a whole column that would settle a row, by the names that argument objects take. */
function wordFixNames(names: string): string {
  const fixes = names.split(' ').map((each) => `“${each}”`);
  return fixes.length === 1
    ? l10n.t('Fix for the whole column: {0}.', fixes.join(', '))
    : l10n.t('Fixes for the whole column: {0}.', fixes.join(', '));
}

const sentences: Record<OwnCode, (label: string, param: (name: string) => string) => string> = {
  'row-ragged': (_, param) =>
    l10n.t(
      'The row has {0} columns, the header has {1}: look for a missing or surplus delimiter or quote.',
      param('found'),
      param('expected'),
    ),
  'json-broken': () =>
    l10n.t('The line is no JSON object: each line holds one, such as {"customer_id":"441"}.'),
  'text-damaged': (label, param) =>
    l10n.t(
      '{0}: letters of “{1}” were lost because the file was read with the wrong encoding. Reopen it with its own encoding, such as Windows-1250.',
      label,
      param('value'),
    ),
  'number-spaces': (label, param) =>
    param('suggestion') === ''
      ? l10n.t('{0} contains only spaces. Clear the cell to leave the field as it is.', label)
      : l10n.t('{0}: “{1}” has stray spaces. Use “{2}”.', label, param('value'), param('suggestion')),
  'empty-word': (label, param) =>
    l10n.t(
      '{0}: “{1}” stands for no value. Clear the cell to leave the field as it is.',
      label,
      param('value'),
    ),
  'decimal-number': (label, param) =>
    l10n.t('{0}: “{1}” has decimals. Use {2}.', label, param('value'), param('suggestion')),
  'forced-text': (label, param) =>
    param('suggestion') === ''
      ? l10n.t(
          '{0}: “{1}” stands for no value. Clear the cell to leave the field as it is.',
          label,
          param('value'),
        )
      : l10n.t(
          '{0}: “{1}” has signs that make a spreadsheet keep it as text. Use “{2}”.',
          label,
          param('value'),
          param('suggestion'),
        ),
  'date-ambiguous': (label, param) =>
    l10n.t(
      '{0}: “{1}” can mean {2} (day first) or {3} (month first).',
      label,
      param('value'),
      param('dayFirst'),
      param('monthFirst'),
    ),
  'customer-unknown': (_, param) =>
    l10n.t('No customer in Thulium has the {0} “{1}”.', searchLabel(param('key')), param('value')),
  'customer-ambiguous': (_, param) =>
    l10n.t('Several customers in Thulium have the {0} “{1}”.', searchLabel(param('key')), param('value')),
  'customer-unread': (_, param) =>
    l10n.t('Couldn’t search for the customer with the {0} “{1}”.', searchLabel(param('key')), param('value')),
  'status-name': (label, param) =>
    l10n.t('{0}: “{1}” is the name of a status: its id is {2}.', label, param('value'), param('suggestion')),
  'row-duplicate': (_, param) =>
    l10n.t('The same record is already in row {0} of the file, and only that row is sent.', param('row')),
  'record-in-work': () =>
    l10n.t('A call-centre agent is working on this record right now (IN_PROGRESS), so it is skipped.'),
  'record-not-found': () =>
    l10n.t('Thulium has no such record: check the campaign and the customer’s id in the CRM.'),
};

/** What a customer is found by, in the middle of a sentence. */
function searchLabel(key: string): string {
  switch (key) {
    case 'phone_number':
      return l10n.t('phone number');
    case 'nip':
      return l10n.t('tax number');
    case 'email':
      return l10n.t('email address');
    default:
      return l10n.t('identifier');
  }
}

function isOwn(code: RowProblemCode): code is OwnCode {
  return Object.hasOwn(sentences, code);
}

/** A question about a whole column: what is wrong, in how many rows, and what the repair makes of it. */
export function wordQuestion({ code, field, count, example, readings }: ColumnQuestion): string {
  const rows = countOf('row', count);
  const from = quoted(example.from);
  const to = example.to === '' ? l10n.t('(don’t change)') : quoted(example.to);
  const label = fieldLabel(field);
  switch (code) {
    case 'campaign-zeros-lost':
      return l10n.t('Restore leading zeros in campaign IDs ({0}): {1} → {2}', rows, from, to);
    case 'date-format':
      return l10n.t('Convert dates ({0}): {1} → {2}', rows, from, to);
    case 'date-ambiguous':
      return l10n.t(
        'Dates can be read in two ways ({0}): {1} is {2} (day first) or {3} (month first).',
        rows,
        from,
        readings?.dayFirst ?? '',
        readings?.monthFirst ?? '',
      );
    case 'number-spaces':
      return l10n.t('Remove stray spaces in {0} ({1}): “{2}” → “{3}”', label, rows, from, to);
    case 'status-name':
      return l10n.t('Convert status names to IDs ({0}): “{1}” → {2}', rows, from, to);
    case 'empty-word':
      return l10n.t('Leave {0} as it is where the file says “{2}” ({1})', label, rows, from);
    case 'decimal-number':
      return l10n.t('Remove decimals in {0} ({1}): {2} → {3}', label, rows, from, to);
    case 'forced-text':
      return l10n.t('Remove signs that force text in {0} ({1}): {2} → {3}', label, rows, from, to);
    case 'scientific':
      return l10n.t(
        '{0}: a spreadsheet converted IDs to numbers like {1} ({2}), and digits were lost. Export these IDs again as text.',
        label,
        from,
        rows,
      );
    case 'text-damaged':
      return l10n.t(
        '{0}: letters were lost in {2}, such as in “{1}”, because the file was read with the wrong encoding. Reopen it with its own encoding, such as Windows-1250.',
        label,
        from,
        rows,
      );
  }
}

/** One of the two answers to a question about dates that can be read in two ways. */
export function wordDateOrder({ count, example, readings }: ColumnQuestion, order: DateOrder): string {
  const rows = countOf('row', count);
  const from = quoted(example.from);
  return order === 'day-first'
    ? l10n.t('Convert dates, day first ({0}): {1} → {2}', rows, from, readings?.dayFirst ?? '')
    : l10n.t('Convert dates, month first ({0}): {1} → {2}', rows, from, readings?.monthFirst ?? '');
}

/** A repair of a whole column that is made. */
export function wordFix(fix: Fix): string {
  switch (fix) {
    case 'campaign-zeros':
      return l10n.t('Leading zeros are restored in campaign IDs, such as 00001 for 1.');
    case 'dates':
      return l10n.t('Dates such as 24.05.2018 12:24 are converted to 2018-05-24 12:24.');
    case 'spaces':
      return l10n.t('Stray spaces are removed.');
    case 'status-names':
      return l10n.t('Status names are converted to IDs.');
    case 'empty-words':
      return l10n.t('Words that stand for no value, such as NULL or n/d, leave the field as it is.');
    case 'decimals':
      return l10n.t('Decimals are removed from whole numbers, such as 441 for 441.0.');
    case 'forced-text':
      return l10n.t('Signs that force text, such as ="00001", are removed.');
  }
}
