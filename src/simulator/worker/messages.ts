import * as z from 'zod/mini';
import { diagnosisCodes } from '../diagnosis/codes.js';
import { switchesSchema } from '../engine/state.js';
import { faultKinds, faultSchema } from '../server/faults.js';
import { recordChangesSchema, recordSchema, seedSchema } from '../seed/seedFile.js';

/** Messages between the extension's main thread and the simulator's worker; both ends check them. */

const diagnosisSchema = z.strictObject({
  code: z.enum(diagnosisCodes),
  certainty: z.enum(['documented', 'likely', 'unknown']),
  params: z.exactOptional(z.record(z.string(), z.string())),
});

export const entrySchema = z.strictObject({
  sequence: z.int(),
  at: z.string(),
  method: z.string(),
  path: z.string(),
  status: z.int(),
  requestId: z.string(),
  durationMs: z.int(),
  diagnosis: z.array(diagnosisSchema),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.string(),
  bodyBytes: z.int(),
  responseBody: z.string(),
  fault: z.exactOptional(z.enum(faultKinds)),
  refused: z.exactOptional(z.enum(['host', 'cross-site', 'too-large', 'malformed'])),
});

const activeFaultSchema = z.extend(faultSchema, {
  id: z.int(),
  remaining: z.exactOptional(z.int()),
  hits: z.int(),
});
const clockSchema = z.strictObject({ now: z.string(), fixed: z.boolean() });
const filterSchema = z.strictObject({
  campaignId: z.exactOptional(z.string()),
  customerId: z.exactOptional(z.string()),
});
const settledSwitchesSchema = z.required(switchesSchema);
const nothing = z.undefined();

/** Arguments and result of each control call. */
export const callSchemas = {
  reset: { args: z.tuple([]), result: nothing },
  getSeed: { args: z.tuple([]), result: seedSchema },
  setSeed: { args: z.tuple([seedSchema]), result: nothing },
  listFaults: { args: z.tuple([]), result: z.array(activeFaultSchema) },
  addFault: { args: z.tuple([faultSchema]), result: z.array(activeFaultSchema) },
  clearFaults: { args: z.tuple([z.optional(z.int())]), result: nothing },
  listRequests: { args: z.tuple([]), result: z.array(entrySchema) },
  clearRequests: { args: z.tuple([]), result: nothing },
  listRecords: { args: z.tuple([filterSchema]), result: z.array(recordSchema) },
  setRecord: { args: z.tuple([z.string(), z.string(), recordChangesSchema]), result: recordSchema },
  readClock: { args: z.tuple([]), result: clockSchema },
  setClock: { args: z.tuple([z.optional(z.iso.datetime({ offset: true }))]), result: clockSchema },
  getSwitches: { args: z.tuple([]), result: settledSwitchesSchema },
  setSwitches: { args: z.tuple([switchesSchema]), result: settledSwitchesSchema },
} as const;

const callNames = z.enum([
  'reset',
  'getSeed',
  'setSeed',
  'listFaults',
  'addFault',
  'clearFaults',
  'listRequests',
  'clearRequests',
  'listRecords',
  'setRecord',
  'readClock',
  'setClock',
  'getSwitches',
  'setSwitches',
]);

export type CallName = z.infer<typeof callNames>;

/** What the worker is started with. */
export const workerDataSchema = z.strictObject({
  host: z.string(),
  port: z.int(),
  allowedHosts: z.array(z.string()),
  username: z.string(),
  password: z.string(),
  seed: z.exactOptional(seedSchema),
});
export type WorkerData = z.infer<typeof workerDataSchema>;

/** From the main thread. */
export const requestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('call'), id: z.int(), call: callNames, args: z.array(z.unknown()) }),
  /** The last batch of entries was taken: the next may come. */
  z.strictObject({ type: z.literal('taken') }),
  z.strictObject({ type: z.literal('stop') }),
]);

/** From the worker. */
export const reportSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready'), url: z.string(), port: z.int() }),
  z.strictObject({ type: z.literal('failed'), code: z.string(), message: z.string() }),
  z.strictObject({ type: z.literal('result'), id: z.int(), value: z.unknown() }),
  z.strictObject({ type: z.literal('error'), id: z.int(), message: z.string() }),
  z.strictObject({ type: z.literal('entries'), entries: z.array(entrySchema), skipped: z.int() }),
]);

export type WorkerRequest = z.infer<typeof requestSchema>;
export type WorkerReport = z.infer<typeof reportSchema>;
