import { startServer, type RunningServer } from '../../../src/simulator/server/server.js';
import { wordDiagnosis } from '../../../src/messages/diagnosis.js';
import type { Editor } from './editor.js';

export const username = 'api_user';
export const password = 'api_pass';

/** Labels of the last step of Add Connection. */
export type Use = 'Production' | 'Test system' | 'Production, read-only';

/** A system of the user's own: the simulator in this process, where a test can look into it and trouble it. */
export function startSystem(): Promise<RunningServer> {
  return startServer({ username, password, host: '127.0.0.1', port: 0, word: wordDiagnosis });
}

/** Adds a connection through its five questions and makes it the active one, which a production system takes asking for. */
export async function addConnection(
  editor: Editor,
  { url, name, use, secret = password }: { url: string; name: string; use: Use; secret?: string },
): Promise<void> {
  const { quickInput } = editor;
  await editor.runCommand('Thulium: Add Connection…');
  for (const [step, text] of [url, name, username, secret].entries()) {
    await quickInput.shows(`(${step + 1}/5)`);
    await quickInput.answer(text);
  }
  await quickInput.shows('(5/5)');
  await quickInput.pick(use);
  await editor.notification(`Added ${name}`);
  if (use === 'Test system') {
    await editor.clearMessages();
    return;
  }
  await editor.clearMessages();
  await editor.runCommand('Thulium: Switch Connection…');
  await quickInput.pick(name);
}

/** The writes that reached a system: paths in order. */
export function writes(system: RunningServer): string[] {
  return system.control
    .listRequests()
    .filter(({ method }) => method === 'PUT')
    .map(({ path }) => path);
}
