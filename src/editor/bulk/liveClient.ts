import * as vscode from 'vscode';
import type { BulkClient } from '../../bulk/run/run.js';
import { refuseChanged } from '../../core/connection.js';
import { fail, succeed, type Result } from '../../core/errors.js';
import type { ConnectedClient } from '../../thulium/client.js';
import type { ThuliumClient } from '../../thulium/types.js';
import type { Access, Services } from '../services.js';

/** A client for a run that may last for hours. */
export interface LiveClient extends vscode.Disposable {
  client: BulkClient;
}

/**
 * Follows the connection while a run lasts: a vanished password is asked for while calls wait, and without
 * it they fail with `missing-secret`, which pauses the run; a connection that was removed, moved or made
 * read-only or a production system ends it. Writes are logged.
 */
export function liveClient(services: Services, { connection, client }: Access): LiveClient {
  const opened = withSingleAttempts(client);
  let current: Result<ConnectedClient> = succeed(opened);
  let isStale = false;
  const outdate = (): void => {
    isStale = true;
  };
  const subscription = vscode.Disposable.from(
    services.connections.onDidChange(outdate),
    services.context.secrets.onDidChange(outdate),
  );

  async function latest(): Promise<Result<ConnectedClient>> {
    if (!isStale) return current;
    const found = await services.openAccess(connection.id);
    const isGone = !found.ok && found.failure.code === 'no-connection';
    const changed =
      found.ok || isGone
        ? refuseChanged(connection, found.ok ? found.value.connection : undefined)
        : undefined;
    if (changed) current = fail(changed);
    else current = found.ok ? succeed(withSingleAttempts(found.value.client)) : found;
    isStale = !current.ok;
    return current;
  }

  async function read<T>(call: (client: ConnectedClient) => Promise<Result<T>>): Promise<Result<T>> {
    const client = await latest();
    return client.ok ? call(client.value) : client;
  }

  const followed: BulkClient = {
    baseUrl: opened.baseUrl,
    async attemptUpdate(update, options) {
      const found = await latest();
      if (found.ok) {
        return found.value.attemptUpdate(update, {
          ...options,
          onAttempt: (report) => {
            services.output.attempt(report);
          },
        });
      }
      const { failure } = found;
      return { attempts: 0, durationMs: 0, failure, retryable: false, mayHaveApplied: false };
    },
    async updateRecord(update, options) {
      const found = await latest();
      return found.ok
        ? found.value.updateRecord(update, options)
        : { attempts: 0, durationMs: 0, failure: found.failure };
    },
    getRecord: (...call) => read((each) => each.getRecord(...call)),
    listRecords: (...call) => read((each) => each.listRecords(...call)),
    listCampaigns: (...call) => read((each) => each.listCampaigns(...call)),
    listStatuses: (...call) => read((each) => each.listStatuses(...call)),
    listAgents: (...call) => read((each) => each.listAgents(...call)),
    findCustomers: (...call) => read((each) => each.findCustomers(...call)),
    getCustomer: (...call) => read((each) => each.getCustomer(...call)),
  };
  return {
    client: followed,
    dispose: () => {
      subscription.dispose();
    },
  };
}

/** Every client that this extension makes can make single attempts. */
function withSingleAttempts(client: ThuliumClient): ConnectedClient {
  if (!isConnected(client)) throw new TypeError('A client without single attempts cannot run a bulk update');
  return client;
}

function isConnected(client: ThuliumClient): client is ConnectedClient {
  return 'attemptUpdate' in client;
}
