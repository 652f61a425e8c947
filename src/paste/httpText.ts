import type { HeaderPairs } from '../simulator/diagnosis/exchange.js';
import type { PastedExchange } from './pasted.js';

const requestLine = /^\s*(GET|PUT|POST|PATCH|DELETE|HEAD|OPTIONS)\s+(\S+?)(?:\s+HTTP\/[\d.]+)?\s*$/;
const statusLine = /^\s*HTTP\/[\d.]+\s+(\d{3})\b/;
const headerLine = /^([A-Za-z][\w-]*)\s*:\s*(.*)$/;

/**
 * Reads an HTTP request as it travels, or as an `.http` file or `curl -v` shows it, with its answer where that
 * follows. Undefined for a text that holds neither.
 */
export function readHttp(text: string): PastedExchange | undefined {
  const { lines, verbose } = withoutMarks(text.split(/\r?\n/));
  const answerAt = lastIndex(lines, statusLine);
  const requestAt = lines.findIndex((line) => requestLine.test(line));
  const request =
    requestAt < 0 ? undefined : readRequest(lines.slice(requestAt, answerEnd(requestAt, answerAt)), verbose);
  const answer = answerAt < 0 ? undefined : readAnswer(lines.slice(answerAt));
  return request || answer ? { ...request, ...answer } : undefined;
}

function answerEnd(requestAt: number, answerAt: number): number | undefined {
  return answerAt > requestAt ? answerAt : undefined;
}

/** `curl -v` marks what it sends by `>`, what it gets by `<`, and what it says itself by `*`. */
function withoutMarks(lines: readonly string[]): { lines: string[]; verbose: boolean } {
  const verbose = lines.some((line) => /^>\s+[A-Z]+\s+\S+\s+HTTP\//.test(line));
  if (!verbose) return { lines: [...lines], verbose };
  const kept = lines.filter((line) => !/^(?:\*|[{}]\s|\[\d+ bytes)/.test(line));
  return { lines: kept.map((line) => line.replace(/^[<>] ?/, '')), verbose };
}

function readRequest(lines: readonly string[], verbose: boolean): PastedExchange {
  const [, method = '', target = ''] = requestLine.exec(lines[0] ?? '') ?? [];
  const { headers, rest } = readHeaders(lines.slice(1));
  const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1];
  const declared = headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1] ?? '0';
  const body = bodyOf(rest, Number(declared));
  // curl -v shows no body, and an excerpt may end before it.
  const unknown = body === '' && (verbose || declared.trim() !== '0');
  return {
    method,
    url: target.startsWith('/') && host !== undefined ? `https://${host}${target}` : target,
    ...(headers.length > 0 && { headers }),
    ...(!unknown && { body }),
  };
}

/** A paste loses carriage returns and gains line ends: of what the text may have been, what the length says is taken. */
function bodyOf(lines: readonly string[], declared: number): string {
  const whole = lines.slice(1).join('\n');
  const trimmed = whole.replace(/^[ \t\n]+|[ \t\n]+$/g, '');
  const candidates = [trimmed, whole, trimmed.replaceAll('\n', '\r\n'), `${trimmed}\n`, `${trimmed}\r\n`];
  return candidates.find((each) => new TextEncoder().encode(each).byteLength === declared) ?? trimmed;
}

function readAnswer(lines: readonly string[]): PastedExchange {
  const status = Number(statusLine.exec(lines[0] ?? '')?.[1]);
  const response = readHeaders(lines.slice(1)).rest.join('\n').trim();
  return { status, ...(response !== '' && { response }) };
}

function readHeaders(lines: readonly string[]): { headers: HeaderPairs; rest: string[] } {
  const end = lines.findIndex((line) => !headerLine.test(line.trim()));
  const headers = lines.slice(0, end < 0 ? undefined : end).map((line): [string, string] => {
    const [, name = '', value = ''] = headerLine.exec(line.trim()) ?? [];
    return [name, value];
  });
  return { headers, rest: end < 0 ? [] : lines.slice(end) };
}

function lastIndex(lines: readonly string[], pattern: RegExp): number {
  for (let index = lines.length - 1; index >= 0; index--) if (pattern.test(lines[index] ?? '')) return index;
  return -1;
}
