import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Connection } from '../../core/connection.js';
import { fail, succeed, type Result, invalidInput, type CodedFailure } from '../../core/errors.js';
import type { Services } from '../services.js';
import { showQuickPick } from '../door.js';
import type { FileUpdate, RequestFile } from '../../requestFile/parseRequestFile.js';
import { resolveEntry } from '../../requestFile/resolveEntry.js';
import { isRequestFile } from './registerRequestFiles.js';
import { updateAt, requestFileIn } from './requestFiles.js';

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
      title: vscode.l10n.t('Select the connection that “{0}” stands for in this workspace', name),
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

/** One update of a request file, as a lens names it. */
const targetArguments = z.strictObject({ uri: z.string(), index: z.int() });

interface UpdateTarget {
  file: RequestFile;
  update: FileUpdate;
}

/** True for an argument that names an update of a request file. */
export function isTarget(input: unknown): boolean {
  return targetArguments.safeParse(input).success;
}

/**
 * The update that a lens names, else the one at the cursor of the active editor; undefined where there
 * is none. A file with a syntax error, and every file of an untrusted workspace, gives none.
 */
export async function findTarget(input: unknown): Promise<UpdateTarget | undefined> {
  if (!vscode.workspace.isTrusted) return undefined;
  const named = targetArguments.safeParse(input);
  if (named.success) {
    const file = requestFileIn(await vscode.workspace.openTextDocument(vscode.Uri.parse(named.data.uri)));
    const update = file.updates.find(({ index }) => index === named.data.index);
    return file.readable && update ? { file, update } : undefined;
  }
  const editor = vscode.window.activeTextEditor;
  if (!editor || !isRequestFile(editor.document)) return undefined;
  const file = requestFileIn(editor.document);
  const update = updateAt(editor.document, editor.selection.active);
  return file.readable && update ? { file, update } : undefined;
}

/** As {@link findTarget}, for commands that can do nothing without one, with its templates resolved. */
export async function requireTarget(services: Services, input: unknown): Promise<Result<UpdateTarget>> {
  const target = await findTarget(input);
  const none: CodedFailure = { code: 'invalid-input' };
  return target ? resolveTarget(services, target) : fail(none);
}

/** The update with what its templates stand for now; `invalid-input` where one cannot be resolved. */
export function resolveTarget(services: Services, target: UpdateTarget): Result<UpdateTarget> {
  const { entry, issues } = resolveEntry(target.update, services.templates());
  if (issues.length === 0) return succeed({ ...target, update: entry });
  return fail(invalidInput(issues.flatMap((issue) => (issue.kind === 'problem' ? [issue.problem] : []))));
}
