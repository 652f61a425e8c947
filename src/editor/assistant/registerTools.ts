import * as vscode from 'vscode';
import { assistantTools } from '../../manifest.js';
import { lazy } from '../../core/lazy.js';
import type { Services } from '../services.js';

/** The tools that assistants of the editor may call; their code is loaded when one is called. */
export function registerAssistantTools(services: () => Promise<Services>): vscode.Disposable[] {
  const load = lazy(async () => {
    const [shared, { createTools }] = await Promise.all([services(), import('./tools.js')]);
    return createTools(shared);
  });
  return Object.values(assistantTools).map((name) =>
    vscode.lm.registerTool<unknown>(name, {
      prepareInvocation: async (options, token) => (await load())[name].prepareInvocation(options, token),
      invoke: async (options, token) => (await load())[name].invoke(options, token),
    }),
  );
}
