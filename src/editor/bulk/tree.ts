import '../shared.js';
import path from 'node:path';
import * as vscode from 'vscode';
import { failureOf } from '../../bulk/journal/failureLine.js';
import type { DamagedRun, RunSummary } from '../../bulk/runs.js';
import { wordCounts, wordProgress } from '../../messages/bulkProgress.js';
import { wordRunKind, wordRunState } from '../../messages/bulkRuns.js';
import { wordFailure } from '../../messages/failures.js';
import type { BulkRuns } from './runs.js';
import type { RunRow } from './runRow.js';
import { treeItem } from '../door.js';

interface KeptRow extends RunRow {
  run: RunSummary;
}
interface DamagedRow extends RunRow {
  damaged: DamagedRun;
}
export type BulkRunRow = KeptRow | DamagedRow;

/** The Bulk runs view: newest first, those under way with their progress. */
export class BulkRunsTree implements vscode.TreeDataProvider<BulkRunRow>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly runs: BulkRuns) {
    this.subscription = runs.onDidChange(() => {
      this.changed.fire();
    });
  }

  async getChildren(element?: BulkRunRow): Promise<BulkRunRow[]> {
    if (element) return [];
    const { runs, damaged } = await this.runs.kept();
    return [
      ...runs.map((run) => ({ row: run.runId, run })),
      ...damaged.map((each) => ({ row: each.runId, damaged: each })),
    ];
  }

  getTreeItem(row: BulkRunRow): vscode.TreeItem {
    return 'run' in row ? this.runItem(row.run) : damagedItem(row.damaged);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private runItem(run: RunSummary): vscode.TreeItem {
    const live = this.runs.liveRun(run.runId)?.run;
    const progress = live?.progress;
    const started = new Date(run.startedAt).toLocaleString(vscode.env.language);
    const state = progress
      ? wordProgress(progress, performance.now())
      : `${wordRunState(run)} · ${wordCounts(run)}`;
    const kind = wordRunKind(run.kind);
    const description = [...(kind === undefined ? [] : [kind]), state].join(' · ');
    return treeItem({
      id: run.runId,
      label: path.basename(run.file),
      description,
      iconPath: live ? new vscode.ThemeIcon(live.isPaused ? 'debug-pause' : 'sync~spin') : iconOf(run),
      tooltip: [
        run.file,
        run.connection.name,
        started,
        description,
        ...(run.failure && !live ? [wordFailure(failureOf(run.failure)).message] : []),
      ],
      accessibilityInformation: { label: `${path.basename(run.file)}, ${description}, ${started}` },
      contextValue: live ? `run live ${live.isPaused ? 'paused' : 'moving'}` : contextOf(run),
    });
  }
}

/** Runs that wait to be resumed, for the badge; those under way here are none. */
export async function unfinishedRuns(runs: BulkRuns): Promise<number> {
  const { runs: all } = await runs.kept();
  return all.filter((run) => isUnfinished(run) && runs.liveRun(run.runId) === undefined).length;
}

function isUnfinished(run: RunSummary): boolean {
  return run.state === 'unfinished' || run.state === 'stopped';
}

function contextOf(run: RunSummary): string {
  return [
    'run',
    ...(run.remaining + run.inDoubt > 0 ? ['resumable'] : []),
    ...(run.failed > 0 ? ['retryable'] : []),
    ...(run.updated > 0 && run.rememberBefore ? ['restorable'] : []),
  ].join(' ');
}

function iconOf(run: RunSummary): vscode.ThemeIcon {
  switch (run.state) {
    case 'completed':
      return new vscode.ThemeIcon(run.failed + run.inDoubt > 0 ? 'warning' : 'pass');
    case 'cancelled':
      return new vscode.ThemeIcon('circle-slash');
    default:
      return new vscode.ThemeIcon('debug-pause', new vscode.ThemeColor('list.warningForeground'));
  }
}

function damagedItem({ runId, failure }: DamagedRun): vscode.TreeItem {
  const { message } = wordFailure(failure);
  return treeItem({
    id: runId,
    label: runId,
    description: vscode.l10n.t('journal damaged'),
    tooltip: [message],
    iconPath: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
    accessibilityInformation: { label: `${runId}, ${message}` },
    contextValue: 'damaged',
  });
}
