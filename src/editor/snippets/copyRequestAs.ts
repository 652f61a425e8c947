import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Connection } from '../../core/connection.js';
import { fail, invalidInput, succeed, type CodedFailure, type Result } from '../../core/errors.js';
import type { Failure } from '../../core/outcome.js';
import { validateUpdate } from '../../core/validate.js';
import {
  isSnippetTarget,
  renderSnippet,
  snippetTargets,
  type SnippetTargetId,
} from '../../snippets/registry.js';
import { toFailure } from '../../messages/failures.js';
import { parseArguments } from '../arguments.js';
import type { Services } from '../services.js';
import { UpdatePalette } from '../update/palette.js';
import {
  boundConnection,
  findTarget,
  isTarget,
  resolveTarget,
} from '../requestFiles/requestFileConnection.js';
import { showMessage, showQuickPick } from '../door.js';

const targets = Object.keys(snippetTargets).filter(isSnippetTarget);

const copyArguments = z.strictObject({
  target: z.optional(z.enum(targets)),
  connection: z.optional(z.string()),
  campaignId: z.optional(z.unknown()),
  customerId: z.optional(z.unknown()),
  fields: z.optional(z.unknown()),
});

/** Stands in a snippet where no connection is chosen: the vendor's own example. */
const placeholder = { baseUrl: 'https://your-system-name.thulium.com', username: 'API_USER' };

/** What a snippet is made of, gathered from an argument, a request file or by asking. */
interface Source {
  input: unknown;
  connection: Pick<Connection, 'baseUrl' | 'username'>;
}

/**
 * `thulium.copyRequestAs`: puts the request of an update on the clipboard as text for another tool, and
 * resolves to it. The password is never in it. Without an update in the argument it takes the one at the
 * cursor of a request file, else asks.
 */
export async function copyRequestAs(
  services: Services,
  input?: unknown,
): Promise<string | { error: Failure }> {
  const gathered = await gather(services, input);
  if (!gathered.ok) return refuse(services, gathered.failure);
  const { update, problems } = validateUpdate(gathered.value.input, { dates: services.dates() });
  if (!update) return refuse(services, invalidInput(problems));
  const target = gathered.value.target ?? (await pickTarget());
  if (!target) return refuse(services, { code: 'cancelled' });
  const { baseUrl, username } = gathered.value.connection;
  const text = renderSnippet(target, { baseUrl, username, update });
  await vscode.env.clipboard.writeText(text);
  void showMessage(
    'info',
    vscode.l10n.t('Copied as {0}. Set THULIUM_PASSWORD before running it.', snippetTargets[target].label),
  );
  return text;
}

async function gather(
  services: Services,
  input: unknown,
): Promise<Result<Source & { target?: SnippetTargetId | undefined }>> {
  const isObject = typeof input === 'object' && input !== null && !('scheme' in input);
  const parsed = parseArguments(copyArguments, isObject && !isTarget(input) ? input : undefined);
  if (!parsed.ok) return parsed;
  const { target, connection, ...given } = parsed.value;
  if (Object.values(given).some((value) => value !== undefined)) {
    const owner = await connectionOf(services, connection);
    return owner.ok ? succeed({ target, input: given, connection: owner.value }) : owner;
  }
  const found = await findTarget(input);
  if (found) {
    const owner = await boundConnection(services, found.file.connection?.name);
    const resolved = resolveTarget(services, found);
    if (!resolved.ok) return resolved;
    const { input: own } = resolved.value.update;
    return succeed({ target, input: own, connection: owner.ok ? owner.value : placeholder });
  }
  const access = await services.openAccess(connection);
  if (!access.ok) return access;
  const what = vscode.l10n.t('Copy Request As');
  const asked = await new UpdatePalette(access.value, services.dates(), { fields: {} }, what).ask();
  return asked
    ? succeed({ target, input: asked, connection: access.value.connection })
    : fail({ code: 'cancelled' });
}

async function connectionOf(
  services: Services,
  reference: string | undefined,
): Promise<Result<Pick<Connection, 'baseUrl' | 'username'>>> {
  const found = await services.connections.resolve(reference);
  return found.ok || reference !== undefined ? found : succeed(placeholder);
}

async function pickTarget(): Promise<SnippetTargetId | undefined> {
  const chosen = await showQuickPick(
    targets.map((id) => ({ label: snippetTargets[id].label, description: id, id })),
    { title: vscode.l10n.t('Copy Request As…'), matchOnDescription: true, ignoreFocusOut: true },
  );
  return chosen?.id;
}

function refuse(services: Services, failure: CodedFailure): { error: Failure } {
  if (failure.code !== 'cancelled') {
    services.presenter.failure(vscode.l10n.t('Copy Request As…'), failure);
  }
  return { error: toFailure(failure) };
}
