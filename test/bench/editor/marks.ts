import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { repositoryRoot } from '../../support/editor/installed.js';

/** What a page can show that the bench waits for. */
export type Mark = 'pick' | 'form' | 'panel';

const patienceMs = 120_000;

/** Notes when things appear in the window and in the documents of its webviews. */
export interface Marks {
  /** Resolves to `Date.now()`, in the page, of the mark's next appearance. */
  next(mark: Mark): Promise<number>;
}

/** Must be called before the page is loaded. */
export async function watchMarks(context: BrowserContext): Promise<Marks> {
  const seen = new EventEmitter();
  await context.exposeBinding('benchSaw', (_source, mark: Mark, at: number) => {
    seen.emit(mark, at);
  });
  await context.addInitScript({
    path: join(repositoryRoot, 'test', 'bench', 'editor', 'pageMarks.js'),
  });
  return {
    next: async (mark) => {
      const limit = AbortSignal.timeout(patienceMs);
      const [at] = (await once(seen, mark, { signal: limit }).catch((error: unknown) => {
        throw new Error(`Nothing that marks a ${mark} appeared.`, { cause: error });
      })) as [number];
      return at;
    },
  };
}
