import * as vscode from 'vscode';
import {
  changeOf,
  checkTidy,
  type Connection,
  type ConnectionChange,
  type Protection,
} from '../../core/connection.js';
import { fail, invalidInput, succeed, type CodedFailure, type Result } from '../../core/errors.js';
import type { Failure } from '../../core/outcome.js';
import { toFailure } from '../../messages/failures.js';
import {
  connectionArguments,
  connectionReference,
  editConnectionArguments,
  parseArguments,
} from '../arguments.js';
import type { MessageAction } from '../present.js';
import { runStep } from '../quickInput/step.js';
import type { Services } from '../services.js';
import { asConnectionRow } from './connections.js';
import { testAndTell } from './testConnection.js';
import { askConnection, type ConnectionDraft } from './wizard.js';
import { askModal, createQuickPick, showMessage, type Row } from '../door.js';

/** What the commands that change connections resolve to. */
export type ConnectionOutcome = { connectionId: string } | { error: Failure };

/**
 * `thulium.addConnection`. What was asked for is tested at once; an argument object makes no request. A production
 * system is never made active by being added.
 */
export async function addConnection(services: Services, input?: unknown): Promise<ConnectionOutcome> {
  const draft = await draftFrom(services, input);
  if (!draft.ok) return settle(services, draft);
  const { password = '', ...connection } = draft.value;
  const added = await services.connections.add(connection, password);
  if (!added.ok) return settle(services, added);
  const { name, production } = added.value;
  if (!production) await services.connections.activate(added.value);
  const told = production
    ? vscode.l10n.t('Added {0}.', name)
    : vscode.l10n.t('Added {0}. It’s the active connection in this window.', name);
  services.output.info(told);
  const actions = production ? [useAction(services, added.value)] : [];
  if (isAsked(input)) {
    void testAndTell(services, { connection: added.value, password }, { before: told, actions });
  } else services.presenter.success(told, actions);
  return { connectionId: added.value.id };
}

/** The act that makes a production system active. */
function useAction({ connections }: Services, connection: Connection): MessageAction {
  return {
    label: vscode.l10n.t('Use in This Window'),
    run: () => connections.activate(connection),
  };
}

/** `thulium.editConnection`: what is left out stays as it is; a protection is lowered only after a modal. */
export async function editConnection(services: Services, input?: unknown): Promise<ConnectionOutcome> {
  const target = await pickTarget(services, input, vscode.l10n.t('Select a connection to edit'));
  if (!target.ok) return settle(services, target);
  const shown = target.value;
  const given = await changeFrom(services, asConnectionRow(input) ? undefined : input, shown);
  if (!given.ok) return settle(services, given);
  const { password, ...change } = given.value;
  const edited = await services.connections.edit(shown, change, password, confirmLowering);
  return settle(services, edited, (each) => vscode.l10n.t('Saved {0}.', each.name));
}

async function confirmLowering(connection: Connection, lowered: readonly Protection[]): Promise<boolean> {
  const lower = vscode.l10n.t('Lower Protection');
  const detail = lowered.map((each) =>
    each === 'production'
      ? vscode.l10n.t('Updates are sent without asking: it no longer counts as production.')
      : vscode.l10n.t('Updates are allowed: it is no longer read-only.'),
  );
  const answer = await askModal(
    vscode.l10n.t('Lower the protection of {0}?', connection.name),
    { detail },
    lower,
  );
  return answer === lower;
}

/** What is to change, from an argument object or from the steps. */
async function changeFrom(
  services: Services,
  input: unknown,
  shown: Connection,
): Promise<Result<ConnectionChange & { password?: string }>> {
  if (!isAsked(input) && !isOnlyReference(input)) {
    const parsed = parseArguments(editConnectionArguments, input);
    if (!parsed.ok) return parsed;
    const { name, system, baseUrl, username, password, production, readOnly } = parsed.value;
    return succeed(withoutUndefined({ name, system, baseUrl, username, password, production, readOnly }));
  }
  const draft = await askConnection(shown, await takenNames(services, shown));
  if (!draft) return fail({ code: 'cancelled' });
  const { password, ...edited } = draft;
  return succeed({ ...changeOf(shown, edited), ...(password === undefined ? {} : { password }) });
}

async function takenNames(services: Services, existing?: Connection): Promise<string[]> {
  const all = await services.connections.list();
  return all.filter((each) => each.id !== existing?.id).map(({ name }) => name);
}

