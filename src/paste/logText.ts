import { dumpsIn, isDumpedObject, type Dump, type DumpedObject } from './dump.js';
import { type PastedExchange, dumpMark, statusIn, urlMark } from './pastedRequest.js';
import { hasRecordField, isApiAnswer, readStructured, type StructuredCall } from './structured.js';
import { eventsOf } from './surroundings.js';

const method = '(GET|PUT|POST|PATCH|DELETE)';
const address = '((?:https?:\\/\\/|\\/|\\{\\{)[^\\s"\'`<>\\uE002\\\\]{1,2000})';
const calls = new RegExp(
  `\\b${method}\\]?["'\`]?(?:\\s{1,4}(?:to|request to|request|on)\\s)?[\\s:,]{0,3}["'\`([<]{0,2}${address}` +
    `|\\bmethod["']?\\s{0,4}[:=]\\s{0,4}["']?${method}["']?[\\s\\S]{0,60}?\\b(?:uri|url)["']?\\s{0,4}[:=]\\s{0,4}["'\`]?${address}` +
    `|${address.replace('\\/\\/|\\/|\\{\\{', '\\/\\/')}`,
  'gi',
);
const apiAddress = /\/(?:api\/|crm_outbounds\/|outbounds\b|customers\b)/;
const cutMarks =
  /\(truncated\.\.\.\)|\.{3} ?\(\d{1,7} bytes\)|\[truncated\]|… ?\(truncated\)|\.\.\.\[\d+ more\]/gi;

/**
 * The calls that a log, a trace or prose tells, each with its status, its answer and its body as far as they stand in its events.
 * A line that tells how a call ended belongs to the last call that has no end yet. Empty when there is none.
 */
export function readLog(text: string, depth = 0): PastedExchange[] {
  const joined: PastedExchange[] = [];
  for (const event of eventsOf(text))
    for (const partial of readEvent(event.text, depth)) join(joined, { ...partial, line: event.line });
  return joined.filter(
    ({ url, response, status }) => url !== undefined || response !== undefined || status !== undefined,
  );
}

/** What one event tells of a call. */
interface Part extends PastedExchange {
  /** Its status alone makes no call: the number may mean something else. */
  vague?: boolean;
}

/** Adds a part to the call it belongs to, or begins another. */
function join(all: PastedExchange[], { vague = false, ...part }: Part): void {
  const ends = part.status !== undefined || part.response !== undefined;
  const candidates = all.slice(-50).reverse();
  const open = candidates.find((each) => {
    if (part.url !== undefined && each.url !== undefined && !sameUrl(part.url, each.url)) return false;
    if (part.url !== undefined && each.url === undefined)
      return !ends && each === all.at(-1) && each.status === undefined;
    if (part.method !== undefined && each.method !== undefined && part.method !== each.method) return false;
    const wantsStatus = part.status !== undefined && each.status === undefined;
    const wantsAnswer =
      part.response !== undefined &&
      each.response === undefined &&
      (part.status === undefined || part.status === each.status);
    return part.url === undefined
      ? each === all.at(-1) && (wantsStatus || wantsAnswer || !ends)
      : wantsStatus || wantsAnswer || (!ends && each.status === undefined && each.body === undefined);
  });
  if (!open) {
    if (!vague) all.push(part);
    return;
  }
  for (const [key, value] of Object.entries(part))
    if (Reflect.get(open, key) === undefined && value !== undefined) Reflect.set(open, key, value);
}

function sameUrl(one: string, other: string): boolean {
  const path = (url: string): string => url.replace(/^https?:\/\/[^/]*/i, '');
  return path(one) === path(other);
}

interface PlacedDump extends Dump {
  start: number;
}

