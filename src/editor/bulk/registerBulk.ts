import * as vscode from 'vscode';
import { views } from '../../manifest.js';
import { lazy } from '../../core/lazy.js';
import { LazyTree } from '../lazyViews.js';
import type { Services } from '../services.js';
import type { BulkRuns } from './runs.js';
import type { BulkRunRow } from './runsTree.js';

/** Milliseconds after activation at which the disk is looked at: the window has its own work to do before. */
const idleMs = 2_000;

/**
 * The Bulk runs view with its badge. Runs that an earlier session left on the disk are looked at soon after activation,
 * for an unfinished one must not be overlooked; where there are none, nothing of this is loaded until it is used.
 */
export function registerBulkRuns(
  context: vscode.ExtensionContext,
  services: () => Promise<Services>,
): { onServices: (services: Services) => void } {
  const runs = lazy(async () => {
    const [shared, { bulkRunsOf }] = await Promise.all([services(), import('./runs.js')]);
    return bulkRunsOf(shared);
  });
  const tree = new LazyTree<BulkRunRow>(async () => {
    const [shared, { BulkRunsTree }] = await Promise.all([services(), import('./runsTree.js')]);
    const made = new BulkRunsTree(await runs());
    shared.own(made);
    return made;
  });
  const view = vscode.window.createTreeView(views.bulkRuns, { treeDataProvider: tree });
  context.subscriptions.push(
    tree,
    view,
    view.onDidChangeVisibility(({ visible }) => {
      if (visible)
        void runs().then((all) => {
          all.refresh();
        });
    }),
  );
  const idle = setTimeout(() => void wakeForKeptRuns(context, runs), idleMs);
  context.subscriptions.push({
    dispose: () => {
      clearTimeout(idle);
    },
  });
  return {
    onServices: (shared) => {
      shared.own(
        shared.onDidMakeBulkRuns((all) => {
          const show = (): void => void showBadge(view, all);
          shared.own(all.onDidChange(show));
          show();
        }),
      );
    },
  };
}

async function wakeForKeptRuns(
  { globalStorageUri }: vscode.ExtensionContext,
  runs: () => Promise<BulkRuns>,
): Promise<void> {
  const folder = vscode.Uri.joinPath(globalStorageUri, 'bulk');
  const entries = await Promise.resolve(vscode.workspace.fs.readDirectory(folder)).catch(() => []);
  if (entries.length > 0) await runs();
}

async function showBadge(view: vscode.TreeView<BulkRunRow>, runs: BulkRuns): Promise<void> {
  const { unfinishedRuns } = await import('./runsTree.js');
  const value = await unfinishedRuns(runs);
  view.badge =
    value === 0 ? undefined : { value, tooltip: vscode.l10n.t('Unfinished bulk updates: {0}', value) };
}
