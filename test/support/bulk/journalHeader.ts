import type { SourceFormat } from '../../../src/bulk/source/detect.js';
import type { JournalHeader } from '../../../src/bulk/journal/journalLines.js';

export const format: SourceFormat = {
  kind: 'csv',
  encoding: 'utf-8',
  bom: false,
  delimiter: ';',
  newline: '\r\n',
};

/** Of a run of twenty rows. */
export const header: JournalHeader = {
  t: 'run',
  v: 1,
  runId: 'r',
  kind: 'update',
  at: 1,
  file: 'in.csv',
  hash: 'h',
  format,
  columns: ['customer_id'],
  mapping: { columns: { customer_id: 'customer_id' } },
  constants: {},
  connection: { id: 'c', name: 'n', origin: 'http://127.0.0.1:1' },
  total: 20,
  rows: 20,
  rememberBefore: false,
  includeInWork: false,
  sendDuplicates: false,
};
