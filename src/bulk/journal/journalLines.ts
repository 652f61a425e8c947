import { crc32 } from 'node:zlib';
import * as z from 'zod/mini';
import type { CodedFailure } from '../../core/errors.js';
import { redactFailure } from '../../core/redact.js';
import { encodings } from '../source/encoding.js';
import { delimiters, sourceKinds } from '../source/detect.js';
import { columnTargets } from '../source/columnNames.js';
import { dateOrders } from '../../core/dateReadings.js';
import { fixes } from '../plan/columnFixes.js';

type FailureLine = NonNullable<DoneLine['e']>;

/** What a journal keeps of a failure. */
export function failureLine(failure: CodedFailure): FailureLine {
  const { problems, params, apiErrors, ...rest } = failure;
  return {
    ...rest,
    ...(params ? { params: { ...params } } : {}),
    ...(apiErrors ? { apiErrors: apiErrors.map((each) => ({ ...each })) } : {}),
    ...(problems?.[0] ? { detail: problems[0].code } : {}),
  };
}

/** The coded failure that a journal line keeps. */
export function failureOf(line: FailureLine): CodedFailure {
  return line as CodedFailure;
}

/** Raised when an older program could no longer read the journals of a newer one. */
export const journalVersion = 1;

const fieldsSchema = z.object({
  status_id: z.exactOptional(z.string()),
  dictionary_status_id: z.exactOptional(z.string()),
  agent_login: z.exactOptional(z.string()),
  next_call_date: z.exactOptional(z.string()),
  order: z.exactOptional(z.string()),
});

const rememberedSchema = z.object({ values: fieldsSchema, work: z.number() });

const textMap = z.record(z.string(), z.string());

/** Milliseconds since the epoch that a `Date` can tell. */
const moment = z.number().check(z.gte(0), z.lte(8.64e15));
/** Rows, or the index of one: a header that promises more would take all memory before its first row is read. */
const rowCount = z.number().check(z.int(), z.gte(0), z.lte(50_000_000));

const headerSchema = z.object({
  t: z.literal('run'),
  v: z.number(),
  runId: z.string(),
  kind: z.enum(['update', 'retry', 'linked', 'restore']),
  parent: z.exactOptional(z.string()),
  at: moment,
  /** The file as the user named it; results are written beside it. */
  file: z.string(),
  /** What is read instead, when it is a copy of our own beside the journal: a selection, or a restore's rows. */
  source: z.exactOptional(z.string()),
  /** SHA-256 of the file. */
  hash: z.string(),
  format: z.object({
    kind: z.enum(sourceKinds),
    encoding: z.enum(encodings),
    bom: z.boolean(),
    delimiter: z.enum(delimiters),
    newline: z.enum(['\r\n', '\n', '\r']),
    skip: z.exactOptional(z.number()),
  }),
  columns: z.array(z.string()),
  mapping: z.object({
    columns: z.record(z.string(), z.enum(columnTargets)),
    values: z.exactOptional(z.partialRecord(z.enum(columnTargets), textMap)),
    fixes: z.exactOptional(z.array(z.enum(fixes))),
    statusNames: z.exactOptional(z.record(z.string(), textMap)),
    timeZone: z.exactOptional(z.string()),
    dateOrder: z.exactOptional(z.enum(dateOrders)),
    customers: z.exactOptional(z.record(z.string(), z.string())),
  }),
  constants: z.object({ campaignId: z.exactOptional(z.string()), fields: z.exactOptional(fieldsSchema) }),
  connection: z.object({ id: z.string(), name: z.string(), origin: z.string() }),
  /** Data rows of the run: all of the file, or those chosen for a retry. */
  total: rowCount,
  /** Data rows of the file. */
  rows: rowCount,
  rememberBefore: z.boolean(),
  includeInWork: z.boolean(),
  includeDoNotCall: z.exactOptional(z.boolean()),
  /** `CAMPAIGN/STATUS` of the statuses that are Do not call, `CAMPAIGN/dDICTIONARY` of their dictionary statuses. */
  doNotCall: z.exactOptional(z.array(z.string())),
  sendDuplicates: z.boolean(),
});

