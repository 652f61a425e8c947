import path from 'node:path';
import * as vscode from 'vscode';
import type * as z from 'zod/mini';
import { exportRecords as writeRecords, type RecordFilter } from '../../bulk/exportRecords.js';
import { systemClock } from '../../bulk/run/run.js';
import { fileFailure } from '../../bulk/source/fileStart.js';
import { fail, invalidInput, succeed, type CodedFailure, type Result } from '../../core/errors.js';
import { checkCampaignId } from '../../core/ids.js';
import type { Failure } from '../../core/outcome.js';
import { systemStatuses } from '../../core/record.js';
import { commands } from '../../manifest.js';
import { toFailure } from '../../messages/failures.js';
import { countOf } from '../../messages/plural.js';
import { errorCode, realFiles } from '../../storage/files.js';
import { exportRecordsArguments, parseArguments } from '../arguments.js';
import { connectionOf } from '../connections/connections.js';
import { showInputBox, showQuickPick, value, withProgress } from '../door.js';
import { pickOrType } from '../quickInput/pickOrType.js';
import type { Access, Services } from '../services.js';
import { setting } from '../settings.js';
import { campaignList } from '../update/campaignStep.js';
import { localPath } from './bulkCommand.js';

/** What `thulium.exportRecords` resolves to. */
export type ExportOutcome = { file: string; count: number } | { error: Failure };

/** `thulium.exportRecords`: ids and fields of a campaign's records, as the source of a bulk update. */
export async function exportRecords(services: Services, input?: unknown): Promise<ExportOutcome> {
  const title = vscode.l10n.t('Export Records');
  const parsed = parseArguments(exportRecordsArguments, connectionOf(input));
  if (!parsed.ok) return refuse(services, title, parsed.failure);
  const access = await services.openAccess(parsed.value.connection);
  if (!access.ok) return refuse(services, title, access.failure);
  const given = parsed.value;
  const isComplete = given.campaignId !== undefined && given.file !== undefined;
  const campaign =
    given.campaignId === undefined ? await pickCampaign(access.value, title) : checked(given.campaignId);
  if (!campaign.ok) return refuse(services, title, campaign.failure);
  const filter = isComplete
    ? succeed(filterOf(given))
    : await askFilter(access.value, campaign.value, filterOf(given), title);
  if (!filter.ok) return refuse(services, title, filter.failure);
  const file = given.file === undefined ? await askFile(campaign.value, title) : chosenFile(given.file);
  if (!file.ok) return refuse(services, title, file.failure);

  const written = await write(services, access.value, campaign.value, filter.value, file.value);
  if (!written.ok) return refuse(services, title, written.failure);
  const { count } = written.value;
  services.presenter.success(
    vscode.l10n.t('Exported {0} to {1}.', countOf('record', count), path.basename(written.value.file)),
    [
      {
        label: vscode.l10n.t('Update These Records…'),
        run: () => vscode.commands.executeCommand(commands.bulkUpdate, vscode.Uri.file(written.value.file)),
      },
      {
        label: vscode.l10n.t('Open File'),
        run: () => vscode.window.showTextDocument(vscode.Uri.file(written.value.file)),
      },
    ],
  );
  return written.value;
}

type Given = z.infer<typeof exportRecordsArguments>;

