import { base64 } from '../core/connection.js';
import { hidden } from '../core/redact.js';
import {
  likely,
  type Diagnosis,
  type DiagnosisCode,
  type Exchange,
  type Knowledge,
  type HeaderPairs,
} from '../simulator/diagnosis/codes.js';
import { diagnose } from '../simulator/diagnosis/diagnose.js';

/** Variables of shells, of templates and of `.http` files, whose value a paste does not tell. */
const patterns =
  /\{\{[^{}\n]{1,80}\}\}|\$\{[^{}\n]{1,80}\}|\$\([^()\n]{0,80}\)|\$(?:env:)?[A-Za-z_]\w{0,60}|%[A-Za-z_]\w{1,60}%/g;

/** A letter of no language, which stands for a variable while a text is read. */
const mark = '\uE000';

/** The variables of a text, as they are written there. */
export function variablesIn(text: string): string[] {
  return [...new Set(text.match(patterns) ?? [])].filter(
    (each) => !each.startsWith('{{$') || /\w/.test(each),
  );
}

/** What is known of a body with variables: the members without one, as JSON; undefined when it can't be told. */
function withoutVariables(body: string): string | undefined {
  const quoted = body.replace(/"(?:[^"\\\n]|\\.){0,4000}"/g, (literal) => literal.replace(patterns, mark));
  const marked = quoted.replace(patterns, `"${mark}"`);
  try {
    const value: unknown = JSON.parse(marked);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const known = Object.entries(value).filter(
      ([key, each]) => !`${key}${JSON.stringify(each)}`.includes(mark),
    );
    return JSON.stringify(Object.fromEntries(known));
  } catch {
    return undefined;
  }
}

