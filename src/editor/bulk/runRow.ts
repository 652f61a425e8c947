/** What a row of the Bulk runs view, or a button on a message, hands to a command. */
export interface RunRow {
  /** Id of the run. */
  row: string;
}

/** A row; undefined for an argument object or nothing. */
export function asRunRow(input: unknown): RunRow | undefined {
  return typeof input === 'object' && input !== null && 'row' in input && typeof input.row === 'string'
    ? { row: input.row }
    : undefined;
}
