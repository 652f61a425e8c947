import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** Holds a piece of code against the rules in a process of its own, for eslint is not bundled. */
const program = `
import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { doorRules } from './eslint.config.mjs';
const config = {
  languageOptions: { parser: tseslint.parser },
  rules: { 'no-restricted-syntax': ['error', ...doorRules] },
};
const counts = JSON.parse(process.argv[1]).map((code) => new Linter().verify(code, config).length);
console.log(JSON.stringify(counts));
`;

/** How often lint refuses each piece of code that stands outside the door. */
function refusals(codes: readonly string[]): number[] {
  const args = ['--input-type=module', '-e', program, JSON.stringify(codes)];
  const cwd = path.resolve(import.meta.dirname, '../../../..');
  return JSON.parse(execFileSync(process.execPath, args, { cwd, encoding: 'utf8' })) as number[];
}

describe('lint at the door of the window', () => {
  it('refuses what VS Code shows past it', () => {
    const codes = [
      "vscode.window.showInformationMessage('a')",
      "void vscode.window.showWarningMessage('a', { modal: true })",
      'const show = vscode.window.showErrorMessage',
      "window.showErrorMessage('a')",
      'const { showErrorMessage } = vscode.window',
      'const w = vscode.window',
      "vscode.window['show' + 'ErrorMessage']('a')",
      'vscode.window.withProgress({}, work)',
      'vscode.window.showInputBox({})',
      'vscode.window.createInputBox()',
      'vscode.window.showQuickPick([])',
      'vscode.window.createQuickPick()',
      "vscode.window.createStatusBarItem('a')",
      "vscode.window.setStatusBarMessage('a', 1)",
      "new vscode.TreeItem('a')",
      'new vscode.MarkdownString()',
      "import { window } from 'vscode'",
    ];
    const missed = refusals(codes).flatMap((count, index) => (count > 0 ? [] : codes[index]));
    assert.deepEqual(missed, []);
  });

  it('lets pass what shows no text', () => {
    const codes = [
      "import { showMessage } from './door.js'; showMessage('info', 'a')",
      'vscode.window.showTextDocument(uri)',
      'vscode.window.createWebviewPanel(a, b, c)',
    ];
    assert.deepEqual(
      refusals(codes),
      codes.map(() => 0),
    );
  });
});
