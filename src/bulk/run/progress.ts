import type { Clock, RunCounts, RunProgress } from './run.js';
import { type Hold, Rate } from './gate.js';
import type { Replay } from '../journal/replay.js';
import type { RowEnd, WorkItem } from './workQueue.js';

/** Shortest time between two reports, in milliseconds. */
const reportGapMs = 100;

/** Counts of a run under way; tells them at most ten times a second. */
export class Progress {
  private readonly sums: Replay['counts'];
  private readonly toSend: number;
  private readonly rate: Rate;
  private holding: Hold | undefined;
  private reportedAt = -Infinity;

  constructor(
    private readonly replay: Replay,
    private readonly options: { clock: Clock; onProgress?: (progress: RunProgress) => void },
  ) {
    this.sums = { ...replay.counts };
    this.toSend = Object.values(replay.leftOut).reduce((rest, count) => rest - count, replay.header.total);
    this.rate = new Rate(() => options.clock.steady());
  }

  counts(): RunCounts {
    return { total: this.replay.header.total, ...this.sums };
  }

  now(): RunProgress {
    const perSecond = this.rate.perSecond();
    return {
      runId: this.replay.header.runId,
      ...this.counts(),
      toSend: this.toSend,
      ...(this.holding ? { hold: this.holding } : {}),
      ...(perSecond === undefined ? {} : { perSecond }),
      ...(perSecond === undefined || perSecond === 0
        ? {}
        : { msLeft: Math.round((this.sums.remaining / perSecond) * 1000) }),
    };
  }

  /** A hold is told at once: it may last. */
  hold(hold: Hold | undefined): void {
    this.holding = hold;
    this.report();
  }

  ended(end: RowEnd, item: WorkItem): void {
    this.sums[item.unfinished ? 'inDoubt' : 'remaining']--;
    this.sums[countOf[end.outcome]]++;
    this.rate.add();
    if (this.options.clock.steady() - this.reportedAt >= reportGapMs) this.report();
  }

  private report(): void {
    this.reportedAt = this.options.clock.steady();
    this.options.onProgress?.(this.now());
  }
}

const countOf = {
  updated: 'updated',
  failed: 'failed',
  skipped: 'skipped',
  'in-doubt': 'inDoubt',
  'put-back': 'remaining',
} as const;
