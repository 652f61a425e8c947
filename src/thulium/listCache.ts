import type { Result } from '../core/errors.js';
import type { CallOptions } from './types.js';

/** How long a list counts as fresh, in milliseconds: long enough for one sitting at a form, short enough to follow the panel. */
const freshForMs = 60_000;

export interface ListOptions extends CallOptions {
  /** Reads again even when a fresh list is at hand, and asks again what was refused before. */
  refresh?: boolean;
}

interface Entry {
  at: number;
  answer: Promise<Result<unknown>>;
}

/** Lists in memory: concurrent asks share one call, failures are not kept. */
export class ListCache {
  private readonly entries = new Map<string, Entry>();
  /** The last good answers, however old. */
  private readonly answers = new Map<string, unknown>();

  /** `now` is milliseconds of any steady clock; `common` goes with every call. */
  constructor(
    private readonly now: () => number,
    private readonly common: CallOptions,
  ) {}

  async get<T>(
    key: string,
    options: ListOptions | undefined,
    read: (options: CallOptions) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const refresh = options?.refresh === true;
    const known = this.entries.get(key);
    if (known && !refresh && this.now() - known.at < freshForMs) return known.answer as Promise<Result<T>>;
    // A caller's own cancel must not fail the others who share the call, so no signal is passed on.
    const answer = read({
      ...this.common,
      skipForbidden: !refresh,
      ...(options?.deadlineMs === undefined ? {} : { deadlineMs: options.deadlineMs }),
    });
    const entry = { at: this.now(), answer };
    this.entries.set(key, entry);
    const result = await answer;
    if (result.ok) this.answers.set(key, result.value);
    else if (this.entries.get(key) === entry) this.entries.delete(key);
    return result;
  }

  /** The last good answer; the key tells what it is a list of. */
  last(key: string): unknown {
    return this.answers.get(key);
  }
}
