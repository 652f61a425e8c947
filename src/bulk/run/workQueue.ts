import type { CodedFailure } from '../../core/errors.js';
import type { RecordUpdate } from '../../core/record.js';
import type { RowOutcome } from '../journal/journalLines.js';
import type { ValuesBefore } from '../journal/valuesBefore.js';
import type { Files } from '../../storage/files.js';
import { readMappedRows } from '../plan/mapping.js';
import { FileChangedError } from '../source/fileStart.js';
import { fileStamp } from '../source/rows.js';
import { openLines, type Replay } from '../journal/replay.js';
import { journalFile, sourceOf } from '../journal/runFiles.js';

/** Hands out the rows of a run one by one to all workers; batches are read as they are needed. */
export class WorkQueue {
  private batch: readonly WorkItem[] = [];
  private position = 0;
  private refill: Promise<void> | undefined;
  private exhausted = false;

  /** @param source rows in the file's order */
  constructor(private readonly source: AsyncIterator<readonly WorkItem[], void>) {}

  /** Whether rows are left, at once where one is at hand. */
  hasMore(): boolean | Promise<boolean> {
    return this.position < this.batch.length || this.look().then(() => !this.isEmpty);
  }

  /** All rows are handed out, and that there are no others is known. */
  get isEmpty(): boolean {
    return this.exhausted && this.position >= this.batch.length;
  }

  /** The next row, at once where one is at hand; undefined when there is none any more. */
  take(): WorkItem | Promise<WorkItem | undefined> {
    const item = this.batch[this.position];
    if (!item) return this.takeLater();
    this.position++;
    return item;
  }

  /** Closes what it reads from. */
  async close(): Promise<void> {
    await this.source.return?.();
  }

  private async takeLater(): Promise<WorkItem | undefined> {
    await this.look();
    return this.batch[this.position++];
  }

  private async look(): Promise<void> {
    while (this.position >= this.batch.length && !this.exhausted) {
      this.refill ??= this.fill();
      await this.refill;
    }
  }

  private async fill(): Promise<void> {
    const next = await this.source.next();
    this.position = 0;
    this.batch = next.done === true ? [] : next.value;
    this.exhausted = next.done === true;
    this.refill = undefined;
  }
}

/** A row to send. */
export interface WorkItem {
  row: number;
  update: RecordUpdate;
  /** Of the record when the plan was made; 0 when it was not read. */
  fingerprint: number;
  /** An earlier session sent it, or was about to, and nobody knows the end. */
  unfinished?: { before?: ValuesBefore };
}

/** How a row ended. */
export interface RowEnd {
  outcome: RowOutcome;
  attempts: number;
  durationMs: number;
  status?: number;
  requestId?: string;
  failure?: CodedFailure;
}

/**
 * The rows that a run has still to send, read from the file once more.
 *
 * @param stamp of the file as it was when its hash was taken: no row of any other is handed out
 * @throws FileChangedError before the first row read after an edit, FileProblemError while iterating
 */
export async function* remainingRows(
  files: Files,
  folder: string,
  replay: Replay,
  stamp: string,
): AsyncGenerator<readonly WorkItem[], void> {
  const { header } = replay;
  const lines = await openLines(files, journalFile(folder));
  try {
    const file = sourceOf(header, folder);
    const reading = readMappedRows({ ...header, file });
    for await (const { rows } of reading.batches) {
      if ((await fileStamp(file)) !== stamp) throw new FileChangedError();
      const items: WorkItem[] = [];
      for (const { source, mapped } of rows) {
        const row = source.index;
        const state = replay.state(row);
        if (state !== 'open' && state !== 'unfinished' && state !== 'in-doubt') continue;
        const item: WorkItem = { row, update: mapped, fingerprint: replay.fingerprint(row) };
        if (state !== 'open') {
          const line = await lines.at(replay.intentAt(row) ?? 0);
          item.unfinished = line?.t === 'intent' && line.b ? { before: line.b } : {};
        }
        items.push(item);
      }
      if (items.length > 0) yield items;
    }
    if (reading.hash() !== header.hash) throw new FileChangedError();
  } finally {
    await lines.close();
  }
}
