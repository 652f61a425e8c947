import type { RecordRow } from '../../protocol/record.js';

/** Remembers what changed between the readings of one page. */
export class ChangeMarks {
  private last: readonly RecordRow[] | undefined;
  private readonly changed = new Map<string, NonNullable<RecordRow['changed']>>();

  /** Takes a reading's rows and gives them back with the marks of this and earlier changes. */
  take(rows: readonly RecordRow[], at: string): RecordRow[] {
    for (const { field, before } of differences(this.last ?? rows, rows)) {
      this.changed.set(field, { at, before });
    }
    this.last = rows;
    return this.mark(rows);
  }

  /** The rows of the same reading drawn anew, such as with names that came later. */
  mark(rows: readonly RecordRow[]): RecordRow[] {
    this.last = rows;
    return rows.map((row) => {
      const changed = this.changed.get(row.field);
      return changed ? { ...row, changed } : row;
    });
  }
}

function differences(
  then: readonly RecordRow[],
  now: readonly RecordRow[],
): { field: string; before: RecordRow['value'] }[] {
  return now.flatMap(({ field, value }) => {
    const before = then.find((each) => each.field === field)?.value ?? { text: '' };
    return before.text === value.text ? [] : [{ field, before }];
  });
}
