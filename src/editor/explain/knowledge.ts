import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.js';
import type { Result } from '../../core/errors.js';
import { checkCampaignId, checkCustomerId } from '../../core/ids.js';
import { likely, type Diagnosis, type Knowledge } from '../../simulator/diagnosis/codes.js';
import { parseTarget } from '../../simulator/diagnosis/route.js';
import type { PastedExchange } from '../../paste/pastedRequest.js';
import type { Access, Services } from '../services.js';

/** How long the system may take to tell what it knows, in milliseconds. */
const readsMs = 5000;

/** What a request is held against, and what should be said about that. */
export interface Known {
  knowledge: Knowledge;
  notes: string[];
  /** The request went to another system than the one whose lists were read. */
  foreign: boolean;
}

/**
 * Reads the lists and the record that a request names: from the user's own connection to its address, else from
 * the window's active one. Only reads, best effort, and nothing is asked.
 */
export async function learn(services: Services, pasted: PastedExchange): Promise<Known> {
  const dates = services.dates();
  const { route } = parseTarget(pasted.method ?? 'PUT', pasted.url ?? '');
  const { campaignId, customerId } = route ?? {};
  const nothing: Known = { knowledge: { dates }, notes: [], foreign: false };
  if (campaignId === undefined || checkCampaignId(campaignId).length > 0) return nothing;
  const origin = originOf(pasted.url);
  const found = await connectionFor(services, origin);
  const opened = found && (await services.connections.openUnasked(found));
  const access = opened && services.access(opened);
  if (!access) {
    const note = vscode.l10n.t(
      'Not checked against a Thulium system, because no connection can be read without asking.',
    );
    return { ...nothing, notes: [note] };
  }
  const foreign = origin !== undefined && origin !== new URL(access.connection.baseUrl).origin;
  const { knowledge, unread } = await learnFrom(access, { campaignId, customerId });
  return {
    knowledge: { ...knowledge, dates },
    foreign,
    notes: [
      foreign
        ? vscode.l10n.t(
            'Checked against {0}, but the request was sent to {1}, which may differ.',
            access.connection.name,
            origin,
          )
        : vscode.l10n.t('Checked against {0} (read-only).', access.connection.name),
      ...(unread.length > 0 ? [vscode.l10n.t('Couldn’t read: {0}.', unread.join(', '))] : []),
    ],
  };
}

/** Findings that another system's lists led to are a guess. */
export function tempered(diagnoses: readonly Diagnosis[], foreign: boolean): Diagnosis[] {
  const byLists = [
    'campaign-unknown',
    'customer-unknown',
    'status-unknown',
    'agent-unknown',
    'agent-required',
    'date-required',
  ];
  return diagnoses.map((each) =>
    foreign && each.certainty === 'documented' && byLists.includes(each.code)
      ? likely(each.code, each.params)
      : each,
  );
}

function originOf(url: string | undefined): string | undefined {
  return url !== undefined && /^https?:/i.test(url) && URL.canParse(url) ? new URL(url).origin : undefined;
}

async function connectionFor(
  services: Services,
  origin: string | undefined,
): Promise<Connection | undefined> {
  const all = await services.connections.list();
  const active = services.connections.active.get()?.id;
  const own = all.filter(({ baseUrl }) => new URL(baseUrl).origin === origin);
  return own.find(({ id }) => id === active) ?? own[0] ?? all.find(({ id }) => id === active);
}

/** Reads what a system knows of the ids of a request; `withRecord: false` leaves the record out. */
export async function learnFrom(
  { client, directory }: Access,
  {
    campaignId,
    customerId,
    withRecord = true,
  }: { campaignId: string; customerId?: string | undefined; withRecord?: boolean },
): Promise<{ knowledge: Knowledge; unread: string[] }> {
  const unread: string[] = [];
  if (checkCampaignId(campaignId).length > 0) return { knowledge: {}, unread };
  const options = { deadlineMs: readsMs, skipForbidden: true };
  const valueOf = <T>(result: Result<T>, name: string): T | undefined => {
    if (result.ok) return result.value;
    unread.push(name);
    return undefined;
  };
  const named = withRecord && customerId !== undefined && checkCustomerId(customerId).length === 0;
  const [campaigns, statuses, agents, record] = await Promise.all([
    directory.campaigns(options),
    directory.statuses(campaignId, options),
    directory.agents(campaignId, options),
    named ? client.getRecord(campaignId, customerId, options) : undefined,
  ]);
  const missing = record?.ok === false && record.failure.code === 'not-found';
  const byIdentifier =
    missing && named ? await client.findCustomers('identifier', customerId, options) : undefined;
  const customer = byIdentifier?.ok === true ? byIdentifier.value[0] : undefined;
  return {
    knowledge: {
      campaigns: valueOf(campaigns, 'GET outbounds'),
      statuses: valueOf(statuses, 'GET outbounds/:id/statuses'),
      agents: valueOf(agents, 'GET outbounds/:id/agents'),
      record: missing ? null : record && valueOf(record, 'GET crm_outbounds/:id/records/:customer_id'),
      ...(customer && { customerByIdentifier: () => customer }),
    },
    unread,
  };
}
