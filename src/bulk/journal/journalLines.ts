import { crc32 } from 'node:zlib';
import * as z from 'zod/mini';
import { encodings } from '../source/encoding.js';
import { delimiters } from '../source/detect.js';
import { columnTargets, fixes } from '../plan/mapping.js';

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

const headerSchema = z.object({
  t: z.literal('run'),
  v: z.number(),
  runId: z.string(),
  kind: z.enum(['update', 'retry', 'linked', 'restore']),
  parent: z.exactOptional(z.string()),
  at: z.number(),
  /** The file as the user named it; results are written beside it. */
  file: z.string(),
  /** What is read instead, when it is a copy of our own beside the journal: a selection, or a restore's rows. */
  source: z.exactOptional(z.string()),
  /** SHA-256 of the file. */
  hash: z.string(),
  format: z.object({
    kind: z.enum(['csv', 'jsonl']),
    encoding: z.enum(encodings),
    bom: z.boolean(),
    delimiter: z.enum(delimiters),
    newline: z.enum(['\r\n', '\n', '\r']),
  }),
  columns: z.array(z.string()),
  mapping: z.object({
    columns: z.record(z.string(), z.enum(columnTargets)),
    values: z.exactOptional(z.partialRecord(z.enum(columnTargets), textMap)),
    fixes: z.exactOptional(z.array(z.enum(fixes))),
    statusNames: z.exactOptional(z.record(z.string(), textMap)),
  }),
  constants: z.object({ campaignId: z.exactOptional(z.string()), fields: z.exactOptional(fieldsSchema) }),
  connection: z.object({ id: z.string(), name: z.string(), origin: z.string() }),
  /** Data rows of the run: all of the file, or those chosen for a retry. */
  total: z.number(),
  /** Data rows of the file. */
  rows: z.number(),
  rememberBefore: z.boolean(),
  sendInWork: z.boolean(),
  sendDuplicates: z.boolean(),
});

/** What a run is: written once, before anything is sent. It holds no secret. */
export type JournalHeader = z.infer<typeof headerSchema>;

/** Of consecutive rows from `from` on, base64: a verdict each (one byte) and a fingerprint each (four, little-endian). */
const rowsSchema = z.object({
  t: z.literal('rows'),
  from: z.number(),
  v: z.string(),
  f: z.exactOptional(z.string()),
});

/** Written before the request of a row leaves. With `b`, its record as just read, goes `u`, so that a restore needs no file. */
const updateSchema = z.object({ campaignId: z.string(), customerId: z.string(), fields: fieldsSchema });

const intentSchema = z.object({
  t: z.literal('intent'),
  r: z.number(),
  at: z.number(),
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
export const rowOutcomes = ['updated', 'failed', 'skipped', 'in-doubt', 'put-back'] as const;
export type RowOutcome = (typeof rowOutcomes)[number];

const doneSchema = z.object({
  t: z.literal('done'),
  r: z.number(),
  o: z.enum(rowOutcomes),
  at: z.number(),
  /** HTTP status, request id, PUTs begun, milliseconds. */
  s: z.exactOptional(z.number()),
  q: z.exactOptional(z.string()),
  a: z.exactOptional(z.number()),
  ms: z.exactOptional(z.number()),
  /** Why not, for all but `updated`. */
  e: z.exactOptional(failureSchema),
});

const sessionSchema = z.object({ t: z.literal('resume'), at: z.number() });
const endSchema = z.object({
  t: z.literal('end'),
  at: z.number(),
  state: z.enum(['completed', 'stopped', 'cancelled']),
  e: z.exactOptional(failureSchema),
});

export type RowsLine = z.infer<typeof rowsSchema>;
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

/** A journal line with its checksum, newline included. */
export function formatLine(line: JournalLine, redact?: (text: string) => string): string {
  const json = JSON.stringify(line);
  const body = (redact ? redact(json) : json).slice(0, -1);
  return `${body},"c":"${crc32(body).toString(16).padStart(8, '0')}"}\n`;
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
  const parsed = lineSchema.safeParse(JSON.parse(line));
  return parsed.success ? parsed.data : undefined;
}