/** What a run is: written once, before anything is sent. It holds no secret. */
export type JournalHeader = z.infer<typeof headerSchema>;

/** Of consecutive rows from `from` on, base64: a verdict each (one byte) and a fingerprint each (four, little-endian). */
const rowsSchema = z.object({
  t: z.literal('rows'),
  from: rowCount,
  v: z.string(),
  f: z.exactOptional(z.string()),
});

/** Written before the request of a row leaves. With `b`, its record as just read, goes `u`, so that a restore needs no file. */
const updateSchema = z.object({ campaignId: z.string(), customerId: z.string(), fields: fieldsSchema });

const intentSchema = z.object({
  t: z.literal('intent'),
  r: rowCount,
  at: moment,
  b: z.exactOptional(rememberedSchema),
  u: z.exactOptional(updateSchema),
});

const failureSchema = z.object({
  code: z.string(),
  detail: z.exactOptional(z.string()),
  params: z.exactOptional(textMap),
  apiErrors: z.exactOptional(z.array(z.object({ message: z.string(), code: z.exactOptional(z.number()) }))),
  status: z.exactOptional(z.number()),
  requestId: z.exactOptional(z.string()),
});

/** How a row ended in the journal; `put-back` was not applied and remains to be sent. */
const rowOutcomes = ['updated', 'failed', 'skipped', 'in-doubt', 'put-back'] as const;
export type RowOutcome = (typeof rowOutcomes)[number];

const doneSchema = z.object({
  t: z.literal('done'),
  r: rowCount,
  o: z.enum(rowOutcomes),
  at: moment,
  /** HTTP status, request id, PUTs begun, milliseconds. */
  s: z.exactOptional(z.number()),
  q: z.exactOptional(z.string()),
  a: z.exactOptional(z.number()),
  ms: z.exactOptional(z.number()),
  /** Why not, for all but `updated`. */
  e: z.exactOptional(failureSchema),
});

const sessionSchema = z.object({ t: z.literal('resume'), at: moment });
const endSchema = z.object({
  t: z.literal('end'),
  at: moment,
  state: z.enum(['completed', 'stopped', 'cancelled']),
  e: z.exactOptional(failureSchema),
});

export type IntentLine = z.infer<typeof intentSchema>;
export type DoneLine = z.infer<typeof doneSchema>;
export type EndLine = z.infer<typeof endSchema>;

const lineSchema = z.discriminatedUnion('t', [
  headerSchema,
  rowsSchema,
  intentSchema,
  doneSchema,
  sessionSchema,
  endSchema,
]);
export type JournalLine = z.infer<typeof lineSchema>;

/**
 * A journal line with its checksum, newline included.
 *
 * @param redact is put in front of what a server said, text by text: run over the line as it is written, a
 * password of `1` or `done` would leave something that no reader takes for a line any more
 */
export function formatLine(line: JournalLine, redact?: (text: string) => string): string {
  const body = JSON.stringify(redact ? redacted(line, redact) : line).slice(0, -1);
  return `${body},"c":"${crc32(body).toString(16).padStart(8, '0')}"}\n`;
}

/** What a server said stands in the failure and in the request id of an end; the rest is ours, or what was sent. */
function redacted(line: JournalLine, redact: (text: string) => string): JournalLine {
  if (line.t !== 'done' && line.t !== 'end') return line;
  const clean = { ...line };
  if (line.e) clean.e = failureLine(redactFailure(failureOf(line.e), redact));
  if (clean.t === 'done' && clean.q !== undefined) clean.q = redact(clean.q);
  return clean;
}

/** Length of `,"c":"01234567"}`. */
const tailLength = 16;

/** True when the checksum of a line (without its newline) holds. */
export function isIntact(line: string): boolean {
  const tail = /,"c":"([0-9a-f]{8})"\}/.exec(line.slice(-tailLength));
  return tail !== null && crc32(line.slice(0, -tailLength)) === Number.parseInt(tail[1] ?? '', 16);
}

/** A line whose checksum holds, or undefined when this program does not know its form. */
export function parseLine(line: string): JournalLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const parsed = lineSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
