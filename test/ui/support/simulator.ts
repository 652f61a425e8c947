import type { RunningServer } from '../../../src/simulator/server/server.js';
import type { Editor } from './editor.js';
import { addConnection as addSystem, password, startSystem, username } from './system.js';

export const credentials = { username, password };

/** A simulator of the test's own process: it outlives a reload of the window, and the test can drive it. */
export interface OwnSimulator {
  server: RunningServer;
  /** What somebody else's program does: the API, past the extension. */
  call<T>(method: string, path: string, body?: object): Promise<T>;
  stop(): Promise<void>;
}

export async function startSimulator(): Promise<OwnSimulator> {
  const server = await startSystem();
  const authorization = `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
  return {
    server,
    async call<T>(method: string, path: string, body?: object) {
      const response = await fetch(`${server.url}/api/${path}`, {
        method,
        headers: { Authorization: authorization, 'Content-Type': 'application/json; charset=utf-8' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
    stop: () => server.close(),
  };
}

/** Adds a simulator as a connection that is not production, as a user would, and makes it the active one. */
export function addConnection(editor: Editor, { server }: OwnSimulator, name: string): Promise<void> {
  return addSystem(editor, { url: server.url, name, use: 'Test system' });
}
