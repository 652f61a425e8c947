import type * as vscode from 'vscode';
import type { Features } from '../features.js';
import type { Services } from '../services.js';

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
