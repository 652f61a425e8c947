import { parseTarget } from '../simulator/diagnosis/route.js';
import { failed, type PastedExchange, variablesIn } from './pastedRequest.js';
import { basicAuthorization } from '../core/connection.js';
import { hidden } from '../core/redact.js';
import { parseCommand, type ParsedCurl } from './command/parseCommand.js';
import { isDumpedObject, readDump } from './dump.js';
import { readMessages } from './httpText.js';
import { readLog } from './logText.js';
import { readProgram } from './sourceCode.js';
import { readStructured } from './structured.js';
import { tidy, unfenced } from './surroundings.js';

/** Failed calls of a log that were refused for one cause. */
export interface FailureGroup {
  status: number | undefined;
  /** The API's messages, or what a client printed in their place; `''` where the log does not tell. */
  message: string;
  calls: readonly PastedExchange[];
}

/**
 * The failed calls of a log by their cause, the most frequent first: those with one status and the same messages. Ids, dates
 * and numbers in a message make no other cause.
 */
export function groupFailures(calls: readonly PastedExchange[]): FailureGroup[] {
  const groups = new Map<string, { status: number | undefined; message: string; calls: PastedExchange[] }>();
  for (const call of calls.filter(failed)) {
    const message = messagesOf(call.response ?? '');
    const key = `${call.status ?? ''} ${message.replace(/\d+/g, '0').toLowerCase()}`;
    const group = groups.get(key);
    if (group) group.calls.push(call);
    else groups.set(key, { status: call.status, message, calls: [call] });
  }
  return [...groups.values()].sort((one, other) => other.calls.length - one.calls.length);
}

function messagesOf(response: string): string {
  const messages = [...response.slice(0, 20_000).matchAll(/"message"\s*:\s*"((?:[^"\\]|\\.){1,300})"?/g)];
  return messages.map(([, text = '']) => text).join(' ');
}

/** The records of these calls, each once, in their order. */
export function recordsOf(calls: readonly PastedExchange[]): { campaignId: string; customerId: string }[] {
  const found = new Map<string, { campaignId: string; customerId: string }>();
  for (const { method = 'PUT', url = '' } of calls) {
    const { campaignId, customerId } = parseTarget(method, url).route ?? {};
    if (campaignId !== undefined && customerId !== undefined)
      found.set(`${campaignId}/${customerId}`, { campaignId, customerId });
  }
  return [...found.values()];
}

/** The records as a source file of a bulk update: a line each, ids as they are named in the API. */
export function recordsCsv(records: readonly { campaignId: string; customerId: string }[]): string {
  const plain = records.filter(
    ({ campaignId, customerId }) => /^\w{1,40}$/.test(campaignId) && /^\w{1,40}$/.test(customerId),
  );
  return [
    'campaign_id,customer_id',
    ...plain.map((each) => `${each.campaignId},${each.customerId}`),
    '',
  ].join('\r\n');
}

/** What a paste holds: the call to explain, and all of them where it is a log of several. */
interface Reading {
  chosen: PastedExchange;
  calls: readonly PastedExchange[];
}

/**
 * Reads what somebody pasted: what surrounds it (prompts, fences, marks of a tool), then what it is (a command, a
 * program, HTTP, a recording, an object of a logger, a log), then its request, status and answer. Of several calls
 * the one that failed is chosen. Undefined when there is no call in it. Linear; of more than {@link longestPaste}
 * characters the beginning is read.
 */
export function readPaste(text: string): PastedExchange | undefined {
  return readAll(text)?.chosen;
}

/** As {@link readPaste}, with every call of a log. */
export function readAll(text: string): Reading | undefined {
  const whole = tidy(text);
  const inner = unfenced(whole);
  const calls =
    readCommandCall(inner) ?? readKinds(inner) ?? (inner === whole ? undefined : readKinds(whole));
  if (!calls) return undefined;
  const named = calls.map(withVariables);
  // In a log of a night the most frequent cause comes first.
  const [group] = groupFailures(named);
  const chosen = group && group.calls.length > 1 ? choose(group.calls) : choose(named);
  return chosen && { chosen, calls: named };
}

function readKinds(text: string): PastedExchange[] | undefined {
  const readers = [readObject, readHttp, readCode, readLog];
  for (const read of readers) {
    const calls = read(text).filter(isCall);
    if (calls.length > 0) return calls;
  }
  return undefined;
}

/** A text that tells no more than a number is no call. */
function isCall({ url, response, headers }: PastedExchange): boolean {
  return url !== undefined || response !== undefined || headers !== undefined;
}

/** The failed call, of several the first of those that tell most; else the first update, else the first call. */
function choose(calls: readonly PastedExchange[]): PastedExchange | undefined {
  const bad = calls.filter(failed);
  return (
    bad.find(({ url, response }) => url !== undefined && response !== undefined) ??
    bad.find(({ url }) => url !== undefined) ??
    bad[0] ??
    calls.find(({ method }) => method === 'PUT') ??
    calls[0]
  );
}

