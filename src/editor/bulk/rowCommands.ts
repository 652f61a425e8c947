import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { RunSummary } from '../../bulk/runs.js';
import type { CodedFailure } from '../../core/errors.js';
import type { Failure } from '../../core/outcome.js';
import { toFailure } from '../../messages/failures.js';
import { countOf } from '../../messages/plural.js';
import type { Services } from '../services.js';
import { bulkRunsOf } from './runs.js';
import { bulkEngine } from './engine.js';
import { openResultsFile } from './openResults.js';
import { openFolderArguments, parseArguments } from '../arguments.js';
import { localPath } from './request.js';
import { asRunRow } from './runRow.js';
import { rememberFolder } from './runsFolders.js';
import { presentRefusal } from './summary.js';
import { askModal, showMessage, showQuickPick } from '../door.js';

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
    void showMessage('info', vscode.l10n.t('There is no completed bulk update to delete.'));
    return;
  }
  const title = vscode.l10n.t('Delete which bulk updates?');
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
    vscode.l10n.t('Delete from the list: {0}?', countOf('run', count)),
    {
      detail: [
        vscode.l10n.t('They can then be neither resumed nor restored. Results files stay where they are.'),
      ],
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
