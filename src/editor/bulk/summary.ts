import path from 'node:path';
import * as vscode from 'vscode';
import type { BulkEngine } from '../../bulk/engine.js';
import type { RunEnd } from '../../bulk/run/run.js';
import type { CodedFailure } from '../../core/errors.js';
import type { BulkOutcome } from '../../core/outcome.js';
import { commands } from '../../manifest.js';
import { wordCounts } from '../../messages/bulkProgress.js';
import type { MessageAction } from '../present.js';
import type { Services } from '../services.js';
import { openResultsFile } from './openResults.js';
import type { RunRow } from './runRow.js';

export interface Ended {
  end: RunEnd;
  outcome: BulkOutcome;
  file: string;
  engine: BulkEngine;
}

/** Says how a run ended, with buttons for what can be done next. */
export async function presentEnd(services: Services, { end, outcome, file, engine }: Ended): Promise<void> {
  const { runId, resultsFile } = outcome;
  const described = await engine.describeRun(runId);
  const retryable = described.ok ? described.value.retryable : 0;
  const command = (label: string, id: string, more: Omit<RunRow, 'row'> = {}): MessageAction => ({
    label,
    run: () => vscode.commands.executeCommand(id, { row: runId, ...more }),
  });
  const mustDecide = outcome.inDoubt > 0 && end.unchecked.includes('records');
  const actions = [
    ...(mustDecide
      ? [
          command(vscode.l10n.t('Send Unknown Ones Again'), commands.resumeBulkUpdate, {
            onUnknown: 'resend',
          }),
          command(vscode.l10n.t('Leave Unknown Ones Out'), commands.resumeBulkUpdate, { onUnknown: 'skip' }),
        ]
      : []),
    ...(!mustDecide && outcome.remaining + outcome.inDoubt > 0
      ? [command(vscode.l10n.t('Resume'), commands.resumeBulkUpdate)]
      : []),
    ...(retryable > 0 ? [command(vscode.l10n.t('Retry Failed Rows'), commands.retryFailedRows)] : []),
    ...(resultsFile === undefined
      ? []
      : [{ label: vscode.l10n.t('Open Results'), run: () => openResultsFile(resultsFile) }]),
    ...(outcome.updated > 0 ? [command(vscode.l10n.t('Restore…'), commands.restoreBulkUpdate)] : []),
  ];
  const name = path.basename(file);
  const text = `${name}: ${wordCounts(outcome)}`;
  services.output.info(`${text} (${outcome.state}, ${runId})`);
  if (end.failure) services.presenter.failure(text, end.failure, actions);
  else if (outcome.failed + outcome.inDoubt + outcome.remaining > 0)
    services.presenter.warning(text, actions);
  else services.presenter.success(text, actions);
}

/** Says why nothing was sent; a cancel needs no message. */
export function presentRefusal(services: Services, file: string, failure: CodedFailure): void {
  if (failure.code !== 'cancelled') services.presenter.failure(path.basename(file), failure);
}
