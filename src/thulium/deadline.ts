/** Parts of an attempt that have a limit of their own; `total` is the whole attempt's. */
export type Phase = 'connect' | 'headers' | 'idle' | 'total';

/** Limits of one attempt, in milliseconds. */
export interface Deadlines {
  /** Until the connection is made, TLS included. */
  connectMs: number;
  /** From there until the answer's headers are in. */
  headersMs: number;
  /** Between two pieces of the answer's body. */
  idleMs: number;
  totalMs: number;
}

/** Longest delay that `setTimeout` takes. */
const longestDelay = 2 ** 31 - 1;

/**
 * Watches the phases of one attempt with a single timer. Entering a phase mostly only notes the time;
 * a timer that fires early re-arms itself, so that a fast attempt costs one timer.
 */
export class DeadlineWatch {
  private readonly totalDue: number;
  private phase: Phase = 'total';
  private totalFirst = true;
  private due: number;
  private timer: NodeJS.Timeout | undefined;
  private timerDue = Infinity;

  /** @param onExpired is called at most once, with the phase whose limit was reached */
  constructor(
    private readonly deadlines: Deadlines,
    private readonly onExpired: (phase: Phase, limitMs: number) => void,
  ) {
    this.totalDue = performance.now() + deadlines.totalMs;
    this.due = this.totalDue;
  }

  /** Starts the limit of a phase anew; the total one goes on. */
  enter(phase: Exclude<Phase, 'total'>): void {
    const due = performance.now() + this.limit(phase);
    this.phase = phase;
    this.totalFirst = due > this.totalDue;
    this.due = Math.min(due, this.totalDue);
    if (this.due < this.timerDue) this.arm();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private arm(): void {
    clearTimeout(this.timer);
    this.timerDue = this.due;
    const delay = Math.min(Math.ceil(this.due - performance.now()), longestDelay);
    this.timer = setTimeout(() => {
      this.fire();
    }, delay);
  }

  private fire(): void {
    if (performance.now() < this.due) this.arm();
    else this.onExpired(this.reached(), this.limit(this.totalFirst ? 'total' : this.phase));
  }

  /** A total that runs out before the answer began is better told by what it ran out waiting for. */
  private reached(): Phase {
    return this.totalFirst && this.phase === 'idle' ? 'total' : this.phase;
  }

  private limit(phase: Phase): number {
    switch (phase) {
      case 'connect':
        return this.deadlines.connectMs;
      case 'headers':
        return this.deadlines.headersMs;
      case 'idle':
        return this.deadlines.idleMs;
      case 'total':
        return this.deadlines.totalMs;
    }
  }
}
