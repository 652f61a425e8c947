import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { fail, succeed, type Result } from '../../core/errors.js';
import { seedSchema, type Seed, seedFromSystem, type ReadCampaign } from '../../simulator/seed/seedFile.js';
import { parseArguments, connectionReference } from '../arguments.js';
import type { Services, Access } from '../services.js';
import { refuse, withSimulator, type Refusal, simulatorConnectionId } from './windowSimulator.js';
import { mention, showQuickPick, value, withProgress, type Progress } from '../door.js';
import type { Connection } from '../../core/connection.js';
import { countOf } from '../../messages/plural.js';

/** How many places of a file are named when it does not fit. */
const namedPlaces = 5;

/** Reads a seed file, given by its path or URI. */
export async function readSeedFile(reference: string): Promise<Result<Seed>> {
  let text: string;
  let uri: vscode.Uri;
  try {
    uri = reference.includes('://') ? vscode.Uri.parse(reference, true) : vscode.Uri.file(reference);
    text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return fail({ code: 'invalid-input', detail: 'seed-unreadable', params: { file: reference } });
  }
  const file = vscode.workspace.asRelativePath(uri);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const places = error instanceof Error ? error.message : '';
    return fail({ code: 'invalid-input', detail: 'seed-file', params: { file, places } });
  }
  const parsed = seedSchema.safeParse(value);
  if (parsed.success) return succeed(parsed.data);
  const all = parsed.error.issues.flatMap(({ path, ...issue }) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path],
  );
  const places = all.slice(0, namedPlaces).map((path) => path.map(String).join('.') || '{}');
  return fail({ code: 'invalid-input', detail: 'seed-file', params: { file, places: places.join(', ') } });
}

/** Writes a seed where a person can read and change it. */
export async function writeSeedFile(uri: vscode.Uri, seed: Seed): Promise<void> {
  const text = `${JSON.stringify(seed, undefined, 2)}\n`;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

const fileArguments = z.strictObject({ file: z.optional(z.string()) });
const filters = (): Record<string, string[]> => ({ [vscode.l10n.t('Seed file')]: ['thulium-seed.json'] });

/** Back to the seed: data, switches, clock and faults; the list of requests is emptied. */
export function resetSimulator(services: Services): Promise<Refusal> {
  return withSimulator(services, vscode.l10n.t('Reset Simulator'), async (control) => {
    await control.reset();
    mention('beaker', vscode.l10n.t('The simulator was reset.'));
    return succeed(undefined);
  });
}

/** Writes the simulator's whole state into a seed file, `{file}` or one that the user names, and opens it. */
export async function saveSeed(services: Services, input?: unknown): Promise<Refusal> {
  const title = vscode.l10n.t('Save Simulator State…');
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
  const title = vscode.l10n.t('Load Seed File…');
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
    const text = vscode.l10n.t('The simulator contains {0}.', vscode.workspace.asRelativePath(uri));
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

/** More campaigns than anybody tests with; each costs two reads. */
const mostCampaigns = 50;

/**
 * Makes the simulator resemble a system of the user: its campaigns and statuses, its agents under invented names,
 * and no customer. `{connection}`, or a choice. Only reads are sent.
 */
export async function seedFromUsersSystem(services: Services, input?: unknown): Promise<Refusal> {
  const title = vscode.l10n.t('Copy Setup from a System…');
  const parsed = parseArguments(connectionReference, input);
  if (!parsed.ok) return refuse(services, title, parsed.failure);
  const connection = await chosen(services, parsed.value.connection);
  if (!connection.ok) return refuse(services, title, connection.failure);
  const access = await services.openAccess(connection.value.id);
  if (!access.ok) return refuse(services, title, access.failure);
  const seed = await withProgress(title, (progress) => readSeed(access.value, progress));
  if (!seed.ok) return refuse(services, title, seed.failure);
  const simulator = await services.simulator();
  const started = simulator.worker ? succeed(undefined) : await simulator.start({});
  if (!started.ok) return refuse(services, title, started.failure);
  return withSimulator(services, title, async (control) => {
    await control.setSeed(seed.value);
    const count = countOf('campaign', seed.value.campaigns?.length ?? 0);
    services.presenter.success(
      vscode.l10n.t(
        'Copied the setup of {0}: {1}. Agent names, customers, and records are made up.',
        connection.value.name,
        count,
      ),
    );
    return succeed(undefined);
  });
}

async function chosen(services: Services, reference: string | undefined): Promise<Result<Connection>> {
  if (reference !== undefined) return services.connections.resolve(reference);
  const own = (await services.connections.list()).filter(({ id }) => id !== simulatorConnectionId);
  if (own.length === 0) return fail({ code: 'no-connection', detail: 'none' });
  const picked = await showQuickPick(
    own.map((connection) => ({ label: connection.name, description: connection.baseUrl, connection })),
    {
      title: vscode.l10n.t('Copy Setup from a System'),
      placeHolder: vscode.l10n.t(
        'Copies campaigns and statuses only. Customers and agent names are made up.',
      ),
    },
  );
  return picked ? succeed(picked.connection) : fail({ code: 'cancelled' });
}

async function readSeed({ client }: Access, { report, signal }: Progress): Promise<Result<Seed>> {
  const campaigns = await client.listCampaigns({ signal });
  if (!campaigns.ok) return campaigns;
  const wanted = campaigns.value.slice(0, mostCampaigns);
  const read: ReadCampaign[] = [];
  for (const campaign of wanted) {
    report(value(campaign.name ?? campaign.id), 100 / wanted.length);
    const [statuses, agents] = await Promise.all([
      client.listStatuses(campaign.id, { signal }),
      client.listAgents(campaign.id, { signal }),
    ]);
    if (signal.aborted) return fail({ code: 'cancelled' });
    if (!statuses.ok) return statuses;
    // Without its agents a campaign is still worth having.
    read.push({ campaign, statuses: statuses.value, agents: agents.ok ? agents.value : [] });
  }
  return succeed(seedFromSystem(read));
}
