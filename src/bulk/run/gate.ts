import { setMaxListeners } from 'node:events';
import type { CodedFailure } from '../../core/errors.js';
import type { Clock } from './run.js';

/** Why nothing is sent at the moment. */
export interface Hold {
  reason: 'user' | 'missing-secret' | 'network' | 'rate-limited' | 'server-error';
  /** When it goes on by itself, by the steady clock (`performance.now()`); absent when it waits for the user. */
  until?: number;
  failure?: CodedFailure;
}

/** How a run ended before its last row. */
export interface Stop {
  state: 'stopped' | 'cancelled';
  failure?: CodedFailure;
}

export interface GateOptions {
  clock: Clock;
  random: () => number;
  /** Longest time in milliseconds without any success before the run stops, to be resumed later. */
  maxWaitMs: number;
  onHold?: (hold: Hold | undefined) => void;
}

/** Server errors in a row, over all rows, after which the run holds and tries with a single row. */
const breakerThreshold = 5;
/** Single tries of an open breaker before the run stops. */
const breakerTrials = 3;
const firstProbeMs = 1_000;
const longestProbeMs = 30_000;
/** A retry costs one, a success earns one, so that a server that always needs a second try is served too. */
const retryBudget = 20;

/**
 * The one place that every worker passes before a request: pause, `Retry-After`, lost network,
 * breaker, retry budget and stop hold all of them alike.
 */
export class Gate {
  stopped: Stop | undefined;
  private paused: Hold | undefined;
  private held: Hold | undefined;
  private holdUntil = 0;
  private trial: 'none' | 'wanted' | 'running' = 'none';
  private waitedMs = 0;
  private failedProbes = 0;
  private serverErrors = 0;
  private failedTrials = 0;
  private budget = retryBudget;
  private change = newChange();
  private readonly stopping = newChange();

  constructor(private readonly options: GateOptions) {}

  /**
   * Resolves to true when a request may begin, to false when none may any more.
   *
   * @param isOver no row is left to wait for; asked anew after each change
   */
  async pass(isOver?: () => boolean): Promise<boolean> {
    const { clock } = this.options;
    for (;;) {
      if (this.stopped || isOver?.() === true) return false;
      const wait = this.holdUntil - clock.steady();
      if (this.paused || this.trial === 'running') await this.changed();
      else if (wait > 0) await clock.sleep(wait, this.change.signal);
      else break;
    }
    if (this.trial === 'wanted') this.trial = 'running';
    if (this.held) this.announce((this.held = undefined));
    return true;
  }

  /** Waits by the clock, or until the run is stopped. */
  async wait(ms: number): Promise<void> {
    const until = this.options.clock.steady() + ms;
    for (let left = ms; left > 0 && !this.stopped; left = until - this.options.clock.steady()) {
      await this.options.clock.sleep(left, this.change.signal);
    }
  }

  /** The server answered sensibly. */
  succeed(): void {
    this.waitedMs = 0;
    this.failedProbes = 0;
    this.serverErrors = 0;
    this.failedTrials = 0;
    if (this.budget < retryBudget) this.budget++;
    if (this.trial === 'none') return;
    this.trial = 'none';
    this.notify();
  }

  /** Aborts when the run is stopped: for waits that nothing else ends. */
  get stopSignal(): AbortSignal {
    return this.stopping.signal;
  }

  /** A worker has nothing more to send; those that wait look again whether there is a row left for them. */
  release(): void {
    if (this.trial === 'running') this.trial = 'wanted';
    this.notify();
  }

  /** 429: everything waits, at least as long as the server asked. */
  limit(retryAfterMs: number | undefined, failure: CodedFailure): void {
    this.hold('rate-limited', retryAfterMs ?? this.backoff(++this.failedProbes), failure);
  }

  /** Nothing reached the server: everything waits, then a single row probes. */
  lose(failure: CodedFailure): void {
    if (this.options.clock.steady() >= this.holdUntil) this.failedProbes++;
    this.hold('network', this.backoff(this.failedProbes), failure);
  }

  /**
   * A server error or a lost reply.
   *
   * @returns true when the row may be tried again by its own count; false when all hold first
   */
  fail(failure: CodedFailure, retryAfterMs: number | undefined): boolean {
    this.serverErrors++;
    const inTrial = this.trial === 'running';
    if (this.budget > 0 && this.serverErrors < breakerThreshold && retryAfterMs === undefined && !inTrial) {
      this.budget--;
      return true;
    }
    if (inTrial && ++this.failedTrials >= breakerTrials) this.stop({ state: 'stopped', failure });
    else this.hold('server-error', retryAfterMs ?? this.backoff(this.failedTrials + 2), failure);
    return false;
  }

  /** True from a hold on until the next success: a row's failure is then not its own. */
  get isTroubled(): boolean {
    return this.trial !== 'none';
  }

  pause(reason: 'user' | 'missing-secret', failure?: CodedFailure): void {
    if (this.paused) return;
    this.paused = failure ? { reason, failure } : { reason };
    if (this.trial === 'running') this.trial = 'wanted';
    this.announce(this.paused);
    this.notify();
  }

  resume(): void {
    if (!this.paused) return;
    this.paused = undefined;
    this.announce(this.held);
    this.notify();
  }

  stop(stop: Stop): void {
    this.stopped ??= stop;
    this.stopping.abort();
    this.notify();
  }

  private hold(reason: Hold['reason'], ms: number, failure: CodedFailure): void {
    const now = this.options.clock.steady();
    const until = now + ms;
    this.trial = 'wanted';
    if (until > this.holdUntil) {
      this.waitedMs += until - Math.max(now, this.holdUntil);
      if (this.waitedMs > this.options.maxWaitMs) {
        this.stop({ state: 'stopped', failure });
        return;
      }
      this.holdUntil = until;
      this.held = { reason, until, failure };
      this.announce(this.held);
    }
    this.notify();
  }

  /** Doubles up to half a minute, with jitter on its upper half. */
  private backoff(count: number): number {
    const upper = Math.min(longestProbeMs, firstProbeMs * 2 ** Math.max(0, count - 1));
    return Math.ceil(upper * (0.5 + this.options.random() / 2));
  }

  private announce(hold: Hold | undefined): void {
    this.options.onHold?.(hold);
  }

  private changed(): Promise<void> {
    return new Promise((resolve) => {
      this.change.signal.addEventListener('abort', () => {
        resolve();
      });
    });
  }

  private notify(): void {
    const { change } = this;
    this.change = newChange();
    change.abort();
  }
}

/** Every worker may listen to it. */
function newChange(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

/** Rows a second over the last half minute, for a run's time left. */
export class Rate {
  private readonly samples: { at: number; count: number }[] = [];
  private count = 0;

  constructor(private readonly now: () => number) {}

  add(): void {
    this.count++;
    const at = this.now();
    const last = this.samples.at(-1);
    if (last && at - last.at < 500) return;
    this.samples.push({ at, count: this.count });
    if (this.samples.length > 60) this.samples.shift();
  }

  /** Undefined until it can be told. */
  perSecond(): number | undefined {
    const first = this.samples[0];
    const seconds = first ? (this.now() - first.at) / 1000 : 0;
    return first && seconds >= 1 ? (this.count - first.count) / seconds : undefined;
  }
}