function readEvent(written: string, depth: number): Part[] {
  // JSON within the quotes of a message, as logfmt and k6 have it.
  const nested = /\b(?:msg|message|error|err)="[^"]{0,400}\{\\"/.test(written);
  const text = nested ? written.replaceAll('\\"', '"') : written;
  const { plain, dumps, cut } = withoutDumps(text);
  const anchors = anchorsIn(plain);
  if (anchors.length === 0) return partOf(plain, dumps, undefined, cut, depth);
  let before = 0;
  return anchors.flatMap((anchor, index) => {
    const from = index === 0 ? 0 : lineStart(plain, anchor.start, anchors[index - 1]?.end ?? 0);
    const next = anchors[index + 1];
    const to = next ? lineStart(plain, next.start, anchor.end) : plain.length;
    const region = plain.slice(from, to);
    const own = dumps.slice(before, before + count(region));
    before += own.length;
    return partOf(region, own, anchor, cut, depth, anchor.start - from);
  });
}

/** The text with {@link dumpMark} for every object and list in it. */
function withoutDumps(text: string): { plain: string; dumps: PlacedDump[]; cut: boolean } {
  let plain = '';
  const dumps: PlacedDump[] = [];
  let from = 0;
  let cut = false;
  const pieces = [...text.matchAll(cutMarks)].slice(0, 2000);
  for (const end of [...pieces, undefined]) {
    const piece = text.slice(from, end?.index);
    let at = 0;
    for (const dump of dumpsIn(piece)) {
      plain += piece.slice(at, dump.start) + dumpMark;
      dumps.push(dump);
      at = dump.end;
    }
    plain += piece.slice(at);
    if (end) {
      cut = true;
      from = end.index + end[0].length;
      plain += ' ';
    }
  }
  return { plain, dumps, cut: cut || dumps.some((each) => each.cut) };
}

interface Anchor {
  start: number;
  end: number;
  method?: string | undefined;
  url: string;
}

