import * as l10n from '@vscode/l10n';
import type { FileProblemCode } from '../bulk/source/fileStart.js';
import { quoted, fieldLabel } from './fields.js';
import type { RunSummary } from '../bulk/runs.js';
import type { RunCounts, RunProgress } from '../bulk/run/run.js';
import type { Hold } from '../bulk/run/gate.js';
import { wordFailure } from './failures.js';
import { countOf, decimal } from './plural.js';
import type { Fix } from '../bulk/plan/columnFixes.js';
import type { ColumnQuestion, RowProblem, RowProblemCode } from '../bulk/plan/checkRow.js';
import type { DateOrder } from '../core/dateReadings.js';
import type { ProblemCode } from '../core/problems.js';
import { wordProblem } from './problems.js';
import type { ResultWords } from '../bulk/results.js';
import type { LeftOutVerdict, RowState } from '../bulk/journal/replay.js';

type Param = (name: string) => string;

/** Why a whole file cannot be used, and what to do; undefined for a code that is none of a file's. */
export function wordFileProblem(
  code: string,
  params: Readonly<Record<string, string>> = {},
): string | undefined {
  if (!isFileProblem(code)) return undefined;
  return fileSentences[code]((name) => quoted(params[name], 200));
}

const fileSentences: Record<FileProblemCode, (param: Param) => string> = {
  'file-unreadable': (param) => wordUnreadable(param('reason')),
  'file-unwritable': (param) => l10n.t('Couldn’t write the file ({0}).', param('reason')),
  'file-empty': () => l10n.t('The file is empty.'),
  'file-header-only': () => l10n.t('The file has a header but no rows.'),
  'file-encoding': (param) =>
    l10n.t(
      'The file isn’t encoded in {0}. Select another encoding, such as Windows-1250.',
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
      'The row in line {0} has more than a million characters. Check for an unclosed quote.',
      param('line'),
    ),
  'columns-too-many': () =>
    l10n.t('The file has more than 1,000 columns. Check whether keys and values were swapped.'),
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
  'column-missing': (param) => l10n.t('No column is mapped to {0}.', param('target')),
  'column-duplicate': (param) =>
    l10n.t(
      'Columns “{0}” and “{1}” are both mapped to {2}. Keep one.',
      param('other'),
      param('column'),
      param('target'),
    ),
  'mapping-unknown-column': (param) =>
    l10n.t('The mapping refers to column “{0}”, which isn’t in the file.', param('column')),
  'no-fields': () => l10n.t('No column is mapped to a field to change. Map one, or enter a default value.'),
};

function isFileProblem(code: string): code is FileProblemCode {
  return Object.hasOwn(fileSentences, code);
}

/** @param reason a system error's code */
function wordUnreadable(reason: string): string {
  switch (reason) {
    case 'ENOENT':
      return l10n.t('The file doesn’t exist.');
    case 'EISDIR':
      return l10n.t('This is a folder, not a file.');
    case 'EACCES':
    case 'EPERM':
      return l10n.t('No permission to read the file.');
    case 'EBUSY':
      return l10n.t('Another program has the file open, such as Excel. Close it there.');
    default:
      return l10n.t('Couldn’t read the file ({0}).', reason);
  }
}

/** What a run is and what its plan left out, for counts that tell each reason by its own name. */
type RunAbout = Pick<RunSummary, 'kind' | 'partly' | 'leftOut'>;

/**
 * Counts of a run that are not zero, each after its name: `Updated: 260 · failed: 40`; of a restore
 * `30 restored, 16 of them partially`. Their sum is the total.
 */
