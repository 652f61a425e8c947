import type { Connection } from '../../core/connection.js';

/** A row of the Connections view hands itself over where a command expects an argument object. */
export function asConnectionRow(input: unknown): Connection | undefined {
  return typeof input === 'object' && input !== null && 'id' in input && 'baseUrl' in input
    ? (input as Connection)
    : undefined;
}

/** The argument object that names the connection of a row; any other argument as it is. */
export function connectionOf(input: unknown): unknown {
  const row = asConnectionRow(input);
  return row ? { connection: row.id } : input;
}
