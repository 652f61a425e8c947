import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { fail, succeed, type CodedFailure, type Result } from '../../core/errors.js';
import type { Failure } from '../../core/outcome.js';
import { hidePasted } from '../../paste/secrets.js';
import { panels } from '../../manifest.js';
import type { Certainty, DiagnosisCode } from '../../simulator/diagnosis/codes.js';
import type { PastedExchange } from '../../paste/pasted.js';
import { wordDiagnosis } from '../../messages/diagnosis.js';
import { toFailure } from '../../messages/failures.js';
import { parseArguments } from '../arguments.js';
import type { Services } from '../services.js';
import { act } from './actions.js';
import { explain, type Explanation } from './explain.js';
import { readPaste } from '../../paste/readPaste.js';
import { RequestPanel, type Shown } from './requestPanel.js';

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
  { diagnosis: { code: DiagnosisCode; certainty: Certainty; message: string }[] } | { error: Failure };

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
    return outcomeOf(await showExplained(services, pasted.value.exchange, pasted.value.text));
  }
  const offered = await offeredText();
  const pasted = offered === undefined ? undefined : readPaste(offered);
  if (pasted) return outcomeOf(await showExplained(services, pasted, offered ?? ''));
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
): Promise<Explanation> {
  const explanation = await explain(services, pasted);
  openPage(services, { explanation, text: hide(services, text) });
  return explanation;
}

function fromArguments(input: object): Result<{ exchange: PastedExchange; text: string }> {
  const parsed = parseArguments(explainArguments, input);
  if (!parsed.ok) return parsed;
  const { text, headers: given, body, response, ...rest } = parsed.value;
  const exchange: PastedExchange = {
    ...(text === undefined ? {} : readPaste(text)),
    ...rest,
    ...(given && { headers: Array.isArray(given) ? given : Object.entries(given) }),
    ...(body !== undefined && { body: asText(body) }),
    ...(response !== undefined && { response: asText(response) }),
  };
  const known = Object.values(exchange).some((value) => value !== undefined);
  return known
    ? succeed({ exchange, text: text ?? '' })
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
  const pasted = readPaste(text);
  if (!pasted) {
    const failure: CodedFailure = { code: 'invalid-input', detail: 'nothing-to-explain' };
    return { text: hide(services, text), message: toFailure(failure).message };
  }
  const explanation = await explain(services, pasted);
  return { explanation, shown: { text: hide(services, text), view: explanation.view } };
}

/** The text as the page may show it. */
function hide(services: Services, text: string): string {
  return services.redactor.redact(hidePasted(text));
}

function outcomeOf({ diagnoses }: Explanation): ExplainOutcome {
  return {
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
