import * as vscode from 'vscode';
import { contextKeys } from '../../manifest.js';
import type { Services } from '../services.js';
import { inspectorOf } from './following.js';
import { createInputBox } from '../door.js';

/** Lists only the requests in which what the user types occurs, while it is typed; an empty text lists all. */
export async function filterRequests(services: Services): Promise<void> {
  const inspector = await inspectorOf(services);
  const before = inspector.filter;
  const input = createInputBox();
  input.title = vscode.l10n.t('Filter the Simulator’s Requests');
  input.placeholder = vscode.l10n.t('PUT, 441, 400, date-format…');
  input.prompt = vscode.l10n.t(
    'Method, path, status, code of a diagnosis or fault; several words narrow the list',
  );
  input.value = before;
  await new Promise<void>((resolve) => {
    let kept = false;
    input.onDidChangeValue((text) => {
      inspector.setFilter(text);
    });
    input.onDidAccept(() => {
      kept = true;
      input.hide();
    });
    input.onDidHide(() => {
      if (!kept) inspector.setFilter(before);
      resolve();
    });
    input.show();
  });
  input.dispose();
}

/** Forgets the requests that were listed. */
export async function clearRequests(services: Services): Promise<void> {
  await (await inspectorOf(services)).clear();
}

/** Freezes the list. */
export async function pauseRequests(services: Services): Promise<void> {
  (await inspectorOf(services)).pause();
  await tellPaused(true);
}

/** Lets the list go on, with what came meanwhile. */
export async function resumeRequests(services: Services): Promise<void> {
  await (await inspectorOf(services)).resume();
  await tellPaused(false);
}

async function tellPaused(paused: boolean): Promise<void> {
  await vscode.commands.executeCommand('setContext', contextKeys.simulatorPaused, paused);
}
