import * as z from 'zod/mini';
import { campaignIdPattern, customerIdPattern } from '../core/ids.js';

/** Messages between the update form's page and its host. The page's never carry a URL, a path or a command. */

const count = z.number().check(z.nonnegative());

/** What is typed, as it is typed: an empty text stands for a field that is left out. */
export const draftSchema = z.strictObject({
  campaignId: z.string(),
  customerId: z.string(),
  fields: z.strictObject({
    status_id: z.string(),
    dictionary_status_id: z.string(),
    agent_login: z.string(),
    next_call_date: z.string(),
    order: z.string(),
  }),
});

/** As much of the active connection as a user needs to see; `address` and `username` are only shown. */
export const connectionViewSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  address: z.string(),
  username: z.string(),
  production: z.boolean(),
  readOnly: z.boolean(),
});

/** The marks of the system that a review or a result is about. */
const systemSchema = z.pick(connectionViewSchema, { name: true, production: true, readOnly: true });

const problemViewSchema = z.strictObject({
  /** A parameter's name, `campaignId`, `customerId`, or `fields` for the update as a whole. */
  field: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  /** What the field should probably hold. */
  suggestion: z.optional(z.string()),
});

/** The request exactly as it would be sent, only that `Authorization` is hidden. */
export const requestPreviewSchema = z.strictObject({
  method: z.string(),
  url: z.string(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.string(),
});

/** One value that a field can take. */
export const optionSchema = z.strictObject({
  value: z.string(),
  label: z.string(),
  description: z.optional(z.string()),
  detail: z.optional(z.string()),
  /** Of a status only. */
  status: z.optional(
    z.strictObject({ system_status: z.string(), dictionary_status_id: z.nullable(z.string()) }),
  ),
});

/** Live values, or in words why there are none. */
export const lookupResultSchema = z.discriminatedUnion('ok', [
  z.strictObject({
    ok: z.literal(true),
    items: z.array(optionSchema),
    /** As many more can be read; of records. */
    more: z.optional(count),
    /** In words: what is to be known of the list. */
    note: z.optional(z.string()),
  }),
  z.strictObject({ ok: z.literal(false), message: z.string() }),
]);

/** Only records of these; both left out for all. */
export const recordFilterSchema = z.strictObject({
  statusId: z.optional(z.string()),
  systemStatus: z.optional(z.string()),
});

const lookupSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('campaigns'), refresh: z.boolean() }),
  z.strictObject({
    kind: z.enum(['statuses', 'agents']),
    campaignId: z.string(),
    refresh: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('records'),
    campaignId: z.string(),
    refresh: z.boolean(),
    offset: z.int().check(z.nonnegative()),
    filter: recordFilterSchema,
  }),
  /** Whether there is such a record: fails only where the system itself says that there is none. */
  z.strictObject({
    kind: z.literal('record'),
    campaignId: z.string().check(z.regex(campaignIdPattern)),
    customerId: z.string().check(z.regex(customerIdPattern)),
  }),
  /** Campaigns that hold a customer. */
  z.strictObject({ kind: z.literal('holdings'), customerId: z.string().check(z.regex(customerIdPattern)) }),
  z.strictObject({
    kind: z.literal('customers'),
    key: z.enum(['phone_number', 'email', 'nip', 'identifier']),
    value: z.string().check(z.minLength(1), z.maxLength(200)),
  }),
]);

/** What is asked before sending: whose record, its values now and after, and what cannot be promised. */
export const reviewSchema = z.strictObject({
  connection: z.string(),
  production: z.boolean(),
  campaign: z.string(),
  campaignName: z.optional(z.string()),
  customerId: z.string(),
  /** Name or phone of the customer; shown, never stored. */
  customer: z.optional(z.string()),
  changes: z.array(
    z.strictObject({
      field: z.string(),
      /** Null when the record does not carry the field or could not be read. */
      before: z.nullable(z.string()),
      beforeName: z.optional(z.string()),
      after: z.string(),
      afterName: z.optional(z.string()),
      changes: z.boolean(),
    }),
  ),
  nothingChanges: z.boolean(),
  /** The record's system_status is IN_PROGRESS. */
  inProgress: z.boolean(),
  /** Names of fields whose present value cannot be put back later. */
  unrestorable: z.array(z.string()),
  /** In words: what could not be checked or read. */
  unchecked: z.array(z.string()),
  /** In words: what the dialer does with the record, now and after. */
  dialing: z.array(z.string()),
  /** In words: further warnings. */
  warnings: z.array(z.string()),
  /** What somebody else changed while an earlier review was shown. */
  conflict: z.array(z.strictObject({ field: z.string(), before: z.string(), after: z.string() })),
});

