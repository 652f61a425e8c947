import type { HeaderPairs } from '../simulator/diagnosis/codes.js';
import { unescape } from './dump.js';
import type { PastedExchange } from './pastedRequest.js';
import { withoutLogPrefix } from './surroundings.js';

const requestLine = /^\s{0,12}(?:["'`])?([A-Za-z]{3,7})\s{1,4}(\S{1,4000}?)(?:\s+(HTTP\/[\d.]{1,3}))?\s*$/;
const methods = /^(?:get|put|post|patch|delete|head|options)$/i;
const statusLine = /^\s{0,12}HTTP\/[\d.]{1,3}\s+(\d{3})\b/;
const headerLine = /^\s{0,30}([A-Za-z][\w-]{0,80})\s{0,2}:\s?(.*)$/;

/**
 * Reads HTTP messages: as they travel, as `.http` files have them, and as curl -v, HTTPie -v, OkHttp, Feign, Apache's
 * client, resty, Python's and Ruby's own clients and Postman's console show them. Each request with the answer that follows it, in their
 * order; empty for a text with neither.
 */
export function readMessages(text: string): PastedExchange[] {
  const file = isHttpFile(text);
  const reader = new MessageReader(file);
  for (const line of unmarked(text)) reader.take(line);
  return reader.end();
}

/** What REST Client, httpYac and JetBrains call an HTTP file. */
export function isHttpFile(text: string): boolean {
  return (
    /^(?:###|@[\w-]{1,40}\s*=|[#/]{1,2}\s*@\w|> \{%|< \.{0,2}\/|<> )/m.test(text) ||
    /^(?:GET|PUT|POST|PATCH|DELETE)\s+\S*\{\{/m.test(text) ||
    /^Authorization:\s+Basic\s+[^\s:]+(?:\s+|:)\S+\s*$/im.test(text)
  );
}

interface Line {
  /** What a tool said by a mark: sent, received, or a tool's own end of a body. */
  side: '>' | '<' | '' | 'end';
  text: string;
}

/** The lines without the marks of the tool that printed them; what the tool says itself is left out. */
function unmarked(text: string): Line[] {
  const verbose = /^>\s+[A-Za-z]+\s+\S+\s+HTTP\//m.test(text);
  const wire = /(?:>>|<<)\s+"/.test(text);
  const arrows = /(?:^|\s)-{2,3}>\s+[A-Z]{3,7}\s+\S+/.test(text);
  const resty = /^BODY\s{0,20}:/m.test(text) && /^HEADERS\s{0,20}:/m.test(text);
  return text.split('\n').flatMap((line): Line[] => {
    if (verbose) {
      if (/^(?:\*|[{}]\s|\[\d+ bytes|\s{1,3}\d{1,3}\s+\d)/.test(line)) return [];
      if (line.startsWith('| ')) return [{ side: '>', text: line.slice(2) }];
      const mark = /^([<>])(?: |$)/.exec(line)?.[1];
      return [
        {
          side: mark === '>' ? '>' : mark === '<' ? '<' : '',
          text: mark === undefined ? line : line.slice(2),
        },
      ];
    }
    return wire
      ? wireLine(line)
      : (printedLine(line) ??
          (arrows ? arrowLine(line) : resty ? restyLine(line) : [{ side: '', text: line }]));
  });
}

/** Apache's client: `http-outgoing-0 >> "PUT /… HTTP/1.1[\r][\n]"`. */
function wireLine(line: string): Line[] {
  const [, mark, inner] = /(>>|<<)\s+"(.*)"\s*$/.exec(line) ?? [];
  if (mark === undefined || inner === undefined) return [];
  return [{ side: mark === '>>' ? '>' : '<', text: inner.replace(/(?:\[\\r\])?(?:\[\\n\])?$/, '') }];
}

/** Python's `send: b'…'`, Ruby's `<- "…"`, Go's `%q` of a dump: literals with their line ends escaped. */
function printedLine(line: string): Line[] | undefined {
  const python = /^\s{0,8}(send|reply|header):\s(?:b?(["'])(.*)\2\s*$|(.*)$)/.exec(line);
  if (python) {
    const [, kind, , literal, plain = ''] = python;
    const text = literal === undefined ? plain : unescape(literal);
    return cutLines(text, kind === 'send' ? '>' : '<', kind !== 'header');
  }
  const ruby = /^\s{0,8}(<-|->)\s"(.*)"\s*$/.exec(line);
  if (ruby) return cutLines(unescape(ruby[2] ?? ''), ruby[1] === '<-' ? '>' : '<', true);
  if (
    /^\s{0,8}(?:reading \d+ bytes|read \d+ bytes|opening connection|opened|starting SSL|SSL established|Conn (?:close|keep))/.test(
      line,
    )
  )
    return [];
  const [, go] =
    /"((?:GET|PUT|POST|PATCH|DELETE|HTTP\/[\d.]+)\s[^"\\]{1,4000}\\r\\n.*)"\s*$/.exec(line) ?? [];
  return go === undefined ? undefined : cutLines(unescape(go), '', false);
}

function cutLines(text: string, side: Line['side'], partial: boolean): Line[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  if (partial && lines.length > 1 && lines.at(-1) === '') lines.pop();
  return lines.map((each) => ({ side, text: each }));
}

/** OkHttp's `--> PUT …`, `<-- 400 … (231ms)` and Feign's `---> PUT …`, whatever a logger put in front of them. */
function arrowLine(line: string): Line[] {
  const bare = withoutLogPrefix(line).replace(/^.{0,200}?\[\w+#\w+(?:\([^)\n]{0,200}\))?\] ?/, '');
  const [, mark, rest = ''] = /^[^{}"]{0,200}?(?<![-<])(-{2,3}>|<-{2,3})\s+(.*)$/.exec(bare) ?? [];
  if (mark === undefined) return [{ side: '', text: bare }];
  if (/^(?:END\b|HTTP FAILED|ERROR)/.test(rest)) return [{ side: 'end', text: '' }];
  if (mark.endsWith('>')) {
    const [, method = '', url = ''] = /^([A-Za-z]{3,7})\s+(\S+)/.exec(rest) ?? [];
    return [{ side: '>', text: `${method} ${url} HTTP/1.1` }];
  }
  const status = /^(?:HTTP\/[\d.]+\s+)?(\d{3})\b/.exec(rest)?.[1];
  return status === undefined ? [] : [{ side: '<', text: `HTTP/1.1 ${status}` }];
}

function restyLine(line: string): Line[] {
  if (/^[~=-]{5,}$/.test(line.trim())) return [{ side: 'end', text: '' }];
  if (
    /^(?:~+ |HEADERS\s*:|PROTO\s*:|RECEIVED AT|TIME DURATION|RESPONSE TIME|-+ (?:REQUEST|RESPONSE))/.test(
      line,
    )
  )
    return [];
  if (/^BODY\s{0,20}:/.test(line)) return [{ side: '', text: '' }];
  const host = /^HOST\s{0,8}:\s*(\S+)/.exec(line)?.[1];
  if (host !== undefined) return [{ side: '', text: `Host: ${host}` }];
  const status = /^STATUS\s{0,8}:\s*(\d{3})/.exec(line)?.[1];
  return [{ side: '', text: status === undefined ? line : `HTTP/1.1 ${status}` }];
}

interface Draft {
  method: string;
  target: string;
  version: boolean;
  headers: [string, string][];
  body: string[];
  status?: number;
  answerHeaders: number;
  answer: string[];
  line: number;
}

class MessageReader {
  private readonly drafts: Draft[] = [];
  private phase: 'none' | 'head' | 'body' | 'answer-head' | 'answer' = 'none';
  private readonly variables = new Map<string, string>();
  private bodyEnded = false;
  private number = 0;
  private verbose = false;

  constructor(private readonly file: boolean) {}

  take({ side, text }: Line): void {
    this.number++;
    if (side === '>' || side === '<') this.verbose = true;
    if (side === 'end') {
      this.bodyEnded = true;
      return;
    }
    const definition = /^@([\w-]{1,40})\s*=\s*(.*)$/.exec(text);
    if (this.file && definition) this.variables.set(definition[1] ?? '', (definition[2] ?? '').trim());
    if (this.file && text.startsWith('###')) {
      this.phase = 'none';
      return;
    }
    const status = statusLine.exec(text)?.[1];
    if (status !== undefined) this.startAnswer(Number(status));
    else if (!this.startsRequest(side, text)) this.takeInner(text);
  }

  private startAnswer(status: number): void {
    const draft = this.drafts.at(-1) ?? this.open('', '', false);
    draft.status = status;
    draft.answer = [];
    draft.answerHeaders = 0;
    this.phase = 'answer-head';
    this.bodyEnded = false;
  }

  private startsRequest(side: Line['side'], line: string): boolean {
    if (side === '<') return false;
    const [, method = '', target = '', version] = requestLine.exec(line) ?? [];
    if (!methods.test(method)) return false;
    const address = /^(?:https?:\/\/|\/|\{\{|\$\{?\w)/i.test(target);
    if (version === undefined && (!address || !/^[A-Z]+$/.test(method))) return false;
    const last = this.drafts.at(-1);
    // Postman's console names the call, and how it ended, before it shows the message.
    const summary =
      last && version !== undefined && this.phase === 'head' && !last.version && last.headers.length === 0;
    if (summary) {
      last.version = true;
      last.method = method;
      if (/^https?:/i.test(target)) last.target = target;
    } else this.open(method, target, version !== undefined);
    this.phase = 'head';
    return true;
  }

  private takeInner(text: string): void {
    const draft = this.drafts.at(-1);
    if (!draft) return;
    switch (this.phase) {
      case 'none':
        return;
      case 'head':
        this.takeHead(draft, text);
        return;
      case 'body':
        if (this.file && /^(?:> \{%|>{1,2}!? |< (?:\.{0,2}\/|\w|@)|<> |<@ )/.test(text)) {
          if (text.startsWith('<') && !text.startsWith('<>')) draft.body = ['\uE003'];
          this.bodyEnded = true;
        }
        if (!this.bodyEnded) draft.body.push(text);
        return;
      case 'answer-head': {
        const isHeader = headerLine.test(text) && !/^\s*[{["]/.test(text);
        if (isHeader) draft.answerHeaders++;
        else {
          this.phase = 'answer';
          if (text.trim() !== '') draft.answer.push(text);
        }
        return;
      }
      case 'answer':
        if (!this.bodyEnded) draft.answer.push(text);
    }
  }

  private takeHead(draft: Draft, text: string): void {
    const summary = /^\s{0,4}([1-5]\d\d)\s*$/.exec(text)?.[1];
    if (!draft.version && draft.headers.length === 0 && summary !== undefined) {
      draft.status = Number(summary);
      return;
    }
    if (!draft.version && draft.headers.length === 0 && /^\s{0,4}[\d.]+\s?m?s\s*$/.test(text)) return;
    if (this.file && draft.headers.length === 0 && /^\s+[?&]\S+/.test(text)) {
      draft.target += text.trim();
      return;
    }
    if (this.file && /^\s*(?:#|\/\/)/.test(text)) return;
    const [, name = '', value = ''] = headerLine.exec(text) ?? [];
    if (name !== '' && !/^\s*"/.test(text)) draft.headers.push([name, value.trim()]);
    else {
      this.phase = 'body';
      this.bodyEnded = false;
      if (text.trim() !== '') this.takeInner(text);
    }
  }

  private open(method: string, target: string, version: boolean): Draft {
    const draft: Draft = {
      method,
      target,
      version,
      headers: [],
      body: [],
      answerHeaders: 0,
      answer: [],
      line: this.number,
    };
    this.drafts.push(draft);
    this.bodyEnded = false;
    return draft;
  }

  end(): PastedExchange[] {
    return this.drafts
      .filter(
        ({ method, version, headers, status }) =>
          method === '' || version || headers.length > 0 || this.file || status !== undefined,
      )
      .map((draft) => this.finished(draft));
  }

  private finished(draft: Draft): PastedExchange {
    const { method, status, answer, line } = draft;
    const response = answer.join('\n').trim();
    const ended = {
      ...(status !== undefined && { status }),
      ...(response !== '' && { response }),
      kind: this.file ? ('http-file' as const) : ('http' as const),
      line,
    };
    if (method === '') return ended;
    const headers = draft.headers.map(([name, value]): [string, string] => [name, this.filled(value)]);
    const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1];
    const target = this.filled(draft.target);
    return {
      method,
      url: target.startsWith('/') && host !== undefined ? `https://${host}${target}` : target,
      ...(headers.length > 0 && { headers: headers.map(asSent) }),
      ...this.bodyOf(draft, headers),
      ...ended,
    };
  }

  private bodyOf(draft: Draft, headers: HeaderPairs): PastedExchange {
    if (draft.body.some((each) => each.includes('\uE003'))) return {};
    const declared = headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1]?.trim() ?? '0';
    const body = this.filled(bodyText(draft.body, Number(declared)));
    // curl -v shows no body, and an excerpt may end before it.
    const unknown = body === '' && (this.verbose || declared !== '0' || (headers.length === 0 && !this.file));
    return unknown ? {} : { body };
  }

  /** With the file's own variables put in. */
  private filled(text: string): string {
    return this.variables.size === 0
      ? text
      : text.replace(
          /\{\{\s*([\w-]{1,40})\s*\}\}/g,
          (whole, name: string) => this.variables.get(name) ?? whole,
        );
  }
}

/** REST Client makes the token of `Basic user password` and of `Basic user:password` itself. */
function asSent([name, value]: [string, string]): [string, string] {
  const [, user, password] =
    name.toLowerCase() === 'authorization' ? (/^Basic\s+([^\s:]+)(?::|\s+)(\S+)$/i.exec(value) ?? []) : [];
  if (user === undefined || password === undefined || /\{\{|\$/.test(value)) return [name, value];
  const bytes = new TextEncoder().encode(`${user}:${password}`);
  return [name, `Basic ${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`];
}

/** A paste loses carriage returns and gains line ends, and HTTPie prints JSON prettily: what the length says is taken. */
function bodyText(lines: readonly string[], declared: number): string {
  const whole = lines.join('\n');
  const trimmed = withoutBlanks(whole);
  if (declared <= 0 || trimmed.length > 200_000) return trimmed;
  const fits = (text: string): boolean => new TextEncoder().encode(text).byteLength === declared;
  const asPasted = [trimmed, whole, trimmed.replaceAll('\n', '\r\n'), `${trimmed}\n`, `${trimmed}\r\n`];
  return asPasted.find(fits) ?? reformatted(trimmed, fits) ?? trimmed;
}

/** Without blanks at both ends; a byte order mark stays, as it may be the mistake. */
function withoutBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && ' \t\n'.includes(text.charAt(start))) start++;
  while (end > start && ' \t\n'.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** JSON as a program may have written it before a tool printed it prettily; undefined when none has the length. */
function reformatted(text: string, fits: (text: string) => boolean): string | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  const escaped = (token: string): string =>
    token.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const slashed = (token: string): string => token.replace(/(?<!\\)\//g, '\\/');
  const plain = (token: string): string => token;
  for (const letters of [plain, escaped])
    for (const slashes of [plain, slashed])
      for (const comma of [',', ', '])
        for (const colon of [':', ': ']) {
          const joined = tokens
            .map((token) => (token === ',' ? comma : token === ':' ? colon : slashes(letters(token))))
            .join('');
          if (fits(joined)) return joined;
        }
  return undefined;
}
