import type { SourceFormat } from '../source/detect.js';
import { createRowMapper, type BulkMapping, type Constants, type MappedRow } from './mapping.js';
import type { SourceRow } from '../source/row.js';
import { readRows } from '../source/rows.js';

/** What it takes to read the rows of a file again as a plan or a journal read them. */
export interface RowSource {
  file: string;
  format: SourceFormat;
  mapping: BulkMapping;
  constants: Constants;
}

export interface MappedBatch {
  columns: readonly string[];
  rows: { source: SourceRow; mapped: MappedRow }[];
}

/** A second reading of a file, each row mapped; `hash` is known at its end. */
export function readMappedRows(from: RowSource): {
  batches: AsyncGenerator<MappedBatch, void>;
  hash(): string;
} {
  const reader = readRows(from.file, from.format, Object.keys(from.mapping.columns));
  async function* batches(): AsyncGenerator<MappedBatch, void> {
    for await (const { columns, rows } of reader.batches) {
      const mapper = createRowMapper(columns, from.mapping, from.constants, from.format.kind);
      yield { columns, rows: rows.map((source) => ({ source, mapped: mapper.map(source) })) };
    }
  }
  return { batches: batches(), hash: () => reader.hash() };
}