export function wordCounts(counts: Omit<RunCounts, 'total'>, about?: RunAbout): string {
  const { leftOut = {} } = about ?? {};
  const { invalid = 0, 'not-found': notFound = 0, duplicate = 0, changed = 0 } = leftOut;
  const { 'in-work': inWork = 0, 'do-not-call': doNotCall = 0 } = leftOut;
  const failed = counts.failed - invalid - notFound;
  const skipped = counts.skipped - duplicate - changed - inWork - doNotCall;
  const parts: (readonly [number, string])[] = [
    [failed, l10n.t('failed: {0}', failed)],
    [invalid, l10n.t('with errors: {0}', invalid)],
    [notFound, l10n.t('no record: {0}', notFound)],
    [duplicate, l10n.t('duplicates: {0}', duplicate)],
    [inWork, l10n.t('with an agent: {0}', inWork)],
    [doNotCall, l10n.t('kept at Do not call: {0}', doNotCall)],
    [changed, l10n.t('changed since: {0}', changed)],
    [skipped, l10n.t('skipped: {0}', skipped)],
    [counts.inDoubt, l10n.t('result unknown: {0}', counts.inDoubt)],
    [counts.remaining, l10n.t('not sent: {0}', counts.remaining)],
  ];
  return [
    about?.kind === 'restore'
      ? wordRestored(counts.updated, about.partly)
      : l10n.t('{0} updated', counts.updated),
    ...parts.filter(([count]) => count > 0).map(([, text]) => text),
  ].join(' · ');
}

function wordRestored(restored: number, partly: number): string {
  return partly === 0
    ? l10n.t('{0} restored', restored)
    : l10n.t('{0} restored, {1} of them partially', restored, partly);
}

/** How far a run has got, with its rate and the time left, or why it waits. */
export function wordProgress(progress: RunProgress, now: number): string {
  const { toSend, remaining, hold, perSecond, msLeft } = progress;
  const parts = [l10n.t('{0} of {1}', toSend - remaining, toSend)];
  if (hold) parts.push(wordHold(hold, now));
  else {
    if (perSecond !== undefined) parts.push(l10n.t('{0} rows/s', decimal(perSecond)));
    if (msLeft !== undefined) parts.push(l10n.t('{0} left', duration(msLeft)));
  }
  return parts.join(' · ');
}

/** Why nothing is sent at the moment. */
function wordHold({ reason, until, failure }: Hold, now: number): string {
  const wait = until === undefined ? '' : duration(Math.max(0, until - now));
  switch (reason) {
    case 'user':
      return l10n.t('paused');
    case 'missing-secret':
      return l10n.t('paused: no password in the secret storage');
    case 'network':
      return l10n.t('no network, retrying in {0}', wait);
    case 'rate-limited':
      return l10n.t('Thulium asks to wait: {0}', wait);
    case 'server-error':
      return l10n.t('{0} Retrying in {1}.', failure ? wordFailure(failure).message : '', wait);
  }
}

function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 100 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

/** Rows to send and those left out, before anything is sent. */
export function wordPlanCounts(counts: {
  send: number;
  invalid: number;
  duplicate: number;
  inWork: number;
  doNotCall: number;
  notFound: number;
  changed: number;
}): string[] {
  const line = (count: number, text: string): string[] =>
    count > 0 ? [`${countOf('row', count)}: ${text}`] : [];
  return [
    ...line(counts.send, l10n.t('to be sent')),
    ...line(counts.invalid, l10n.t('with errors, left out')),
    ...line(counts.notFound, l10n.t('without a record in Thulium, left out')),
    ...line(counts.duplicate, l10n.t('of a record that an earlier row has, left out')),
    ...line(counts.inWork, l10n.t('whose record an agent is working on, left out')),
    ...line(counts.doNotCall, l10n.t('leave Do not call, left out')),
    ...line(counts.changed, l10n.t('whose record was changed since, left alone')),
  ];
}

