import { windowTools } from '../matrix.js';

/** A window of its own on a folder that is not trusted. */
export const stories = {
  untrusted: async ({ open, ...tools }) => {
    const editor = await open({ trust: false });
    try {
      const { picture, title } = windowTools(editor, { open, ...tools });
      await editor.page.setViewportSize({ width: 1500, height: 900 });
      await editor.openFile('first-update.thulium.json');
      await editor.page.locator('.view-line').first().waitFor();
      await picture('untrusted-file');
      await editor.runCommand('Extensions: Show Installed Extensions');
      await editor.page
        .locator('.extensions-list .monaco-list-row', { hasText: title('displayName') })
        .first()
        .click();
      await editor.page.locator('.extension-editor .header').waitFor();
      await picture('untrusted-extension');
      await editor.runCommand('Workspaces: Manage Workspace Trust');
      await editor.page.locator('.workspace-trust-editor .monaco-button').first().waitFor();
      await picture('untrusted-trust');
    } finally {
      await editor.close();
    }
  },
};
