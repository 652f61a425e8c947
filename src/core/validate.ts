import * as z from 'zod/mini';
import { checkCampaignId, checkCustomerId, checkText, digitsPattern } from './ids.js';
import type { NextCallDateChecker } from './nextCallDate.js';
import { isSendable, problem, type Problem } from './problems.js';
import { structureProblems } from './structure.js';
import { recordFieldNames, type RecordFieldName, type RecordFields, type RecordUpdate } from './record.js';
import { checkStatusRules, type CampaignKnowledge } from './statusRules.js';

/** Text, or a number where the API's ids are digits (taken as text, as in the documented example). */
const digitsInput = z.union([z.string(), z.number()]);

/** Structure of the fields of an update, as arguments, messages and request files carry it. */
export const fieldsSchema = z.strictObject({
  status_id: z.optional(digitsInput),
  dictionary_status_id: z.optional(digitsInput),
  agent_login: z.optional(z.string()),
  next_call_date: z.optional(z.string()),
  order: z.optional(digitsInput),
});

/** Structure of an update; what its texts must look like is judged by {@link validateUpdate}. */
export const updateInputSchema = z.strictObject({
  campaignId: z.string(),
  customerId: digitsInput,
  fields: fieldsSchema,
});

export interface ValidationContext {
  dates: NextCallDateChecker;
  knowledge?: CampaignKnowledge;
}

export interface Validation {
  /** Present when no problem is an error. */
  update?: RecordUpdate;
  problems: Problem[];
}

/**
 * The one validator: structure, shapes, dates and status rules of an update from any surface.
 * Nothing is trimmed or repaired; numbers are taken only where the API's ids are digits.
 */
export function validateUpdate(input: unknown, context: ValidationContext): Validation {
  const parsed = updateInputSchema.safeParse(input);
  if (!parsed.success) {
    const structure = structureProblems(parsed.error.issues, input).flatMap(asLostZeros);
    return { problems: [...structure, ...soundParts(input, context.dates)] };
  }

  const campaignId = parsed.data.campaignId;
  const customerId = digitsText(parsed.data.customerId);
  const fields: RecordFields = {};
  for (const name of recordFieldNames) {
    const value = parsed.data.fields[name];
    if (value !== undefined) fields[name] = digitsText(value);
  }
  const problems = [
    ...checkCampaignId(campaignId),
    ...checkCustomerId(customerId),
    ...checkFields(fields, context),
  ];
  return isSendable(problems) ? { update: { campaignId, customerId, fields }, problems } : { problems };
}

/** Judges what is text in an update whose structure is wrong elsewhere, so that one look shows all of it. */
function soundParts(input: unknown, dates: NextCallDateChecker): Problem[] {
  const { campaignId, customerId, fields } = updateInputSchema.shape;
  const own = partOf(input, 'fields', z.record(z.string(), z.unknown()));
  return [
    ...judged(partOf(input, 'campaignId', campaignId), checkCampaignId),
    ...judged(partOf(input, 'customerId', customerId), (value) => checkCustomerId(digitsText(value))),
    ...recordFieldNames.flatMap((name) =>
      judged(partOf(own, name, fields.shape[name]), (value) => checkField(name, digitsText(value), dates)),
    ),
  ];
}

/** The value at a key where it is what the schema wants. */
function partOf<T>(
  object: unknown,
  key: string,
  schema: { safeParse(value: unknown): { success: boolean; data?: T | undefined } },
): T | undefined {
  if (typeof object !== 'object' || object === null) return undefined;
  return schema.safeParse(Reflect.get(object, key)).data;
}

function judged<T>(value: T | undefined, check: (value: T) => Problem[]): Problem[] {
  return value === undefined ? [] : check(value);
}

/** Checks fields alone, for surfaces that judge them before the ids are known. */
export function checkFields(fields: RecordFields, context: ValidationContext): Problem[] {
  const names = recordFieldNames.filter((name) => fields[name] !== undefined);
  if (names.length === 0) return [problem('no-fields', 'fields')];
  const problems = names.flatMap((name) => checkField(name, fields[name] ?? '', context.dates));
  return problems.some((each) => each.severity === 'error')
    ? problems
    : [...problems, ...checkStatusRules(fields, context.knowledge ?? {})];
}

/** Checks the form of one field's text. */
export function checkField(name: RecordFieldName, text: string, dates: NextCallDateChecker): Problem[] {
  const general = checkText(text, name);
  if (general.length > 0) return general;
  switch (name) {
    case 'status_id':
    case 'dictionary_status_id':
      return digitsPattern.test(text) ? [] : [problem('status-id-shape', name, { value: text })];
    case 'order':
      return digitsPattern.test(text) ? [] : [problem('order-shape', name, { value: text })];
    case 'agent_login':
      return /\p{Cc}/u.test(text) ? [problem('agent-login-shape', name)] : [];
    case 'next_call_date':
      return dates.check(text, name);
  }
}

/** A campaign id given as a number, such as 1 for `00001`, is answered with the id it probably was. */
function asLostZeros(found: Problem): Problem[] {
  const { code, field, params } = found;
  if (code !== 'wrong-type' || field !== 'campaignId' || params?.type !== 'number') return [found];
  const better = checkCampaignId(params.value ?? '');
  return better.length > 0 ? better : [found];
}

/** Numbers travel as text; one past 2^53 has lost digits already and fails the digits check through its form. */
function digitsText(value: string | number): string {
  if (typeof value === 'string') return value;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value);
}
