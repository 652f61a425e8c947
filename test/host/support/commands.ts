import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Failure, UpdateOutcome } from '../../../src/core/outcome.js';

export const extensionId = 'thulium-campaign-records.thulium-campaign-records';

/** The vendor's own example, as an argument object. */
export const example = { campaignId: '00001', customerId: '441', fields: { status_id: '3' } } as const;
export const examplePath = '/api/crm_outbounds/00001/records/441';

/** Runs a command as another extension would. The type is the contract of the command, not checked here. */
export async function run<T>(command: string, argument?: unknown): Promise<T> {
  return vscode.commands.executeCommand<T>(command, argument);
}

/** `thulium.updateRecord` with the vendor's example, changed as given; warnings are silenced. */
export function updateRecord(change: Readonly<Record<string, unknown>> = {}): Promise<UpdateOutcome> {
  return run('thulium.updateRecord', { ...example, confirm: false, ...change });
}

/** A refusal with its code, its field and words; nothing was tried. */
export function assertRefused(outcome: UpdateOutcome, code: string, field?: string): void {
  assert.equal(outcome.error?.code, code, JSON.stringify(outcome));
  assert.equal(outcome.error.field, field);
  assertWords(outcome.error);
  assert.deepEqual([outcome.outcome, outcome.attempts, outcome.updateId], ['failed', 0, undefined]);
}

/** There are words for the user, every placeholder filled in. */
export function assertWords({ message }: Failure): void {
  assert.match(message, /\p{L}{2}/u);
  assert.doesNotMatch(message, /\{\d\}|“”|undefined|\[object/);
}
