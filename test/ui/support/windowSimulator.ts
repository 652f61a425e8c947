import type { Editor } from './editor.js';
import { startMs, until } from '../../support/until.js';

/** The window's simulator, as a program of the user's own would reach it. */
export interface RunningSimulator {
  url: string;
  /** A control call below `/__simulator/`, its answer parsed. */
  control(method: string, path: string, body?: unknown): Promise<unknown>;
}

/** Runs the command that starts the simulator: the first of a cold window, in which the extension may come late. */
export async function beginSimulator(editor: Editor): Promise<void> {
  const run = (): Promise<boolean> =>
    editor.runCommand('Thulium Simulator: Start Local Simulator').then(
      () => true,
      () => false,
    );
  await until('the command that starts the simulator', run, startMs);
}

/** Starts the simulator from the palette and takes its credentials from “Copy as .env”. */
export async function startSimulator(editor: Editor): Promise<RunningSimulator> {
  await beginSimulator(editor);
  const started = await editor.notification(/Simulator started at|symulator/);
  await started.press((await started.buttons()).find((label) => label.includes('.env')) ?? '');
  const copied = await until('the copied credentials', async () => {
    const text = await editor.page.evaluate(() => navigator.clipboard.readText());
    return text.includes('THULIUM_PASSWORD') && text;
  });
  const value = (name: string): string => new RegExp(`^THULIUM_${name}=(.*)$`, 'm').exec(copied)?.[1] ?? '';
  const authorization = Buffer.from(`${value('USER')}:${value('PASSWORD')}`).toString('base64');
  return {
    url: value('URL'),
    async control(method, path, body) {
      const response = await fetch(`${value('URL')}/__simulator/${path}`, {
        method,
        headers: { authorization: `Basic ${authorization}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${text}`);
      const answer: unknown = text === '' ? undefined : JSON.parse(text);
      return answer;
    },
  };
}
