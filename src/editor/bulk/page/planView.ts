import * as vscode from 'vscode';
import type { Plan } from '../../../bulk/plan/plan.js';
import type { BulkLine, BulkState } from '../../../protocol/bulk.js';
import { wordRowProblem } from '../../../messages/bulkRows.js';
import { countOf } from '../../../messages/plural.js';

const shownProblems = 50;

/** A plan in words; `lineShift` is added to lines of the file that is read. */
export function planView(plan: Plan, lineShift: number): NonNullable<BulkState['plan']> {
  const { counts, problems, rowsWithErrors, rowsWithWarnings } = plan;
  return {
    send: counts.send,
    counts: countLines(counts),
    restorable: [...restorableLines(counts), ...uncheckedLines(plan)],
    problems: problems.slice(0, shownProblems).map((each) => ({
      line: each.line + lineShift,
      severity: each.severity,
      text: wordRowProblem(each),
    })),
    moreProblems: Math.max(0, rowsWithErrors + rowsWithWarnings - Math.min(shownProblems, problems.length)),
    hasToFix: counts.invalid + counts.notFound > 0,
  };
}

function line(kind: BulkLine['kind'], count: number, text: string): BulkLine[] {
  return count > 0 ? [{ kind, text: `${countOf('row', count)}: ${text}` }] : [];
}

function countLines(counts: Plan['counts']): BulkLine[] {
  return [
    ...line('good', counts.send, vscode.l10n.t('to be sent')),
    ...line('error', counts.invalid, vscode.l10n.t('with errors, left out')),
    ...line('error', counts.notFound, vscode.l10n.t('without a record in Thulium, left out')),
    ...line('warning', counts.duplicate, vscode.l10n.t('of a record that an earlier row has, left out')),
    ...line('warning', counts.inWork, vscode.l10n.t('whose record an agent is working on, left out')),
    ...line('warning', counts.doNotCall, vscode.l10n.t('leave Do not call, left out')),
  ];
}

function restorableLines({ restorable, send }: Plan['counts']): BulkLine[] {
  if (send === 0) return [];
  return [
    ...line('good', restorable.fully, vscode.l10n.t('can be restored later')),
    ...line(
      'warning',
      restorable.partly,
      vscode.l10n.t('can be restored only in part: a field is empty now'),
    ),
    ...line('warning', restorable.not, vscode.l10n.t('cannot be restored: the fields are empty now')),
    ...line('info', restorable.unknown, vscode.l10n.t('not known yet whether they can be restored')),
  ];
}

function uncheckedLines({ unchecked }: Plan): BulkLine[] {
  return unchecked.map((code) => ({ kind: 'info', text: wordUncheckedInPlan(code) }));
}

function wordUncheckedInPlan(code: string): string {
  switch (code) {
    case 'statuses':
      return vscode.l10n.t('The statuses could not be read, so they were not checked.');
    case 'agents':
      return vscode.l10n.t('The call-centre agents could not be read, so they were not checked.');
    default:
      return vscode.l10n.t(
        'Not every record could be read before; each is read again just before it is written, where that is allowed.',
      );
  }
}
