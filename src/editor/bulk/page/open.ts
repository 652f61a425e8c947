import '../../shared.js';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { BulkOutcome } from '../../../core/outcome.js';
import { panels } from '../../../manifest.js';
import type { Services } from '../../services.js';
import { drawPage, portOf } from '../../webviews/page.js';
import { refusedBulk } from '../../../messages/outcomes.js';
import { BulkSession } from './session.js';
import { findSource } from './source.js';
import { readSaved, savePage, type SavedPage } from './saved.js';

/** Opens the page of a bulk update; resolves to how its run ended, or to `cancelled` when it is closed before. */
export async function openBulkPage(services: Services, uri: vscode.Uri | undefined): Promise<BulkOutcome> {
  const source = await findSource(services, uri);
  if (!source) return refusedBulk({ code: 'cancelled' });
  const panel = vscode.window.createWebviewPanel(
    panels.bulkPlan,
    vscode.l10n.t('Bulk Update'),
    vscode.ViewColumn.Active,
    { retainContextWhenHidden: true },
  );
  return fill(services, panel, false, {
    id: randomUUID(),
    source,
    chosen: {
      request: { file: source.file, constants: {} },
      options: { rememberBefore: true, includeInWork: false, includeDoNotCall: false, sendDuplicates: false },
    },
  });
}

/** Fills a panel that VS Code restored, with what was chosen on it before. */
export function restoreBulkPage(services: Services, panel: vscode.WebviewPanel, state: unknown): void {
  const saved = readSaved(services, state);
  if (saved) void fill(services, panel, true, saved);
  else panel.dispose();
}

function fill(
  services: Services,
  panel: vscode.WebviewPanel,
  isRestored: boolean,
  saved: SavedPage,
): Promise<BulkOutcome> {
  const title = vscode.l10n.t('Bulk Update');
  const session = new BulkSession(services, portOf(panel.webview), saved, {
    isRestored,
    onChosen: (page) => {
      void savePage(services, page);
    },
    onSubject: (name) => {
      panel.title = `${title}: ${name}`;
    },
  });
  panel.onDidDispose(() => {
    session.dispose();
  });
  drawPage(panel.webview, services.context.extensionUri, { name: 'bulk', title });
  return session.ended;
}
