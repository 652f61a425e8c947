import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { fail, succeed, type CodedFailure, type Result } from '../../core/errors.js';
import { replaceFile, type Files } from '../../storage/files.js';
import { journalFailure, withDiskCoded } from './journal.js';
import type { JournalHeader } from './journalLines.js';
import { JournalDamageError, replayJournal, type JournalDamage, type Replay } from './replay.js';

const timeLength = 'YYYYMMDD-HHMMSS'.length;

/** Sortable by time, hard to meet twice, plain in a file name. */
export function newRunId(now: number): string {
  const time = new Date(now).toISOString().replace(/[-:]/g, '').slice(0, timeLength).replace('T', '-');
  return `${time}-${randomBytes(4).toString('hex')}`;
}

const runIdPattern = /^[A-Za-z0-9-]{1,64}$/;

/** The folder of a run; undefined for an id that is no plain name. */
export function runFolder(runsFolder: string, runId: string): string | undefined {
  return runIdPattern.test(runId) ? path.join(runsFolder, runId) : undefined;
}

/** A run's journal in its folder. */
export function journalFile(folder: string): string {
  return path.join(folder, 'journal.jsonl');
}

/** What a header says to read its rows from. */
export function sourceOf(header: JournalHeader, folder: string): string {
  return header.source === undefined ? header.file : path.join(folder, header.source);
}

/** Reads a run's journal; a header that cannot be read and a disk that refuses become coded failures. */
export async function readRun(files: Files, folder: string): Promise<Result<Replay>> {
  return withDiskCoded(async () => {
    try {
      return succeed(await replayJournal(files, journalFile(folder)));
    } catch (error) {
      if (!(error instanceof JournalDamageError)) throw error;
      return fail(damageFailure(error.damage));
    }
  });
}

/** What a journal, or a line of it, cannot tell any more. */
export function damageFailure({ reason, line }: JournalDamage): CodedFailure {
  return {
    code: 'journal-damaged',
    detail: reason,
    ...(line === undefined ? {} : { params: { line: String(line) } }),
  };
}

/** Finds a run by its id and reads it. */
export async function findRun(
  files: Files,
  runsFolder: string,
  runId: string,
): Promise<Result<{ folder: string; replay: Replay }>> {
  const folder = runFolder(runsFolder, runId);
  if (folder === undefined) return fail({ code: 'invalid-input', detail: 'run-unknown' });
  const replay = await readRun(files, folder);
  return replay.ok ? succeed({ folder, replay: replay.value }) : replay;
}

/** Keeps a copy of our own of what a run reads. */
export async function keepCopy(files: Files, from: string, to: string): Promise<Result<undefined>> {
  const bytes = await files.read(from);
  if (!bytes) return fail({ code: 'file-changed', params: { file: from } });
  try {
    await replaceFile(files, to, bytes);
    return succeed(undefined);
  } catch (error) {
    return fail(journalFailure(error));
  }
}
