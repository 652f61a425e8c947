import path from 'node:path';
import { fail, succeed, type Result } from '../../core/errors.js';
import { lockFile, type Lock } from '../../storage/lock.js';
import { fileFailure, FileProblemError } from '../source/fileProblems.js';
import { withDiskCoded } from '../journal/journal.js';
import { fileStamp, hashFile } from '../source/rows.js';
import type { Replay } from '../journal/replay.js';
import type { RunHandle } from './run.js';
import { damageFailure, readRun, sourceOf } from '../journal/runFiles.js';
import { Session, type SessionOptions } from './session.js';

/**
 * Takes the lock of a run, reads its journal, holds the file and the connection against it, and sends
 * what is still to be sent. Nothing is sent when it fails.
 */
export function execute(options: SessionOptions): Promise<Result<RunHandle>> {
  return withDiskCoded(() => executeLocked(options), 'write');
}

async function executeLocked(options: SessionOptions): Promise<Result<RunHandle>> {
  const { folder } = options;
  const lost = { call: (): void => undefined };
  let lock: Lock | undefined;
  let session: Session | undefined;
  try {
    lock = await lockFile(path.join(folder, 'run'), {
      onLost: () => {
        lost.call();
      },
    });
    if (!lock) return fail({ code: 'run-locked' });
    const replay = await checkedReplay(options);
    if (!replay.ok) return replay;
    session = await Session.open(options, replay.value.replay, lock, replay.value.stamp);
  } finally {
    // From here on the lock is the session's own.
    if (!session) await lock?.release();
  }
  lost.call = () => {
    session.stop({ state: 'stopped', failure: { code: 'run-locked' } });
  };
  return succeed(session.start());
}

async function checkedReplay({
  files,
  folder,
  client,
}: SessionOptions): Promise<Result<{ replay: Replay; stamp: string }>> {
  const read = await readRun(files, folder);
  if (!read.ok) return read;
  const replay = read.value;
  const { header, damage } = replay;
  if (damage) return fail(damageFailure(damage));
  if (header.connection.origin !== client.baseUrl) {
    const params = { expected: header.connection.origin, found: client.baseUrl };
    return fail({ code: 'journal-damaged', detail: 'other-origin', params });
  }
  try {
    const file = sourceOf(header, folder);
    // Taken before the hash: whatever is put in the file's place from now on does not have this stamp.
    const stamp = await fileStamp(file);
    const same = (await hashFile(file)) === header.hash;
    return same ? succeed({ replay, stamp }) : fail({ code: 'file-changed', params: { file: header.file } });
  } catch (error) {
    if (error instanceof FileProblemError) return fail(fileFailure(error.problem, header.file));
    throw error;
  }
}
