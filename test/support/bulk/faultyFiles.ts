import { realFiles, type Files, type OpenFile } from '../../../src/storage/files.js';
import { truncateSync } from 'node:fs';

/** Real files whose disk fills up, whose sync fails, or that forget what was not synced. */
export interface FaultyFiles extends Files {
  /** Bytes that still fit; Infinity at first. A write that does not fit is written in part. */
  room: number;
  failSync: boolean;
  /** A power cut: cuts every file off where it was last synced. */
  dropUnsynced(): void;
}

export function faultyFiles(): FaultyFiles {
  const synced = new Map<string, number>();
  const files: FaultyFiles = {
    ...realFiles,
    room: Infinity,
    failSync: false,
    async open(file, mode) {
      const real = await realFiles.open(file, mode);
      if (mode === 'read') return real;
      if (!synced.has(file)) synced.set(file, await real.size());
      const faulty: OpenFile = {
        ...real,
        async append(data) {
          const part = data.subarray(0, Math.max(0, Math.min(data.length, files.room)));
          files.room -= part.length;
          await real.append(part);
          if (part.length < data.length) throw Object.assign(new Error('No space'), { code: 'ENOSPC' });
        },
        async sync() {
          if (files.failSync) throw Object.assign(new Error('I/O error'), { code: 'EIO' });
          await real.sync();
          synced.set(file, await real.size());
        },
      };
      return faulty;
    },
    async rename(from, to) {
      await realFiles.rename(from, to);
      synced.set(to, synced.get(from) ?? 0);
      synced.delete(from);
    },
    dropUnsynced() {
      for (const [file, length] of synced) {
        if (file.endsWith('journal.jsonl')) truncateSync(file, length);
      }
    },
  };
  return files;
}
