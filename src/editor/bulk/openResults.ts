import * as vscode from 'vscode';
import type { Encoding } from '../../bulk/source/encoding.js';
import { detectFile } from '../../bulk/source/rows.js';

/** Encodings by the names of the editor. */
const editorEncodings: Record<Encoding, string> = {
  'utf-8': 'utf8',
  'utf-16le': 'utf16le',
  'utf-16be': 'utf16be',
  'windows-1250': 'windows1250',
  'iso-8859-2': 'iso88592',
};

/**
 * Opens a results or to-fix file in the encoding it is written in: saved in another, its letters would be
 * lost. One that the editor cannot show as text is shown in its folder.
 */
export async function openResultsFile(file: string): Promise<void> {
  const uri = vscode.Uri.file(file);
  try {
    const { encoding } = await detectFile(file);
    const document = await vscode.workspace.openTextDocument(uri, { encoding: editorEncodings[encoding] });
    await vscode.window.showTextDocument(document, { preview: false });
  } catch {
    await vscode.commands.executeCommand('revealFileInOS', uri);
  }
}
