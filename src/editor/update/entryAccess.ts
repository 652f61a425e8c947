import { fail, type Result } from '../../core/errors.js';
import type { Connection } from '../../core/connection.js';
import type { HistoryEntry } from '../../storage/history.js';
import type { Access, Services } from '../services.js';

/**
 * The connection that an update of the history was sent on. One that was removed is named as the user
 * knew it; one that leads to another address by now is another system.
 */
export async function connectionOf(services: Services, entry: HistoryEntry): Promise<Result<Connection>> {
  const found = await services.connections.resolve(entry.connectionId);
  const unknown = (name: string): Result<Connection> =>
    fail({ code: 'no-connection', detail: 'unknown', params: { name } });
  if (!found.ok) return found.failure.detail === 'unknown' ? unknown(entry.connectionName) : found;
  return new URL(found.value.baseUrl).origin === entry.origin ? found : unknown(entry.origin);
}

/** The client of that connection, its password asked for where it is missing. */
export async function accessOf(services: Services, entry: HistoryEntry): Promise<Result<Access>> {
  const connection = await connectionOf(services, entry);
  return connection.ok ? services.openAccess(connection.value.id) : connection;
}
