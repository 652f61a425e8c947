import path from 'node:path';
import * as z from 'zod/mini';
import type { Connection } from '../core/connection.js';
import type { CampaignStatus } from '../core/record.js';
import { createVersionedList } from './versionedFile.js';
import { raw } from '../core/foreign.js';

const statusListSchema = z.object({
  connectionId: z.string(),
  /** A list of one system is not used for another, to which the connection was edited. */
  origin: z.string(),
  campaignId: z.string(),
  /** When it was imported, ISO 8601 in UTC. */
  at: z.string(),
  statuses: z.array(
    z.object({
      status_id: z.string(),
      dictionary_status_id: z.nullable(z.string()),
      name: z.string(),
      system_status: z.string(),
    }),
  ),
});

/** An imported list of one campaign's statuses. */
export type StatusList = z.infer<typeof statusListSchema>;

type Owner = Pick<Connection, 'id' | 'baseUrl'>;

/** Imported status lists, shared by all windows. */
export interface StatusLists {
  of(connection: Owner): Promise<StatusList[]>;
  get(connection: Owner, campaignId: string): Promise<CampaignStatus[] | undefined>;
  put(connection: Owner, campaignId: string, statuses: CampaignStatus[], at: Date): Promise<void>;
  delete(connection: Owner, campaignId: string): Promise<void>;
}

/** Opens `status-lists.json` in a folder; nothing is read yet. */
export function openStatusLists(folder: string): StatusLists {
  const file = createVersionedList<StatusList>({
    file: path.join(folder, 'status-lists.json'),
    version: 1,
    entry: statusListSchema,
    keepsUnreadable: true,
  });
  const of = async (connection: Owner): Promise<StatusList[]> => {
    const found = await file.read();
    return found.state === 'newer' ? [] : found.value.filter((each) => belongs(each, connection));
  };
  const others = (all: StatusList[], connection: Owner, campaignId: string): StatusList[] =>
    all.filter((each) => each.connectionId !== connection.id || each.campaignId !== campaignId);
  return {
    of,
    async get(connection, campaignId) {
      return (await of(connection)).find((each) => each.campaignId === campaignId)?.statuses;
    },
    async put(connection, campaignId, statuses, at) {
      const list: StatusList = {
        connectionId: connection.id,
        origin: originOf(connection),
        campaignId,
        at: at.toISOString(),
        statuses: statuses.map((each) => ({ ...each, name: raw(each.name) })),
      };
      await file.update((all) => [...others(all, connection, campaignId), list]);
    },
    async delete(connection, campaignId) {
      await file.update((all) => others(all, connection, campaignId));
    },
  };
}

function belongs(list: StatusList, connection: Owner): boolean {
  return list.connectionId === connection.id && list.origin === originOf(connection);
}

function originOf({ baseUrl }: Owner): string {
  return new URL(baseUrl).origin;
}
