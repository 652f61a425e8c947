import type { WorkItem } from './workItem.js';

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