/** Why a bulk update was refused before anything was sent; undefined for a detail that is none of its. */
export function wordBulkRefusal(
  detail: string | undefined,
  params: Readonly<Record<string, string>> = {},
): string | undefined {
  const param = (name: string): string => quoted(params[name], 200);
  switch (detail) {
    case 'run-unknown':
      return l10n.t('This bulk update doesn’t exist. It may have been deleted.');
    case 'nothing-to-retry':
      return l10n.t('No row failed for a temporary reason. Correct the rows in the file.');
    case 'nothing-to-restore':
      return l10n.t('This bulk update made no changes that can be restored.');
    case 'nothing-to-send':
      return l10n.t('No rows can be sent. Correct the file, or change the mapping.');
    case 'nothing-left':
      return l10n.t('Every row of this bulk update has a result. Nothing is left to send.');
    case 'file-relative':
      return l10n.t('“{0}” isn’t an absolute path or the URI of a file on this machine.', param('value'));
    case 'value-unknown':
      return l10n.t('{0} can’t be “{1}”.', param('field'), param('value'));
    case 'expected-rows-missing':
      return l10n.t(
        'For a production connection, expectedRows must equal the number of rows to send ({0}). Nothing was sent.',
        param('rows'),
      );
    case 'expected-rows':
      return l10n.t(
        'expectedRows is {0}, but {1} would be sent. Nothing was sent.',
        param('expected'),
        param('rows'),
      );
    default:
      return detail === undefined ? undefined : wordFileProblem(detail, params);
  }
}

/** Why a row was left alone, or a journal refused; undefined where the code alone says it. */
export function wordBulkDetail(
  detail: string | undefined,
  params: Readonly<Record<string, string>> = {},
): string | undefined {
  const param = (name: string): string => quoted(params[name], 200);
  switch (detail) {
    case 'in-work':
      return l10n.t('An agent was working on the record (IN_PROGRESS), so nothing was sent.');
    case 'date-passed':
      return l10n.t('Its date has passed since the run began, so nothing was sent.');
    case 'do-not-call':
      return l10n.t('This would take the record out of Do not call, so nothing was sent.');
    case 'changed-since-sent':
      return l10n.t(
        'It’s unknown whether this row was applied, and someone has changed the record since, so it wasn’t sent again.',
      );
    case 'write':
      return param('reason') === ''
        ? l10n.t('Couldn’t write the journal of this bulk update. Sending has stopped.')
        : l10n.t(
            'Couldn’t write the journal of this bulk update ({0}). Sending has stopped.',
            param('reason'),
          );
    case 'read':
      return l10n.t(
        'Couldn’t read the journal of this bulk update ({0}). Sending has stopped.',
        param('reason'),
      );
    case 'other-origin':
      return l10n.t(
        'This bulk update belongs to {0}, not to {1}, so nothing was sent.',
        param('expected'),
        param('found'),
      );
    case 'version':
      return l10n.t('The journal of this bulk update was written by a newer version of this extension.');
    case 'missing':
      return l10n.t('The journal of this bulk update no longer exists.');
    default:
      return undefined;
  }
}

/** What to do about a journal that cannot be used. */
export function wordJournalAdvice(detail: string | undefined): { advice?: string } {
  switch (detail) {
    case 'write':
      return { advice: l10n.t('Free up disk space, then resume the bulk update.') };
    case 'read':
      return { advice: l10n.t('Nothing is lost. Resume it once the disk can be read.') };
    case 'other-origin':
    case 'version':
    case 'missing':
      return {};
    default:
      return {
        advice: l10n.t(
          'Check the journal for the rows that were sent, and put only the rest into a new file.',
        ),
      };
  }
}

type OwnCode = Exclude<RowProblemCode, ProblemCode>;

/** What is wrong with a row of a file and what to do about it. */
export function wordRowProblem(problem: RowProblem): string {
  const { code, field, params = {} } = problem;
  if (code === 'wrong-type' && params.key !== undefined) {
    return l10n.t('The value of “{0}” is neither text nor a number.', quoted(params.key));
  }
  const text = isOwn(code)
    ? rowSentences[code](fieldLabel(field), (name) => quoted(params[name]))
    : wordProblem({ ...problem, code });
  return params.fixes === undefined ? text : `${text} ${wordFixNames(params.fixes)}`;
}