export const phaseSchema = z.strictObject({
  name: z.enum(['checking', 'reviewing', 'sending', 'waiting', 'verifying', 'restoring']),
  /** PUTs begun, from 1; of `sending` and `waiting`. */
  attempt: z.optional(count),
  /** Until the next attempt; of `waiting`. */
  waitSeconds: z.optional(count),
});

export const outcomeViewSchema = z.strictObject({
  outcome: z.enum(['updated', 'failed', 'cancelled']),
  /** Where it was sent to; null where it was refused before that was settled. */
  system: z.nullable(systemSchema),
  /** The window was switched to another system during the review. */
  isSwitched: z.boolean(),
  /** Of a restore: names of the fields that were put back. */
  restored: z.array(z.string()),
  campaignId: z.string(),
  customerId: z.string(),
  updateId: z.optional(z.string()),
  status: z.optional(z.number()),
  requestId: z.optional(z.string()),
  attempts: count,
  durationMs: count,
  /** The record was read back and holds something else than was sent. */
  differences: z.array(z.strictObject({ field: z.string(), sent: z.string(), found: z.string() })),
  /** The record was read back. */
  verified: z.boolean(),
  unchecked: z.array(z.string()),
  error: z.optional(
    z.strictObject({
      code: z.string(),
      message: z.string(),
      field: z.optional(z.string()),
      apiErrors: z.array(z.string()),
    }),
  ),
});

const actionSchema = z.enum(['update', 'restore']);

/** What the form is busy with. The host keeps it, so that a page that was drawn anew knows it too. */
export const activitySchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('idle') }),
  z.strictObject({ state: z.literal('working'), action: actionSchema, phase: phaseSchema }),
  z.strictObject({ state: z.literal('review'), reviewId: z.int(), review: reviewSchema }),
  /** A bug: how far an update got is in the log at best. */
  z.strictObject({ state: z.literal('crashed'), action: actionSchema }),
  z.strictObject({ state: z.literal('done'), action: actionSchema, outcome: outcomeViewSchema }),
]);

const nothing = z.strictObject({});

/** Whether an order was taken up; what comes of it arrives as `activity`. */
const acceptance = z.discriminatedUnion('accepted', [
  z.strictObject({ accepted: z.literal(true) }),
  z.strictObject({
    accepted: z.literal(false),
    reason: z.enum(['busy', 'connection-changed', 'unknown']),
  }),
]);

export const formContract = {
  calls: {
    start: {
      params: nothing,
      result: z.strictObject({
        /** BCP 47. */
        language: z.string(),
        bundle: z.record(z.string(), z.string()),
        timeZone: z.string(),
        connection: z.nullable(connectionViewSchema),
        prefill: z.nullable(draftSchema),
        activity: activitySchema,
      }),
    },
    check: {
      params: z.strictObject({ draft: draftSchema }),
      result: z.strictObject({
        problems: z.array(problemViewSchema),
        /** Null while no request can be made of the draft. */
        preview: z.nullable(requestPreviewSchema),
      }),
    },
    lookup: { params: lookupSchema, result: lookupResultSchema },
    quickDate: {
      params: z.strictObject({ kind: z.enum(['in-an-hour', 'tomorrow-9', 'next-monday-9']) }),
      result: z.strictObject({ text: z.string() }),
    },
    send: {
      params: z.strictObject({
        draft: draftSchema,
        /** The connection that the page showed; any other refuses. */
        connectionId: z.string(),
        /** Show the review even where none is asked for. */
        review: z.boolean(),
      }),
      result: acceptance,
    },
    decide: {
      params: z.strictObject({ reviewId: z.int(), decision: z.enum(['send', 'cancel']) }),
      result: acceptance,
    },
    cancel: { params: nothing, result: acceptance },
    /** Takes only the id of an update that this panel sent. */
    restore: { params: z.strictObject({ updateId: z.string() }), result: acceptance },
    showOutput: { params: nothing, result: nothing },
    addConnection: { params: nothing, result: nothing },
    switchConnection: { params: nothing, result: nothing },
    startSimulator: { params: nothing, result: nothing },
  },
  notices: {
    connection: z.nullable(connectionViewSchema),
    activity: activitySchema,
  },
};

export type FormContract = typeof formContract;
export type Draft = z.output<typeof draftSchema>;
export type ConnectionView = z.output<typeof connectionViewSchema>;
export type ProblemView = z.output<typeof problemViewSchema>;
export type RequestPreview = z.output<typeof requestPreviewSchema>;
export type Option = z.output<typeof optionSchema>;
export type LookupResult = z.output<typeof lookupResultSchema>;
export type RecordFilter = z.output<typeof recordFilterSchema>;
export type Lookup = z.output<typeof lookupSchema>;
export type Review = z.output<typeof reviewSchema>;
export type Phase = z.output<typeof phaseSchema>;
export type OutcomeView = z.output<typeof outcomeViewSchema>;
export type Activity = z.output<typeof activitySchema>;
