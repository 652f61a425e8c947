import { delimiters } from '../../../bulk/source/detect.js';
import { isEncoding } from '../../../bulk/source/encoding.js';
import { fixes, type Fix } from '../../../bulk/plan/columnFixes.js';
import type { BulkMapping } from '../../../bulk/plan/mapping.js';
import { dateOrders } from '../../../core/dateReadings.js';
import type { BulkChoice } from '../../../protocol/bulk.js';
import type { BulkRequest } from '../request.js';

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
