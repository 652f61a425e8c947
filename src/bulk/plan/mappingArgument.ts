import * as z from 'zod/mini';
import { fixes } from './columnFixes.js';
import type { BulkMapping } from './mapping.js';
import { columnTargets, type ColumnTarget } from '../source/columnNames.js';
import { dateOrders } from '../../core/dateReadings.js';
import { fail, invalidInput, succeed, type Result } from '../../core/errors.js';
import { problem } from '../../core/problems.js';
import { structureProblems } from '../../core/structure.js';

/** Other names of the ids, as argument objects call them. */
const targetNames: Readonly<Record<string, ColumnTarget>> = {
  ...Object.fromEntries(columnTargets.map((each) => [each, each])),
  campaignId: 'campaign_id',
  customerId: 'customer_id',
};

const texts = z.record(z.string(), z.string());

/** `{columns: {COLUMN: parameter}, values?: {parameter: {TEXT: value}}, fixes?, dateOrder?}`. */
const fullSchema = z.strictObject({
  columns: texts,
  values: z.optional(z.record(z.string(), texts)),
  fixes: z.optional(z.array(z.enum(fixes))),
  dateOrder: z.optional(z.enum(dateOrders)),
});

/**
 * Reads the `mapping` of an argument object: the full form, or just `{COLUMN: parameter}`, which may also
 * be given the other way round, `{parameter: COLUMN}`.
 */
export function readMapping(input: Readonly<Record<string, unknown>>): Result<BulkMapping> {
  const full = typeof input.columns === 'object' && input.columns !== null ? input : { columns: input };
  const parsed = fullSchema.safeParse(full);
  if (!parsed.success) return fail(invalidInput(structureProblems(parsed.error.issues, full)));
  const { columns, values, fixes: chosen, dateOrder } = parsed.data;
  const entries = columnEntries(columns);
  const valueEntries = Object.entries(values ?? {});
  const unknown = [...entries.map(([, target]) => target), ...valueEntries.map(([target]) => target)].find(
    (target) => !Object.hasOwn(targetNames, target),
  );
  if (unknown !== undefined) {
    return fail(invalidInput([problem('unknown-key', unknown, { value: unknown })]));
  }
  return succeed({
    columns: renamed(entries),
    ...(values ? { values: renamedValues(valueEntries) } : {}),
    ...(chosen ? { fixes: chosen } : {}),
    ...(dateOrder ? { dateOrder } : {}),
  });
}

function columnEntries(columns: Readonly<Record<string, string>>): [column: string, target: string][] {
  const entries = Object.entries(columns);
  const isTarget = (text: string): boolean => Object.hasOwn(targetNames, text);
  const isReversed =
    entries.every(([key]) => isTarget(key)) && !entries.every(([, value]) => isTarget(value));
  return isReversed ? entries.map(([target, column]) => [column, target]) : entries;
}

function renamed(entries: readonly (readonly [string, string])[]): Record<string, ColumnTarget> {
  return Object.fromEntries(
    entries.flatMap(([column, name]) => {
      const target = targetNames[name];
      return target ? [[column, target]] : [];
    }),
  );
}

function renamedValues(
  entries: readonly (readonly [string, Record<string, string>])[],
): NonNullable<BulkMapping['values']> {
  const values: NonNullable<BulkMapping['values']> = {};
  for (const [name, map] of entries) {
    const target = targetNames[name];
    if (target) values[target] = map;
  }
  return values;
}
