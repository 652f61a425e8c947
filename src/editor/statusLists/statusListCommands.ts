import * as vscode from 'vscode';
import { fail, invalidInput, succeed, type Result, type CodedFailure } from '../../core/errors.js';
import { problem } from '../../core/problems.js';
import type { Connection } from '../../core/connection.js';
import { checkCampaignId } from '../../core/ids.js';
import type { Failure } from '../../core/outcome.js';
import { readStatusFile, writeStatusFile, type StatusFile } from '../../thulium/statusFile.js';
import { toFailure } from '../../messages/failures.js';
import { countOf } from '../../messages/plural.js';
import { firstErrorText } from '../../messages/problems.js';
import { parseArguments, statusListArguments } from '../arguments.js';
import { connectionOf } from '../connections/connections.js';
import { pickOrType } from '../quickInput/pickOrType.js';
import type { Access, Services } from '../services.js';
import { campaignList } from '../update/campaignStep.js';
import { showInputBox, showMessage, showQuickPick } from '../door.js';

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

/** What the commands about status lists resolve to. */
export type StatusListOutcome = { campaignId: string; statuses: number } | { error: Failure };

const fileFilter = { JSON: ['json'] };

/** `thulium.importStatuses`: takes a list that somebody who may read it has exported. */
export async function importStatuses(services: Services, input?: unknown): Promise<StatusListOutcome> {
  const title = vscode.l10n.t('Import Statuses');
  const parsed = parseArguments(statusListArguments, connectionOf(input));
  if (!parsed.ok) return refuse(services, title, parsed.failure);
  const connection = await services.connections.resolve(parsed.value.connection);
  if (!connection.ok) return refuse(services, title, connection.failure);
  const file = await readChosenFile(parsed.value.file, title);
  if (!file.ok) return refuse(services, title, file.failure);

  const { statuses } = file.value;
  const campaign = await campaignFor(parsed.value.campaignId ?? file.value.campaignId, title);
  if (!campaign.ok) return refuse(services, title, campaign.failure);
  await services.statusLists.put(connection.value, campaign.value, statuses, new Date());
  services.forgetAccess(connection.value.id);
  services.presenter.success(
    vscode.l10n.t(
      'Imported {0} for campaign {1} of {2}. The live list is used wherever it can be read.',
      countOf('status', statuses.length),
      campaign.value,
      connection.value.name,
    ),
  );
  return { campaignId: campaign.value, statuses: statuses.length };
}

/** `thulium.exportStatuses`: writes a campaign's statuses as a small file for others. */
export async function exportStatuses(services: Services, input?: unknown): Promise<StatusListOutcome> {
  const title = vscode.l10n.t('Export Statuses');
  const parsed = parseArguments(statusListArguments, connectionOf(input));
  if (!parsed.ok) return refuse(services, title, parsed.failure);
  const access = await services.openAccess(parsed.value.connection);
  if (!access.ok) return refuse(services, title, access.failure);
  const campaign =
    parsed.value.campaignId === undefined
      ? await pickCampaign(access.value, title)
      : checked(parsed.value.campaignId);
  if (!campaign.ok) return refuse(services, title, campaign.failure);
  const statuses = await access.value.directory.statuses(campaign.value, { refresh: true });
  if (!statuses.ok) return refuse(services, title, statuses.failure);

  const target = await chooseTarget(parsed.value.file, campaign.value, title);
  if (!target) return refuse(services, title, { code: 'cancelled' });
  const text = writeStatusFile({ campaignId: campaign.value, statuses: statuses.value });
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  services.presenter.success(
    vscode.l10n.t('Exported {0} of campaign {1}.', countOf('status', statuses.value.length), campaign.value),
    [
      {
        label: vscode.l10n.t('Open File'),
        run: () => vscode.window.showTextDocument(target),
      },
    ],
  );
  return { campaignId: campaign.value, statuses: statuses.value.length };
}