/** A URL with what a variable hides told apart: ids that are not known get the documented example's. */
function resolveUrl(url: string): {
  url: string | undefined;
  campaignHidden: boolean;
  customerHidden: boolean;
} {
  const marked = url
    .replace(patterns, mark)
    .replace(/(?:^|(?<=\/))(?::\w{1,40}|\{\w{1,40}\}|<\w{1,40}>)(?=\/|$)/g, mark);
  if (!marked.includes(mark)) return { url, campaignHidden: false, customerHidden: false };
  const path = /\/(?:api\/)?crm_outbounds\/[^?#\s]{0,400}/.exec(marked)?.[0];
  const [, , campaign = '', , customer = ''] = /\/crm_outbounds\/.*/.exec(path ?? '')?.[0].split('/') ?? [];
  const hides = (text: string): boolean => text.includes(mark);
  if (path === undefined) return { url: undefined, campaignHidden: true, customerHidden: true };
  const known = marked
    .replace(/^[^/]*\uE000[^/]*(?=\/)/, '')
    .replace(/^https?:\/\/[^/]*\uE000[^/]*/, '')
    .replace(/(\/crm_outbounds\/)[^/]*\uE000[^/]*/, '$100001')
    .replace(/(\/records\/)[^/?#]*\uE000[^/?#]*/, '$1441');
  return {
    url: known.replaceAll(mark, '').replace(/^\/crm_outbounds/, '/api/crm_outbounds'),
    campaignHidden: hides(campaign),
    customerHidden: hides(customer),
  };
}

/** Where the address is not known, one that is right stands in for it, and nothing is read for its ids. */
const documentedTarget = '/api/crm_outbounds/00001/records/441';

/**
 * What is wrong with a pasted call. Only of bytes that are known to have travelled something is `documented`; what a
 * logger or a language tells makes a finding `likely`. What a variable hides is not judged.
 */
export function diagnosePaste(pasted: PastedExchange, knowledge: Knowledge): Diagnosis[] {
  const { url, campaignHidden, customerHidden } = resolveUrl(pasted.url ?? '');
  const all = diagnose(toExchange(pasted), knowledge).filter(
    ({ code }) => !isHidden(code, campaignHidden, customerHidden, url),
  );
  const certain = pasted.travelled !== false;
  const form = pasted.bodyForm ?? 'bytes';
  const bodyCertain = certain && form === 'bytes' && !hasVariables(pasted);
  return all
    .filter(
      ({ code, params }) =>
        !(code === 'unchanged' && (!bodyCertain || (pasted.status !== undefined && params?.kind === 'same'))),
    )
    .map((each) =>
      each.certainty === 'documented' && !(ofBody.includes(each.code) ? bodyCertain : certain)
        ? likely(each.code, each.params)
        : each,
    );
}

/** What follows from the body alone. */
const ofBody: readonly DiagnosisCode[] = [
  'body-missing',
  'body-form-encoded',
  'body-not-object',
  'json-broken',
  'content-length',
  'encoding',
  'unknown-key',
  'null-value',
  'status-unknown',
  'agent-required',
  'date-required',
  'date-format',
  'date-impossible',
  'agent-unknown',
  'agent-inactive',
  'unchanged',
];

function isHidden(
  code: DiagnosisCode,
  campaign: boolean,
  customer: boolean,
  url: string | undefined,
): boolean {
  if (campaign && (code === 'campaign-id-shape' || code === 'campaign-unknown')) return true;
  if (customer && code === 'customer-unknown') return true;
  return url === undefined && (code === 'path-wrong' || code === 'trailing-slash');
}

/** What the diagnosis takes. */
function toExchange(pasted: PastedExchange): Exchange {
  const { method, url = documentedTarget, headers, body, status, response } = pasted;
  const known = body !== undefined && hasVariables(pasted) ? withoutVariables(body) : body;
  const sized = (pasted.bodyForm ?? 'bytes') === 'bytes' && !hasVariables(pasted);
  return {
    method: method ?? 'PUT',
    target: resolveUrl(url).url ?? documentedTarget,
    ...(headers && {
      headers: headers
        .filter(([name]) => sized || name.toLowerCase() !== 'content-length')
        .map(([name, value]) => [name, withoutGap(name, value)] as const),
    }),
    body: new TextEncoder().encode(known ?? ''),
    ...(known === undefined && { bodyUnknown: true }),
    ...(status !== undefined && { response: { status, ...(response !== undefined && { body: response }) } }),
  };
}

function hasVariables({ variables = [], body = '' }: PastedExchange): boolean {
  return variables.some((each) => body.includes(each));
}

/** Credentials that are hidden, or a variable of the shell, are taken to have been right in form. */
function withoutGap(name: string, value: string): string {
  const gap =
    value.includes(hidden) ||
    /[$%{<*[█]/.test(value) ||
    /\.\.\.|…|^X+$|redacted|filtered|hidden|\bobject\b/i.test(value);
  if (name.toLowerCase() !== 'authorization' || !gap) return value;
  const scheme = /^[A-Za-z-]+(?=\s)/.exec(value)?.[0] ?? 'Basic';
  return `${scheme} ${base64('user:password')}`;
}

/**
 * How surely the text of a body is what travelled:
 * `bytes`: it is what was, or will be, sent, byte by byte; `text`: a program recorded it as a text; `value`: a
 * program printed the value that it was made from, so that nothing is known of its JSON.
 */
type BodyForm = 'bytes' | 'text' | 'value';

/** What a paste is. */
type PasteKind = 'command' | 'http' | 'http-file' | 'recording' | 'dump' | 'code' | 'log' | 'arguments';

/** As much of a request and its answer as somebody pasted or named. */
export interface PastedExchange {
  method?: string | undefined;
  /** An absolute URL, or a path with query. */
  url?: string | undefined;
  /** Left out when nobody knows them. */
  headers?: HeaderPairs | undefined;
  /** Left out when nobody knows it; `''` when there was none. A `value` is written as JSON. */
  body?: string | undefined;
  /** `bytes` where left out. */
  bodyForm?: BodyForm | undefined;
  /** Of the answer. */
  status?: number | undefined;
  /** Body of the answer, perhaps only its beginning. */
  response?: string | undefined;
  /** A client or a logger cut the answer. */
  responseCut?: boolean | undefined;
  /** Where it was read; `arguments` where left out. */
  kind?: PasteKind | undefined;
  /** False for what a logger or a language tells of a request: its words are no proof of what travelled. */
  travelled?: boolean | undefined;
  /** Variables whose value the text does not tell, as written there. */
  variables?: readonly string[] | undefined;
  /** The line of the paste, from 1, where the call begins. */
  line?: number | undefined;
}

/** True for an answer that refuses, or that has the API's errors. */
export function failed({ status, response }: PastedExchange): boolean {
  return (status !== undefined && status >= 400) || (response !== undefined && isAnswer(response));
}

/** An answer has the documented `errors` or `request_id`, however its quotes are written. */
function isAnswer(text: string): boolean {
  return /(?:["']|\\")(?:errors|request_id)(?:["']|\\")\s*(?::|=>)/.test(text.slice(0, 20_000));
}

/** Stands for an address while a text is searched, so that no number within it counts. */
export const urlMark = '\uE001';
/** Stands for an object or a list that was read. */
export const dumpMark = '\uE002';

const phrases: Readonly<Record<string, RegExp>> = {
  '2': /^(?:OK|Created|Accepted|No Content|Multi-Status)\b/i,
  '3': /^(?:Moved|Found|See Other|Temporary Redirect|Permanent Redirect)\b/i,
  '4': /^(?:Client Error|Bad Request|Unauthorized|Forbidden|Not Found|Method Not|Not Acceptable|Conflict|Gone|Payload|Unsupported|Unprocessable|Too Many)/i,
  '5': /^(?:Server Error|Internal|Not Implemented|Bad Gateway|Service Unavailable|Gateway)/i,
};

/** What tells that a number counts or names something else. */
const otherBefore =
  /(?:\b(?:line|pid|port|page|rows?|records?|rekord\p{L}*|customers?|klient\p{L}*|campaigns?|kampani\p{L}*|id|ids|order|users?|after|took|in|wiersz\p{L}*|lini\p{L}*|linii|length|size|attempt|retry|try|version|timeout|thread|process|proces|max|limit|offset|count|sleep|wait|port)\W{0,3}|_id\W{0,4}|Id\W{0,4}|[#$/@]|\d[-:.,/]|:)$/iu;
const otherBehind =
  /^(?:\s{0,2}-?\s?(?:ms|s|sec|seconds?|bytes?|kB|KB|B|MB|rows?|records?|rekord\p{L}*|µs|us|px|%|x|times|items|chars|lines?)(?![\p{L}\p{N}])|\s{1,4}---|[\w@%]|[-:./]\d)/iu;

const signs: readonly (readonly [score: number, RegExp])[] = [
  [6, /\bHTTP\/[\d.]{1,3}["'`]?\s{1,4}$/i],
  [
    6,
    /(?:status(?:[ _-]?code)?|http[ _-]?(?:code|status)|response[ _-]?(?:code|status)|kod(?:em|u)?(?: odpowiedzi| http| błędu)?)\]?["'`]?\s{0,8}(?:[:=]|=>|is|of|was|to)?\s{0,4}["'`[(]?$/iu,
  ],
  [5, /\bHTTP(?: (?:error|code|status|response))?\W{0,3}$/i],
  // .NET: «Received HTTP response headers after 231.4417ms - 400».
  [6, /headers after \S{1,20} - $/],
  [5, /(?:->|→|=>|⇒|➜|<-+)\s{0,3}[[(`"']?$/],
  [
    4,
    /\b(?:returned|returns|responded|response|answered|answers|answer|replied|resulted in|got|gets?|gave|gives|received|odpowied\p{L}*|zwróci\p{L}*|zwrac\p{L}*|dosta\p{L}*|mamy|with|code)\s{0,2}(?:an?\s)?[:=]?\s{0,3}[[(`"']?$/iu,
  ],
  [4, /(?:failed|failure|error|exception|błąd|nieudan\p{L}*)\W{0,4}$/iu],
  [4, /<Response \[$/],
  [3, new RegExp(`(?:[)\`"'|\\]]|-|–|:|${urlMark})\\s{1,4}[\`"'(]?$`, 'u')],
];

interface FoundStatus {
  status: number;
  /** From 2, in a fitting place, to 7, named as one. */
  score: number;
}

/**
 * The HTTP status that a text tells, by what stands around the number: `HTTP/1.1 400`, `status: 400`, `400 Bad Request`,
 * `-> 400`, `failed: 404`. Numbers of lines, bytes, processes, customers and times are none.
 */
export function statusIn(text: string): FoundStatus | undefined {
  let best: FoundStatus | undefined;
  const numbers = /(?<![\d.])[1-5]\d\d(?!\d|[.,]\d)/g;
  for (let match = numbers.exec(text); match; match = numbers.exec(text)) {
    const before = text.slice(Math.max(0, match.index - 32), match.index);
    const behind = text.slice(match.index + 3, match.index + 27);
    const score = scoreOf(match[0], before, behind);
    if (score > (best?.score ?? 1)) best = { status: Number(match[0]), score };
  }
  return best;
}

function scoreOf(digits: string, before: string, behind: string): number {
  const phrase = phrases[digits.charAt(0)]?.test(behind.replace(/^[\s:,`'"\]-]{0,4}/, '')) === true;
  const sign = signs.find(([, pattern]) => pattern.test(before))?.[0] ?? 0;
  if (otherBehind.test(behind)) return 0;
  if (before.endsWith('[') && behind.startsWith(']')) return sign >= 4 || phrase ? sign : 0;
  if (phrase) return 7;
  if (
    sign < 5 &&
    otherBefore.test(before) &&
    !/(?:failed|error|status|code|odpowied\p{L}*)\W{0,3}$/iu.test(before)
  )
    return 0;
  if (sign > 0) return sign;
  // Alone between blanks, right before an answer or at a line's end.
  return /(?:^|\s)$/.test(before) && new RegExp(`^(?:\\s{0,4}(?:$|\\n|${dumpMark}))`, 'u').test(behind)
    ? 2
    : 0;
}
