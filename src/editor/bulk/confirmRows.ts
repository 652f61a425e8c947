import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.js';
import type { CodedFailure } from '../../core/errors.js';
import { countOf } from '../../messages/plural.js';
import { askModal, showInputBox } from '../door.js';

/**
 * Holds the number of rows that a caller expects against those that would be sent: on a production
 * system it must be given.
 */
export function checkExpectedRows(
  rows: number,
  expected: number | undefined,
  { production }: Connection,
): CodedFailure | undefined {
  const params = { field: 'expectedRows', rows: String(rows), expected: String(expected) };
  if (expected === undefined) {
    return production ? { code: 'invalid-input', detail: 'expected-rows-missing', params } : undefined;
  }
  return expected === rows ? undefined : { code: 'invalid-input', detail: 'expected-rows', params };
}

/** On a production system the user types how many rows are sent; false when they did not. */
export async function confirmRows(title: string, rows: number, connection: Connection): Promise<boolean> {
  if (!connection.production) return true;
  const wanted = String(rows);
  const typed = await showInputBox({
    title,
    prompt: vscode.l10n.t(
      '{0} on {1}, a production system. Type the number of rows to send them.',
      countOf('row', rows),
      connection.name,
    ),
    placeHolder: wanted,
    ignoreFocusOut: true,
    validateInput: (text) =>
      text === '' || text === wanted
        ? undefined
        : vscode.l10n.t('This is not the number of rows that would be sent: {0}.', wanted),
  });
  return typed === wanted;
}

/** In a workspace that is not trusted nothing is sent unasked, whoever called. */
export async function confirmUntrusted(
  title: string,
  rows: number,
  connection: Connection,
): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const send = vscode.l10n.t('Send');
  const question = vscode.l10n.t('Send the bulk update to {0}?', connection.name);
  return (await askModal(question, { detail: [title, countOf('row', rows)] }, send)) === send;
}
