import * as vscode from 'vscode';
import type { Features } from './features.js';
import type { Services } from './services.js';

/**
 * A tree whose real provider is loaded when the view is first shown. VS Code asks for children
 * before it asks for any row, so rows always come from the loaded provider.
 */
export class LazyTree<T> implements vscode.TreeDataProvider<T>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[] = [this.changed];
  private provider: vscode.TreeDataProvider<T> | undefined;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly load: () => Promise<vscode.TreeDataProvider<T>>) {}

  async getChildren(element?: T): Promise<T[]> {
    if (!this.provider) {
      this.provider = await this.load();
      const changes = this.provider.onDidChangeTreeData?.(() => {
        this.changed.fire();
      });
      if (changes) this.subscriptions.push(changes);
    }
    return (await this.provider.getChildren(element)) ?? [];
  }

  getTreeItem(element: T): vscode.TreeItem | Thenable<vscode.TreeItem> {
    if (!this.provider) throw new TypeError('A row was asked for before its tree was loaded');
    return this.provider.getTreeItem(element);
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
  }
}

/** Fills pages that VS Code restored after a window reload; `restore` loads their feature. */
export class PageSerializer implements vscode.WebviewPanelSerializer {
  constructor(
    private readonly features: () => Promise<Features>,
    private readonly restore: (
      services: Services,
      panel: vscode.WebviewPanel,
      state: unknown,
    ) => Promise<void>,
  ) {}

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { services } = await this.features();
    await this.restore(services, panel, state);
  }
}
