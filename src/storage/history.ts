import path from 'node:path';
import * as z from 'zod/mini';
import { ownerSchema } from './lock.js';
import { createVersionedList, NewerVersionError, type VersionedList } from './versionedFile.js';

const textMap = z.record(z.string(), z.string());

const historyEntrySchema = z.object({
  id: z.string(),
  /** When the update was begun, ISO 8601 in UTC. */
  at: z.string(),
  connectionId: z.string(),
  connectionName: z.string(),
  origin: z.string(),
  campaignId: z.string(),
  customerId: z.string(),
  /** What was sent. */
  fields: textMap,
  /** `sending` until the outcome is known: what a closed window leaves behind. */
  outcome: z.enum(['sending', 'updated', 'failed', 'cancelled']),
  /** Who is sending it; absent once the outcome is known. */
  sender: z.optional(ownerSchema),
  errorCode: z.optional(z.string()),
  status: z.optional(z.number()),
  requestId: z.optional(z.string()),
  /** The writable values before, where they could be read. */
  before: z.optional(textMap),
  /** Digests of the record as it was read back; no note or call is kept. */
  marks: z.optional(textMap),
  /** Id of the entry whose update this one took back. */
  restores: z.optional(z.string()),
  /** It was put back at once: one row of a bulk update that was sent first. */
  takenBack: z.optional(z.boolean()),
});

/** One update as the History view keeps it: ids and changed fields, no secret, no other personal data. */
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

/** The list of updates, newest first, shared by all windows. */
export interface History {
  list(): Promise<HistoryEntry[]>;
  /**
   * Adds an entry or replaces the one of the same id, keeping the newest `limit`. A file that a later
   * version of the program wrote is left as it is: an update must not fail for its history.
   */
  put(entry: HistoryEntry, limit: number): Promise<void>;
  /** False when a later version of the program keeps the file: it is left as it is. */
  delete(id: string): Promise<boolean>;
  /** False as of {@link History.delete}. */
  clear(): Promise<boolean>;
}

/** Name of the file in its folder. */
export const historyFileName = 'history.json';

/** Whether a later version of the program keeps the history of a folder: then nothing can be listed or kept. */
export async function isNewerHistory(folder: string): Promise<boolean> {
  return (await openFile(folder).read()).state === 'newer';
}

function openFile(folder: string): VersionedList<HistoryEntry> {
  return createVersionedList({
    file: path.join(folder, historyFileName),
    version: 1,
    entry: historyEntrySchema,
    keepsUnreadable: false,
  });
}

/** Opens `history.json` in a folder; nothing is read yet. */
export function openHistory(folder: string): History {
  const file = openFile(folder);

  async function change(edit: (all: HistoryEntry[]) => HistoryEntry[]): Promise<boolean> {
    try {
      await file.update(edit);
      return true;
    } catch (error) {
      if (error instanceof NewerVersionError) return false;
      throw error;
    }
  }

  return {
    async list() {
      const found = await file.read();
      return found.state === 'newer' ? [] : found.value;
    },
    async put(entry, limit) {
      await change((all) => {
        const known = all.some(({ id }) => id === entry.id);
        const next = known ? all.map((each) => (each.id === entry.id ? entry : each)) : [entry, ...all];
        return next.slice(0, limit);
      });
    },
    delete: (id) => change((all) => all.filter((each) => each.id !== id)),
    clear: () => change(() => []),
  };
}
