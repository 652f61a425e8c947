import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { CodedFailure, Result } from '../../core/errors.js';
import type { Failure } from '../../core/outcome.js';
import type { ProblemCode } from '../../core/problems.js';
import type { RecordFields } from '../../core/record.js';
import { validateUpdate } from '../../core/validate.js';
import { commands } from '../../manifest.js';
import { importCurl, type ImportedUpdate, type DifferenceCode } from '../../paste/importUpdate.js';
import { wordCurlDetail, wordDifference } from '../../messages/curl.js';
import { toFailure, wordFailure } from '../../messages/failures.js';
import { wordProblem } from '../../messages/problems.js';
import { parseArguments } from '../arguments.js';
import type { Services } from '../services.js';
import { openRequestFile } from '../requestFiles/requestFileCommands.js';
import { keepPassword } from './keepPassword.js';
import { askModal, showInputBox, showMessage } from '../door.js';

const importArguments = z.strictObject({ text: z.string() });

/**
 * What `thulium.importCurl` resolves to. A difference has its code and the sentence for it; what is wrong with
 * the fields is told among them, as the form and the request file will.
 */
export type ImportOutcome =
  | {
      campaignId: string;
      customerId: string;
      fields: RecordFields;
      differences: { code: DifferenceCode | ProblemCode; message: string }[];
    }
  | { error: Failure };

/**
 * `thulium.importCurl`: makes an update of a command line and tells everything in which the two differ.
 * With text in the argument nothing is asked; else it takes the selection or the clipboard, or asks, and
 * offers what to do with the update. Nothing is sent.
 */
export async function importCurlCommand(services: Services, input?: unknown): Promise<ImportOutcome> {
  const given = typeof input === 'object' && input !== null && !('scheme' in input);
  if (given) {
    const parsed = parseArguments(importArguments, input);
    if (!parsed.ok) return refuse(services, parsed.failure);
    const imported = await read(services, parsed.value.text);
    if (!imported.ok) return refuse(services, imported.failure);
    const outcome = outcomeOf(services, imported.value);
    for (const { message } of outcome.differences) services.output.info(message);
    return outcome;
  }
  const text = (await offered(services)) ?? (await ask(services));
  if (text === undefined) return { error: toFailure({ code: 'cancelled' }) };
  const imported = await read(services, text);
  if (!imported.ok) return refuse(services, imported.failure);
  await goOn(services, imported.value, text);
  return outcomeOf(services, imported.value);
}

async function read(services: Services, text: string): Promise<Result<ImportedUpdate>> {
  const connections = await services.connections.list();
  const active = services.connections.active.get()?.id;
  const activeBaseUrl = connections.find(({ id }) => id === active)?.baseUrl;
  const imported = importCurl(text, {
    connections,
    ...(activeBaseUrl === undefined ? {} : { activeBaseUrl }),
  });
  // Whatever becomes of the command, its password is shown nowhere from now on.
  if (imported.ok && imported.value.credentials) services.redactor.add(imported.value.credentials);
  return imported;
}

function outcomeOf(
  services: Services,
  { campaignId, customerId, fields, differences }: ImportedUpdate,
): Exclude<ImportOutcome, { error: Failure }> {
  const update = { campaignId, customerId, fields };
  const { problems } = validateUpdate(update, { dates: services.dates() });
  return {
    ...update,
    differences: [
      ...differences.map((each) => ({ code: each.code, message: wordDifference(each) })),
      ...problems.map((each) => ({ code: each.code, message: wordProblem(each) })),
    ],
  };
}

/** The selection, else the clipboard, where it is a command that can be imported. */
async function offered(services: Services): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  for (const text of [
    editor?.document.getText(editor.selection) ?? '',
    await vscode.env.clipboard.readText(),
  ]) {
    if (text !== '' && (await read(services, text)).ok) return text;
  }
  return undefined;
}

async function ask(services: Services): Promise<string | undefined> {
  const connections = await services.connections.list();
  return showInputBox({
    title: vscode.l10n.t('Import cURL Command'),
    prompt: vscode.l10n.t('A curl or http command that updates a campaign record'),
    placeHolder: "curl -X PUT https://…/api/crm_outbounds/00001/records/441 -d '{…}'",
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text === '') return undefined;
      const imported = importCurl(text, { connections });
      return imported.ok ? undefined : messageOf(imported.failure);
    },
  });
}

/** Shows the differences and offers the next step; keeping the password comes back here. */
async function goOn(services: Services, imported: ImportedUpdate, text: string): Promise<void> {
  const form = vscode.l10n.t('Open Update Form');
  const file = vscode.l10n.t('New Request File');
  const keep = vscode.l10n.t('Save Password to a Connection…');
  const { campaignId, customerId, fields, credentials } = imported;
  let canKeep = credentials !== undefined && credentials.password !== '';
  for (;;) {
    const { differences } = outcomeOf(services, imported);
    const answer = await askModal(
      vscode.l10n.t('The command updates record {0}.', `${campaignId}/${customerId}`),
      {
        severity: 'info',
        detail:
          differences.length === 0
            ? [vscode.l10n.t('The update would send the same request.')]
            : differences.map(({ message }) => `• ${message}`),
      },
      ...(canKeep ? [form, file, keep] : [form, file]),
    );
    if (answer === keep && credentials) {
      await keepPassword(services, credentials, text);
      canKeep = false;
      continue;
    }
    if (answer === form) {
      await vscode.commands.executeCommand(commands.openUpdateForm, { campaignId, customerId, fields });
    } else if (answer === file) await openRequestFile({ campaignId, customerId, fields });
    return;
  }
}

function messageOf(failure: CodedFailure): string {
  const detail = failure.detail === undefined ? undefined : wordCurlDetail(failure.detail);
  return detail ?? wordFailure(failure).message;
}

function refuse(services: Services, failure: CodedFailure): { error: Failure } {
  const title = vscode.l10n.t('Import cURL Command');
  services.output.failure(title, failure);
  const message = messageOf(failure);
  void showMessage('error', `${title}: ${message}`);
  return { error: { ...toFailure(failure), message: services.redactor.redact(message) } };
}
