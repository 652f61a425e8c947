import type * as vscode from 'vscode';
import type { Features } from '../features.js';

/** Restores update forms after a window reload. */
export class FormSerializer implements vscode.WebviewPanelSerializer {
  constructor(private readonly features: () => Promise<Features>) {}

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    const [{ services }, { restoreUpdateForm }] = await Promise.all([
      this.features(),
      import('./command.js'),
    ]);
    restoreUpdateForm(services, panel);
  }
}
