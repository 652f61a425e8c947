import * as vscode from 'vscode';
import { isLoopback, type Credentials } from '../../core/connection.js';
import { commandIn } from '../../paste/readPaste.js';
import { addConnection, editConnection } from '../connections/connectionCommands.js';
import type { Services } from '../services.js';
import { showInputBox } from '../door.js';

/**
 * Keeps the password of an imported command in SecretStorage: with the user's own connection for the
 * same address and user, else with a new one, whose name is asked.
 */
export async function keepPassword(
  services: Services,
  { username, password }: Credentials,
  command: string,
): Promise<void> {
  const parsed = commandIn(command);
  if ('problem' in parsed || !URL.canParse(parsed.ok.url)) return;
  const { origin, host, hostname } = new URL(parsed.ok.url);
  const connections = await services.connections.list();
  const own = connections.find(
    (each) => new URL(each.baseUrl).origin === origin && each.username === username,
  );
  if (own) {
    await editConnection(services, { connection: own.id, password });
    return;
  }
  const name = await showInputBox({
    title: vscode.l10n.t('Add Connection'),
    prompt: vscode.l10n.t(
      'Display name for {0}. The password is saved only in VS Code’s secret storage.',
      origin,
    ),
    value: connections.some((each) => each.name === host) ? '' : host,
    ignoreFocusOut: true,
    validateInput: (text) =>
      connections.some((each) => each.name === text)
        ? vscode.l10n.t('A connection named “{0}” already exists. Enter another name.', text)
        : undefined,
  });
  if (name === undefined || name === '') return;
  await addConnection(services, {
    name,
    baseUrl: origin,
    username,
    password,
    production: !isLoopback(hostname),
  });
}
