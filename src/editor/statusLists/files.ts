import * as vscode from 'vscode';
import { fail, invalidInput, succeed, type Result } from '../../core/errors.js';
import { problem } from '../../core/problems.js';

/** Far more than any status list. */
const largestFile = 5 * 1024 * 1024;

/** A file that an argument names: an absolute path, or a URI as text. */
export function fileUri(file: string): vscode.Uri {
  return file.includes('://') ? vscode.Uri.parse(file, true) : vscode.Uri.file(file);
}

/** The text of a small file; `invalid-input` where it cannot be read as one. */
export async function readSmallFile(uri: vscode.Uri): Promise<Result<string>> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size <= largestFile) {
      const bytes = await vscode.workspace.fs.readFile(uri);
      return succeed(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    }
  } catch {
    // Not there, not allowed, or no text: what to do about it is the same.
  }
  return fail(invalidInput([problem('status-file-shape', 'file')]));
}
