import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { RequestView } from '../../protocol/request.js';
import type { Diagnosis, Certainty, DiagnosisCode } from '../../simulator/diagnosis/codes.js';
import { diagnosePaste, type PastedExchange } from '../../paste/pastedRequest.js';
import {
  groupFailures,
  type FailureGroup,
  recordsCsv,
  recordsOf,
  readAll,
  readPaste,
} from '../../paste/readPaste.js';
import { decodeBasic } from '../../paste/command/parseCommand.js';
import type { Services } from '../services.js';
import { learn, tempered } from './knowledge.js';
import { viewOfPaste } from './view.js';
import { fail, succeed, type CodedFailure, type Result } from '../../core/errors.js';
import type { Failure } from '../../core/outcome.js';
import { hidePasted } from '../../paste/secrets.js';
import { commands, panels } from '../../manifest.js';
import { wordDiagnosis } from '../../messages/diagnosis.js';
import { toFailure } from '../../messages/failures.js';
import { parseArguments } from '../arguments.js';
import { act } from './actions.js';
import { RequestPanel, type Shown } from './requestPanel.js';
import type { HistoryEntry } from '../../storage/history.js';

export interface Explanation {
  pasted: PastedExchange;
  /** Of a log with several failed calls. */
  groups: readonly FailureGroup[];
  diagnoses: readonly Diagnosis[];
  view: RequestView;
}

/** Says why a request was refused: the simulator's own diagnosis, held against the live system by reads alone. */
export async function explain(
  services: Services,
  pasted: PastedExchange,
  calls: readonly PastedExchange[] = [],
): Promise<Explanation> {
  hideCredentials(services, pasted);
  const { knowledge, notes, foreign } = await learn(services, pasted);
  const all = tempered(diagnosePaste(pasted, knowledge), foreign);
  // The record of today has the values of a request that succeeded: that says nothing about the request.
  const succeeded = pasted.status !== undefined && pasted.status < 300;
  const diagnoses = succeeded ? all.filter(({ code }) => code !== 'unchanged') : all;
  const redact = (text: string): string => services.redactor.redact(text);
  const failures = groupFailures(calls);
  const groups = failures.reduce((sum, each) => sum + each.calls.length, 0) > 1 ? failures : [];
  return { pasted, groups, diagnoses, view: viewOfPaste(pasted, diagnoses, notes, redact, groups) };
}

/** Whatever becomes of the paste, its password is shown nowhere from now on. */
function hideCredentials(services: Services, { headers = [] }: PastedExchange): void {
  for (const [name, value] of headers) {
    const credentials = name.toLowerCase() === 'authorization' ? decodeBasic(value) : undefined;
    if (credentials && 'password' in credentials && typeof credentials.password === 'string') {
      services.redactor.add({ username: credentials.username, password: credentials.password });
    }
  }
}

const headers = z.union([z.record(z.string(), z.string()), z.array(z.tuple([z.string(), z.string()]))]);

const explainArguments = z.strictObject({
  text: z.optional(z.string()),
  method: z.optional(z.string()),
  url: z.optional(z.string()),
  headers: z.optional(headers),
  /** JSON text, or the object that it would be. */
  body: z.optional(z.union([z.string(), z.record(z.string(), z.unknown())])),
  status: z.optional(z.int().check(z.minimum(100), z.maximum(599))),
  response: z.optional(z.union([z.string(), z.record(z.string(), z.unknown())])),
});

/** What `thulium.explainRequest` resolves to. */
export type ExplainOutcome =
  | {
      diagnosis: { code: DiagnosisCode; certainty: Certainty; message: string }[];
      /** Of a log with several failed calls: its causes, the most frequent first. */
      groups?: {
        status?: number;
        message: string;
        count: number;
        records: { campaignId: string; customerId: string }[];
      }[];
    }
  | { error: Failure };

/**
 * `thulium.explainRequest`: why Thulium refused a request. From an argument object nothing is asked; else the
 * selection or the clipboard is taken where it holds a request, or the page that opens takes a paste. What is
 * pasted is kept nowhere.
 */
export async function explainRequest(services: Services, input?: unknown): Promise<ExplainOutcome> {
  const isObject = typeof input === 'object' && input !== null && !('scheme' in input);
  if (isObject) {
    const pasted = fromArguments(input);
    if (!pasted.ok) return refuse(services, pasted.failure);
    const { exchange, text, calls } = pasted.value;
    return outcomeOf(await showExplained(services, exchange, text, calls));
  }
  const offered = await offeredText();
  const read = offered === undefined ? undefined : readAll(offered);
  if (read) return outcomeOf(await showExplained(services, read.chosen, offered ?? '', read.calls));
  return new Promise((resolve) => {
    openPage(services, undefined, (explanation) => {
      resolve(explanation ? outcomeOf(explanation) : { error: toFailure({ code: 'cancelled' }) });
    });
  });
}

/** Explains an exchange and shows the page. */
export async function showExplained(
  services: Services,
  pasted: PastedExchange,
  text: string,
  calls: readonly PastedExchange[] = [],
): Promise<Explanation> {
  const explanation = await explain(services, pasted, calls);
  openPage(services, { explanation, text: hide(services, text) });
  return explanation;
}

