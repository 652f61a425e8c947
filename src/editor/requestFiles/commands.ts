import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { CodedFailure } from '../../core/errors.js';
import type { UpdateOutcome } from '../../core/outcome.js';
import { parseArguments } from '../arguments.js';
import type { Services } from '../services.js';
import { updateRecord } from '../update/command.js';
import { refusedOutcome } from '../../messages/outcomes.js';

import { bindConnection, chooseConnection } from './bindings.js';
import { requestFileIn } from './parsed.js';
import { isRequestFile } from './selector.js';
import { requireTarget } from './target.js';

const nameArguments = z.strictObject({ name: z.optional(z.string()) });

/** `thulium.sendRequestFileUpdate`: sends the update of a lens, or the one at the cursor, as `thulium.updateRecord` does. */
export async function sendRequestFileUpdate(services: Services, input?: unknown): Promise<UpdateOutcome> {
  const target = await requireTarget(services, input);
  if (!target.ok) {
    tellNoUpdate(services, target.failure);
    return refusedOutcome(target.failure);
  }
  const { file, update } = target.value;
  const connection = await bindConnection(services, file.connection?.name);
  if (!connection.ok) {
    if (connection.failure.code !== 'cancelled') {
      services.presenter.failure(vscode.l10n.t('Update Campaign Record'), connection.failure);
    }
    return refusedOutcome(connection.failure);
  }
  // What is missing is asked of the file's author by its diagnostics, never of the sender in a palette.
  const given = { campaignId: '', customerId: '', fields: {}, ...update.input };
  return updateRecord(services, { ...given, connection: connection.value.id });
}

/** Says that the command needs an update: the cursor is in none, the file cannot be read, or a template in it. */
export function tellNoUpdate(services: Services, failure: CodedFailure): void {
  if (failure.problems) {
    services.presenter.failure(vscode.l10n.t('Update Campaign Record'), failure);
    return;
  }
  services.presenter.warning(
    vscode.workspace.isTrusted
      ? vscode.l10n.t('Put the cursor into an update of a request file that has no syntax error.')
      : vscode.l10n.t('Request files do nothing until you trust this workspace.'),
  );
}

/** `thulium.selectRequestFileConnection`: asks anew which system a file's logical name means in this workspace. */
export async function selectRequestFileConnection(services: Services, input?: unknown): Promise<void> {
  const parsed = parseArguments(nameArguments, input);
  const name = (parsed.ok ? parsed.value.name : undefined) ?? activeName();
  if (name === undefined) {
    services.presenter.warning(vscode.l10n.t('The request file in the editor names no connection.'));
    return;
  }
  if ((await services.connections.list()).length === 0) {
    services.presenter.failure(name, { code: 'no-connection', detail: 'none' });
    return;
  }
  await chooseConnection(services, name);
}

function activeName(): string | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document && isRequestFile(document) ? requestFileIn(document).connection?.name : undefined;
}
