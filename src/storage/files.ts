import { randomUUID } from 'node:crypto';
import { constants, write, writeSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';

/** A file held open. Every method rejects with Node's own error (`ENOSPC`, `EIO`…). */
export interface OpenFile {
  /** Writes all of it at the end; resolves when the system has it, which survives a kill but not a power cut. */
  append(data: Uint8Array): Promise<void>;
  /** Fills `into` from `position`; resolves to the count of bytes read, less at the end of the file. */
  read(into: Uint8Array, position: number): Promise<number>;
  /** Resolves when everything appended so far survives a power cut. */
  sync(): Promise<void>;
  truncate(length: number): Promise<void>;
  size(): Promise<number>;
  close(): Promise<void>;
}

/**
 * `read` of an existing file; `append` creates it where needed; `create` refuses an existing one with `EEXIST`.
 */
export type OpenMode = 'read' | 'append' | 'create';

/**
 * The little of a file system that journals and lists need. Everything that must survive a crash goes
 * through it, so that tests can drop what was not synced, fill the disk, or fail a sync.
 */
export interface Files {
  open(file: string, mode: OpenMode): Promise<OpenFile>;
  /** The whole file, or undefined when there is none. */
  read(file: string): Promise<Uint8Array | undefined>;
  rename(from: string, to: string): Promise<void>;
  /** Puts the name `to` beside `from`; rejects with `EEXIST` instead of replacing a file. */
  link(from: string, to: string): Promise<void>;
  /** Removes a file or a whole folder; nothing there is fine. */
  remove(target: string): Promise<void>;
  makeFolder(folder: string): Promise<void>;
  /** Names in a folder, empty when there is none. */
  list(folder: string): Promise<string[]>;
  /** Makes renames and new names in a folder survive a power cut, where the system can. */
  syncFolder(folder: string): Promise<void>;
}

/** The real file system. Files and folders it makes are the user's alone. */
export const realFiles: Files = {
  async open(file, mode) {
    return openReal(await fs.open(file, flags[mode], 0o600));
  },
  async read(file) {
    try {
      return await fs.readFile(file);
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    }
  },
  rename: (from, to) => fs.rename(from, to),
  async link(from, to) {
    try {
      await fs.link(from, to);
    } catch (error) {
      if (hasCode(error, 'EEXIST') || hasCode(error, 'ENOENT')) throw error;
      await fs.copyFile(from, to, constants.COPYFILE_EXCL);
    }
  },
  async remove(target) {
    await fs.rm(target, { recursive: true, force: true });
  },
  async makeFolder(folder) {
    await fs.mkdir(folder, { recursive: true, mode: 0o700 });
  },
  async list(folder) {
    try {
      return await fs.readdir(folder);
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return [];
      throw error;
    }
  },
  async syncFolder(folder) {
    if (process.platform === 'win32') return;
    const handle = await fs.open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};

const flags: Record<OpenMode, string> = { read: 'r', append: 'a+', create: 'ax+' };

function openReal(handle: fs.FileHandle): OpenFile {
  const append = createAppender(handle.fd);
  return {
    async append(data) {
      let done = 0;
      while (done < data.length) {
        done += await append(data, done);
      }
    },
    async read(into, position) {
      const { bytesRead } = await handle.read(into, 0, into.length, position);
      return bytesRead;
    },
    sync: () => handle.datasync(),
    truncate: (length) => handle.truncate(length),
    size: async () => (await handle.stat()).size,
    close: () => handle.close(),
  };
}

/** A write that took longer than this, in milliseconds, shows a disk that must not be waited for. */
const slowWriteMs = 20;
/** Writes that then go by the thread pool before the disk gets another chance. */
const cautiousWrites = 256;

/**
 * Small appends to a quick disk are done in place: they take microseconds, while a trip through the
 * thread pool before each request would slow a bulk run by a fifth. A slow disk (network, full cache)
 * is noticed at once and no longer holds up the event loop.
 */
function createAppender(fd: number): (data: Uint8Array, offset: number) => number | Promise<number> {
  let cautious = 0;
  return (data, offset) => {
    const length = data.length - offset;
    if (cautious > 0 || length > 65_536) {
      cautious--;
      return writeLater(fd, data, offset, length);
    }
    const started = performance.now();
    const written = writeSync(fd, data, offset, length);
    if (performance.now() - started > slowWriteMs) cautious = cautiousWrites;
    return written;
  };
}

function writeLater(fd: number, data: Uint8Array, offset: number, length: number): Promise<number> {
  return new Promise((resolve, reject) => {
    write(fd, data, offset, length, null, (error, written) => {
      if (error) reject(error);
      else resolve(written);
    });
  });
}

/** True for one of Node's system errors with this code. */
export function hasCode(error: unknown, code: string): boolean {
  return errorCode(error) === code;
}

/** The `code` of one of Node's system errors (`ENOSPC`), or undefined. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Changes when a file is edited, replaced or touched; undefined while there is none. */
export async function fileStamp(file: string): Promise<string | undefined> {
  try {
    const { ino, size, mtimeNs } = await fs.stat(file, { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Replaces a file as a whole: temporary file beside it, sync, rename, sync of the folder. */
export async function replaceFile(files: Files, file: string, data: Uint8Array): Promise<void> {
  const folder = path.dirname(file);
  await files.makeFolder(folder);
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await files.open(temporary, 'create');
    try {
      await handle.append(data);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await files.rename(temporary, file);
  } catch (error) {
    await files.remove(temporary);
    throw error;
  }
  await files.syncFolder(folder);
}

/**
 * Gives a finished temporary file its name, never over another file: `name.csv`, `name-2.csv`, `name-3.csv`…
 *
 * @returns the name it got
 */
export async function placeBeside(files: Files, temporary: string, wanted: string): Promise<string> {
  const { dir, name, ext } = path.parse(wanted);
  for (let count = 1; ; count++) {
    const target = count === 1 ? wanted : path.join(dir, `${name}-${count}${ext}`);
    try {
      await files.link(temporary, target);
    } catch (error) {
      if (hasCode(error, 'EEXIST')) continue;
      throw error;
    }
    await files.remove(temporary);
    await files.syncFolder(dir);
    return target;
  }
}
