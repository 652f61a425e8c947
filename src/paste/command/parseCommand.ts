import { readShell, type Command, type Pipeline, type Word } from '../shell/commands.js';
import { difference, distinct, type Difference } from '../importUpdate.js';
import { untypeset, unprompted } from '../surroundings.js';
import { isWebCmdlet, parseWebCmdlet } from './webCmdlet.js';
import { parseHttpie } from './httpieCommand.js';
import { readCurlArguments } from './curlCommand.js';
import type { Credentials } from '../../core/connection.js';

const clients = /^(?:.*[\\/])?(curl|https?|httpie)(?:\.exe)?$/i;

/** Where a command's own text ends and what it printed begins. */
const outputLine =
  /^(?:[<>] (?:[A-Z]{3,7} \S|HTTP\/|[\w-]{1,60}:)|\* |HTTP\/[\d.]|curl: \(\d|\s{0,3}% Total|\s*\{\s*"(?:request_id|errors)"|StatusCode\s{1,20}:|Invoke-\w+ ?: |irm ?: |iwr ?: |\w+: error: )/m;
const client =
  '(?:[\\w./\\\\:-]{0,60}[/\\\\])?(?:curl|httpie|https?|irm|iwr|wget|Invoke-RestMethod|Invoke-WebRequest)(?:\\.exe)?';
/** A client where a command begins, with something behind it that a command has there. */
const commandPlace = new RegExp(
  `(?:^|[\\n;|&(={]\\s{0,8}|\\$\\(|\\b(?:sudo|time|exec|then|do|env|run|\\w{1,20}=\\S{0,80})[ \\t]{1,4}|[$#%❯➜]\\s{1,4}|>\\s{0,4})(?:[^\\S\\n]{0,40})${client}(?:[ \\t]{1,20}|[ \\t]{0,20}[\\\\^\`][ \\t]{0,20}\\n\\s{0,40})(?=[-–—−‒'"“„‘$\\\\^\`@%:{]|https?:|[A-Z]{3,7}(?:\\s|$)|(?:get|put|post|patch|delete)\\s|localhost|[\\w.-]{1,80}\\.[a-z]{2,10}[/:]|[\\w.-]{1,80}:\\d)`,
);

/** A command found in a text. */
interface FoundCommand {
  parsed: ParsedCurl;
  /** Index in the text behind the command, where what it printed begins. */
  end: number;
  /** Quotes or dashes of a word processor were read as a shell's. */
  mended: boolean;
}

/**
 * Finds a command in a text and reads it as {@link parseCurl} does: without its prompts, with quotes and dashes as
 * they were meant, and up to what it printed.
 */
export function parseCommand(text: string): FoundCommand {
  const place = commandPlace.exec(text);
  if (!place) return { parsed: { problem: 'no-command' }, end: 0, mended: false };
  const printedAt = outputLine.exec(text.slice(place.index))?.index;
  const end = printedAt === undefined ? text.length : place.index + printedAt;
  const tries = [
    text.slice(0, end),
    text.slice(text.lastIndexOf('\n', place.index + (place[0].startsWith('\n') ? 0 : -1)) + 1, end),
  ];
  let first: ParsedCurl | undefined;
  for (const each of new Set(tries)) {
    const { text: typed, changed } = untypeset(each);
    const plain = unprompted(typed.trim());
    const parsed = parseCurl(plain);
    if (!('problem' in parsed)) {
      const notes = changed ? [...parsed.notes, difference('typography-mended')] : parsed.notes;
      return { parsed: { ok: parsed.ok, notes }, end, mended: changed };
    }
    first ??= parsed;
    if (parsed.problem === 'unclosed-quote') first = parsed;
  }
  return { parsed: first ?? { problem: 'no-command' }, end, mended: false };
}

/**
 * Reads a pasted command line (cURL for bash, PowerShell or cmd; HTTPie as on the vendor's page) as the request it
 * would send. Nothing is run and no file is read; what an `echo` or `printf` pipes in is known.
 * Takes the first request of the text.
 */
export function parseCurl(text: string): ParsedCurl {
  if (isWebCmdlet(text)) return parseWebCmdlet(text);
  const shell = readShell(text);
  if (!shell.ok) return { problem: shell.problem };
  const calls = shell.pipelines.flatMap((pipeline) =>
    pipeline.flatMap((_, index) => findCall(pipeline, index)),
  );
  const [call] = calls;
  if (!call) return { problem: 'no-command' };
  const texts = call.words.map((word) => word.text);
  const parsed =
    call.client === 'curl'
      ? readCurlArguments(texts, call.stdin)
      : parseHttpie(call.client, texts, call.stdin);
  if ('problem' in parsed) return parsed;
  const file = fileOf(text);
  if (
    file !== undefined &&
    parsed.ok.body === undefined &&
    parsed.notes.some(({ code }) => code === 'file-not-read')
  ) {
    parsed.ok.body = file;
    parsed.notes = parsed.notes.filter(({ code }) => code !== 'file-not-read');
  }
  const notes: Difference[] = [
    ...parsed.notes,
    ...call.words.flatMap((word) => word.variables.map((name) => difference('variable-unknown', { name }))),
    ...(calls.length > 1 ? [difference('further-requests-ignored')] : []),
  ];
  return { ok: withoutVariablePassword(parsed.ok, call.words), notes: distinct(notes) };
}

/** What a line of PowerShell writes into the file that curl.exe then sends, as our own snippet does. */
function fileOf(text: string): string | undefined {
  const [, written] =
    /\bWriteAllText\(\s{0,8}\$\w{1,40}\s{0,8},\s{0,8}'((?:[^']|''){1,100000})'/.exec(text) ?? [];
  return written?.replace(/(['\u2018-\u201b])\1/g, '$1');
}

interface Call {
  client: string;
  words: readonly Word[];
  stdin: string | undefined;
}

function findCall(pipeline: Pipeline, index: number): Call[] {
  const command = pipeline[index];
  const at = command?.words.findIndex(({ text }) => clients.test(text)) ?? -1;
  if (!command || at === -1 || printed(command) !== undefined) return [];
  const client = clients.exec(command.words[at]?.text ?? '')?.[1]?.toLowerCase() ?? '';
  const before = pipeline[index - 1];
  return [
    { client, words: command.words.slice(at + 1), stdin: command.stdin ?? (before && printed(before)) },
  ];
}

/** What a command writes, when that can be told: `echo`, `printf '%s'`, a here-document of `cat`, a bare text of PowerShell. */
function printed(command: Command): string | undefined {
  const [name = '', ...texts] = command.words.map((word) => word.text);
  const [first = '', ...rest] = texts;
  switch (name.toLowerCase()) {
    case 'echo':
    case 'write-output':
      return `${(/^-[neE]+$/.test(first) ? rest : texts).join(' ')}\n`;
    case 'printf':
      return /^%s(?:\\n)?$/.test(first) ? rest.join('') : first.replaceAll('\\n', '\n').replaceAll('%%', '%');
    case 'cat':
      return command.stdin;
    default:
      return texts.length === 0 && /^\s*\{/.test(name) ? name : undefined;
  }
}

/** A reference such as `$THULIUM_PASSWORD` is no password. */
function withoutVariablePassword(request: CurlRequest, words: readonly Word[]): CurlRequest {
  const { password, ...rest } = request;
  if (password === undefined) return request;
  return words.some(({ text, variables }) => variables.length > 0 && text.includes(password))
    ? rest
    : request;
}

/** Why no request could be made of a text. */
export type CurlProblem = 'no-command' | 'no-url' | 'unclosed-quote';

export interface CurlHeader {
  name: string;
  value: string;
}

/** The request that a command line would send. */
export interface CurlRequest {
  method: string;
  /** With its scheme, without user info; may still hold variables of the shell, so it need not parse. */
  url: string;
  /** As the command gives them, and the `Content-Type` that the tool adds for a body; `Authorization` of `-u` is not among them. */
  headers: CurlHeader[];
  body?: string;
  /** `value`: a program makes the JSON of it. */
  bodyForm?: 'value';
  /** An `Authorization` that is no Basic one, whose form may be judged. Keep it out of every text. */
  authorization?: string;
  /** Of `-u`, of an `Authorization: Basic` header or of the URL. Keep it out of every text. */
  username?: string;
  /** Only a password that is written in the command, not one in a variable or asked for. */
  password?: string;
}

/** A request with notes on what the tool would have done besides; or why there is none. */
export type ParsedCurl = { ok: CurlRequest; notes: Difference[] } | { problem: CurlProblem };

/** Splits `user:password`; without a colon there is no password. */
export function splitCredentials(text: string): { username: string } | Credentials {
  const colon = text.indexOf(':');
  return colon === -1
    ? { username: text }
    : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** User and password of an `Authorization: Basic …` value, or undefined for any other. */
export function decodeBasic(value: string): { username: string } | Credentials | undefined {
  const token = /^Basic\s+([A-Za-z0-9+/]+={0,2})$/i.exec(value.trim())?.[1];
  if (token === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(token), (character) => character.charCodeAt(0));
    return splitCredentials(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** Takes the user info out of a URL and gives it the scheme that a tool would assume. */
export function splitUrl(text: string, scheme = 'http'): { url: string; userInfo?: string } {
  const match = /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?(?:([^/?#]*)@)?([\s\S]*)$/.exec(text);
  const [, given = scheme, userInfo, rest = ''] = match ?? [];
  const url = `${given.toLowerCase()}://${rest}`;
  return userInfo === undefined ? { url } : { url, userInfo: decodePercent(userInfo) };
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The value of a header by its name, whatever its case. */
export function headerValue(headers: readonly CurlHeader[], name: string): string | undefined {
  return headers.find((header) => header.name.toLowerCase() === name)?.value;
}
