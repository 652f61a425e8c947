import * as vscode from 'vscode';
import { panels } from '../../manifest.js';
import type { RequestAction } from '../../protocol/request.js';
import type { PastedExchange } from '../../paste/pastedRequest.js';
import { keptBodyBytes } from '../../simulator/server/requestLog.js';
import type { ListedEntry } from './inspector.js';
import { act } from '../explain/actions.js';
import { showExplained } from '../explain/explainCommand.js';
import { RequestPanel } from '../explain/requestPanel.js';
import { viewOfEntry } from '../explain/view.js';
import type { Services } from '../services.js';
import { inspectorOf } from './windowSimulator.js';
import { showMessage } from '../door.js';

interface Page {
  panel: RequestPanel;
  entry: ListedEntry;
}

/** One page for the requests that rows open, as an editor's preview is: the next row takes its place. */
const pages = new WeakMap<Services, Page>();

/** Opens the page of a request: `{sequence}`, or the row of a menu. */
export async function openRequest(services: Services, input: unknown): Promise<void> {
  const entry = await entryOf(services, input);
  if (!entry) return;
  const title = `${entry.method} ${entry.path.split('?')[0] ?? ''}`;
  const shown = { text: '', view: viewOfEntry(entry, (text) => services.redactor.redact(text)) };
  const open = pages.get(services);
  if (open) {
    open.entry = entry;
    open.panel.show(shown, title);
    return;
  }
  const panel = new RequestPanel({
    viewType: panels.simulatorRequest,
    title,
    extensionUri: services.context.extensionUri,
    shown,
    act: (action) => actOn(services, action, page.entry),
    report: (text) => {
      services.output.warn(text);
    },
  });
  const page: Page = { panel, entry };
  pages.set(services, page);
  services.own(panel);
  panel.onDidDispose(() => {
    pages.delete(services);
  });
}

/** Does one of the page's actions for a request: `{sequence}`, or the row of a menu. */
export async function actOnRequest(services: Services, action: RequestAction, input: unknown): Promise<void> {
  const entry = await entryOf(services, input);
  if (entry) await actOn(services, action, entry);
}

async function actOn(services: Services, action: RequestAction, entry: ListedEntry): Promise<void> {
  const exchange = exchangeOf(entry);
  if (action === 'explain') await showExplained(services, exchange, '');
  else await act(services, action, exchange, entry.diagnosis);
}

/** A request as somebody would paste it; what was not kept of a long body is not known. */
function exchangeOf({
  method,
  path,
  headers,
  body,
  bodyBytes,
  status,
  responseBody,
}: ListedEntry): PastedExchange {
  return {
    method,
    // Without an address: it is held against the system that is active in this window.
    url: path,
    headers,
    ...(bodyBytes <= keptBodyBytes && { body }),
    ...(status !== 0 && { status, response: responseBody }),
  };
}

async function entryOf(services: Services, input: unknown): Promise<ListedEntry | undefined> {
  const sequence = sequenceOf(input);
  const entry =
    sequence === undefined ? undefined : (await inspectorOf(services)).find(sequence, sourceOf(input));
  if (!entry) {
    void showMessage('info', vscode.l10n.t('This request is no longer listed.'));
  }
  return entry;
}

function sourceOf(input: unknown): 'gateway' | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  const entry: unknown = 'entry' in input ? input.entry : input;
  const isGateway = typeof entry === 'object' && entry !== null && Reflect.get(entry, 'source') === 'gateway';
  return isGateway ? 'gateway' : undefined;
}

/** Rows of the view and argument objects both lead to the request's number. */
function sequenceOf(input: unknown): number | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  const entry: unknown = 'entry' in input ? input.entry : input;
  const sequence: unknown =
    typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'sequence') : undefined;
  return typeof sequence === 'number' ? sequence : undefined;
}