/** The repairs of a whole column that would settle a row, by the names that argument objects take. */
function wordFixNames(names: string): string {
  const fixes = names.split(' ').map((each) => l10n.t('“{0}”', each));
  return fixes.length === 1
    ? l10n.t('Fix for the whole column: {0}.', fixes.join(', '))
    : l10n.t('Fixes for the whole column: {0}.', fixes.join(', '));
}

const rowSentences: Record<OwnCode, (label: string, param: (name: string) => string) => string> = {
  'row-ragged': (_, param) =>
    l10n.t(
      'The row has {0} columns, but the header has {1}. Check for a missing or extra delimiter or quote.',
      param('found'),
      param('expected'),
    ),
  'json-broken': () =>
    l10n.t('The line isn’t a JSON object. Each line must contain one, such as {"customer_id":"441"}.'),
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
    l10n.t('{0}: “{1}” is the name of a status. Its ID is {2}.', label, param('value'), param('suggestion')),
  'row-duplicate': (_, param) => l10n.t('Duplicate of line {0}; only that line is sent.', param('line')),
  'record-in-work': () => l10n.t('An agent is working on this record (IN_PROGRESS), so it was skipped.'),
  'record-not-found': () => l10n.t('No such record in Thulium. Check the campaign and the CRM customer_id.'),
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
  return Object.hasOwn(rowSentences, code);
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

/** Words of the results and to-fix files. */
export function bulkFileWords(): ResultWords & { toFixColumn: string } {
  return {
    columns: {
      outcome: l10n.t('Outcome'),
      status: l10n.t('HTTP status'),
      requestId: 'request_id',
      message: l10n.t('Message'),
      attempts: l10n.t('Attempts'),
      time: l10n.t('Time (UTC)'),
    },
    toFixColumn: l10n.t('To fix'),
    outcome: wordRowState,
    problem: wordRowProblem,
    failure: (failure) => wordFailure(failure).message,
    leftOut: wordLeftOut,
    unknown: l10n.t('The request may have reached Thulium. Resume the bulk update to find out.'),
  };
}

function wordRowState(state: RowState, restored?: 'fully' | 'partly'): string {
  switch (state) {
    case 'updated':
      if (restored !== undefined) {
        return restored === 'partly' ? l10n.t('partially restored') : l10n.t('restored');
      }
      return l10n.t('updated');
    case 'failed':
      return l10n.t('failed');
    case 'skipped':
      return l10n.t('skipped');
    case 'in-doubt':
    case 'unfinished':
      return l10n.t('result unknown');
    case 'open':
    case 'unchosen':
      return l10n.t('not sent');
  }
}

/** Why a row was left out before anything was sent. */
function wordLeftOut(why: LeftOutVerdict): string {
  switch (why) {
    case 'invalid':
      return l10n.t('Not sent: the row has errors.');
    case 'not-found':
      return l10n.t('Not sent: there is no such record.');
    case 'duplicate':
      return l10n.t('Not sent: an earlier line has the same record.');
    case 'in-work':
      return l10n.t('Not sent: an agent is working on the record.');
    case 'changed':
      return l10n.t('Not sent: the record has changed since the update.');
    case 'do-not-call':
      return l10n.t('Not sent: it would take the record out of Do not call.');
  }
}

/** How a run stands. */
export function wordRunState(run: Pick<RunSummary, 'state'>): string {
  switch (run.state) {
    case 'completed':
      return l10n.t('completed');
    case 'stopped':
      return l10n.t('stopped');
    case 'cancelled':
      return l10n.t('canceled');
    case 'unfinished':
      return l10n.t('unfinished');
  }
}

/** What a run is, for those that are no plain update. */
export function wordRunKind(kind: RunSummary['kind']): string | undefined {
  switch (kind) {
    case 'update':
      return undefined;
    case 'retry':
      return l10n.t('retry of failed rows');
    case 'linked':
      return l10n.t('corrected rows');
    case 'restore':
      return l10n.t('values restored');
  }
}
