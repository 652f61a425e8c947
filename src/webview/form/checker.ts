import type { CallResult } from '../../protocol/rpc.js';
import type { Draft, FormContract } from '../../protocol/form.js';

export type CheckResult = CallResult<FormContract, 'check'>;

/** Lets a quick typist finish a word before the host is asked. */
const pauseMs = 120;

/** Asks the host what it thinks of the draft; only the answer to the newest question counts. */
export interface Checker {
  /** Soon; `onResult` hears the answer. */
  schedule(): void;
  /** At once; undefined when overtaken or when the host did not answer. */
  now(): Promise<CheckResult | undefined>;
}

export function createChecker(
  draft: () => Draft,
  ask: (draft: Draft) => Promise<CheckResult>,
  onResult: (result: CheckResult) => void,
): Checker {
  let newest = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function now(): Promise<CheckResult | undefined> {
    clearTimeout(timer);
    const mine = ++newest;
    try {
      const result = await ask(draft());
      if (mine !== newest) return undefined;
      onResult(result);
      return result;
    } catch {
      return undefined;
    }
  }

  return {
    now,
    schedule() {
      clearTimeout(timer);
      timer = setTimeout(() => void now(), pauseMs);
    },
  };
}
