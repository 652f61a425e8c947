import path from 'node:path';
import * as vscode from 'vscode';
import type { RunSummary } from '../../bulk/runs.js';
import { wordCounts } from '../../messages/bulkProgress.js';
import { wordRunState } from '../../messages/bulkRuns.js';
import type { Services } from '../services.js';
import { bulkRunsOf } from './runs.js';
import { asRunRow } from './runRow.js';
import { showMessage, showQuickPick } from '../door.js';

export type RunCommand = 'resume' | 'retry' | 'restore';

const suits: Record<RunCommand, (run: RunSummary) => boolean> = {
  resume: (run) => run.remaining + run.inDoubt > 0,
  retry: (run) => run.failed > 0,
  restore: (run) => run.updated > 0 && run.rememberBefore,
};

/** The run of a row or a button, or one that the user picks; undefined when arguments name it. */
export async function chosenRun(
  services: Services,
  command: RunCommand,
  input: unknown,
): Promise<{ runId: string } | 'cancelled' | undefined> {
  const row = asRunRow(input);
  if (row) return { runId: row.row };
  if (input !== undefined) return undefined;
  const runs = bulkRunsOf(services);
  runs.refresh();
  const items = (await runs.kept()).runs.filter(suits[command]).map((run) => ({
    label: path.basename(run.file),
    description: [
      wordRunState(run),
      run.connection.name,
      new Date(run.startedAt).toLocaleString(vscode.env.language),
    ].join(' · '),
    detail: wordCounts(run),
    runId: run.runId,
  }));
  if (items.length === 0) {
    void showMessage('info', titleOfNone(command));
    return 'cancelled';
  }
  const options = {
    title: titleOf(command),
    matchOnDescription: true,
    matchOnDetail: true,
    // A page whose run has just ended may take the focus.
    ignoreFocusOut: true,
  };
  return (await showQuickPick(items, options)) ?? 'cancelled';
}

function titleOf(command: RunCommand): string {
  switch (command) {
    case 'resume':
      return vscode.l10n.t('Resume which bulk update?');
    case 'retry':
      return vscode.l10n.t('Retry the failed rows of which bulk update?');
    case 'restore':
      return vscode.l10n.t('Restore the values before which bulk update?');
  }
}

function titleOfNone(command: RunCommand): string {
  switch (command) {
    case 'resume':
      return vscode.l10n.t('There is no unfinished bulk update.');
    case 'retry':
      return vscode.l10n.t('There is no bulk update with failed rows.');
    case 'restore':
      return vscode.l10n.t('There is no bulk update that could be restored.');
  }
}