interface GivenExchange {
  exchange: PastedExchange;
  text: string;
  calls: readonly PastedExchange[];
}

function fromArguments(input: object): Result<GivenExchange> {
  const parsed = parseArguments(explainArguments, input);
  if (!parsed.ok) return parsed;
  const { text, headers: given, body, response, ...rest } = parsed.value;
  const read = text === undefined ? undefined : readAll(text);
  const exchange: PastedExchange = {
    ...read?.chosen,
    ...rest,
    ...(given && { headers: Array.isArray(given) ? given : Object.entries(given) }),
    ...(body !== undefined && { body: asText(body), bodyForm: undefined }),
    ...(response !== undefined && { response: asText(response) }),
  };
  const known = Object.values(exchange).some((value) => value !== undefined);
  return known
    ? succeed({ exchange, text: text ?? '', calls: read?.calls ?? [] })
    : fail({ code: 'invalid-input', detail: 'nothing-to-explain' });
}

function asText(value: string | Record<string, unknown>): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The selection, else the clipboard, where it holds a request. */
async function offeredText(): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const selected = editor?.document.getText(editor.selection) ?? '';
  const texts = selected === '' ? [await vscode.env.clipboard.readText()] : [selected];
  return texts.find((text) => readPaste(text)?.url !== undefined);
}

interface Page {
  panel: RequestPanel;
  current: Explanation | undefined;
}

const pages = new WeakMap<Services, Page>();

/** Opens the page, or puts an explanation into the one that is open. */
function openPage(
  services: Services,
  given: { explanation: Explanation; text: string } | undefined,
  settled?: (explanation: Explanation | undefined) => void,
): void {
  const title = vscode.l10n.t('Explain a Failed Request');
  const shown = given && { text: given.text, view: given.explanation.view };
  const open = pages.get(services);
  if (open && shown) {
    open.current = given.explanation;
    open.panel.show(shown, title);
    return;
  }
  open?.panel.dispose();
  const panel = new RequestPanel({
    viewType: panels.explanation,
    title,
    extensionUri: services.context.extensionUri,
    shown,
    act: async (action) => {
      const { current } = page;
      if (current && action !== 'explain') await act(services, action, current.pasted, current.diagnoses);
    },
    saveGroup: async (index) => {
      const group = page.current?.groups[index];
      if (group) await saveRecords(group);
    },
    explain: async (text) => {
      const explained = await explainText(services, text);
      if ('message' in explained) return explained;
      page.current = explained.explanation;
      settled?.(explained.explanation);
      return explained.shown;
    },
    report: (text) => {
      services.output.warn(text);
    },
  });
  const page: Page = { panel, current: given?.explanation };
  pages.set(services, page);
  services.own(panel);
  panel.onDidDispose(() => {
    if (pages.get(services) === page) pages.delete(services);
    settled?.(undefined);
  });
}

async function explainText(
  services: Services,
  text: string,
): Promise<{ explanation: Explanation; shown: Shown } | { text: string; message: string }> {
  const read = readAll(text);
  if (!read) {
    const failure: CodedFailure = { code: 'invalid-input', detail: 'nothing-to-explain' };
    return { text: hide(services, text), message: toFailure(failure).message };
  }
  const explanation = await explain(services, read.chosen, read.calls);
  return { explanation, shown: { text: hide(services, text), view: explanation.view } };
}

/** Saves the records of failed calls as a file, and opens it as a bulk update: there their values are chosen. */
async function saveRecords(group: FailureGroup): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = await vscode.window.showSaveDialog({
    filters: { CSV: ['csv'] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, `failed-${group.status ?? 'calls'}.csv`) }),
  });
  if (!file) return;
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(recordsCsv(recordsOf(group.calls))));
  await vscode.commands.executeCommand(commands.bulkUpdate, file);
}

/** The text as the page may show it. */
function hide(services: Services, text: string): string {
  return services.redactor.redact(hidePasted(text));
}

function outcomeOf({ diagnoses, groups }: Explanation): ExplainOutcome {
  return {
    ...(groups.length > 0 && {
      groups: groups.map(({ status, message, calls }) => ({
        ...(status !== undefined && { status }),
        message: hidePasted(message),
        count: calls.length,
        records: recordsOf(calls),
      })),
    }),
    diagnosis: diagnoses.map((each) => ({
      code: each.code,
      certainty: each.certainty,
      message: wordDiagnosis(each),
    })),
  };
}

function refuse(services: Services, failure: CodedFailure): { error: Failure } {
  services.presenter.failure(vscode.l10n.t('Explain a Failed Request…'), failure);
  return { error: toFailure(failure) };
}

/** Explains an update of the History view as if its request had been pasted. */
export async function explainHistoryEntry(services: Services, input: unknown): Promise<void> {
  if (!isEntry(input)) return;
  const { origin, campaignId, customerId, fields, status } = input;
  await explainRequest(services, {
    method: 'PUT',
    url: `${origin}/api/crm_outbounds/${campaignId}/records/${customerId}`,
    body: fields,
    ...(status !== undefined && { status }),
  });
}

function isEntry(input: unknown): input is HistoryEntry {
  return typeof input === 'object' && input !== null && 'fields' in input && 'origin' in input;
}
