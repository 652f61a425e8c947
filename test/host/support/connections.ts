import assert from 'node:assert/strict';
import { afterEach } from 'mocha';
import type { Failure } from '../../../src/core/outcome.js';
import { run } from './commands.js';

export const username = 'api_user';
export const password = 'api_pass';

export type ConnectionOutcome = { connectionId: string } | { error: Failure };

let count = 0;

/** A name that no other test uses. */
export function freshName(): string {
  count += 1;
  return `test ${count}`;
}

/**
 * Adds connections, by default one that is not production, and removes them after each test.
 * Call inside `describe`.
 *
 * @returns adds one for an address and resolves to its id
 */
export function useConnections(): (
  baseUrl: string,
  more?: Readonly<Record<string, unknown>>,
) => Promise<string> {
  const added: string[] = [];
  afterEach(async () => {
    for (const connection of added.splice(0)) await run('thulium.removeConnection', { connection });
  });
  return async (baseUrl, more = {}) => {
    const id = await addTestConnection(baseUrl, more);
    added.push(id);
    return id;
  };
}

/**
 * Adds a connection, one that is not production unless told, makes it the active one and resolves to its id; whoever
 * adds it removes it.
 */
export async function addTestConnection(
  baseUrl: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const added = await run<ConnectionOutcome>('thulium.addConnection', {
    name: freshName(),
    baseUrl,
    username,
    password,
    production: false,
    ...more,
  });
  const id = connectionId(added);
  if (more.production === true) await run('thulium.switchConnection', { connection: id });
  return id;
}

/** The id that a command resolved to; fails the test with the error otherwise. */
export function connectionId(outcome: ConnectionOutcome): string {
  assert.ok('connectionId' in outcome, JSON.stringify(outcome));
  return outcome.connectionId;
}

/** The error that a command resolved to; fails the test when it succeeded. */
export function errorOf(outcome: object): Failure {
  assert.ok('error' in outcome, JSON.stringify(outcome));
  return outcome.error as Failure;
}
