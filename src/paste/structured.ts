import { recordFieldNames } from '../core/record.js';
import type { HeaderPairs } from '../simulator/diagnosis/codes.js';
import { isDumpedObject, type Dumped, type DumpedObject } from './dump.js';
import type { PastedExchange } from './pastedRequest.js';

/** A call as an object tells it, with the texts in it that may tell more. */
export interface StructuredCall extends PastedExchange {
  /** Messages that a logger put into an envelope. */
  texts?: readonly string[];
}

const names = {
  method: ['method', 'httpmethod', 'requestmethod', 'verb', 'effectivemethod'],
  url: [
    'url',
    'uri',
    'requesturi',
    'requesturl',
    'fullurl',
    'effectiveurl',
    'href',
    'endpoint',
    'originalurl',
    'target',
    'path',
  ],
  headers: ['headers', 'requestheaders', 'httpheaders', 'header'],
  body: [
    'body',
    'requestbody',
    'requestdata',
    'requestpayload',
    'payload',
    'data',
    'json',
    'postdata',
    'postfields',
    'formparams',
    'rawbody',
    'requestcontent',
    'content',
    'params',
    'input',
    'sent',
  ],
  status: [
    'status',
    'statuscode',
    'httpcode',
    'httpstatus',
    'httpstatuscode',
    'responsestatus',
    'responsecode',
    'responsestatuscode',
    'code',
  ],
  response: [
    'response',
    'responsebody',
    'responsedata',
    'responsetext',
    'responsecontent',
    'responsepayload',
    'answer',
    'reply',
    'result',
    'errorbody',
    'resp',
    'res',
    'body',
    'data',
    'content',
    'text',
    'json',
  ],
  requests: ['request', 'req', 'config', 'options'],
  envelopes: [
    'log',
    'http',
    'context',
    'extra',
    'error',
    'err',
    'fields',
    'attributes',
    'event',
    'source',
    'meta',
    'metadata',
    'details',
    'entry',
    'props',
    'jsonpayload',
    'exchange',
    'cause',
    'innererror',
  ],
  texts: [
    'log',
    'message',
    'msg',
    'exception',
    'error',
    'err',
    'stack',
    'textpayload',
    'line',
    'short_message',
    'shortmessage',
    'full_message',
    'fullmessage',
    '_raw',
  ],
} as const;

type Role = keyof typeof names;

function is(role: Role, key: string): boolean {
  const list: readonly string[] = names[role];
  return list.includes(key);
}

/**
 * The calls that an object, or a list, tells: an entry of a HAR, a line of a structured logger, an error of axios,
 * the options of `fetch`. Empty when it tells of none.
 */
export function readStructured(value: Dumped, depth = 0): StructuredCall[] {
  if (depth > 6) return [];
  if (Array.isArray(value)) return value.slice(0, 20_000).flatMap((each) => readStructured(each, depth + 1));
  if (!isDumpedObject(value)) return [];
  const entries =
    listAt(value, 'entries') ?? (isDumpedObject(value.log) ? listAt(value.log, 'entries') : undefined);
  if (entries) return entries.flatMap((each) => readStructured(each, depth + 1));
  const call: Draft = { texts: [] };
  read(call, value, 'both', 0);
  const { texts, baseUrl, host, recording, ...rest } = call;
  const url = rest.url === undefined ? undefined : absolute(rest.url, baseUrl, host);
  const known =
    url !== undefined || rest.status !== undefined || rest.response !== undefined || rest.body !== undefined;
  if (!known && texts.length === 0) return [];
  return [
    {
      ...rest,
      ...(url !== undefined && { url }),
      ...(recording === true && rest.body !== undefined && { bodyForm: 'bytes' as const }),
      ...(recording === true
        ? { kind: 'recording' as const, travelled: true }
        : { kind: 'log' as const, travelled: false }),
      ...(texts.length > 0 && { texts }),
    },
  ];
}

interface Draft extends PastedExchange {
  texts: string[];
  baseUrl?: string;
  host?: string;
  /** HAR and DevTools record what travelled. */
  recording?: boolean;
}