function anchorsIn(plain: string): Anchor[] {
  const found: Anchor[] = [];
  calls.lastIndex = 0;
  for (let match = calls.exec(plain); match; match = calls.exec(plain)) {
    const [whole, one, first, two, second, bare] = match;
    const written = (first ?? second ?? bare ?? '').replace(/[.,;:)\]}|'"]+$/, '').replace(/\\\/?$/, '');
    const named = one ?? two;
    if (named !== undefined && named !== named.toUpperCase() && two === undefined) continue;
    const isCall =
      named !== undefined ? /^(?:https?:\/\/\S|\/\w|\{\{)/i.test(written) : apiAddress.test(written);
    if (!isCall || written.startsWith('//')) continue;
    const before = plain.slice(Math.max(0, match.index - 40), match.index);
    const behind = plain.slice(match.index + whole.length, match.index + whole.length + 30);
    const near =
      /\b(GET|PUT|POST|PATCH|DELETE)\b[^A-Z]{0,20}$/.exec(before)?.[1] ??
      /^[^\w\n]{0,4}(?:with |by |method |\()?(GET|PUT|POST|PATCH|DELETE)\b/.exec(behind)?.[1];
    found.push({
      start: match.index,
      end: match.index + whole.length,
      url: written.replaceAll('\\/', '/'),
      method: named?.toUpperCase() ?? near,
    });
  }
  return found;
}

function lineStart(text: string, at: number, notBefore: number): number {
  return notBefore + text.slice(notBefore, at).lastIndexOf('\n') + 1;
}

function count(text: string): number {
  return text.split(dumpMark).length - 1;
}

/** What one stretch of a log tells of one call. */
function partOf(
  region: string,
  dumps: readonly PlacedDump[],
  anchor: Anchor | undefined,
  cut: boolean,
  depth: number,
  at = 0,
): Part[] {
  const part: Part = { kind: 'log', travelled: false };
  if (anchor) {
    if (anchor.method !== undefined) part.method = anchor.method;
    part.url = anchor.url;
  }
  const texts: string[] = [];
  const whole: StructuredCall[] = [];
  dumps.forEach((dump, index) => {
    const { value } = dump;
    if (Array.isArray(value)) {
      const answer = value.find((each) => isDumpedObject(each) && isApiAnswer(each));
      if (answer !== undefined) {
        part.response ??= JSON.stringify(answer);
        if (dump.cut && cut) part.responseCut = true;
      } else whole.push(...readStructured(value).filter(({ url }) => url !== undefined));
      return;
    }
    if (!isDumpedObject(value)) return;
    if (isApiAnswer(value)) {
      part.response ??= JSON.stringify(value);
      if (dump.cut && cut) part.responseCut = true;
    } else if (hasRecordField(value) && !('url' in value) && !('method' in value)) takeBody(part, value);
    else {
      const read = readStructured(value);
      const own = read.filter(({ url }) => url !== undefined);
      if (own.length > 0 && anchor === undefined) whole.push(...own);
      else if (read[0]) merge(part, read[0], texts);
      else if (anchor && part.body === undefined && follows(region, at, index)) takeBody(part, value);
    }
  });
  if (whole.length > 0) {
    const last = whole[whole.length - 1];
    if (last && part.response !== undefined) last.response ??= part.response;
    return whole.flatMap((each) => withTexts(each, depth));
  }
  const blanked = region.replace(calls, (found, ...groups: (string | undefined)[]) =>
    groups.slice(0, 5).some((each) => each !== undefined && /[/]/.test(each)) ? ` ${urlMark} ` : found,
  );
  const status = statusIn(blanked);
  const least = anchor || part.response !== undefined ? 2 : 3;
  if (part.status === undefined && status && status.score >= least) {
    part.status = status.status;
    if (status.score < 5 && least === 3) part.vague = true;
  }
  const known =
    part.url !== undefined ||
    part.response !== undefined ||
    part.status !== undefined ||
    part.body !== undefined;
  const inner = depth < 2 ? texts.flatMap((each) => readLog(each, depth + 1)) : [];
  const [first] = inner;
  if (first)
    for (const [key, value] of Object.entries(first))
      if (Reflect.get(part, key) === undefined) Reflect.set(part, key, value);
  return known || first ? [part, ...inner.slice(1)] : [];
}

function takeBody(part: PastedExchange, value: DumpedObject): void {
  if (part.body !== undefined) return;
  part.body = JSON.stringify(value);
  part.bodyForm = 'value';
}

/** True for an object right behind the call, or behind a word for a body. */
function follows(region: string, at: number, index: number): boolean {
  let place = -1;
  for (let each = 0; each <= index; each++) place = region.indexOf(dumpMark, place + 1);
  const between = region.slice(Math.max(0, place - 60), place);
  if (
    /(?:\bbody|payload|\bdata|json|params|treść|dane|sent|sending)["'\]]?\s{0,3}[:=]?\s{0,3}$/iu.test(between)
  )
    return true;
  const line = region.slice(at, place);
  return place > at && /^\S{1,8}[\s"'`([]{0,4}\S{1,2000}[\s"'`)\],:]{0,4}$/.test(line);
}

function merge(part: PastedExchange, { texts = [], ...read }: StructuredCall, all: string[]): void {
  for (const [key, value] of Object.entries(read))
    if (value !== undefined && Reflect.get(part, key) === undefined) Reflect.set(part, key, value);
  all.push(...texts);
}

/** The messages in an envelope tell what the envelope does not. */
function withTexts({ texts = [], ...call }: StructuredCall, depth: number): PastedExchange[] {
  if (depth >= 2 || (call.response !== undefined && call.status !== undefined)) return [call];
  const said = texts
    .filter((each) => /\d{3}|\{/.test(each))
    .flatMap((each) => readLog(each.slice(0, 20_000), depth + 1));
  const more = said.find(
    (each) => each.url === undefined || (call.url !== undefined && sameUrl(each.url, call.url)),
  );
  if (more)
    for (const [key, value] of Object.entries(more))
      if (Reflect.get(call, key) === undefined) Reflect.set(call, key, value);
  return [call];
}
