import * as vscode from 'vscode';
import { panels } from '../../manifest.js';
import { drawPage, portOf } from '../webviews/page.js';
import { draftOf, type Prefill } from './draft.js';
import type { FormServices } from './services.js';
import { FormSession } from './session.js';

/** Opens update forms, any number at once, and fills the panels that VS Code restores. */
export class FormPanels implements vscode.Disposable {
  private readonly shown = new Set<vscode.WebviewPanel>();

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly services: FormServices,
  ) {}

  /** Opens one more form beside those that are open. */
  open(prefill: Prefill = {}): void {
    const panel = vscode.window.createWebviewPanel(
      panels.updateForm,
      title(undefined),
      vscode.ViewColumn.Active,
      // A request under way is shown to its end even when the user looks at another tab meanwhile.
      { retainContextWhenHidden: true },
    );
    this.fill(panel, prefill);
  }

  /** Draws a form into a panel, such as one that VS Code restored; the page has kept its own draft. */
  fill(panel: vscode.WebviewPanel, prefill?: Prefill): void {
    const session = new FormSession({
      port: portOf(panel.webview),
      services: this.services,
      language: vscode.env.language,
      bundle: vscode.l10n.bundle ?? {},
      prefill: prefill && draftOf(prefill),
      onSubject: (customerId) => {
        panel.title = title(customerId);
      },
    });
    this.shown.add(panel);
    panel.onDidDispose(() => {
      this.shown.delete(panel);
      session.dispose();
    });
    drawPage(panel.webview, this.extensionUri, { name: 'form', title: title(undefined) });
  }

  dispose(): void {
    for (const panel of [...this.shown]) panel.dispose();
  }
}

function title(customerId: string | undefined): string {
  return customerId === undefined
    ? vscode.l10n.t('Update Record')
    : vscode.l10n.t('Update Record {0}', customerId);
}
