import * as vscode from 'vscode';

/** Opens a results or to-fix file; one that the editor cannot show as text is shown in its folder. */
export async function openResultsFile(file: string): Promise<void> {
  const uri = vscode.Uri.file(file);
  try {
    await vscode.window.showTextDocument(uri, { preview: false });
  } catch {
    await vscode.commands.executeCommand('revealFileInOS', uri);
  }
}
