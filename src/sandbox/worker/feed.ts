import type { RequestEntry } from '../server/requestLog.js';

/** How many entries wait at most while the main thread is busy. */
const waitingLimit = 200;

/** Hands entries over in batches, one at a time: a main thread that falls behind loses old ones, never its memory. */
export interface Feed {
  readonly push: (entry: RequestEntry) => void;
  /** The last batch was taken. */
  readonly taken: () => void;
}

/** Makes a feed; `send` gets a batch, and how many entries were left out before it. */
export function createFeed(send: (entries: RequestEntry[], skipped: number) => void): Feed {
  let waiting: RequestEntry[] = [];
  let skipped = 0;
  let onTheWay = false;
  const flush = (): void => {
    if (onTheWay || waiting.length === 0) return;
    onTheWay = true;
    send(waiting, skipped);
    waiting = [];
    skipped = 0;
  };
  return {
    push(entry) {
      waiting.push(entry);
      if (waiting.length > waitingLimit) {
        waiting.shift();
        skipped++;
      }
      flush();
    },
    taken() {
      onTheWay = false;
      flush();
    },
  };
}
