import type { Editor, Theme } from './editor.js';

/** What the list of themes calls each, and the class that a webview's body then has. */
export const themes: Record<Theme, { label: string; bodyClass: string }> = {
  'Default Light Modern': { label: 'Light Modern', bodyClass: 'vscode-light' },
  'Default Dark Modern': { label: 'Dark Modern', bodyClass: 'vscode-dark' },
  'Default High Contrast': { label: 'Dark High Contrast', bodyClass: 'vscode-high-contrast' },
  'Default High Contrast Light': { label: 'Light High Contrast', bodyClass: 'vscode-high-contrast-light' },
};

export const themeNames = Object.keys(themes) as Theme[];

/** Chooses a colour theme in a window that is open already. */
export async function chooseTheme(editor: Editor, theme: Theme): Promise<void> {
  const { label } = themes[theme];
  await editor.runCommand('Preferences: Color Theme');
  await editor.quickInput.fill(label);
  await editor.quickInput.pick(label);
  await editor.quickInput.closed();
}