/** `thulium.forgetStatuses`: takes an imported list away. */
export async function forgetStatuses(services: Services, input?: unknown): Promise<StatusListOutcome> {
  const title = vscode.l10n.t('Forget Imported Statuses');
  const parsed = parseArguments(statusListArguments, connectionOf(input));
  if (!parsed.ok) return refuse(services, title, parsed.failure);
  const connection = await services.connections.resolve(parsed.value.connection);
  if (!connection.ok) return refuse(services, title, connection.failure);
  const lists = await services.statusLists.of(connection.value);
  const { campaignId = await pickList(lists, connection.value, title) } = parsed.value;
  const list = lists.find((each) => each.campaignId === campaignId);
  if (!list) {
    const unknown = problem('campaign-unknown', 'campaignId', { value: campaignId ?? '' });
    return refuse(
      services,
      title,
      campaignId === undefined ? { code: 'cancelled' } : invalidInput([unknown]),
    );
  }
  await services.statusLists.delete(connection.value, list.campaignId);
  services.forgetAccess(connection.value.id);
  services.presenter.success(
    vscode.l10n.t('Removed the imported statuses of campaign {0}.', list.campaignId),
  );
  return { campaignId: list.campaignId, statuses: list.statuses.length };
}

async function readChosenFile(file: string | undefined, title: string): Promise<Result<StatusFile>> {
  const uri =
    file === undefined
      ? (await vscode.window.showOpenDialog({ title, canSelectMany: false, filters: fileFilter }))?.[0]
      : fileUri(file);
  if (!uri) return fail({ code: 'cancelled' });
  const text = await readSmallFile(uri);
  return text.ok ? readStatusFile(text.value) : text;
}

async function chooseTarget(
  file: string | undefined,
  campaignId: string,
  title: string,
): Promise<vscode.Uri | undefined> {
  if (file !== undefined) return fileUri(file);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `statuses-${campaignId}.json`;
  return vscode.window.showSaveDialog({
    title,
    filters: fileFilter,
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
}

/** Asks only where neither the caller nor the file names the campaign. */
async function campaignFor(known: string | undefined, title: string): Promise<Result<string>> {
  if (known !== undefined) return checked(known);
  const typed = await showInputBox({
    title,
    prompt: vscode.l10n.t('The file doesn’t say which campaign the statuses are from. Enter the campaign ID'),
    ignoreFocusOut: true,
    validateInput: (text) => firstErrorText(checkCampaignId(text)),
  });
  return typed === undefined ? fail({ code: 'cancelled' }) : succeed(typed);
}

async function pickCampaign(access: Access, title: string): Promise<Result<string>> {
  const frame = { title, step: 1, totalSteps: 1, canGoBack: false };
  const result = await pickOrType(campaignList(access, frame));
  return result.kind === 'value' ? succeed(result.value) : fail({ code: 'cancelled' });
}

async function pickList(
  lists: readonly { campaignId: string; at: string; statuses: readonly unknown[] }[],
  connection: Connection,
  title: string,
): Promise<string | undefined> {
  if (lists.length === 0) {
    void showMessage('info', vscode.l10n.t('No statuses were imported for {0}.', connection.name));
    return undefined;
  }
  const chosen = await showQuickPick(
    lists.map(({ campaignId, at, statuses }) => ({
      label: campaignId,
      description: countOf('status', statuses.length),
      detail: vscode.l10n.t('Imported {0}', new Date(at).toLocaleString(vscode.env.language)),
    })),
    { title, ignoreFocusOut: true },
  );
  return chosen?.label;
}

function checked(campaignId: string): Result<string> {
  const problems = checkCampaignId(campaignId);
  return problems.length > 0 ? fail(invalidInput(problems)) : succeed(campaignId);
}

function refuse(services: Services, title: string, failure: CodedFailure): StatusListOutcome {
  if (failure.code !== 'cancelled') services.presenter.failure(title, failure);
  return { error: toFailure(failure) };
}
