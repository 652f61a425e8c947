import * as l10n from '@vscode/l10n';
import type { Fix } from '../bulk/plan/mapping.js';
import type { ColumnQuestion, RowProblem, RowProblemCode } from '../bulk/plan/rowProblems.js';
import type { ProblemCode } from '../core/problems.js';
import { countOf } from './plural.js';
import { fieldLabel } from './fields.js';
import { wordProblem } from './problems.js';
import { quoted } from './quoted.js';

type OwnCode = Exclude<RowProblemCode, ProblemCode>;

/** What is wrong with a row of a file and what to do about it. */
export function wordRowProblem(problem: RowProblem): string {
  const { code, field, params = {} } = problem;
  if (code === 'wrong-type' && field === 'row') {
    return l10n.t('A value of this row is neither text nor a number.');
  }
  if (!isOwn(code)) return wordProblem({ ...problem, code });
  return sentences[code](fieldLabel(field), (name) => quoted(params[name]));
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
  'number-spaces': (label, param) =>
    l10n.t('{0}: “{1}” has spaces inside: write {2}.', label, param('value'), param('suggestion')),
  'status-name': (label, param) =>
    l10n.t('{0}: “{1}” is the name of a status: its id is {2}.', label, param('value'), param('suggestion')),
  'row-duplicate': (_, param) =>
    l10n.t('The same record is already in row {0} of the file, and only that row is sent.', param('row')),
  'record-in-work': () =>
    l10n.t('A call-centre agent is working on this record right now (IN_PROGRESS), so it is skipped.'),
  'record-not-found': () =>
    l10n.t('Thulium has no such record: check the campaign and the customer’s id in the CRM.'),
};

function isOwn(code: RowProblemCode): code is OwnCode {
  return Object.hasOwn(sentences, code);
}

/** A question about a whole column: what is wrong, in how many rows, and what the repair makes of it. */
export function wordQuestion({ code, field, count, example }: ColumnQuestion): string {
  const rows = countOf('row', count);
  const from = quoted(example.from);
  const to = quoted(example.to);
  const label = fieldLabel(field);
  switch (code) {
    case 'campaign-zeros-lost':
      return l10n.t('Campaign ids have lost their leading zeros ({0}). Send {1} as {2}?', rows, from, to);
    case 'date-format':
      return l10n.t('Dates are not written as Thulium takes them ({0}). Send {1} as {2}?', rows, from, to);
    case 'number-spaces':
      return l10n.t('{0}: numbers have spaces inside ({1}). Send {2} as {3}?', label, rows, from, to);
    case 'status-name':
      return l10n.t('Statuses are given by their names ({0}). Send “{1}” as {2}?', rows, from, to);
    case 'scientific':
      return l10n.t(
        '{0}: a spreadsheet turned numbers into ones like {1} ({2}). Their last digits are gone for good: take these ids from their source again, as text.',
        label,
        from,
        rows,
      );
  }
}

/** A repair of a whole column that is made. */
export function wordFix(fix: Fix): string {
  switch (fix) {
    case 'campaign-zeros':
      return l10n.t('Campaign ids get their leading zeros back, such as 00001 for 1.');
    case 'dates':
      return l10n.t('Dates such as 24.05.2018 12:24 are sent as 2018-05-24 12:24.');
    case 'spaces':
      return l10n.t('Spaces inside numbers are left out.');
    case 'status-names':
      return l10n.t('Names of statuses are sent as their ids.');
  }
}
