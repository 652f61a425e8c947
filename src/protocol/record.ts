import * as z from 'zod/mini';

/**
 * Messages between the record page and its host. The page says only what to do: whose record it is
 * about, and on which system, is the host's to know.
 */

/** Which record, on which connection: the ids that outlive the page, and nothing else. */
const subjectSchema = z.strictObject({
  connectionId: z.string(),
  campaignId: z.string(),
  customerId: z.string(),
});

/** What VS Code keeps of a page for a window reload. */
export const savedRecordSchema = z.strictObject({
  version: z.literal(1),
  subject: subjectSchema,
  watching: z.boolean(),
});

const valueSchema = z.strictObject({
  /** As text; '' where the record has none. */
  text: z.string(),
  /** What it stands for, such as a status' name. */
  name: z.optional(z.string()),
});

const rowSchema = z.strictObject({
  /** The record's own key. */
  field: z.string(),
  value: valueSchema,
  /** Differs from an earlier reading of this page. */
  changed: z.optional(
    z.strictObject({
      /** When the difference was read, ISO 8601 in UTC. */
      at: z.string(),
      before: valueSchema,
    }),
  ),
});

const watchSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('off') }),
  z.strictObject({ state: z.literal('on'), everySeconds: z.number() }),
  /** The last reading failed; the next one comes later than usual. */
  z.strictObject({ state: z.literal('backing-off'), seconds: z.number() }),
  /** Reading again would not help until the user does something. */
  z.strictObject({ state: z.literal('stopped') }),
]);

/** Everything that the page shows. The host keeps it, so that a page that was drawn anew knows it too. */
export const recordViewSchema = z.strictObject({
  subject: subjectSchema,
  /** Null when there is no such connection any more. */
  connection: z.nullable(
    z.strictObject({ name: z.string(), production: z.boolean(), readOnly: z.boolean() }),
  ),
  campaignName: z.optional(z.string()),
  /** Name and phone number of the customer; shown, never stored. */
  customer: z.optional(z.string()),
  rows: z.array(rowSchema),
  /** In words: what the dialer does with the record. */
  dialing: z.nullable(z.string()),
  /** The record as the API returned it, indented; '' before the first reading. */
  json: z.string(),
  /** Of the last reading that succeeded, ISO 8601 in UTC. */
  readAt: z.nullable(z.string()),
  reading: z.boolean(),
  /** Why the last reading failed, in words. */
  problem: z.nullable(z.string()),
  watch: watchSchema,
});

const nothing = z.strictObject({});

export const recordContract = {
  calls: {
    start: {
      params: nothing,
      result: z.strictObject({
        /** BCP 47. */
        language: z.string(),
        bundle: z.record(z.string(), z.string()),
        view: recordViewSchema,
      }),
    },
    refresh: { params: nothing, result: nothing },
    watch: { params: z.strictObject({ on: z.boolean() }), result: nothing },
    /** Copies the whole record as JSON, or the value of one of its rows. */
    copy: { params: z.strictObject({ field: z.nullable(z.string()) }), result: nothing },
    update: { params: nothing, result: nothing },
    showOutput: { params: nothing, result: nothing },
  },
  notices: { view: recordViewSchema },
};

export type RecordContract = typeof recordContract;
export type RecordSubject = z.output<typeof subjectSchema>;
export type SavedRecord = z.output<typeof savedRecordSchema>;
export type RecordView = z.output<typeof recordViewSchema>;
export type RecordRow = z.output<typeof rowSchema>;
export type RecordValue = z.output<typeof valueSchema>;
export type RecordWatch = z.output<typeof watchSchema>;
