import { fail, type CodedFailure, type Result } from '../../core/errors.js';
import { errorCode, replaceFile, type Files } from '../../storage/files.js';
import { formatLine, type JournalHeader } from './journalLines.js';
import type { RowFacts } from '../plan/plan.js';

/** Rows in one `rows` line. */
const chunkRows = 4096;

/** Of each row by its index: its verdict, and the fingerprint of its record or 0. */
export interface JournalFacts {
  verdicts: Pick<RowFacts['verdicts'], 'get'>;
  fingerprints: Pick<RowFacts['fingerprints'], 'get'>;
}

/** Writes a new journal as a whole: header and verdicts are there from the first moment or not at all. */
export async function createJournal(
  files: Files,
  file: string,
  header: JournalHeader,
  facts: JournalFacts,
): Promise<void> {
  const parts = [formatLine(header)];
  for (let from = 0; from < header.rows; from += chunkRows) {
    const count = Math.min(chunkRows, header.rows - from);
    const chosen = Buffer.alloc(count);
    const prints = Buffer.alloc(count * 4);
    let seen = 0;
    for (let index = 0; index < count; index++) {
      chosen[index] = facts.verdicts.get(from + index);
      const print = facts.fingerprints.get(from + index);
      seen |= print;
      prints.writeUInt32LE(print, index * 4);
    }
    const f = seen === 0 ? {} : { f: prints.toString('base64') };
    parts.push(formatLine({ t: 'rows', from, v: chosen.toString('base64'), ...f }));
  }
  await replaceFile(files, file, Buffer.from(parts.join('')));
}

/** The disk refused the journal, so nothing more may be sent. */
export function journalFailure(error: unknown, detail: 'read' | 'write' = 'write'): CodedFailure {
  return { code: 'journal-damaged', detail, params: { reason: errorCode(error) ?? 'unknown' } };
}

/** Codes what a disk can do to any task; anything else is a mistake of ours and stays an exception. */
export async function withDiskCoded<T>(
  work: () => Promise<Result<T>>,
  detail: 'read' | 'write' = 'read',
): Promise<Result<T>> {
  try {
    return await work();
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return fail(journalFailure(error, detail));
  }
}
