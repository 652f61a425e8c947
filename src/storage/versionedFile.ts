import * as z from 'zod/mini';
import { realFiles, replaceFile, type Files } from './files.js';
import { withLock } from './lock.js';

export interface VersionedFileOptions<T> {
  file: string;
  /** Of the form of the data; raise it when an older program could no longer read or keep it. */
  version: number;
  schema: z.ZodMiniType<T>;
  /** What a file that is not there holds. */
  empty: T;
  /** Turns the data of an older version into the present form; without it older files are read as they are. */
  migrate?: (data: unknown, version: number) => unknown;
  files?: Files;
  /** Milliseconds since the epoch, for the name of a damaged file set aside. */
  now?: () => number;
}

/**
 * `damaged`: the file was not readable and now lies at `movedTo`.
 * `newer`: a later version of the program wrote it; it is left as it is.
 */
export type VersionedRead<T> =
  | { state: 'ok'; value: T }
  | { state: 'damaged'; value: T; movedTo: string }
  | { state: 'newer'; version: number };

/** Thrown by `update` when a later version of the program wrote the file: nothing was changed. */
export class NewerVersionError extends Error {
  constructor(
    readonly file: string,
    readonly version: number,
  ) {
    super(`${file} has version ${version}`);
    this.name = 'NewerVersionError';
  }
}

/** A small JSON file that windows share: each change is atomic, under a lock, and loses nobody else's. */
export interface VersionedFile<T> {
  read(): Promise<VersionedRead<T>>;
  /**
   * Reads under the lock, lets `change` make the new value, writes it; resolves to what was written.
   *
   * @throws NewerVersionError, or the system's own error when the disk refuses
   */
  update(change: (value: T) => T): Promise<T>;
}

const envelopeSchema = z.object({ version: z.number(), data: z.unknown() });

/** Makes the handle; nothing is read or written yet. */
export function createVersionedFile<T>(options: VersionedFileOptions<T>): VersionedFile<T> {
  const files = options.files ?? realFiles;

  async function inspect(): Promise<VersionedRead<T> | 'damaged'> {
    const bytes = await files.read(options.file);
    if (!bytes) return { state: 'ok', value: options.empty };
    const envelope = envelopeSchema.safeParse(parseJson(bytes));
    if (!envelope.success) return 'damaged';
    const { version, data } = envelope.data;
    if (version > options.version) return { state: 'newer', version };
    const current = version < options.version && options.migrate ? options.migrate(data, version) : data;
    const parsed = options.schema.safeParse(current);
    return parsed.success ? { state: 'ok', value: parsed.data } : 'damaged';
  }

  /** Under the lock, for another window may have mended or replaced the file meanwhile. */
  async function settle(): Promise<VersionedRead<T>> {
    const found = await inspect();
    if (found !== 'damaged') return found;
    const movedTo = `${options.file}.damaged-${(options.now ?? Date.now)()}`;
    await files.rename(options.file, movedTo);
    return { state: 'damaged', value: options.empty, movedTo };
  }

  return {
    async read() {
      const found = await inspect();
      return found === 'damaged' ? withLock(options.file, settle) : found;
    },
    update(change) {
      return withLock(options.file, async () => {
        const found = await settle();
        if (found.state === 'newer') throw new NewerVersionError(options.file, found.version);
        const value = change(found.value);
        const text = JSON.stringify({ version: options.version, data: value }, undefined, 2);
        await replaceFile(files, options.file, new TextEncoder().encode(`${text}\n`));
        return value;
      });
    },
  };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

export interface VersionedListOptions<T> extends Omit<VersionedFileOptions<unknown[]>, 'schema' | 'empty'> {
  /** Of one entry. */
  entry: z.ZodMiniType<T>;
  /** Entries that cannot be read stay in the file as they are; else the next change drops them. */
  keepsUnreadable: boolean;
}

/** A list in which an entry that cannot be read costs itself alone. */
export interface VersionedList<T> {
  /** `unreadable`: entries that were left out. */
  read(): Promise<VersionedRead<T[]> & { unreadable?: number }>;
  /** As of {@link VersionedFile.update}, without the entries that cannot be read. */
  update(change: (value: T[]) => T[]): Promise<T[]>;
}

/** Makes the handle of a list; nothing is read or written yet. */
export function createVersionedList<T>(options: VersionedListOptions<T>): VersionedList<T> {
  const { entry, keepsUnreadable, ...rest } = options;
  const file = createVersionedFile<unknown[]>({ ...rest, schema: z.array(z.unknown()), empty: [] });

  function sort(all: readonly unknown[]): { readable: T[]; unreadable: unknown[] } {
    const readable: T[] = [];
    const unreadable: unknown[] = [];
    for (const each of all) {
      const parsed = entry.safeParse(each);
      if (parsed.success) readable.push(parsed.data);
      else unreadable.push(each);
    }
    return { readable, unreadable };
  }

  return {
    async read() {
      const found = await file.read();
      if (found.state === 'newer') return found;
      const { readable, unreadable } = sort(found.value);
      return {
        ...found,
        value: readable,
        ...(unreadable.length === 0 ? {} : { unreadable: unreadable.length }),
      };
    },
    async update(change) {
      let value: T[] = [];
      await file.update((all) => {
        const { readable, unreadable } = sort(all);
        value = change(readable);
        return keepsUnreadable ? [...value, ...unreadable] : value;
      });
      return value;
    },
  };
}
