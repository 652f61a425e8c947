import * as vscode from 'vscode';
import type { RawRecord } from '../../core/record.js';
import { panels } from '../../manifest.js';
import { savedRecordSchema, type RecordSubject } from '../../protocol/record.js';
import { drawPage, portOf } from '../webviews/webviewPage.js';
import { type RecordServices, RecordSession } from './recordSession.js';
import { checkCampaignId, checkCustomerId } from '../../core/ids.js';
import { invalidInput, type CodedFailure } from '../../core/errors.js';
import type { Failure } from '../../core/outcome.js';
import { toFailure } from '../../messages/failures.js';
import { parseArguments, recordArguments } from '../arguments.js';
import type { Services } from '../services.js';
import { UpdatePalette } from '../update/palette.js';
import { subject } from '../update/updater.js';
import { recordServices } from './recordAdapter.js';

interface Shown {
  panel: vscode.WebviewPanel;
  session: RecordSession;
}

/** Opens record pages, one a record and connection, and fills the panels that VS Code restores. */
export class RecordPanels implements vscode.Disposable {
  private readonly shown = new Map<string, Shown>();

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly services: RecordServices,
  ) {}

  /** Shows a record that was just read; a page that is open for it is brought to the front. */
  open(subject: RecordSubject, record: RawRecord): void {
    const open = this.shown.get(keyOf(subject));
    if (open) {
      open.panel.reveal();
      open.session.show(record);
      return;
    }
    const title = titleOf(subject);
    const panel = vscode.window.createWebviewPanel(panels.record, title, vscode.ViewColumn.Active);
    this.fill(panel, subject).show(record);
  }

  /** Fills a panel that VS Code restored. Of the record itself nothing was kept: it is read anew. */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    const saved = savedRecordSchema.safeParse(state);
    if (!saved.success) {
      panel.dispose();
      return;
    }
    void this.fill(panel, saved.data.subject).restore(saved.data.watching);
  }

  dispose(): void {
    for (const { panel } of [...this.shown.values()]) panel.dispose();
  }

  private fill(panel: vscode.WebviewPanel, subject: RecordSubject): RecordSession {
    const session = new RecordSession({
      port: portOf(panel.webview),
      services: this.services,
      subject,
      language: vscode.env.language,
      bundle: vscode.l10n.bundle ?? {},
    });
    session.setVisible(panel.visible);
    panel.onDidChangeViewState(() => {
      session.setVisible(panel.visible);
    });
    const key = keyOf(subject);
    this.shown.set(key, { panel, session });
    panel.onDidDispose(() => {
      this.shown.delete(key);
      session.dispose();
    });
    panel.title = titleOf(subject);
    drawPage(panel.webview, this.extensionUri, { name: 'record', title: panel.title });
    return session;
  }
}

function keyOf({ connectionId, campaignId, customerId }: RecordSubject): string {
  return [connectionId, campaignId, customerId].join('/');
}

function titleOf({ customerId }: RecordSubject): string {
  return vscode.l10n.t('Record {0}', customerId);
}

const openRecords = new WeakMap<Services, RecordPanels>();

function panelsOf(services: Services): RecordPanels {
  let found = openRecords.get(services);
  if (!found) {
    found = new RecordPanels(services.context.extensionUri, recordServices(services));
    services.own(found);
    openRecords.set(services, found);
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
