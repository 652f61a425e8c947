import * as z from 'zod/mini';
import type { Services } from '../../services.js';
import type { Chosen } from './choices.js';
import type { Source } from './source.js';

const stateKey = 'bulk.pages';
/** Pages remembered for a reload of the window. */
const keptPages = 20;

/** What a page needs to be drawn anew: kept in the window's own storage, for a page must not name files. */
export interface SavedPage {
  id: string;
  source: Source;
  chosen: Chosen;
  /** The run that was sent from the page. */
  runId?: string;
}

/** As much as the page itself keeps. */
const pageStateSchema = z.strictObject({ id: z.string() });

export async function savePage({ context }: Services, page: SavedPage): Promise<void> {
  const known = context.workspaceState.get<SavedPage[]>(stateKey) ?? [];
  const others = known.filter(({ id }) => id !== page.id);
  await context.workspaceState.update(stateKey, [...others, page].slice(-keptPages));
}

/** The page that a restored panel was; undefined when it is no longer known. */
export function readSaved({ context }: Services, state: unknown): SavedPage | undefined {
  const parsed = pageStateSchema.safeParse(state);
  if (!parsed.success) return undefined;
  return context.workspaceState.get<SavedPage[]>(stateKey)?.find(({ id }) => id === parsed.data.id);
}
