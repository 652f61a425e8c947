import * as vscode from 'vscode';
import type { WebviewPanel } from 'vscode';
import { panels } from '../../manifest.js';
import { drawPage, portOf } from '../webviews/webviewPage.js';
import { draftOf, type Prefill, type FormServices, FormSession } from './formSession.js';
import { recordFieldNames, type RecordFields } from '../../core/record.js';
import { parseArguments, prefillArguments } from '../arguments.js';
import type { Services } from '../services.js';
import { formServices } from './formAdapter.js';

/** Opens update forms, any number at once, and fills the panels that VS Code restores. */
export class FormPanels implements vscode.Disposable {
  private readonly shown = new Set<vscode.WebviewPanel>();

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly services: FormServices,
  ) {}

  /** Opens one more form beside those that are open. */
  open(prefill: Prefill = {}): void {
    const panel = vscode.window.createWebviewPanel(
      panels.updateForm,
      title(undefined),
      vscode.ViewColumn.Active,
      // A request under way is shown to its end even when the user looks at another tab meanwhile.
      { retainContextWhenHidden: true },
    );
    this.fill(panel, prefill);
  }

  /** Draws a form into a panel, such as one that VS Code restored; the page has kept its own draft. */
  fill(panel: vscode.WebviewPanel, prefill?: Prefill): void {
    const session = new FormSession({
      port: portOf(panel.webview),
      services: this.services,
      language: vscode.env.language,
      bundle: vscode.l10n.bundle ?? {},
      prefill: prefill && draftOf(prefill),
      onSubject: (customerId) => {
        panel.title = title(customerId);
      },
    });
    this.shown.add(panel);
    panel.onDidDispose(() => {
      this.shown.delete(panel);
      session.dispose();
    });
    drawPage(panel.webview, this.extensionUri, { name: 'form', title: title(undefined) });
  }

  dispose(): void {
    for (const panel of [...this.shown]) panel.dispose();
  }
}

function title(customerId: string | undefined): string {
  return customerId === undefined
    ? vscode.l10n.t('Update Record')
    : vscode.l10n.t('Update Record {0}', customerId);
}

const openForms = new WeakMap<Services, FormPanels>();

function panelsOf(services: Services): FormPanels {
  let found = openForms.get(services);
  if (!found) {
    found = new FormPanels(services.context.extensionUri, formServices(services));
    services.own(found);
    openForms.set(services, found);
  }
  return found;
}

/** `thulium.openUpdateForm`: one more form, prefilled with what the caller names. */
export function openUpdateForm(services: Services, input?: unknown): void {
  const parsed = parseArguments(prefillArguments, input);
  if (!parsed.ok) {
    services.presenter.failure('thulium.openUpdateForm', parsed.failure);
    return;
  }
  panelsOf(services).open(prefillOf(parsed.value));
}

/** Fills a panel that VS Code restored; its page has kept the half-filled form. */
export function restoreUpdateForm(services: Services, panel: WebviewPanel): void {
  panelsOf(services).fill(panel);
}

function prefillOf(given: {
  campaignId?: string | undefined;
  customerId?: string | number | undefined;
  fields?: Record<string, unknown> | undefined;
}): Prefill {
  const fields: RecordFields = {};
  for (const name of recordFieldNames) {
    const value = given.fields?.[name];
    if (typeof value === 'string' || typeof value === 'number') fields[name] = String(value);
  }
  return {
    fields,
    ...(given.campaignId === undefined ? {} : { campaignId: given.campaignId }),
    ...(given.customerId === undefined ? {} : { customerId: String(given.customerId) }),
  };
}
