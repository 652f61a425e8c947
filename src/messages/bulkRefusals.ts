import * as l10n from '@vscode/l10n';
import { wordFileProblem } from './bulkFiles.js';
import { quoted } from './quoted.js';

/** Why a bulk update was refused before anything was sent; undefined for a detail that is none of its. */
export function wordBulkRefusal(
  detail: string | undefined,
  params: Readonly<Record<string, string>> = {},
): string | undefined {
  const param = (name: string): string => quoted(params[name], 200);
  switch (detail) {
    case 'run-unknown':
      return l10n.t('There is no such bulk update: it may have been deleted.');
    case 'nothing-to-retry':
      return l10n.t('No row failed for a reason that may have passed: correct the others in the file.');
    case 'nothing-to-restore':
      return l10n.t('This bulk update changed nothing that could be restored.');
    case 'nothing-to-send':
      return l10n.t('No row can be sent: correct the file, or change the mapping.');
    case 'nothing-left':
      return l10n.t('Every row of this bulk update has its result: nothing is left to send.');
    case 'file-relative':
      return l10n.t('“{0}” is no absolute path and no URI of a file on this machine.', param('value'));
    case 'value-unknown':
      return l10n.t('{0} cannot be “{1}”.', param('field'), param('value'));
    case 'expected-rows-missing':
      return l10n.t(
        'On a production system expectedRows must say how many rows would be sent: {0}. Nothing was sent.',
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
      return l10n.t('A call-centre agent was working on the record (IN_PROGRESS), so nothing was sent.');
    case 'date-passed':
      return l10n.t('Its date has passed since the run began, so nothing was sent.');
    case 'do-not-call':
      return l10n.t('This would take the record out of Do not call, so nothing was sent.');
    case 'changed-since-sent':
      return l10n.t(
        'It is not known whether this row was applied, and someone changed the record since, so it was not sent again.',
      );
    case 'write':
      return param('reason') === ''
        ? l10n.t('The journal of this bulk update could not be written, so nothing more is sent.')
        : l10n.t(
            'The journal of this bulk update could not be written ({0}), so nothing more is sent.',
            param('reason'),
          );
    case 'read':
      return l10n.t(
        'The journal of this bulk update could not be read ({0}), so nothing more is sent.',
        param('reason'),
      );
    case 'other-origin':
      return l10n.t(
        'This bulk update belongs to {0}, not to {1}, so nothing was sent.',
        param('expected'),
        param('found'),
      );
    case 'version':
      return l10n.t('A newer version of this extension wrote the journal of this bulk update.');
    case 'missing':
      return l10n.t('The journal of this bulk update is gone.');
    default:
      return undefined;
  }
}

/** What to do about a journal that cannot be used. */
export function wordJournalAdvice(detail: string | undefined): { advice?: string } {
  switch (detail) {
    case 'write':
      return { advice: l10n.t('Make room on the disk, then resume the bulk update.') };
    case 'read':
      return { advice: l10n.t('Nothing of it is lost: resume it when the disk can be read.') };
    case 'other-origin':
    case 'version':
    case 'missing':
      return {};
    default:
      return {
        advice: l10n.t(
          'Look in the journal for the rows already sent, and put only the rest into a new file.',
        ),
      };
  }
}