function filterOf({ status_id, system_status, agent_login, from, to }: Given): RecordFilter {
  const list = (value: string | number | readonly (string | number)[]): string[] =>
    [value].flat().map((each) => String(each));
  return {
    ...(status_id === undefined ? {} : { statusIds: list(status_id) }),
    ...(system_status === undefined ? {} : { systemStatuses: list(system_status) }),
    ...(agent_login === undefined ? {} : { agentLogin: agent_login }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

async function write(
  services: Services,
  access: Access,
  campaignId: string,
  filter: RecordFilter,
  file: string,
): Promise<Result<{ file: string; count: number }>> {
  return withProgress(vscode.l10n.t('Export Records'), async ({ report, signal }) => {
    try {
      return await writeRecords({
        client: access.client,
        files: realFiles,
        clock: systemClock,
        campaignId,
        filter,
        file,
        requestsPerSecond: setting('bulk.requestsPerSecond'),
        signal,
        onProgress: ({ done, of }) => {
          report(vscode.l10n.t('{0} of {1}', done, of));
        },
      });
    } catch (error) {
      if (signal.aborted) return fail({ code: 'cancelled' });
      const reason = errorCode(error);
      if (reason === undefined) throw error;
      services.output.error(`Export Records: ${reason}`);
      return fail(fileFailure({ code: 'file-unwritable', params: { reason } }, file));
    }
  });
}

/** Asks for what no argument gave; every question may be answered with “all”. */
async function askFilter(
  { directory }: Access,
  campaignId: string,
  given: RecordFilter,
  title: string,
): Promise<Result<RecordFilter>> {
  const filter: RecordFilter = { ...given };
  if (!filter.statusIds && !filter.systemStatuses) {
    const statuses = await directory.statuses(campaignId);
    const own = statuses.ok
      ? statuses.value.map(({ status_id, name, system_status }) => ({
          label: value(name),
          description: `${status_id} · ${system_status}`,
          statusId: status_id,
        }))
      : [];
    const system = systemStatuses.map((each) => ({
      label: each,
      description: vscode.l10n.t('System status'),
      systemStatus: each,
    }));
    const picked = await showQuickPick<{
      label: string;
      description: string;
      statusId?: string;
      systemStatus?: string;
    }>([...own, ...system], {
      title,
      placeHolder: vscode.l10n.t('Statuses to export (none selected: all)'),
      canPickMany: true,
      ignoreFocusOut: true,
    });
    if (!picked) return fail({ code: 'cancelled' });
    const statusIds = picked.flatMap(({ statusId }) => (statusId === undefined ? [] : [statusId]));
    const chosen = picked.flatMap(({ systemStatus }) => (systemStatus === undefined ? [] : [systemStatus]));
    if (statusIds.length > 0) filter.statusIds = statusIds;
    if (chosen.length > 0) filter.systemStatuses = chosen;
  }
  if (filter.agentLogin === undefined) {
    const login = await showInputBox({
      title,
      prompt: vscode.l10n.t('Login of the call center agent (empty: all agents)'),
      ignoreFocusOut: true,
    });
    if (login === undefined) return fail({ code: 'cancelled' });
    if (login !== '') filter.agentLogin = login;
  }
  for (const end of ['from', 'to'] as const) {
    if (filter[end] !== undefined) continue;
    const date = await showInputBox({
      title,
      prompt:
        end === 'from'
          ? vscode.l10n.t('Next contact date from, YYYY-MM-DD (empty: any)')
          : vscode.l10n.t('Next contact date to, YYYY-MM-DD (empty: any)'),
      ignoreFocusOut: true,
      validateInput: (text) =>
        text === '' || dateText.test(text)
          ? undefined
          : vscode.l10n.t('Use YYYY-MM-DD, for example 2018-05-24.'),
    });
    if (date === undefined) return fail({ code: 'cancelled' });
    if (date !== '') filter[end] = date;
  }
  return succeed(filter);
}

const dateText = /^\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?$/;

async function pickCampaign(access: Access, title: string): Promise<Result<string>> {
  const result = await pickOrType(campaignList(access, { title, step: 1, totalSteps: 1, canGoBack: false }));
  return result.kind === 'value' ? succeed(result.value) : fail({ code: 'cancelled' });
}

function checked(campaignId: string): Result<string> {
  const problems = checkCampaignId(campaignId);
  return problems.length > 0 ? fail(invalidInput(problems)) : succeed(campaignId);
}

async function askFile(campaignId: string, title: string): Promise<Result<string>> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    title,
    filters: { CSV: ['csv'] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, `records-${campaignId}.csv`) } : {}),
  });
  return uri ? succeed(uri.fsPath) : fail({ code: 'cancelled' });
}

function chosenFile(text: string): Result<string> {
  const file = localPath(text);
  return file === undefined
    ? fail({ code: 'invalid-input', detail: 'file-relative', params: { field: 'file', value: text } })
    : succeed(file);
}

function refuse(services: Services, title: string, failure: CodedFailure): ExportOutcome {
  if (failure.code !== 'cancelled') services.presenter.failure(title, failure);
  return { error: toFailure(failure) };
}
