import * as l10n from '@vscode/l10n';
import type { ResultWords } from '../bulk/results.js';
import type { RunSummary } from '../bulk/runs.js';
import type { RowState } from '../bulk/journal/replay.js';
import { wordRowProblem } from './bulkRows.js';
import { wordFailure } from './failures.js';

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
  };
}

function wordRowState(state: RowState): string {
  switch (state) {
    case 'updated':
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

function wordLeftOut(state: RowState): string {
  switch (state) {
    case 'skipped':
      return l10n.t(
        'Left out before sending: a second row of the same record, or a record that is worked on or was changed.',
      );
    case 'failed':
      return l10n.t('Left out before sending: there is no such record, or the row had errors.');
    case 'unfinished':
    case 'in-doubt':
      return l10n.t('The request may have reached Thulium; resume the bulk update to find out.');
    default:
      return '';
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
      return l10n.t('cancelled');
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
