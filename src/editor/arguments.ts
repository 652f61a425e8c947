import * as z from 'zod/mini';
import { fail, invalidInput, succeed, type Result } from '../core/errors.js';
import { structureProblems } from '../core/structure.js';

/**
 * Argument objects of the commands, as other extensions, keybindings and tasks pass them.
 * Strict: an unknown key is a mistake that the caller wants to hear of.
 */
export const connectionReference = z.strictObject({ connection: z.optional(z.string()) });

export const connectionArguments = z.strictObject({
  connection: z.optional(z.string()),
  name: z.string(),
  system: z.optional(z.string()),
  baseUrl: z.optional(z.string()),
  username: z.string(),
  password: z.optional(z.string()),
  production: z.optional(z.boolean()),
  readOnly: z.optional(z.boolean()),
});

/** Of `thulium.editConnection`: what is left out stays. */
export const editConnectionArguments = z.partial(connectionArguments);

/** The envelope of `thulium.updateRecord`; what it says of the record is judged by the one validator. */
export const updateRecordArguments = z.strictObject({
  connection: z.optional(z.string()),
  confirm: z.optional(z.boolean()),
  campaignId: z.optional(z.unknown()),
  customerId: z.optional(z.unknown()),
  fields: z.optional(z.unknown()),
});

export const prefillArguments = z.strictObject({
  campaignId: z.optional(z.string()),
  customerId: z.optional(z.union([z.string(), z.number()])),
  fields: z.optional(z.record(z.string(), z.unknown())),
});

export const restoreArguments = z.strictObject({
  updateId: z.string(),
  force: z.optional(z.boolean()),
  confirm: z.optional(z.boolean()),
});

export const recordArguments = z.strictObject({
  connection: z.optional(z.string()),
  campaignId: z.optional(z.string()),
  customerId: z.optional(z.union([z.string(), z.number()])),
});

/** Of the commands that import, export and forget a campaign's statuses. */
export const statusListArguments = z.strictObject({
  connection: z.optional(z.string()),
  campaignId: z.optional(z.string()),
  /** An absolute path, or a URI as text. */
  file: z.optional(z.string()),
});

export const simulatorArguments = z.strictObject({
  port: z.optional(z.int().check(z.minimum(0), z.maximum(65535))),
  seed: z.optional(z.string()),
});

/** Of `thulium.startGateway`. */
export const gatewayArguments = z.strictObject({
  connection: z.optional(z.string()),
  port: z.optional(z.int().check(z.minimum(0), z.maximum(65535))),
});

/** Words for a language model; the manifest carries the schema that is made of these. */
function told<T extends z.ZodMiniType>(schema: T, description: string): T {
  z.globalRegistry.add(schema, { description });
  return schema;
}
const assistantConnection = told(
  z.optional(z.string()),
  'Name of the user’s Thulium connection; the active one of the window where left out.',
);
const assistantCampaign = told(
  z.string(),
  'Campaign id: five characters with its leading zeros, such as 00001.',
);
const assistantCustomer = told(z.string(), 'The CRM’s customer_id: digits, such as 441.');

/** Of the tool `thulium_show_record`. */
export const assistantRecordArguments = z.strictObject({
  connection: assistantConnection,
  campaignId: assistantCampaign,
  customerId: assistantCustomer,
});

/** Of the tool `thulium_update_record`; whether it is confirmed is not the caller’s to say. */
export const assistantUpdateArguments = z.strictObject({
  connection: assistantConnection,
  campaignId: assistantCampaign,
  customerId: assistantCustomer,
  fields: told(
    z.strictObject({
      status_id: told(z.optional(z.string()), 'Id of a status of the campaign.'),
      dictionary_status_id: told(z.optional(z.string()), 'Id of a dictionary status, instead of status_id.'),
      agent_login: told(
        z.optional(z.string()),
        'Login of the call-centre agent; required by statuses of the system status MY_RECORD.',
      ),
      next_call_date: told(
        z.optional(z.string()),
        'YYYY-MM-DD hh:mm in the system’s time zone; required by MY_RECORD and CALL_NO_SOONER_THAN.',
      ),
      order: told(z.optional(z.string()), 'Order of the record: a whole number, 0 or greater.'),
    }),
    'Only the fields to change; those left out stay as they are.',
  ),
});

const fieldValue = z.optional(z.union([z.string(), z.number()]));

/** Of `thulium.bulkUpdate`; `mapping` has two forms and is read by `bulk/mappingArgument.ts`. */
export const bulkArguments = z.strictObject({
  file: z.string(),
  connection: z.optional(z.string()),
  campaignId: z.optional(z.string()),
  fields: z.optional(
    z.strictObject({
      status_id: fieldValue,
      dictionary_status_id: fieldValue,
      agent_login: fieldValue,
      next_call_date: fieldValue,
      order: fieldValue,
    }),
  ),
  mapping: z.optional(z.record(z.string(), z.unknown())),
  encoding: z.optional(z.string()),
  delimiter: z.optional(z.string()),
  /** Lines in front of the header; detected when left out. */
  skipLines: z.optional(z.int().check(z.minimum(0), z.maximum(1000))),
  dryRun: z.optional(z.boolean()),
  concurrency: z.optional(z.int().check(z.minimum(1), z.maximum(64))),
  rememberBefore: z.optional(z.boolean()),
  includeInWork: z.optional(z.boolean()),
  includeDoNotCall: z.optional(z.boolean()),
  expectedRows: z.optional(z.int().check(z.nonnegative())),
  confirm: z.optional(z.boolean()),
});

const oneOrMore = z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))]);
const dayOrTime = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?$/));

/** Of `thulium.exportRecords`; `from` and `to` are next contact dates, both included. */
export const exportRecordsArguments = z.strictObject({
  connection: z.optional(z.string()),
  campaignId: z.optional(z.string()),
  status_id: z.optional(oneOrMore),
  system_status: z.optional(z.union([z.string(), z.array(z.string())])),
  agent_login: z.optional(z.string()),
  from: z.optional(dayOrTime),
  to: z.optional(dayOrTime),
  /** An absolute path, or a URI as text. */
  file: z.optional(z.string()),
});

/** Of the command that opens a folder of bulk runs: an absolute path, or a URI as text. */
export const openFolderArguments = z.strictObject({ folder: z.optional(z.string()) });

/** Of the commands that take up a bulk update again. */
export const runArguments = z.strictObject({
  runId: z.string(),
  includeDoNotCall: z.optional(z.boolean()),
  expectedRows: z.optional(z.int().check(z.nonnegative())),
  confirm: z.optional(z.boolean()),
});

/** Parses an argument object; what is wrong comes back as `invalid-input` at its key. */
export function parseArguments<Schema extends z.ZodMiniType>(
  schema: Schema,
  input: unknown,
): Result<z.infer<Schema>> {
  const parsed = schema.safeParse(input ?? {});
  return parsed.success
    ? succeed(parsed.data)
    : fail(invalidInput(structureProblems(parsed.error.issues, input)));
}
