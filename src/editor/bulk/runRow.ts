/** What a row of the Bulk runs view, or a button on a message, hands to a command. */
export interface RunRow {
  /** Id of the run. */
  row: string;
  /** What the user decided about rows whose result is unknown and whose records may not be read. */
  onUnknown?: 'resend' | 'skip';
}

/** A row; undefined for an argument object or nothing. */
export function asRunRow(input: unknown): RunRow | undefined {
  if (typeof input !== 'object' || input === null || !('row' in input) || typeof input.row !== 'string') {
    return undefined;
  }
  const { row } = input;
  const onUnknown = 'onUnknown' in input ? input.onUnknown : undefined;
  return onUnknown === 'resend' || onUnknown === 'skip' ? { row, onUnknown } : { row };
}
