/** One data row. Blank rows are none and count nowhere. */
export interface SourceRow {
  /** Counts from 0 over the data rows. */
  index: number;
  /** Where the row begins in the file, counted from 1. */
  line: number;
  /** As many as there are columns; undefined where a JSON line lacks the key. */
  cells: readonly (string | undefined)[];
  /** Columns whose value in JSON is neither text, a number nor null; their cells hold it as JSON. */
  wrongTypes?: readonly number[];
  /** The row cannot be told apart into columns. */
  fault?: {
    code: 'row-ragged' | 'json-broken';
    params?: Record<string, string>;
  };
}

export interface RowBatch {
  /** Names of the columns, each once: a second `Status` is called `Status (2)`. JSON Lines may add some later. */
  columns: readonly string[];
  rows: SourceRow[];
}
