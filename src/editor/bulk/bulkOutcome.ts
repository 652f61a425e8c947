import * as vscode from 'vscode';
import path from 'node:path';
import type { Encoding } from '../../bulk/source/encoding.js';
import { detectFile } from '../../bulk/source/rows.js';
import type { BulkEngine } from '../../bulk/engine.js';
import type { RunEnd } from '../../bulk/run/run.js';
import type { CodedFailure } from '../../core/errors.js';
import type { BulkOutcome } from '../../core/outcome.js';
import { commands } from '../../manifest.js';
import { wordCounts } from '../../messages/bulk.js';
import type { MessageAction } from '../present.js';
import type { Services } from '../services.js';
import type { RunRow } from './runsTree.js';
import { errorCode } from '../../storage/files.js';
import type { Plan } from '../../bulk/plan/plan.js';

/** Encodings by the names of the editor. */
const editorEncodings: Record<Encoding, string> = {
  'utf-8': 'utf8',
  'utf-16le': 'utf16le',
  'utf-16be': 'utf16be',
  'windows-1250': 'windows1250',
  'iso-8859-2': 'iso88592',
};

/**
 * Opens a results or to-fix file in the encoding it is written in: saved in another, its letters would be
 * lost. One that the editor cannot show as text is shown in its folder.
 */
export async function openResultsFile(file: string): Promise<void> {
  const uri = vscode.Uri.file(file);
  try {
    const { encoding } = await detectFile(file);
    const document = await vscode.workspace.openTextDocument(uri, { encoding: editorEncodings[encoding] });
    await vscode.window.showTextDocument(document, { preview: false });
  } catch {
    await vscode.commands.executeCommand('revealFileInOS', uri);
  }
}

interface Ended {
  end: RunEnd;
  outcome: BulkOutcome;
  file: string;
  engine: BulkEngine;
}

/** Says how a run ended, with buttons for what can be done next. */
export async function presentEnd(services: Services, { end, outcome, file, engine }: Ended): Promise<void> {
  const { runId, resultsFile } = outcome;
  const described = await engine.describeRun(runId);
  const retryable = described.ok ? described.value.retryable : 0;
  const command = (label: string, id: string, more: Omit<RunRow, 'row'> = {}): MessageAction => ({
    label,
    run: () => vscode.commands.executeCommand(id, { row: runId, ...more }),
  });
  const mustDecide = outcome.inDoubt > 0 && end.unchecked.includes('records');
  const actions = [
    ...(mustDecide
      ? [
          command(vscode.l10n.t('Send Rows with Unknown Results Again'), commands.resumeBulkUpdate, {
            onUnknown: 'resend',
          }),
          command(vscode.l10n.t('Skip Rows with Unknown Results'), commands.resumeBulkUpdate, {
            onUnknown: 'skip',
          }),
        ]
      : []),
    ...(!mustDecide && outcome.remaining + outcome.inDoubt > 0
      ? [command(vscode.l10n.t('Resume'), commands.resumeBulkUpdate)]
      : []),
    ...(retryable > 0 ? [command(vscode.l10n.t('Retry Failed Rows'), commands.retryFailedRows)] : []),
    ...(resultsFile === undefined
      ? []
      : [{ label: vscode.l10n.t('Open Results'), run: () => openResultsFile(resultsFile) }]),
    ...(outcome.updated > 0 ? [command(vscode.l10n.t('Restore…'), commands.restoreBulkUpdate)] : []),
  ];
  const name = path.basename(file);
  const text = `${name}: ${wordCounts(outcome, described.ok ? described.value : undefined)}`;
  services.output.info(`${text} (${outcome.state}, ${runId})`);
  if (end.failure) services.presenter.failure(text, end.failure, actions);
  else if (outcome.failed + outcome.inDoubt + outcome.remaining > 0)
    services.presenter.warning(text, actions);
  else services.presenter.success(text, actions);
}

/** Says why nothing was sent; a cancel needs no message. */
export function presentRefusal(services: Services, file: string, failure: CodedFailure): void {
  if (failure.code !== 'cancelled') services.presenter.failure(path.basename(file), failure);
}

const stateKey = 'bulk.toFixFiles';
/** Files remembered; older ones are then runs of their own. */
const keptFiles = 100;

type ToFixFiles = Record<string, string>;

/** Writes the rows with errors beside the file, best effort: a folder that cannot be written stops no run. */
export async function saveToFix(
  services: Services,
  engine: BulkEngine,
  plan: Plan,
): Promise<string | undefined> {
  try {
    return await engine.writeToFix(plan);
  } catch (error) {
    services.output.warn(`${path.basename(plan.file)}: ${errorCode(error) ?? String(error)}`);
    return undefined;
  }
}

/** Writes the rows whose customer is to be added first beside the file, best effort. */
export async function saveToAdd(
  services: Services,
  engine: BulkEngine,
  plan: Plan,
): Promise<string | undefined> {
  try {
    return await engine.writeToAdd(plan);
  } catch (error) {
    services.output.warn(`${path.basename(plan.file)}: ${errorCode(error) ?? String(error)}`);
    return undefined;
  }
}

/** Takes down that a file holds the rows that a run left out, so that its run is linked to it. */
export async function rememberToFix(services: Services, file: string, runId: string): Promise<void> {
  if (runId === '') return;
  const { globalState } = services.context;
  const known = Object.entries(globalState.get<ToFixFiles>(stateKey) ?? {});
  await globalState.update(stateKey, Object.fromEntries([...known, [file, runId]].slice(-keptFiles)));
}

/** The run whose rows a file corrects. */
export function parentOf(services: Services, file: string): string | undefined {
  return services.context.globalState.get<ToFixFiles>(stateKey)?.[file];
}
