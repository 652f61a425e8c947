import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { panels } from '../../manifest.js';
import type { Port } from '../../protocol/rpc.js';
import { draftOf, type Prefill } from './draft.js';
import { pageHtml } from './html.js';
import type { FormServices } from './services.js';
import { FormSession } from './session.js';

/** Opens update forms, any number at once, and fills the panels that VS Code restores. */
export class FormPanels implements vscode.Disposable {
  private readonly shown = new Set<vscode.WebviewPanel>();
  private readonly root: vscode.Uri;

  constructor(
    extensionUri: vscode.Uri,
    private readonly services: FormServices,
  ) {
    this.root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  }

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
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [this.root] };
    const session = new FormSession({
      port: portOf(webview),
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
    const uri = (file: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(this.root, 'form', file)).toString();
    webview.html = pageHtml({
      script: uri('main.js'),
      style: uri('main.css'),
      nonce: randomBytes(16).toString('base64'),
      language: vscode.env.language,
      title: title(undefined),
    });
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

function portOf(webview: vscode.Webview): Port {
  return {
    post: (message) => void webview.postMessage(message),
    listen: (listener) => {
      const subscription = webview.onDidReceiveMessage(listener);
      return () => {
        subscription.dispose();
      };
    },
  };
}
