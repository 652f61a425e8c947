import path from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { resolveBaseUrl, type Connection } from '../../core/connection.js';
import { normalName } from '../../core/connectionName.js';
import { fileStamp } from '../../storage/files.js';
import { createVersionedList, NewerVersionError } from '../../storage/versionedFile.js';
import { showMessage } from '../door.js';

const connectionSchema = z.object({
  id: z.string().check(z.minLength(1)),
  name: z.string().check(
    z.minLength(1),
    z.refine((text) => normalName(text) === text),
  ),
  /** As {@link resolveBaseUrl} makes it: anything else was not written by us, and nothing is sent there. */
  baseUrl: z.string().check(z.refine((text) => resolveBaseUrl({ baseUrl: text }).baseUrl === text)),
  username: z.string(),
  production: z.boolean(),
  readOnly: z.boolean(),
});

/** The user's connections on disk, shared by all windows; no password is in it. */
export interface ConnectionFile {
  read(): Promise<Connection[]>;
  /** What the file holds at this moment; read anew only where it changed since the last time. */
  readChanged(): Promise<Connection[]>;
  /** Resolves to false where a newer version of the extension keeps the file: it is left as it is. */
  update(change: (all: Connection[]) => Connection[]): Promise<boolean>;
}

/** Opens `connections.json` in the extension's own storage; nothing is read yet. */
export function openConnectionFile(folder: string): ConnectionFile {
  const file = path.join(folder, 'connections.json');
  const list = createVersionedList<Connection>({
    file,
    version: 1,
    entry: connectionSchema,
    keepsUnreadable: true,
  });
  let known: { stamp: string | undefined; all: Connection[] } | undefined;
  let warnedOf = 0;

  async function read(): Promise<Connection[]> {
    const found = await list.read();
    if (found.state === 'newer') {
      void showMessage(
        'warning',
        vscode.l10n.t(
          'The list of connections was written by a newer version of this extension. Update the extension to use it.',
        ),
      );
      return [];
    }
    if (found.state === 'damaged') {
      void showMessage(
        'warning',
        vscode.l10n.t('Couldn’t read the list of connections. It was renamed to {0}.', found.movedTo),
      );
    }
    const { unreadable = 0 } = found;
    if (unreadable > warnedOf) {
      void showMessage(
        'warning',
        unreadable === 1
          ? vscode.l10n.t('One connection isn’t valid and was skipped. See {0}.', file)
          : vscode.l10n.t('{0} connections aren’t valid and were skipped. See {1}.', unreadable, file),
      );
    }
    warnedOf = unreadable;
    return found.value;
  }

  return {
    read,
    async readChanged() {
      const stamp = await fileStamp(file);
      if (!known || known.stamp !== stamp) known = { stamp, all: await read() };
      return known.all;
    },
    async update(change) {
      try {
        await list.update(change);
        return true;
      } catch (error) {
        if (error instanceof NewerVersionError) return false;
        throw error;
      }
    },
  };
}

const entrySchema = z.object({ origin: z.string(), password: z.string() });

/**
 * Passwords in VS Code's SecretStorage, each bound to the origin it was given for: one kept for
 * another origin counts as missing.
 */
export class Passwords {
  constructor(private readonly secrets: vscode.SecretStorage) {}

  async get(connection: Connection): Promise<string | undefined> {
    const stored = await this.secrets.get(key(connection.id));
    if (stored === undefined) return undefined;
    const entry = entrySchema.safeParse(parseJson(stored));
    return entry.success && entry.data.origin === originOf(connection) ? entry.data.password : undefined;
  }

  async set(connection: Connection, password: string): Promise<void> {
    await this.secrets.store(key(connection.id), JSON.stringify({ origin: originOf(connection), password }));
  }

  async delete(connectionId: string): Promise<void> {
    await this.secrets.delete(key(connectionId));
  }
}

function key(connectionId: string): string {
  return `connection.${connectionId}.password`;
}

function originOf(connection: Connection): string {
  return new URL(connection.baseUrl).origin;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
