import type { RequestEntry } from '../server/requestLog.js';

/** How many entries wait at most while the main thread is busy. */
const waitingLimit = 200;
/** Milliseconds between two batches: a flood of requests must leave the main thread to everything else. */
const restMs = 100;

/** Hands entries over in batches, one at a time: a main thread that falls behind loses old ones, never its memory. */
export interface Feed {
  readonly push: (entry: RequestEntry) => void;
  /** The last batch was taken. */
  readonly taken: () => void;
}

/**
 * Makes a feed; `send` gets a batch, and how many entries were left out before it.
 *
 * @param rest calls back when the next batch may go, 100 ms after the last one was taken unless given
 */
export function createFeed(
  send: (entries: RequestEntry[], skipped: number) => void,
  rest: (over: () => void) => void = pause,
): Feed {
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
      rest(() => {
        onTheWay = false;
        flush();
      });
    },
  };
}

function pause(over: () => void): void {
  setTimeout(over, restMs).unref();
}
