import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.js';
import { fail, succeed, type Result } from '../../core/errors.js';
import type { Services } from '../services.js';
import { showQuickPick } from '../door.js';

const stateKey = 'requestFiles.connections';

/**
 * The user's own connection that a request file's logical name means in this workspace: the one the
 * user bound it to, else the one of exactly this name. Without a name, the window's active one.
 */
export async function boundConnection(
  services: Services,
  name: string | undefined,
): Promise<Result<Connection>> {
  if (name === undefined) return services.connections.resolve();
  const bound = bindings(services)[name];
  const all = await services.connections.list();
  const found = all.find(({ id }) => id === bound) ?? all.find((each) => each.name === name);
  return found ? succeed(found) : fail({ code: 'no-connection', detail: 'unknown', params: { name } });
}

/** As {@link boundConnection}; a name that means nothing here yet is bound by asking, once. */
export async function bindConnection(
  services: Services,
  name: string | undefined,
): Promise<Result<Connection>> {
  const known = await boundConnection(services, name);
  if (known.ok || name === undefined || (await services.connections.list()).length === 0) return known;
  return chooseConnection(services, name);
}

/** Asks which of the user's connections a logical name means in this workspace, and keeps the answer. */
export async function chooseConnection(services: Services, name: string): Promise<Result<Connection>> {
  const all = await services.connections.list();
  const chosen = await showQuickPick(
    all.map((connection) => ({
      icon: connection.readOnly ? 'lock' : connection.production ? 'warning' : 'beaker',
      label: connection.name,
      description: connection.production ? vscode.l10n.t('production') : vscode.l10n.t('test system'),
      detail: connection.baseUrl,
      connection,
    })),
    {
      title: vscode.l10n.t('Which of your systems does “{0}” mean in this workspace?', name),
      ignoreFocusOut: true,
    },
  );
  if (!chosen) return fail({ code: 'cancelled' });
  await services.context.workspaceState.update(stateKey, {
    ...bindings(services),
    [name]: chosen.connection.id,
  });
  changed.fire();
  return succeed(chosen.connection);
}

const changed = new vscode.EventEmitter<void>();
/** A logical name got another meaning in this window. */
export const onDidChangeBindings = changed.event;

function bindings(services: Services): Readonly<Record<string, string>> {
  return services.context.workspaceState.get<Record<string, string>>(stateKey) ?? {};
}
