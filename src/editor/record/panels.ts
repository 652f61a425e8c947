import * as vscode from 'vscode';
import type { RawRecord } from '../../core/record.js';
import { panels } from '../../manifest.js';
import { savedRecordSchema, type RecordSubject } from '../../protocol/record.js';
import { drawPage, portOf } from '../webviews/page.js';
import type { RecordServices } from './services.js';
import { RecordSession } from './session.js';

interface Shown {
  panel: vscode.WebviewPanel;
  session: RecordSession;
}

/** Opens record pages, one a record and connection, and fills the panels that VS Code restores. */
export class RecordPanels implements vscode.Disposable {
  private readonly shown = new Map<string, Shown>();

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly services: RecordServices,
  ) {}

  /** Shows a record that was just read; a page that is open for it is brought to the front. */
  open(subject: RecordSubject, record: RawRecord): void {
    const open = this.shown.get(keyOf(subject));
    if (open) {
      open.panel.reveal();
      open.session.show(record);
      return;
    }
    const title = titleOf(subject);
    const panel = vscode.window.createWebviewPanel(panels.record, title, vscode.ViewColumn.Active);
    this.fill(panel, subject).show(record);
  }

  /** Fills a panel that VS Code restored. Of the record itself nothing was kept: it is read anew. */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    const saved = savedRecordSchema.safeParse(state);
    if (!saved.success) {
      panel.dispose();
      return;
    }
    void this.fill(panel, saved.data.subject).restore(saved.data.watching);
  }

  dispose(): void {
    for (const { panel } of [...this.shown.values()]) panel.dispose();
  }

  private fill(panel: vscode.WebviewPanel, subject: RecordSubject): RecordSession {
    const session = new RecordSession({
      port: portOf(panel.webview),
      services: this.services,
      subject,
      language: vscode.env.language,
      bundle: vscode.l10n.bundle ?? {},
    });
    session.setVisible(panel.visible);
    panel.onDidChangeViewState(() => {
      session.setVisible(panel.visible);
    });
    const key = keyOf(subject);
    this.shown.set(key, { panel, session });
    panel.onDidDispose(() => {
      this.shown.delete(key);
      session.dispose();
    });
    panel.title = titleOf(subject);
    drawPage(panel.webview, this.extensionUri, { name: 'record', title: panel.title });
    return session;
  }
}

function keyOf({ connectionId, campaignId, customerId }: RecordSubject): string {
  return [connectionId, campaignId, customerId].join('/');
}

function titleOf({ customerId }: RecordSubject): string {
  return vscode.l10n.t('Record {0}', customerId);
}
