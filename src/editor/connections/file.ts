import path from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Connection } from '../../core/connection.js';
import { createVersionedFile, NewerVersionError } from '../../storage/versionedFile.js';

const connectionSchema = z.object({
  id: z.string(),
  name: z.string(),
  baseUrl: z.string(),
  username: z.string(),
  production: z.boolean(),
  readOnly: z.boolean(),
});

/** The user's connections on disk, shared by all windows; no password is in it. */
export interface ConnectionFile {
  read(): Promise<Connection[]>;
  /** Resolves to false where a newer version of the extension keeps the file: it is left as it is. */
  update(change: (all: Connection[]) => Connection[]): Promise<boolean>;
}

/** Opens `connections.json` in the extension's own storage; nothing is read yet. */
export function openConnectionFile(folder: string): ConnectionFile {
  const file = createVersionedFile<Connection[]>({
    file: path.join(folder, 'connections.json'),
    version: 1,
    schema: z.array(connectionSchema),
    empty: [],
  });
  return {
    async read() {
      const found = await file.read();
      if (found.state === 'ok') return found.value;
      void vscode.window.showWarningMessage(
        found.state === 'damaged'
          ? vscode.l10n.t(
              'The list of connections could not be read; it was set aside as {0}.',
              found.movedTo,
            )
          : vscode.l10n.t(
              'The list of connections was written by a newer version of this extension. Update the extension to use it.',
            ),
      );
      return [];
    },
    async update(change) {
      try {
        await file.update(change);
        return true;
      } catch (error) {
        if (error instanceof NewerVersionError) return false;
        throw error;
      }
    },
  };
}