/** The command in a paste, with what surrounds it taken off. */
export function commandIn(text: string): ParsedCurl {
  return parseCommand(unfenced(tidy(text))).parsed;
}

function readCommandCall(text: string): PastedExchange[] | undefined {
  const found = parseCommand(text);
  if ('problem' in found.parsed) return undefined;
  return [{ ...fromCommand(found.parsed, found.mended), ...printed(text.slice(found.end)) }];
}

/** A command's request, its credentials as the header that they make. */
function fromCommand({ ok, notes }: Extract<ParsedCurl, { ok: unknown }>, mended: boolean): PastedExchange {
  const { method, url, headers, body, bodyForm, username, password, authorization } = ok;
  const pairs = headers.map(({ name, value }): [string, string] => [name, value]);
  if (authorization !== undefined) pairs.push(['Authorization', authorization]);
  else if (username !== undefined)
    pairs.push(['Authorization', basicAuthorization({ username, password: password ?? hidden })]);
  // The body is known to exist, but not what it holds.
  const elsewhere = notes.some(({ code }) => code === 'file-not-read');
  const form = bodyForm ?? (mended ? 'text' : undefined);
  return {
    method,
    url,
    headers: pairs,
    ...(elsewhere ? {} : { body: body ?? '', ...(form && { bodyForm: form }) }),
    kind: 'command',
    travelled: true,
  };
}

/** The answer that a command printed. */
function printed(output: string): PastedExchange {
  if (output.trim() === '') return {};
  const [message] = readMessages(output).slice(-1);
  const [told] = readLog(output).filter(
    ({ response, status }) => response !== undefined || status !== undefined,
  );
  const response = message?.response ?? told?.response;
  const status = message?.status ?? told?.status ?? (!response?.includes('"errors"') ? undefined : 400);
  return { ...(status !== undefined && { status }), ...(response !== undefined && { response }) };
}

/** A text that is one object or list: a HAR, an entry of a logger, an error as JSON. */
function readObject(text: string): PastedExchange[] {
  const trimmed = text.trim();
  if (!/^[{[]/.test(trimmed)) return [];
  const dump = readDump(trimmed);
  if (!dump || trimmed.slice(dump.end).trim() !== '') return [];
  const { value } = dump;
  if (isDumpedObject(value) && typeof value.log === 'string') return [];
  return readStructured(value)
    .filter(({ url }) => url !== undefined)
    .map(({ texts = [], ...call }) => {
      const said = call.response === undefined ? texts.flatMap((each) => readLog(each, 1)) : [];
      const more = said.find(({ response }) => response !== undefined);
      return { ...call, ...(more?.response !== undefined && { response: more.response }) };
    });
}

/** Whole messages only: one line such as `PUT /api/…` is a line of a log. */
function readHttp(text: string): PastedExchange[] {
  const messages = readMessages(text).filter(({ url, headers, status, body, kind }) =>
    url === undefined
      ? status !== undefined
      : headers !== undefined || status !== undefined || body !== undefined || kind === 'http-file',
  );
  if (!messages.some(({ url }) => url !== undefined)) return [];
  // What a tool or a library says beside the messages may tell how they ended.
  const [only] = messages;
  if (messages.length === 1 && only && only.status === undefined) {
    const told = readLog(text).find(failed);
    if (told)
      return [
        {
          ...only,
          ...(told.status !== undefined && { status: told.status }),
          ...(told.response !== undefined && only.response === undefined && { response: told.response }),
        },
      ];
  }
  return messages;
}

/** A program, with how its call ended where that stands behind it. */
function readCode(text: string): PastedExchange[] {
  const program = readProgram(text);
  if (!program) return [];
  const recorded = /\bfetch\(\s*["'`]/.test(text) && /"headers":\s*\{/.test(text) && /"body":\s*"/.test(text);
  const told = readLog(text).filter(failed);
  // A trace shows lines of a program too; what it says of the call counts more.
  if (told.some(({ url, status }) => url !== undefined && status !== undefined)) return [];
  const end = told.find(({ status, response }) => response !== undefined || status !== undefined);
  return [
    {
      ...program,
      ...(recorded && { kind: 'recording' as const }),
      ...(end?.status !== undefined && { status: end.status }),
      ...(end?.response !== undefined && { response: end.response }),
    },
  ];
}

function withVariables(call: PastedExchange): PastedExchange {
  const named = [
    ...variablesIn(call.url ?? ''),
    ...(call.bodyForm === 'value' ? [] : variablesIn(call.body ?? '')),
  ];
  const mayHold =
    call.kind === 'command' || call.kind === 'http-file' || call.kind === 'code' || call.kind === 'http';
  const counted = call.status ?? (call.response?.includes('errors') === true ? 400 : undefined);
  return {
    ...call,
    ...(counted !== undefined && { status: counted }),
    ...(named.length > 0 &&
      (mayHold || named.some((each) => each.startsWith('{{'))) && { variables: [...new Set(named)] }),
  };
}
