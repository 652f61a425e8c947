import type { WebviewPanel } from 'vscode';
import { recordFieldNames, type RecordFields } from '../../core/record.js';
import { parseArguments, prefillArguments } from '../arguments.js';
import type { Services } from '../services.js';
import { formServices } from './adapter.js';
import type { Prefill } from './draft.js';
import { FormPanels } from './panels.js';

const panels = new WeakMap<Services, FormPanels>();

function panelsOf(services: Services): FormPanels {
  let found = panels.get(services);
  if (!found) {
    found = new FormPanels(services.context.extensionUri, formServices(services));
    services.own(found);
    panels.set(services, found);
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
