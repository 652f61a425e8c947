import { headerHash, type BulkMapping } from '../../../bulk/plan/mapping.js';
import type { Services } from '../../services.js';

const stateKey = 'bulk.mappings';
/** Headers remembered; the one used longest ago is forgotten first. */
const keptMappings = 50;

type MappingsByHeader = Record<string, BulkMapping>;

/** Keeps how the columns of this header were mapped last. */
export async function rememberMapping(
  { context }: Services,
  columns: readonly string[],
  mapping: BulkMapping,
): Promise<void> {
  const key = headerHash(columns);
  const known = context.globalState.get<MappingsByHeader>(stateKey) ?? {};
  const others = Object.entries(known).filter(([each]) => each !== key);
  // Names of statuses belong to a system, not to a header: each plan learns them anew.
  const kept: BulkMapping = { ...mapping };
  delete kept.statusNames;
  const entries: [string, BulkMapping][] = [...others, [key, kept]];
  await context.globalState.update(stateKey, Object.fromEntries(entries.slice(-keptMappings)));
}

/** How the columns of this header were mapped last. */
export function rememberedMapping(
  { context }: Services,
  columns: readonly string[],
): BulkMapping | undefined {
  return context.globalState.get<MappingsByHeader>(stateKey)?.[headerHash(columns)];
}
