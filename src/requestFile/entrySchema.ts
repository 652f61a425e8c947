import * as z from 'zod/mini';
import type { ErrorCode } from '../core/errors.js';
import { updateInputSchema } from '../core/validate.js';

/** How an update can end without success; the codes of bulk runs are not among them. */
type UpdateErrorCode = Exclude<ErrorCode, 'run-locked' | 'file-changed' | 'journal-damaged'>;

/** A record, so that the compiler misses no code. */
const updateErrors: Record<UpdateErrorCode, true> = {
  'invalid-input': true,
  'no-connection': true,
  'missing-secret': true,
  'read-only': true,
  unauthorized: true,
  forbidden: true,
  'not-found': true,
  rejected: true,
  'rate-limited': true,
  'server-error': true,
  'redirect-refused': true,
  'unexpected-response': true,
  'response-too-large': true,
  timeout: true,
  network: true,
  tls: true,
  cancelled: true,
  'in-doubt': true,
  conflict: true,
};

/** Values of `expect.errorCode`. */
export const expectedErrorCodes = Object.keys(updateErrors) as UpdateErrorCode[];
/** Values of `expect.outcome`. */
export const expectedOutcomes = ['updated', 'failed', 'cancelled'] as const;

const recordValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** What a test expects of an update; a part that is left out is not looked at. */
export const expectationSchema = z.strictObject({
  outcome: z.optional(z.enum(expectedOutcomes)),
  status: z.optional(z.int().check(z.minimum(100), z.maximum(599))),
  errorCode: z.optional(z.enum(expectedErrorCodes)),
  record: z.optional(z.record(z.string(), recordValue)),
});

export type Expectation = z.infer<typeof expectationSchema>;

/** One entry of `updates`: an update as every surface gives it, with a name and an expectation. */
const entrySchema = z.extend(updateInputSchema, {
  name: z.optional(z.string()),
  expect: z.optional(expectationSchema),
});

/** Structure of a request file (`*.thulium.json`). It carries no address and no secret. */
const requestFileSchema = z.strictObject({
  $schema: z.optional(z.string()),
  connection: z.optional(z.string()),
  updates: z.array(entrySchema),
});

/** Keys of each object of a request file, in the order in which they are offered. */
export const fileKeys = ['connection', 'updates'] as const;
export const entryKeys = ['name', 'campaignId', 'customerId', 'fields', 'expect'] as const;
export const expectationKeys = ['outcome', 'status', 'errorCode', 'record'] as const;

/**
 * The JSON schema of request files, for tools other than this extension: structure and enums only,
 * made from the schemas that judge the file here. Shapes of ids and dates stay with the validator.
 */
export function requestFileJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(requestFileSchema, { target: 'draft-7' });
  return {
    $schema,
    title: 'Thulium request file',
    allowComments: true,
    allowTrailingCommas: true,
    ...schema,
  };
}
