import type { CodedFailure } from '../core/errors.js';
import { errorCode, replaceFile, type Files, type OpenFile } from '../storage/files.js';
import { formatLine, type JournalHeader, type JournalLine } from './journalLines.js';
import type { RowFacts } from './plan.js';

/** Rows in one `rows` line. */
const chunkRows = 4096;

/** How long a written line may wait for its sync, in milliseconds. */
const syncDelayMs = 50;

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

/** Appends to a journal. After the first failure nothing is written any more: a torn line must stay the last. */
export interface JournalWriter {
  /** Resolves when the system has the line; lines given while another write is under way share the next one. */
  append(line: JournalLine): Promise<void>;
  /** The first failure of a write or a sync. */
  readonly failure: Error | undefined;
  /** Writes, syncs and closes; never rejects. */
  close(): Promise<void>;
}

/**
 * Opens a journal for appending.
 *
 * @param validLength bytes up to which the journal is whole; a torn tail beyond it is cut off
 * @param onFailure called once, when a write or a sync fails: sending must stop
 */
export async function openJournal(
  files: Files,
  file: string,
  options: {
    validLength?: number;
    redact?: (text: string) => string;
    onFailure?: (error: Error) => void;
  } = {},
): Promise<JournalWriter> {
  const handle = await files.open(file, 'append');
  if (options.validLength !== undefined && (await handle.size()) > options.validLength) {
    await handle.truncate(options.validLength);
    await handle.sync();
  }
  return new GroupWriter(handle, options);
}

/** The disk refused the journal, so nothing more may be sent. */
export function journalFailure(error: unknown): CodedFailure {
  return { code: 'journal-damaged', detail: 'write', params: { reason: errorCode(error) ?? 'unknown' } };
}

class GroupWriter implements JournalWriter {
  failure: Error | undefined;
  private pending = '';
  private next: Promise<void> | undefined;
  private running: Promise<void> = Promise.resolve();
  private syncing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private dirty = false;

  constructor(
    private readonly handle: OpenFile,
    private readonly options: { redact?: (text: string) => string; onFailure?: (error: Error) => void },
  ) {}

  append(line: JournalLine): Promise<void> {
    this.pending += formatLine(line, line.t === 'done' && line.e ? this.options.redact : undefined);
    this.next ??= this.running = this.writeNext(this.running);
    return this.next;
  }

  async close(): Promise<void> {
    await this.running.catch(ignore);
    clearTimeout(this.timer);
    await this.syncing;
    if (this.dirty) await this.sync();
    await this.handle.close().catch(ignore);
  }

  private async writeNext(previous: Promise<void>): Promise<void> {
    await previous;
    const data = Buffer.from(this.pending);
    this.pending = '';
    this.next = undefined;
    if (this.failure) throw this.failure;
    try {
      await this.handle.append(data);
    } catch (error) {
      throw this.fail(error);
    }
    this.dirty = true;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.syncing = this.sync();
    }, syncDelayMs);
  }

  private async sync(): Promise<void> {
    if (this.failure) return;
    this.dirty = false;
    try {
      await this.handle.sync();
    } catch (error) {
      this.fail(error);
    }
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

function ignore(): undefined {
  return undefined;
}
