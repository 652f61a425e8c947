import * as z from 'zod/mini';
import { connectionViewSchema } from './form.js';

/**
 * Messages between the page of a bulk update and its host. The host owns the state and words it; the page
 * draws it and sends choices, which never carry a URL, a path or a command.
 */

const text = z.string().check(z.maxLength(1000));

const targetSchema = z.enum([
  'campaign_id',
  'customer_id',
  'status_id',
  'dictionary_status_id',
  'agent_login',
  'next_call_date',
  'order',
  'phone_number',
  'nip',
  'email',
  'identifier',
]);

export const constantNames = [
  'campaign_id',
  'status_id',
  'dictionary_status_id',
  'agent_login',
  'next_call_date',
  'order',
] as const;

const constantSchema = z.enum(constantNames);

/** One line of a list, with its weight. */
const lineSchema = z.strictObject({
  kind: z.enum(['good', 'info', 'warning', 'error']),
  text: z.string(),
});

/** What a plan says, in words. */
const planViewSchema = z.strictObject({
  /** Rows that would be sent. */
  send: z.number(),
  /** The same with its noun, such as `40 rows`. */
  sendRows: z.string(),
  counts: z.array(lineSchema),
  restorable: z.array(lineSchema),
  problems: z.array(
    z.strictObject({ line: z.number(), severity: z.enum(['error', 'warning']), text: z.string() }),
  ),
  /** Problems beyond those listed here. */
  moreProblems: z.number(),
  /** There are rows for a file to be fixed. */
  hasToFix: z.boolean(),
});

const runViewSchema = z.strictObject({
  text: z.string(),
  /** 0 to 100. */
  percent: z.number(),
  paused: z.boolean(),
});

const outcomeViewSchema = z.strictObject({
  kind: z.enum(['good', 'warning', 'error']),
  headline: z.string(),
  message: z.nullable(z.string()),
  canOpen: z.boolean(),
  canResume: z.boolean(),
  canRetry: z.boolean(),
  canRestore: z.boolean(),
});

export const bulkStateSchema = z.strictObject({
  /** Only shown. */
  file: z.strictObject({ name: z.string(), folder: z.string() }),
  connection: z.nullable(connectionViewSchema),
  /** The connection's password is missing here: nothing can be read or sent until it is given. */
  isLocked: z.boolean(),
  /** In words, while the file or the records are read. */
  reading: z.nullable(z.string()),
  format: z.nullable(z.strictObject({ kind: z.string(), encoding: z.string(), delimiter: z.string() })),
  /** False where the format is as detected. */
  isFormatChosen: z.boolean(),
  columns: z.array(
    z.strictObject({ name: z.string(), target: z.nullable(targetSchema), sample: z.string() }),
  ),
  constants: z.record(constantSchema, z.string()),
  /** Why the file cannot be used as it is mapped now. */
  fileProblem: z.nullable(z.string()),
  questions: z.array(
    z.strictObject({
      /** Null where nothing can be repaired. */
      fix: z.nullable(z.string()),
      text: z.string(),
      isOn: z.boolean(),
    }),
  ),
  /** Texts that the API would refuse, to be sent as something else. */
  values: z.array(
    z.strictObject({ target: targetSchema, label: z.string(), from: z.string(), to: z.string() }),
  ),
  /** Values known for a target, such as a campaign's statuses. */
  known: z.array(z.strictObject({ target: targetSchema, value: z.string(), label: z.string() })),
  preview: z.array(
    z.strictObject({
      line: z.number(),
      request: z.string(),
      body: z.string(),
      problem: z.nullable(z.string()),
    }),
  ),
  plan: z.nullable(planViewSchema),
  options: z.strictObject({
    rememberBefore: z.boolean(),
    includeInWork: z.boolean(),
    includeDoNotCall: z.boolean(),
    sendDuplicates: z.boolean(),
  }),
  /** Something is under way that must not be begun twice. */
  isBusy: z.boolean(),
  /** What trying one row has shown. */
  tried: z.array(lineSchema),
  /** Name of the file to be fixed, once written. */
  toFixFile: z.nullable(z.string()),
  run: z.nullable(runViewSchema),
  outcome: z.nullable(outcomeViewSchema),
});

/** A choice of the user's; each makes a new plan. */
export const bulkChoiceSchema = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('encoding'), value: text }),
  z.strictObject({ what: z.literal('delimiter'), value: text }),
  z.strictObject({ what: z.literal('column'), column: text, target: z.nullable(targetSchema) }),
  z.strictObject({ what: z.literal('constant'), target: constantSchema, value: text }),
  z.strictObject({ what: z.literal('fix'), fix: text, isOn: z.boolean() }),
  /** Every fix that is suggested. */
  z.strictObject({ what: z.literal('allFixes') }),
  z.strictObject({ what: z.literal('value'), target: targetSchema, from: text, to: text }),
  z.strictObject({
    what: z.literal('option'),
    option: z.enum(['rememberBefore', 'includeInWork', 'includeDoNotCall', 'sendDuplicates']),
    isOn: z.boolean(),
  }),
]);

const nothing = z.strictObject({});
const order = { params: nothing, result: nothing };

export const bulkContract = {
  calls: {
    start: {
      params: nothing,
      result: z.strictObject({
        /** Names this page in the window's own storage: all that the page keeps over a reload. */
        id: z.string(),
        language: z.string(),
        bundle: z.record(z.string(), z.string()),
        encodings: z.array(z.string()),
        state: bulkStateSchema,
      }),
    },
    choose: { params: bulkChoiceSchema, result: nothing },
    /** Reads the file again; asks for a password that is missing. */
    refresh: order,
    send: order,
    tryOne: order,
    saveToFix: order,
    showProblems: order,
    pause: order,
    resume: order,
    cancel: order,
    openResults: order,
    retry: order,
    restore: order,
    showOutput: order,
    addConnection: order,
    switchConnection: order,
    startSimulator: order,
  },
  notices: { state: bulkStateSchema },
};

export type BulkContract = typeof bulkContract;
export type BulkState = z.output<typeof bulkStateSchema>;
export type BulkChoice = z.output<typeof bulkChoiceSchema>;
export type BulkTarget = z.output<typeof targetSchema>;
export type BulkLine = z.output<typeof lineSchema>;
