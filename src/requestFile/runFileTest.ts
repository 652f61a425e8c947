import type { UpdateOutcome } from '../core/outcome.js';
import type { RawRecord, RecordUpdate } from '../core/record.js';
import type { Expectation } from './entrySchema.js';
import type { CodedFailure } from '../core/errors.js';
import { isSendable } from '../core/problems.js';
import type { FileUpdate } from './parseRequestFile.js';
import { resolveEntry } from './resolveEntry.js';
import type { TemplateContext } from '../core/templates.js';
import { validateUpdate, type ValidationContext } from '../core/validate.js';

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

/** How a test gets at a system, whoever runs it. */
interface TestSender {
  context: ValidationContext & { templates: TemplateContext };
  /** Sends through the one sender; nobody is asked. */
  send(update: RecordUpdate): Promise<UpdateOutcome>;
  /** The outcome of an update that is refused before anything is sent. */
  refuse(failure: CodedFailure): UpdateOutcome;
  /** Read again where the update did not read it back; undefined where it cannot be read. */
  readRecord(campaignId: string, customerId: string): Promise<RawRecord | undefined>;
}

/** What became of an update, and how that compares to what was expected. */
interface TestEnd {
  outcome: UpdateOutcome;
  /** Absent where a template could not be resolved: that is never what a test expects. */
  compared?: Comparison;
}

/** Sends one update of a request file and holds what came of it against its expectation. */
export async function runFileTest(written: FileUpdate, sender: TestSender): Promise<TestEnd> {
  const { context } = sender;
  const { entry, issues } = resolveEntry(written, context.templates);
  if (issues.length > 0) {
    const problems = issues.flatMap((issue) => (issue.kind === 'problem' ? [issue.problem] : []));
    return { outcome: sender.refuse({ code: 'invalid-input', problems }) };
  }
  const { update, problems } = validateUpdate(entry.input, context);
  const sendable = update && isSendable(problems);
  const outcome = sendable ? await sender.send(update) : sender.refuse({ code: 'invalid-input', problems });
  const expect = entry.expect ?? {};
  const record = expect.record && update ? await recordAfter(sender, update, outcome) : undefined;
  return { outcome, compared: compareExpectation(expect, outcome, record) };
}

async function recordAfter(
  sender: TestSender,
  { campaignId, customerId }: RecordUpdate,
  outcome: UpdateOutcome,
): Promise<RawRecord | undefined> {
  if (outcome.after) return outcome.after;
  return outcome.attempts === 0 ? undefined : sender.readRecord(campaignId, customerId);
}

/** What an update is called: its name, else its record. */
export function titleOf(update: FileUpdate): string {
  return update.name === undefined || update.name.trim() === '' ? recordOf(update) : update.name;
}

/** `00001/441`, as far as it is written. */
export function recordOf({ input }: FileUpdate): string {
  const text = (value: unknown): string =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : '?';
  return `${text(input.campaignId)}/${text(input.customerId)}`;
}
