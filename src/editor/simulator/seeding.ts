import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { fail, succeed, type Result } from '../../core/errors.js';
import { parseArguments } from '../arguments.js';
import type { Services } from '../services.js';
import { refuse, withSimulator, type Refusal } from './running.js';
import { readSeedFile, writeSeedFile } from './seedFiles.js';
import { mention } from '../door.js';

const fileArguments = z.strictObject({ file: z.optional(z.string()) });
const filters = (): Record<string, string[]> => ({ [vscode.l10n.t('Seed file')]: ['thulium-seed.json'] });

/** Back to the seed: data, switches, clock and faults; the list of requests is emptied. */
export function resetSimulator(services: Services): Promise<Refusal> {
  return withSimulator(services, vscode.l10n.t('Reset the Simulator'), async (control) => {
    await control.reset();
    mention('beaker', vscode.l10n.t('The simulator is reset.'));
    return succeed(undefined);
  });
}

/** Writes the simulator's whole state into a seed file, `{file}` or one that the user names, and opens it. */
export async function saveSeed(services: Services, input?: unknown): Promise<Refusal> {
  const title = vscode.l10n.t('Save the Simulator’s State…');
  const file = fileOf(input);
  if (!file.ok) return refuse(services, title, file.failure);
  return withSimulator(services, title, async (control) => {
    const uri = file.value ?? (await askWhere());
    if (!uri) return fail({ code: 'cancelled' });
    await writeSeedFile(uri, await control.getSeed());
    if (!file.value) await vscode.window.showTextDocument(uri);
    return succeed(undefined);
  });
}

/** Replaces the simulator's state by that of a seed file: `{file}`, the one a menu was opened on, or a choice. */
export async function loadSeed(services: Services, input?: unknown): Promise<Refusal> {
  const title = vscode.l10n.t('Load a Seed File…');
  const file = fileOf(input);
  if (!file.ok) return refuse(services, title, file.failure);
  const uri = file.value ?? (await askWhich());
  if (!uri) return refuse(services, title, { code: 'cancelled' });
  const seed = await readSeedFile(uri.toString());
  if (!seed.ok) return refuse(services, title, seed.failure);
  const simulator = await services.simulator();
  if (!simulator.worker) {
    const started = await simulator.start({ seed: uri.toString() });
    return started.ok ? undefined : refuse(services, title, started.failure);
  }
  return withSimulator(services, title, async (control) => {
    await control.setSeed(seed.value);
    const text = vscode.l10n.t('The simulator holds {0}.', vscode.workspace.asRelativePath(uri));
    mention('beaker', text);
    return succeed(undefined);
  });
}

/** The file of an argument object, or the resource that a menu hands over. */
function fileOf(input: unknown): Result<vscode.Uri | undefined> {
  if (input instanceof vscode.Uri) return succeed(input);
  const parsed = parseArguments(fileArguments, input);
  if (!parsed.ok) return parsed;
  const { file } = parsed.value;
  if (file === undefined) return succeed(undefined);
  return succeed(file.includes('://') ? vscode.Uri.parse(file) : vscode.Uri.file(file));
}

function askWhere(): Thenable<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return vscode.window.showSaveDialog({
    filters: filters(),
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, 'simulator.thulium-seed.json') }),
  });
}

async function askWhich(): Promise<vscode.Uri | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active?.path.endsWith('.thulium-seed.json') === true) return active;
  const chosen = await vscode.window.showOpenDialog({ filters: { JSON: ['json'] } });
  return chosen?.[0];
}
