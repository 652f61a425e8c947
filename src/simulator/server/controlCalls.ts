import * as z from 'zod/mini';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { switchesSchema } from '../engine/state.js';
import { errorMessage } from '../../core/errors.js';
import { describeIssues, recordChangesSchema, seedSchema, SeedError } from '../seed/seedFile.js';
import { faultSchema } from './faults.js';
import type { RequestEntry } from './requestLog.js';
import type { SimulatorControl, Simulator } from './simulator.js';
import { verificationSchema, verifyRequests } from './verify.js';
import type { Exchange } from '../diagnosis/codes.js';
import { diagnoseAuth } from '../diagnosis/headers.js';
import { readRequestBody } from './rawRequest.js';
import { reply } from './reply.js';

/** Path under which the control calls live, beside the API. */
export const controlPath = '/__simulator/';

interface ControlAnswer {
  status: number;
  body: unknown;
}

/** Answers the control call of this name. */
type ControlCalls = (method: string, name: string, query: URLSearchParams, body: Uint8Array) => ControlAnswer;

type Call = (body: () => unknown, query: URLSearchParams) => ControlAnswer;

const recordBody = z.strictObject({
  campaignId: z.string(),
  customerId: z.string(),
  fields: recordChangesSchema,
});
/** As text: what is no number must not clear all. */
const faultId = z.pipe(z.string().check(z.regex(/^\d{1,9}$/)), z.transform(Number));
const clockBody = z.strictObject({ now: z.iso.datetime({ offset: true }) });

/**
 * The control calls over HTTP: `GET` reads, `PUT` or `POST` changes, `DELETE` clears.
 *
 * @param show makes of an entry what callers read, with a message beside each code
 */
export function createControlCalls(
  control: SimulatorControl,
  show: (entry: RequestEntry) => object,
): ControlCalls {
  const calls: Readonly<Record<string, Readonly<Partial<Record<string, Call>>>>> = {
    reset: {
      POST: () => {
        control.reset();
        return done;
      },
    },
    seed: {
      GET: () => ok(control.getSeed()),
      POST: (body) => {
        control.setSeed(check(seedSchema, body()));
        return done;
      },
    },
    faults: {
      GET: () => ok(control.listFaults()),
      POST: (body) => ok(control.addFault(check(faultSchema, body()))),
      DELETE: (_, query) => {
        const id = query.get('id');
        control.clearFaults(id === null ? undefined : check(faultId, id));
        return done;
      },
    },
    requests: {
      GET: (_, query) => {
        const after = Number(query.get('after') ?? 0);
        const found = control.listRequests().filter(({ sequence }) => sequence > after);
        return ok(found.map(show));
      },
      DELETE: () => {
        control.clearRequests();
        return done;
      },
    },
    verify: {
      POST: (body) => ok(verifyRequests(control.listRequests(), check(verificationSchema, body()))),
    },
    records: {
      GET: (_, query) => {
        const campaignId = query.get('campaignId');
        const customerId = query.get('customerId');
        return ok(
          control.listRecords({
            ...(campaignId !== null && { campaignId }),
            ...(customerId !== null && { customerId }),
          }),
        );
      },
      POST: (body) => {
        const { campaignId, customerId, fields } = check(recordBody, body());
        return ok(control.setRecord(campaignId, customerId, fields));
      },
    },
    clock: {
      GET: () => ok(control.readClock()),
      POST: (body) => ok(control.setClock(check(clockBody, body()).now)),
      DELETE: () => ok(control.setClock(undefined)),
    },
    switches: {
      GET: () => ok(control.getSwitches()),
      POST: (body) => ok(control.setSwitches(check(switchesSchema, body()))),
    },
  };
  return (method, name, query, body) => {
    const named = Object.hasOwn(calls, name) ? calls[name] : undefined;
    if (!named) return wrong(404, `No control call ${name}: ${Object.keys(calls).join(', ')}`);
    const call = named[method === 'PUT' ? 'POST' : method];
    if (!call) return wrong(405, `${name} takes ${Object.keys(named).join(', ')}`);
    try {
      return call(() => parse(body), query);
    } catch (error) {
      if (error instanceof SeedError) return wrong(400, error.message);
      throw error;
    }
  };
}

const done: ControlAnswer = { status: 204, body: undefined };

function ok(body: unknown): ControlAnswer {
  return { status: 200, body };
}

function wrong(status: number, message: string): ControlAnswer {
  return { status, body: { error: message } };
}

function parse(body: Uint8Array): unknown {
  try {
    return body.byteLength === 0 ? {} : JSON.parse(new TextDecoder().decode(body));
  } catch (error) {
    throw new SeedError(errorMessage(error));
  }
}

function check<Schema extends z.core.$ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = z.safeParse(schema, value);
  if (!parsed.success) throw new SeedError(describeIssues(parsed.error));
  return parsed.data;
}

/** Answers a control call: the same credentials as the API, never a fault, never in the log. */
export async function answerControl(
  simulator: Simulator,
  calls: ControlCalls,
  request: IncomingMessage,
  response: ServerResponse,
  exchange: Exchange,
  patience: number,
): Promise<void> {
  const read = await readRequestBody(request, patience);
  const denied = diagnoseAuth(exchange, exchange.headers ?? [], {
    checkCredentials: simulator.checkCredentials,
  });
  const [name = '', query = ''] = exchange.target.slice(controlPath.length).split('?');
  let answer: ControlAnswer;
  if (denied.length > 0)
    answer = { status: 401, body: { error: 'The simulator’s own credentials are needed' } };
  else if (read.outcome === 'whole')
    answer = calls(exchange.method, name, new URLSearchParams(query), read.bytes);
  else answer = { status: 413, body: { error: 'The body is larger than 1 MB, or was cut' } };
  const body = answer.body === undefined ? '' : JSON.stringify(answer.body);
  if (read.outcome !== 'whole') response.setHeader('Connection', 'close');
  await reply(response, { status: answer.status, body, requestId: '', diagnoses: [] }, undefined);
}
