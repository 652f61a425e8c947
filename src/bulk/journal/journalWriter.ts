import type { Files, OpenFile } from '../../storage/files.js';
import { formatLine, type JournalLine } from './journalLines.js';

/** How long a written line may wait for its sync, in milliseconds. */
const syncDelayMs = 50;

/** Appends to a journal. After the first failure nothing is written any more: a torn line must stay the last. */
export interface JournalWriter {
  /** Resolves when the system has the line; lines given in one turn of the event loop share a write. */
  append(line: JournalLine): Promise<void>;
  /** The first failure of a write or a sync. */
  readonly failure: Error | undefined;
  /** Writes, syncs and closes; never rejects. */
  close(): Promise<void>;
}

export interface JournalWriterOptions {
  /** Bytes up to which the journal is whole; a torn tail beyond it is cut off. */
  validLength?: number;
  redact?: (text: string) => string;
  /** Called once, when a write or a sync fails: sending must stop. */
  onFailure?: (error: Error) => void;
  /** Ends of rows that a power cut may take; an append that would exceed them waits for a sync. */
  maxUnsynced: number;
}

/** Opens a journal for appending. */
export async function openJournal(
  files: Files,
  file: string,
  options: JournalWriterOptions,
): Promise<JournalWriter> {
  const handle = await files.open(file, 'append');
  try {
    if (options.validLength !== undefined && (await handle.size()) > options.validLength) {
      await handle.truncate(options.validLength);
      await handle.sync();
    }
    return new GroupWriter(handle, options);
  } catch (error) {
    await handle.close().catch(ignore);
    throw error;
  }
}

class GroupWriter implements JournalWriter {
  failure: Error | undefined;
  private pending = '';
  private pendingEnds = 0;
  private next: Promise<void> | undefined;
  private running: Promise<void> = Promise.resolve();
  private syncing: Promise<void> = Promise.resolve();
  /** The last sync has not begun yet, so it covers what is written until then. */
  private syncQueued = false;
  private timer: NodeJS.Timeout | undefined;
  private unsyncedEnds = 0;
  private dirty = false;

  constructor(
    private readonly handle: OpenFile,
    private readonly options: JournalWriterOptions,
  ) {}

  append(line: JournalLine): Promise<void> {
    this.pending += formatLine(line, this.options.redact);
    if (line.t === 'done') this.pendingEnds++;
    this.next ??= this.running = this.writeNext(this.running);
    return this.next;
  }

  async close(): Promise<void> {
    await this.running.catch(ignore);
    clearTimeout(this.timer);
    await this.sync();
    await this.handle.close().catch(ignore);
  }

  private async writeNext(previous: Promise<void>): Promise<void> {
    await turn();
    await previous;
    const data = Buffer.from(this.pending);
    this.unsyncedEnds += this.pendingEnds;
    this.pending = '';
    this.pendingEnds = 0;
    this.next = undefined;
    if (this.failure) throw this.failure;
    try {
      await this.handle.append(data);
    } catch (error) {
      throw this.fail(error);
    }
    this.dirty = true;
    // A sync begun at half of what may wait for it is mostly over before anything has to.
    if (this.unsyncedEnds > this.options.maxUnsynced) await this.sync();
    else if (this.unsyncedEnds * 2 >= this.options.maxUnsynced) void this.sync();
    else this.timer ??= setTimeout(() => void this.sync(), syncDelayMs);
  }

  /** Covers what was written before; never rejects. */
  private sync(): Promise<void> {
    if (this.syncQueued) return this.syncing;
    this.syncQueued = true;
    this.syncing = this.syncing.then(async () => {
      this.syncQueued = false;
      clearTimeout(this.timer);
      this.timer = undefined;
      if (this.failure || !this.dirty) return;
      this.dirty = false;
      const covered = this.unsyncedEnds;
      try {
        await this.handle.sync();
        this.unsyncedEnds -= covered;
      } catch (error) {
        this.fail(error);
      }
    });
    return this.syncing;
  }

  private fail(error: unknown): Error {
    const failure = error instanceof Error ? error : new Error(String(error));
    if (!this.failure) {
      this.failure = failure;
      this.options.onFailure?.(failure);
    }
    return failure;
  }
}

/** Resolves when the event loop has handled what came in together, such as answers on several connections. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function ignore(): undefined {
  return undefined;
}
