import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.js';
import { fail, succeed, type Result } from '../../core/errors.js';
import type { Seed } from '../../simulator/seed/seedFile.js';
import { seedFromSystem, type ReadCampaign } from '../../simulator/seed/fromSystem.js';
import { countOf } from '../../messages/plural.js';
import { connectionReference, parseArguments } from '../arguments.js';
import type { Access, Services } from '../services.js';
import { refuse, withSimulator, type Refusal } from './running.js';
import { simulatorConnectionId } from './windowSimulator.js';
import { showQuickPick, value, withProgress, type Progress } from '../door.js';

/** More campaigns than anybody tests with; each costs two reads. */
const mostCampaigns = 50;

/**
 * Makes the simulator resemble a system of the user: its campaigns and statuses, its agents under invented names,
 * and no customer. `{connection}`, or a choice. Only reads are sent.
 */
export async function seedFromUsersSystem(services: Services, input?: unknown): Promise<Refusal> {
  const title = vscode.l10n.t('Make the Simulator Like My System…');
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
        'The simulator is like {0}: {1}. Call-centre agents have invented names, customers and records are invented.',
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
      title: vscode.l10n.t('Make the Simulator Like My System'),
      placeHolder: vscode.l10n.t(
        'Reads campaigns and statuses, no customers; call-centre agents get invented names',
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
