import * as z from 'zod/mini';
import { delimiters } from '../../../bulk/source/detect.js';
import { isEncoding } from '../../../bulk/source/encoding.js';
import { fixes, type Fix } from '../../../bulk/plan/columnFixes.js';
import { type BulkMapping, headerHash } from '../../../bulk/plan/mapping.js';
import { dateOrders } from '../../../core/dateReadings.js';
import type { BulkChoice } from '../../../protocol/bulk.js';
import type { BulkRequest } from '../bulkCommand.js';
import type { Services } from '../../services.js';
import type { Source } from './openPage.js';

type Options = Record<'rememberBefore' | 'includeInWork' | 'includeDoNotCall' | 'sendDuplicates', boolean>;

/** What the user has chosen on the page so far. */
export interface Chosen {
  request: BulkRequest;
  options: Options;
}

/** What was chosen with one more choice; `mapping` is the one in force, guessed or remembered. */
export function withChoice(
  chosen: Chosen,
  choice: BulkChoice,
  mapping: BulkMapping,
  suggested: readonly Fix[] = [],
): Chosen {
  const { request, options } = chosen;
  switch (choice.what) {
    case 'option':
      return { request, options: { ...options, [choice.option]: choice.isOn } };
    case 'encoding':
      return isEncoding(choice.value) ? { options, request: { ...request, encoding: choice.value } } : chosen;
    case 'delimiter': {
      const delimiter = delimiters.find((each) => each === choice.value);
      return delimiter ? { options, request: { ...request, delimiter } } : chosen;
    }
    case 'constant':
      return { options, request: { ...request, constants: withConstant(request.constants, choice) } };
    default:
      return { options, request: { ...request, mapping: withMapping(mapping, choice, suggested) } };
  }
}

function withConstant(
  constants: BulkRequest['constants'],
  { target, value }: Extract<BulkChoice, { what: 'constant' }>,
): BulkRequest['constants'] {
  const { campaignId, fields = {} } = constants;
  if (target === 'campaign_id') return { ...(value === '' ? {} : { campaignId: value }), fields };
  return {
    ...(campaignId === undefined ? {} : { campaignId }),
    fields: { ...without(fields, target), ...(value === '' ? {} : { [target]: value }) },
  };
}

function withMapping(
  mapping: BulkMapping,
  choice: Extract<BulkChoice, { what: 'column' | 'fix' | 'allFixes' | 'value' }>,
  suggested: readonly Fix[],
): BulkMapping {
  switch (choice.what) {
    case 'column': {
      const others = Object.entries(mapping.columns).filter(
        ([column, target]) => column !== choice.column && target !== choice.target,
      );
      const chosen = choice.target === null ? [] : [[choice.column, choice.target] as const];
      return { ...mapping, columns: Object.fromEntries([...others, ...chosen]) };
    }
    case 'allFixes':
      return { ...mapping, fixes: [...new Set([...(mapping.fixes ?? []), ...suggested])] };
    case 'fix': {
      const dateOrder = dateOrders.find((each) => choice.fix === `dates ${each}`);
      if (dateOrder) {
        return { ...mapping, dateOrder, fixes: [...new Set<Fix>([...(mapping.fixes ?? []), 'dates'])] };
      }
      const others = (mapping.fixes ?? []).filter((each) => each !== choice.fix);
      const known = fixes.filter((each) => choice.isOn && each === choice.fix);
      return { ...mapping, fixes: [...others, ...known] };
    }
    case 'value': {
      const others = without(mapping.values?.[choice.target] ?? {}, choice.from);
      const values = choice.to === '' ? others : { ...others, [choice.from]: choice.to };
      return { ...mapping, values: { ...mapping.values, [choice.target]: values } };
    }
  }
}

function without<T>(entries: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).filter(([each]) => each !== name));
}

const mappingsKey = 'bulk.mappings';
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
  const known = context.globalState.get<MappingsByHeader>(mappingsKey) ?? {};
  const others = Object.entries(known).filter(([each]) => each !== key);
  // Names of statuses belong to a system, not to a header: each plan learns them anew.
  const kept: BulkMapping = { ...mapping };
  delete kept.statusNames;
  const entries: [string, BulkMapping][] = [...others, [key, kept]];
  await context.globalState.update(mappingsKey, Object.fromEntries(entries.slice(-keptMappings)));
}

/** How the columns of this header were mapped last. */
export function rememberedMapping(
  { context }: Services,
  columns: readonly string[],
): BulkMapping | undefined {
  return context.globalState.get<MappingsByHeader>(mappingsKey)?.[headerHash(columns)];
}

const savedKey = 'bulk.pages';
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
  const known = context.workspaceState.get<SavedPage[]>(savedKey) ?? [];
  const others = known.filter(({ id }) => id !== page.id);
  await context.workspaceState.update(savedKey, [...others, page].slice(-keptPages));
}

/** The page that a restored panel was; undefined when it is no longer known. */
export function readSaved({ context }: Services, state: unknown): SavedPage | undefined {
  const parsed = pageStateSchema.safeParse(state);
  if (!parsed.success) return undefined;
  return context.workspaceState.get<SavedPage[]>(savedKey)?.find(({ id }) => id === parsed.data.id);
}
