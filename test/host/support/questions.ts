import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../../support/until.js';

/**
 * Closes whatever quick input appears, as Escape does, until the work is done: nobody else answers
 * in a test.
 */
export function dismissing<T>(work: Promise<T>): Promise<T> {
  return repeating('workbench.action.closeQuickOpen', work);
}

/** Runs a command of the editor again and again until the work is done. */
export async function repeating<T>(command: string, work: Promise<T>): Promise<T> {
  const state = { done: false };
  const finished = work.finally(() => {
    state.done = true;
  });
  await until('the end of the work', async () => {
    await vscode.commands.executeCommand(command);
    return state.done;
  });
  return finished;
}

/**
 * The work asks in a modal. Under test the editor shows none and answers each with an error that
 * quotes the question, so nothing after the question can have happened.
 */
export async function assertAsks(work: Promise<unknown>, question: RegExp): Promise<void> {
  await assert.rejects(work, (error: unknown) => {
    assert.ok(error instanceof Error);
    assert.match(error.message, /refused to show dialog in tests/);
    assert.match(error.message, question);
    return true;
  });
}