function read(call: Draft, object: DumpedObject, role: 'both' | 'request' | 'response', depth: number): void {
  if (depth > 5) return;
  const type = object.type;
  // Logbook's lines of an answer, and what `fetch` resolves to.
  const answers = type === 'response' || 'bodyUsed' in object;
  const side = role === 'both' && answers ? 'response' : role;
  for (const [written, value] of Object.entries(object)) {
    const key = written.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
    if (side === 'response') readAnswer(call, key, value, depth);
    else readEither(call, key, value, side, depth);
  }
}

function readEither(call: Draft, key: string, value: Dumped, side: 'both' | 'request', depth: number): void {
  if (key === 'errors' || key === 'requestid') return;
  if (is('method', key) && typeof value === 'string' && /^[A-Za-z]{3,7}$/.test(value))
    call.method ??= value.toUpperCase();
  else if (isDumpedObject(value) && isApiAnswer(value)) call.response ??= JSON.stringify(value);
  else if (is('url', key) && isAddress(value, key)) call.url = better(call.url, addressOf(value));
  else if (key === 'baseurl' && typeof value === 'string') call.baseUrl = value;
  else if (key === 'host' && typeof value === 'string') call.host ??= value;
  else if (is('headers', key) && side !== 'both') call.headers ??= headersOf(value);
  else if (is('headers', key)) call.headers ??= headersOf(value);
  else if (
    side === 'both' &&
    is('status', key) &&
    statusOf(value) !== undefined &&
    (key !== 'code' || typeof value === 'number')
  )
    call.status ??= statusOf(value);
  else if (
    side === 'both' &&
    (key === 'response' || key === 'res' || key === 'resp' || key === 'reply') &&
    isDumpedObject(value)
  )
    read(call, value, 'response', depth + 1);
  else if (side === 'both' && is('response', key) && !is('body', key)) takeAnswer(call, value);
  else if (is('requests', key) && isDumpedObject(value)) read(call, value, 'request', depth + 1);
  else if (is('body', key)) takeBody(call, key, value, side, depth);
  else if (side === 'both' && is('envelopes', key) && isDumpedObject(value))
    read(call, value, 'both', depth + 1);
  else if (is('texts', key) && typeof value === 'string') call.texts.push(value);
}

function readAnswer(call: Draft, key: string, value: Dumped, depth: number): void {
  const status = is('status', key) ? statusOf(value) : undefined;
  if (status !== undefined) call.status = status;
  else if (key === 'url' && typeof value === 'string') call.url ??= value;
  else if (key === 'headers' || key === 'cookies') return;
  else if (key === 'content' && isDumpedObject(value)) read(call, value, 'response', depth + 1);
  else if (is('requests', key) && isDumpedObject(value)) read(call, value, 'request', depth + 1);
  else if (is('response', key)) takeAnswer(call, value);
  else if (key === 'errors' && Array.isArray(value)) call.response ??= JSON.stringify({ errors: value });
}

