import type * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Connection } from '../../core/connection.js';

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
