import { startServer, type RunningServer } from '../../../src/sandbox/server/server.js';
import { wordDiagnosis } from '../../../src/words/diagnosis.js';
import type { Editor } from './editor.js';

export const credentials = { username: 'api_user', password: 'api_pass' };

/** A simulator of the test's own process: it outlives a reload of the window, and the test can drive it. */
export interface OwnSimulator {
  server: RunningServer;
  /** What somebody else's program does: the API, past the extension. */
  call<T>(method: string, path: string, body?: object): Promise<T>;
  stop(): Promise<void>;
}

export async function startSimulator(): Promise<OwnSimulator> {
  const server = await startServer({ ...credentials, host: '127.0.0.1', port: 0, word: wordDiagnosis });
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
export async function addConnection(editor: Editor, { server }: OwnSimulator, name: string): Promise<void> {
  const { quickInput } = editor;
  await editor.runCommand('Thulium: Add Connection…');
  for (const [step, text] of [
    ['(1/5)', server.url],
    ['(2/5)', name],
    ['(3/5)', credentials.username],
    ['(4/5)', credentials.password],
  ] as const) {
    await quickInput.shows(step);
    await quickInput.answer(text);
  }
  await quickInput.shows('(5/5)');
  await quickInput.pick('Test system');
  await editor.page.locator('.part.statusbar').getByText(name).waitFor();
}