function takeAnswer(call: Draft, value: Dumped): void {
  if (typeof value === 'string' && value !== '' && !/^(?:ReadableStream|\[object|Stream)/.test(value))
    call.response ??= value;
  else if (isDumpedObject(value) && typeof (value.content ?? value.text) === 'string')
    takeAnswer(call, value.content ?? value.text ?? '');
  else if (isDumpedObject(value) && !('locked' in value)) {
    if (
      isApiAnswer(value) ||
      !('status' in value || 'statusCode' in value || 'data' in value || 'body' in value)
    )
      call.response ??= Object.keys(value).length > 0 ? JSON.stringify(value) : undefined;
    else read(call, value, 'response', 1);
  }
}

function takeBody(call: Draft, key: string, value: Dumped, side: 'both' | 'request', depth: number): void {
  if (key === 'postdata' && isDumpedObject(value)) {
    call.recording = true;
    if (typeof value.text === 'string') call.body ??= value.text;
    return;
  }
  if (typeof value === 'string') {
    if (key === 'params' || key === 'input' || key === 'content') return;
    if (/^\s*\{\s*\\?"(?:request_id|errors)\\?"/.test(value)) call.response ??= value;
    else if (
      value !== '' &&
      !/^\[?(?:object|Object|Function|Stream)/.test(value) &&
      call.body === undefined
    ) {
      call.body = value;
      call.bodyForm = 'text';
    }
  } else if (isDumpedObject(value)) {
    const inner = Object.keys(value).map((each) => each.toLowerCase());
    if (side === 'both' && inner.some((each) => is('url', each) || each === 'method'))
      read(call, value, 'both', depth + 1);
    else if (
      call.body === undefined &&
      (key !== 'params' || hasRecordField(value)) &&
      (key !== 'content' || hasRecordField(value))
    ) {
      call.body = JSON.stringify(value);
      call.bodyForm = 'value';
    }
  }
}

/** `base` and a path as axios joins them. */
function absolute(url: string, base: string | undefined, host: string | undefined): string {
  if (/^https?:/i.test(url)) return url;
  if (base !== undefined && /^https?:/i.test(base))
    return `${base.replace(/\/+$/, '')}/${url.replace(/^\/+/, '')}`;
  return host !== undefined && url.startsWith('/') && /^[\w.:-]+$/.test(host) ? `https://${host}${url}` : url;
}

function better(one: string | undefined, other: string): string {
  return one === undefined || (!/^https?:/i.test(one) && /^https?:/i.test(other)) ? other : one;
}

function isAddress(value: Dumped, key: string): boolean {
  const text = addressOf(value);
  return key === 'path' || key === 'target'
    ? /^\/\S{3,}/.test(text) && /\/(?:api|crm_outbounds|outbounds|customers)\b/.test(text)
    : /^(?:https?:\/\/|\/|\{\{)\S+$|^[\w]+\/\S+$/i.test(text);
}

function addressOf(value: Dumped): string {
  if (typeof value === 'string') return value.trim();
  if (!isDumpedObject(value)) return '';
  const inner = [value.raw, value.full, value.href, value.original, value.path].find(
    (each) => typeof each === 'string',
  );
  return typeof inner === 'string' ? inner : '';
}

function statusOf(value: Dumped): number | undefined {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  if (isDumpedObject(value)) return statusOf(value.code ?? value.status_code ?? value.status ?? '');
  const digits = /^(?:HTTP\/[\d.]+ )?([1-5]\d\d)(?: [A-Za-z ]{2,40})?$/.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Objects of texts or of lists, lists of `{name, value}` or `{key, value}`, lists of `Name: value`. */
function headersOf(value: Dumped): HeaderPairs | undefined {
  if (isDumpedObject(value)) {
    return Object.entries(value).flatMap(([name, each]): [string, string][] =>
      (Array.isArray(each) ? each : [each]).filter(isText).map((text) => [name, String(text)]),
    );
  }
  if (!Array.isArray(value)) return undefined;
  const pairs = value.flatMap((each): [string, string][] => {
    if (isDumpedObject(each)) {
      const name = each.name ?? each.key;
      return typeof name === 'string' && isText(each.value) ? [[name, String(each.value)]] : [];
    }
    const [, name, text] = typeof each === 'string' ? (/^([\w-]{1,100}):\s?([^\n]*)$/.exec(each) ?? []) : [];
    return name === undefined ? [] : [[name, text ?? '']];
  });
  return pairs.length > 0 ? pairs : undefined;
}

function isText(value: Dumped | undefined): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function listAt(object: DumpedObject, key: string): Dumped[] | undefined {
  const value = object[key];
  return Array.isArray(value) && value.some((each) => isDumpedObject(each) && 'request' in each)
    ? value
    : undefined;
}

/** True for the documented shape of an answer that refuses. */
export function isApiAnswer(value: DumpedObject): boolean {
  return (
    Array.isArray(value.errors) ||
    ('request_id' in value &&
      Object.keys(value).length <= 6 &&
      !('url' in value) &&
      !('method' in value) &&
      !('level' in value))
  );
}

/** True for an object with a parameter of the call. */
export function hasRecordField(value: DumpedObject): boolean {
  return recordFieldNames.some((name) => name in value);
}
