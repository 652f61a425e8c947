import type { UpdateOutcome } from '../core/outcome.js';
import type { RawRecord } from '../core/record.js';
import type { Expectation } from './entrySchema.js';

/** What was expected and what came, in the same shape, so that a diff shows only what differs. */
export interface Comparison {
  met: boolean;
  expected: Readonly<Record<string, unknown>>;
  actual: Readonly<Record<string, unknown>>;
}

/**
 * Holds an outcome against an expectation. Only the parts that are expected are looked at; numbers and
 * texts of digits count as the same, since the API gives ids both ways.
 *
 * @param record the record after the update, when it could be read
 */
export function compareExpectation(
  expect: Expectation,
  outcome: Pick<UpdateOutcome, 'outcome' | 'status' | 'error'>,
  record: RawRecord | undefined,
): Comparison {
  const found = { outcome: outcome.outcome, status: outcome.status, errorCode: outcome.error?.code };
  const expected: Record<string, unknown> = {};
  const actual: Record<string, unknown> = {};
  let met = true;
  for (const key of ['outcome', 'status', 'errorCode'] as const) {
    if (expect[key] === undefined) continue;
    expected[key] = expect[key];
    actual[key] = found[key] ?? null;
    met &&= expect[key] === found[key];
  }
  if (expect.record) {
    expected.record = expect.record;
    met &&= record !== undefined;
    const read = Object.entries(expect.record).map(([key, wanted]): [string, unknown] => {
      const value = record?.[key] ?? null;
      const same = asText(value) === asText(wanted);
      met &&= same;
      return [key, same ? wanted : value];
    });
    actual.record = record ? Object.fromEntries(read) : null;
  }
  return { met, expected, actual };
}

function asText(value: unknown): string {
  return typeof value === 'number' ? JSON.stringify(String(value)) : JSON.stringify(value);
}
