import path from 'node:path';
import * as vscode from 'vscode';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import '../shared.js';
import { failureOf } from '../../bulk/journal/journalLines.js';
import type { DamagedRun, RunSummary } from '../../bulk/runs.js';
import { wordCounts, wordProgress, wordRunKind, wordRunState } from '../../messages/bulk.js';
import { wordFailure, toFailure } from '../../messages/failures.js';
import { type BulkRuns, bulkRunsOf, rememberFolder } from './runs.js';
import { treeItem, askModal, showMessage, showQuickPick } from '../door.js';
import type { CodedFailure } from '../../core/errors.js';
import type { Failure } from '../../core/outcome.js';
import { countOf } from '../../messages/plural.js';
import type { Services } from '../services.js';
import { bulkEngine } from './engine.js';
import { openResultsFile, presentRefusal } from './bulkOutcome.js';
import { openFolderArguments, parseArguments } from '../arguments.js';
import { localPath } from './bulkCommand.js';

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
      : `${wordRunState(run)} · ${wordCounts(run, run)}`;
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

/** What a row of the Bulk runs view, or a button on a message, hands to a command. */
export interface RunRow {
  /** Id of the run. */
  row: string;
  /** What the user decided about rows whose result is unknown and whose records may not be read. */
  onUnknown?: 'resend' | 'skip';
}

/** A row; undefined for an argument object or nothing. */
export function asRunRow(input: unknown): RunRow | undefined {
  if (typeof input !== 'object' || input === null || !('row' in input) || typeof input.row !== 'string') {
    return undefined;
  }
  const { row } = input;
  const onUnknown = 'onUnknown' in input ? input.onUnknown : undefined;
  return onUnknown === 'resend' || onUnknown === 'skip' ? { row, onUnknown } : { row };
}

const dayMs = 24 * 60 * 60 * 1000;

/** Pauses a run of this window; requests in flight finish. */
export function pauseBulkRun(services: Services, input: unknown): void {
  const row = asRunRow(input);
  if (row) bulkRunsOf(services).liveRun(row.row)?.run.pause();
}

/** Cancels a run of this window; what is left can be resumed. */
export function cancelBulkRun(services: Services, input: unknown): void {
  const row = asRunRow(input);
  if (row) bulkRunsOf(services).liveRun(row.row)?.run.cancel();
}

/** Writes the results of a run as they stand and opens them. */
export async function openBulkResults(services: Services, input: unknown): Promise<void> {
  const row = asRunRow(input);
  if (!row) return;
  const results = await bulkEngine(services).writeResults(row.row);
  if (results.ok) await openResultsFile(results.value);
  else presentRefusal(services, row.row, results.failure);
}

/** Deletes one run with the values before that it remembers. */
export async function deleteBulkRun(services: Services, input: unknown): Promise<void> {
  const row = asRunRow(input);
  if (row && (await consent(1))) await deleteRuns(services, [row.row]);
}

/** Deletes finished runs of an age that the user chooses. */
export async function deleteOldBulkRuns(services: Services): Promise<void> {
  const runs = (await bulkRunsOf(services).kept()).runs.filter((each) => each.state === 'completed');
  const olderThan = (days: number): RunSummary[] =>
    runs.filter((each) => each.lastAt <= Date.now() - days * dayMs);
  const items = [30, 7, 0]
    .map((days) => ({ days, old: olderThan(days) }))
    .filter(({ old }) => old.length > 0)
    .map(({ days, old }) => ({
      label:
        days === 0
          ? vscode.l10n.t('All completed ones')
          : vscode.l10n.t('Completed more than {0} days ago', days),
      description: String(old.length),
      old,
    }));
  if (items.length === 0) {
    void showMessage('info', vscode.l10n.t('No completed bulk updates to delete.'));
    return;
  }
  const title = vscode.l10n.t('Select bulk updates to delete');
  const chosen = await showQuickPick(items, { title });
  if (!chosen || !(await consent(chosen.old.length))) return;
  await deleteRuns(
    services,
    chosen.old.map(({ runId }) => runId),
  );
}

async function consent(count: number): Promise<boolean> {
  const remove = vscode.l10n.t('Delete');
  const answer = await askModal(
    vscode.l10n.t('Delete {0} from the list?', countOf('run', count)),
    {
      detail: [vscode.l10n.t('You won’t be able to resume or restore them. Result files are kept.')],
    },
    remove,
  );
  return answer === remove;
}

async function deleteRuns(services: Services, runIds: readonly string[]): Promise<void> {
  const engine = bulkEngine(services);
  for (const runId of runIds) {
    const deleted = await engine.deleteRun(runId);
    if (!deleted.ok) presentRefusal(services, runId, deleted.failure);
  }
  bulkRunsOf(services).refresh();
}

/** `thulium.openBulkRunsFolder`: lists the runs of a folder that `thulium-records bulk --state` wrote. */
export async function openBulkRunsFolder(
  services: Services,
  input?: unknown,
): Promise<{ folder: string; runs: number } | { error: Failure }> {
  const title = vscode.l10n.t('Open Bulk Runs Folder');
  const refuse = (failure: CodedFailure): { error: Failure } => {
    presentRefusal(services, title, failure);
    return { error: toFailure(failure) };
  };
  const parsed = parseArguments(openFolderArguments, input);
  if (!parsed.ok) return refuse(parsed.failure);
  const folder =
    parsed.value.folder === undefined ? await chooseFolder(title) : localPath(parsed.value.folder);
  if (folder === undefined) {
    const value = parsed.value.folder;
    if (value === undefined) return refuse({ code: 'cancelled' });
    return refuse({ code: 'invalid-input', detail: 'file-relative', params: { field: 'folder', value } });
  }
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder)
    return refuse({ code: 'invalid-input', detail: 'file-unreadable', params: { reason: 'ENOENT' } });
  await rememberFolder(services, folder);
  const runs = bulkRunsOf(services);
  runs.refresh();
  const kept = (await runs.kept()).runs.filter(({ runId }) => existsSync(path.join(folder, runId)));
  void showMessage('info', `${path.basename(folder)}: ${countOf('run', kept.length)}`);
  return { folder, runs: kept.length };
}

async function chooseFolder(title: string): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title,
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: false,
  });
  return chosen?.[0]?.fsPath;
}
