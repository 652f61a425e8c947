import * as vscode from 'vscode';
import { checkCampaignId, checkCustomerId } from '../../core/ids.js';
import { invalidInput, type CodedFailure } from '../../core/errors.js';
import type { Failure } from '../../core/outcome.js';
import type { RawRecord } from '../../core/record.js';
import { toFailure } from '../../messages/failures.js';
import { parseArguments, recordArguments } from '../arguments.js';
import type { Services } from '../services.js';
import { UpdatePalette } from '../update/palette.js';
import { subject } from '../update/updater.js';
import { recordServices } from './adapter.js';
import { RecordPanels } from './panels.js';

const panels = new WeakMap<Services, RecordPanels>();

function panelsOf(services: Services): RecordPanels {
  let found = panels.get(services);
  if (!found) {
    found = new RecordPanels(services.context.extensionUri, recordServices(services));
    services.own(found);
    panels.set(services, found);
  }
  return found;
}

/** What `thulium.showRecord` resolves to. */
export type RecordOutcome = { record: RawRecord } | { error: Failure };

/** `thulium.showRecord`: reads a record and opens it as a page; asks for the ids that the caller left out. */
export async function showRecord(services: Services, input?: unknown): Promise<RecordOutcome> {
  const parsed = parseArguments(recordArguments, input);
  if (!parsed.ok) return refuse(services, parsed.failure);
  const access = await services.openAccess(parsed.value.connection);
  if (!access.ok) return refuse(services, access.failure);

  const draft = {
    fields: {},
    ...(parsed.value.campaignId === undefined ? {} : { campaignId: parsed.value.campaignId }),
    ...(parsed.value.customerId === undefined ? {} : { customerId: String(parsed.value.customerId) }),
  };
  const what = vscode.l10n.t('Show Campaign Record');
  const palette = new UpdatePalette(access.value, services.dates(), draft, what);
  const given = parsed.value.campaignId !== undefined && parsed.value.customerId !== undefined;
  if (!given && !(await palette.askRecord())) return { error: toFailure({ code: 'cancelled' }) };
  const { campaignId, customerId } = palette.update();
  const problems = [...checkCampaignId(campaignId), ...checkCustomerId(customerId)];
  if (problems.length > 0) return refuse(services, invalidInput(problems));

  const record = await access.value.client.getRecord(campaignId, customerId, {
    onAttempt: (attempt) => {
      services.output.attempt(attempt);
    },
  });
  if (!record.ok) return refuse(services, record.failure, subject({ campaignId, customerId }));
  panelsOf(services).open({ connectionId: access.value.connection.id, campaignId, customerId }, record.value);
  return { record: services.redactor.redactValue(record.value) };
}

/** Fills a panel that VS Code restored. */
export function restoreRecordPage(services: Services, panel: vscode.WebviewPanel, state: unknown): void {
  panelsOf(services).restore(panel, state);
}

function refuse(services: Services, failure: CodedFailure, name?: string): RecordOutcome {
  services.presenter.failure(name ?? vscode.l10n.t('Show Campaign Record…'), failure);
  return { error: toFailure(failure) };
}
