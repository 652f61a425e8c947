import * as z from 'zod/mini';

/** Messages between the page of a request with its diagnosis and its host. */

const certainties = ['documented', 'likely', 'unknown'] as const;
export const requestActions = ['file', 'form', 'copy', 'explain'] as const;
export type RequestAction = (typeof requestActions)[number];

/** A finding in words. */
const findingSchema = z.strictObject({
  code: z.string(),
  certainty: z.enum(certainties),
  /** The certainty in words. */
  sure: z.string(),
  /** What was found and what to change. */
  message: z.string(),
});

/** A request with what is known of it, every secret hidden, every sentence in the user's language. */
export const requestViewSchema = z.strictObject({
  method: z.string(),
  target: z.string(),
  /** How it ended, such as `400`, and whether that is good; null when nobody knows. */
  result: z.nullable(z.strictObject({ text: z.string(), good: z.boolean() })),
  /** Short facts: when, how long, request id, the fault that hit it. */
  facts: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  findings: z.array(findingSchema),
  /** Said instead of, or beside, the findings. */
  remarks: z.array(z.string()),
  /** Null when nobody knows them. */
  headers: z.nullable(z.array(z.tuple([z.string(), z.string()]))),
  /** Null when nobody knows it. */
  body: z.nullable(z.string()),
  bodyNote: z.nullable(z.string()),
  response: z.nullable(z.string()),
  /** Of a log: why its calls failed, the most frequent cause first; `records` of them can be saved. */
  groups: z.array(z.strictObject({ text: z.string(), records: z.int() })),
  actions: z.array(z.enum(requestActions)),
});
export type RequestView = z.infer<typeof requestViewSchema>;
export type Finding = z.infer<typeof findingSchema>;

const nothing = z.strictObject({});

export const requestContract = {
  calls: {
    start: {
      params: nothing,
      result: z.strictObject({
        language: z.string(),
        bundle: z.record(z.string(), z.string()),
        /** A page that explains takes a paste; one of the simulator's requests does not. */
        explains: z.boolean(),
        /** The text that was explained, secrets hidden; `''` for none. */
        text: z.string(),
        view: z.nullable(requestViewSchema),
      }),
    },
    /** Saves the records of a group for a bulk update. */
    saveGroup: { params: z.strictObject({ index: z.int() }), result: nothing },
    act: { params: z.strictObject({ action: z.enum(requestActions) }), result: nothing },
    /** The text leaves the page once, and comes back with its secrets hidden. */
    explain: {
      params: z.strictObject({ text: z.string().check(z.maxLength(1_000_000)) }),
      result: z.strictObject({
        text: z.string(),
        view: z.nullable(requestViewSchema),
        /** Why there is no view. */
        message: z.nullable(z.string()),
      }),
    },
  },
  notices: {
    /** Another request takes the page. */
    show: z.strictObject({ text: z.string(), view: requestViewSchema }),
  },
};
export type RequestContract = typeof requestContract;