/** `thulium.removeConnection`: asks in a modal unless the caller named the connection. */
export async function removeConnection(services: Services, input?: unknown): Promise<ConnectionOutcome> {
  const target = await pickTarget(services, input, vscode.l10n.t('Select a connection to remove'));
  if (!target.ok) return settle(services, target);
  if (isAsked(input)) {
    const remove = vscode.l10n.t('Remove');
    const answer = await askModal(
      vscode.l10n.t('Remove {0} and its password?', target.value.name),
      { detail: [vscode.l10n.t('Nothing changes in Thulium.')] },
      remove,
    );
    if (answer !== remove) return settle(services, fail({ code: 'cancelled' }));
  }
  await services.connections.remove(target.value);
  return settle(services, target, (each) => vscode.l10n.t('Removed {0}.', each.name));
}

/** `thulium.switchConnection`. */
export async function switchConnection(services: Services, input?: unknown): Promise<ConnectionOutcome> {
  const target = await pickTarget(
    services,
    input,
    vscode.l10n.t('Select a connection to use in this window'),
  );
  if (target.ok) await services.connections.activate(target.value);
  return settle(services, target);
}

/** A connection named by an argument, a row of the view, or chosen from a list. */
async function pickTarget(services: Services, input: unknown, title: string): Promise<Result<Connection>> {
  const row = asConnectionRow(input);
  if (row) return services.connections.resolve(row.id);
  if (!isAsked(input)) {
    const reference = (input as { connection?: unknown }).connection;
    const parsed = parseArguments(connectionReference, { connection: reference });
    return parsed.ok ? services.connections.resolve(parsed.value.connection) : parsed;
  }
  const all = await services.connections.list();
  if (all.length === 0) return fail({ code: 'no-connection', detail: 'none' });
  const active = services.connections.active.get()?.id;
  const items: ConnectionItem[] = all.map((connection) => ({
    icon: connection.readOnly ? 'lock' : connection.production ? 'warning' : 'beaker',
    label: connection.name,
    description: [
      connection.production ? vscode.l10n.t('production') : vscode.l10n.t('test system'),
      connection.readOnly ? vscode.l10n.t('read-only') : '',
      connection.id === active ? vscode.l10n.t('active in this window') : '',
    ]
      .filter((text) => text !== '')
      .join(' · '),
    detail: connection.baseUrl,
    connection,
  }));
  const pick = createQuickPick<ConnectionItem>();
  pick.items = items;
  pick.matchOnDetail = true;
  // Nothing preselects a production system but the choice that was made before.
  pick.activeItems = [
    items.find((each) => each.connection.id === active) ?? items.find((each) => !each.connection.production),
  ].filter((each) => each !== undefined);
  const frame = { title, step: 1, totalSteps: 1, canGoBack: false };
  const result = await runStep<Connection>(pick, frame, (finish) => [
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      if (chosen) finish(chosen.connection);
    }),
  ]);
  return result.kind === 'value' ? succeed(result.value) : fail({ code: 'cancelled' });
}

type ConnectionItem = Row & { connection: Connection };

async function draftFrom(services: Services, input: unknown): Promise<Result<ConnectionDraft>> {
  if (!isAsked(input)) {
    const parsed = parseArguments(connectionArguments, input);
    if (!parsed.ok) return parsed;
    const { name, system, baseUrl, username, password, production, readOnly } = parsed.value;
    const untidy = password === undefined ? [] : checkTidy(password, 'password', true);
    if (untidy.length > 0) return fail(invalidInput(untidy));
    return succeed(withoutUndefined({ name, system, baseUrl, username, password, production, readOnly }));
  }
  const draft = await askConnection(undefined, await takenNames(services));
  return draft ? succeed(draft) : fail({ code: 'cancelled' });
}

function settle(
  services: Services,
  result: Result<Connection> | { ok: false; failure: CodedFailure },
  message?: (connection: Connection) => string,
): ConnectionOutcome {
  if (result.ok) {
    if (message) {
      services.output.info(message(result.value));
      void showMessage('info', message(result.value));
    }
    return { connectionId: result.value.id };
  }
  if (result.failure.code !== 'cancelled') {
    services.presenter.failure(vscode.l10n.t('Thulium Connection'), result.failure);
  }
  return { error: toFailure(result.failure) };
}

function isAsked(input: unknown): boolean {
  return input === undefined || input === null || asConnectionRow(input) !== undefined;
}

function isOnlyReference(input: unknown): boolean {
  return typeof input === 'object' && input !== null && Object.keys(input).join() === 'connection';
}

function withoutUndefined<T extends object>(value: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [Key in keyof T]: Exclude<T[Key], undefined>;
  };
}
