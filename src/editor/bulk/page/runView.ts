import * as vscode from 'vscode';
import type { RunSummary } from '../../../bulk/runs.js';
import type { BulkOutcome } from '../../../core/outcome.js';
import type { BulkState } from '../../../protocol/bulk.js';
import { wordCounts, wordProgress } from '../../../messages/bulkProgress.js';
import type { LiveRun } from '../liveRun.js';

/** How far a run is, for its page. */
export function runView(run: LiveRun): BulkState['run'] {
  const { progress } = run;
  if (!progress) return null;
  const done = progress.total - progress.remaining;
  return {
    text: `${wordProgress(progress, performance.now())} · ${wordCounts(progress)}`,
    percent: progress.total === 0 ? 100 : Math.floor((done / progress.total) * 100),
    paused: run.isPaused,
  };
}

/** What the journal of a run tells after the window was reloaded. */
export function keptOutcome(run: RunSummary): BulkOutcome {
  const { runId, total, updated, failed, skipped, inDoubt, remaining } = run;
  const state = run.state === 'unfinished' ? 'stopped' : run.state;
  return { runId, dryRun: false, state, total, updated, failed, skipped, inDoubt, remaining };
}

/** How a run ended, for its page. */
export function outcomeView(outcome: BulkOutcome, retryable: number): BulkState['outcome'] {
  const { updated, failed, inDoubt, remaining, error, resultsFile, runId } = outcome;
  const isRun = runId !== '';
  return {
    kind: error ? 'error' : failed + inDoubt + remaining > 0 ? 'warning' : 'good',
    headline: `${headlineOf(outcome)} ${wordCounts(outcome)}`,
    message: error?.message ?? null,
    canOpen: resultsFile !== undefined,
    canResume: isRun && remaining + inDoubt > 0,
    canRetry: isRun && retryable > 0,
    canRestore: isRun && updated > 0,
  };
}

function headlineOf({ state }: BulkOutcome): string {
  switch (state) {
    case 'completed':
      return vscode.l10n.t('Completed.');
    case 'stopped':
      return vscode.l10n.t('Stopped; it can be resumed.');
    case 'cancelled':
      return vscode.l10n.t('Cancelled; it can be resumed.');
    case 'refused':
      return vscode.l10n.t('Nothing was sent.');
  }
}
