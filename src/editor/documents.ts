import * as vscode from 'vscode';

/** Scheme of read-only pages that exist only in memory. */
export const documentScheme = 'thulium';

/** Read-only documents shown beside the user's own: diffs, requests, diagnoses. */
export class Documents implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly contents = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscriptions: vscode.Disposable[];
  readonly onDidChange = this.changed.event;

  constructor() {
    this.subscriptions = [
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(documentScheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === documentScheme) this.contents.delete(uri.path);
      }),
    ];
  }

  /** Puts text under a name, whose ending decides the language; returns where to open it. */
  show(name: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: documentScheme, path: `/${name}` });
    this.contents.set(uri.path, text);
    this.changed.fire(uri);
    return uri;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.contents.get(uri.path) ?? '';
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
  }
}
