import type { CodedFailure } from '../core/errors.js';
import type { UpdateOutcome } from '../core/outcome.js';
import { isSendable } from '../core/problems.js';
import type { RawRecord, RecordUpdate } from '../core/record.js';
import type { FileUpdate } from './parseRequestFile.js';
import { compareExpectation, type Comparison } from './expect.js';
import { resolveEntry } from './resolveEntry.js';
import type { TemplateContext } from '../core/templates.js';
import { validateUpdate, type ValidationContext } from '../core/validate.js';

/** How a test gets at a system, whoever runs it. */
export interface TestSender {
  context: ValidationContext & { templates: TemplateContext };
  /** Sends through the one sender; nobody is asked. */
  send(update: RecordUpdate): Promise<UpdateOutcome>;
  /** The outcome of an update that is refused before anything is sent. */
  refuse(failure: CodedFailure): UpdateOutcome;
  /** Read again where the update did not read it back; undefined where it cannot be read. */
  readRecord(campaignId: string, customerId: string): Promise<RawRecord | undefined>;
}

/** What became of an update, and how that compares to what was expected. */
export interface TestEnd {
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
