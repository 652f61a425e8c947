import { realFiles, type Files, type OpenFile } from '../../../src/storage/files.js';

/** Real files whose calls are counted, and of which those that a test chooses fail. */
export interface BreakingFiles extends Files {
  /** What was asked so far, in order: `open journal.jsonl`, `sync`… */
  calls: string[];
  /** Tells of a call by its number, counted from 1, whether it fails. */
  breaks: (number: number) => boolean;
  /** Handles that are open now. */
  openHandles: number;
}

/** All calls go through at first. */
export function breakingFiles(): BreakingFiles {
  const ask = async <T>(
    name: string,
    code: string,
    real: () => Promise<T>,
    broken?: () => unknown,
  ): Promise<T> => {
    files.calls.push(name);
    if (!files.breaks(files.calls.length)) return real();
    await broken?.();
    throw Object.assign(new Error(`${code} in ${name}`), { code });
  };

  const wrap = (real: OpenFile, kind: string, closed = { yet: false }): OpenFile => ({
    // A full disk takes what still fits.
    append: (data) =>
      ask(
        `append to ${kind}`,
        'ENOSPC',
        () => real.append(data),
        () => real.append(data.subarray(0, data.length / 2)),
      ),
    read: (into, position) => ask(`read ${kind}`, 'EIO', () => real.read(into, position)),
    sync: () => ask(`sync ${kind}`, 'EIO', () => real.sync()),
    truncate: (length) => ask(`truncate ${kind}`, 'EIO', () => real.truncate(length)),
    size: () => ask(`size of ${kind}`, 'EIO', () => real.size()),
    async close() {
      if (!closed.yet) files.openHandles--;
      closed.yet = true;
      // The system gives the descriptor back even when it reports an error.
      await ask(
        `close ${kind}`,
        'EIO',
        () => real.close(),
        () => real.close(),
      );
    },
  });

  const files: BreakingFiles = {
    calls: [],
    breaks: () => false,
    openHandles: 0,
    open: (file, mode) =>
      ask(`open ${file} to ${mode}`, mode === 'create' ? 'ENOSPC' : 'EIO', async () => {
        const real = await realFiles.open(file, mode);
        files.openHandles++;
        return wrap(real, file);
      }),
    read: (file) => ask(`read ${file}`, 'EIO', () => realFiles.read(file)),
    rename: (from, to) => ask(`rename to ${to}`, 'EIO', () => realFiles.rename(from, to)),
    link: (from, to) => ask(`link ${to}`, 'ENOSPC', () => realFiles.link(from, to)),
    remove: (target) => ask(`remove ${target}`, 'EIO', () => realFiles.remove(target)),
    makeFolder: (folder) => ask(`make ${folder}`, 'ENOSPC', () => realFiles.makeFolder(folder)),
    list: (folder) => ask(`list ${folder}`, 'EIO', () => realFiles.list(folder)),
    syncFolder: (folder) => ask(`sync ${folder}`, 'EIO', () => realFiles.syncFolder(folder)),
  };
  return files;
}
