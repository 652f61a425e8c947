import * as z from 'zod/mini';
import type { PastedExchange } from './pasted.js';

const call = /\b(GET|PUT|POST|PATCH|DELETE)\s+["'`]?((?:https?:\/\/|\/)[^\s"'`<>]+)/;
const bareUrl = /https?:\/\/[^\s"'`<>]+\/api\/[^\s"'`<>]+/;
/** A status where logs write one: behind a name, an arrow, a quotation mark or `HTTP/1.1`, or alone. */
const statusHints: readonly RegExp[] = [
  /\bstatus(?:[_ ]?code)?["']?\s*[:=]?\s*["'`]?([1-5]\d\d)\b/i,
  /\bHTTP(?:\/[\d.]+)?["']?\s+([1-5]\d\d)\b/i,
  /(?:→|->|=>|`|\[|\()\s*([1-5]\d\d)\b/,
  /\s([1-5]\d\d)(?=[\s:,;]|$)/,
];

/** Structured lines: those of the simulator itself, and of loggers that name things as most do. */
const structured = z.looseObject({
  method: z.optional(z.string()),
  url: z.optional(z.string()),
  path: z.optional(z.string()),
  uri: z.optional(z.string()),
  headers: z.optional(
    z.union([z.record(z.string(), z.string()), z.array(z.tuple([z.string(), z.string()]))]),
  ),
  body: z.optional(z.unknown()),
  status: z.optional(z.union([z.number(), z.string()])),
  statusCode: z.optional(z.number()),
  response: z.optional(z.unknown()),
  responseBody: z.optional(z.unknown()),
});

/**
 * Finds a request and its answer in the lines of a log: a call such as `PUT https://…`, a status, and JSON that is
 * either the body or an answer of the API. Undefined when none of it is there.
 */
export function readLog(text: string): PastedExchange | undefined {
  const objects = jsonObjects(text);
  for (const each of objects) {
    const read = readStructured(each);
    if (read) return read;
  }
  const [found, method, called] = call.exec(text) ?? [];
  const url = called ?? bareUrl.exec(text)?.[0];
  const behind = found === undefined ? text : text.slice(text.indexOf(found) + found.length);
  const plain = objects.reduce((rest, each) => rest.replace(each, ' '), behind);
  const status = statusHints.map((hint) => hint.exec(plain)?.[1]).find((each) => each !== undefined);
  const response = objects.find(isAnswer);
  const body = objects.find((each) => !isAnswer(each));
  if (url === undefined && response === undefined) return undefined;
  return {
    ...(method !== undefined && { method }),
    ...(url !== undefined && { url: url.replace(/[.,;:)\]]+$/, '') }),
    ...(body !== undefined && { body }),
    ...(status !== undefined && { status: Number(status) }),
    ...(status === undefined && response !== undefined && { status: 400 }),
    ...(response !== undefined && { response }),
  };
}

/** An answer has the documented `errors` or `request_id`. */
function isAnswer(text: string): boolean {
  return /"(?:errors|request_id)"\s*:/.test(text);
}

function readStructured(text: string): PastedExchange | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = structured.safeParse(value);
  const { method, url, uri, path, headers, body, status, statusCode, response, responseBody } = parsed.success
    ? parsed.data
    : {};
  const target = url ?? uri ?? path;
  if (target === undefined) return undefined;
  const code = Number(statusCode ?? status ?? NaN);
  const answer = asText(response ?? responseBody);
  return {
    ...(method !== undefined && { method }),
    url: target,
    ...(headers && { headers: Array.isArray(headers) ? headers : Object.entries(headers) }),
    ...(body !== undefined && { body: asText(body) }),
    ...(code >= 100 && code <= 599 && { status: code }),
    ...(answer !== undefined && { response: answer }),
  };
}

function asText(value: unknown): string | undefined {
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}

/** The outermost texts in curly brackets, in their order; brackets within strings do not count. */
export function jsonObjects(text: string): string[] {
  const found: string[] = [];
  let start = -1;
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (quoted) {
      if (character === '\\') index++;
      else if (character === '"') quoted = false;
      continue;
    }
    if (character === '"') quoted = depth > 0;
    else if (character === '{') {
      if (depth++ === 0) start = index;
    } else if (character === '}' && depth > 0 && --depth === 0) found.push(text.slice(start, index + 1));
  }
  return found;
}
