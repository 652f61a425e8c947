import { documented, likely, type Diagnosis, type Exchange, type HeaderPairs } from './codes.js';
import { headerValues } from './headers.js';

/** Where and how a text stops being JSON. */
interface JsonError {
  /** Of the first character that does not fit, counted from 0; the text's length when the end came too early. */
  offset: number;
  kind:
    'end' | 'single-quote' | 'unquoted-key' | 'trailing-comma' | 'comment' | 'control-character' | 'token';
}

const space = /[ \t\n\r]*/y;
const scalar =
  /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;
const maxDepth = 500;

/**
 * Finds the place where a text that `JSON.parse` refused goes wrong: the engine's own message has no
 * position for many mistakes. Undefined when nothing is found.
 */
export function findJsonError(text: string): JsonError | undefined {
  const scanner = new Scanner(text);
  return scanner.value(0) ?? scanner.end();
}

class Scanner {
  private at = 0;

  constructor(private readonly text: string) {}

  value(depth: number): JsonError | undefined {
    this.skip(space);
    const first = this.text[this.at];
    if (first === '{' && depth < maxDepth) return this.list('}', depth, true);
    if (first === '[' && depth < maxDepth) return this.list(']', depth, false);
    return this.skip(scalar) ? undefined : this.error();
  }

  end(): JsonError | undefined {
    this.skip(space);
    return this.at < this.text.length ? this.error() : undefined;
  }

  private list(close: string, depth: number, keyed: boolean): JsonError | undefined {
    this.at++;
    for (let first = true; ; first = false) {
      this.skip(space);
      if (this.text[this.at] === close) {
        if (!first) return { offset: this.at, kind: 'trailing-comma' };
        this.at++;
        return undefined;
      }
      const wrong = (keyed ? this.key() : undefined) ?? this.value(depth + 1);
      if (wrong) return wrong;
      this.skip(space);
      const next = this.text[this.at];
      if (next !== ',' && next !== close) return this.error();
      this.at++;
      if (next === close) return undefined;
    }
  }

  private key(): JsonError | undefined {
    if (this.text[this.at] !== '"' || !this.skip(scalar)) return this.error(true);
    this.skip(space);
    if (this.text[this.at] !== ':') return this.error();
    this.at++;
    return undefined;
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) return false;
    this.at = pattern.lastIndex;
    return true;
  }

  private error(key = false): JsonError {
    const rest = this.text.slice(this.at);
    const offset = this.at;
    if (rest === '') return { offset, kind: 'end' };
    if (rest.startsWith("'")) return { offset, kind: 'single-quote' };
    if (/^\/[/*]/.test(rest)) return { offset, kind: 'comment' };
    if (rest.startsWith('"')) return this.stringError(offset);
    return { offset, kind: key && /^[\p{L}_$]/u.test(rest) ? 'unquoted-key' : 'token' };
  }

  /** The string that begins here is the mistake: it has no end, or a character that JSON wants escaped. */
  private stringError(start: number): JsonError {
    const body = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/uy;
    body.lastIndex = start;
    body.test(this.text);
    const offset = body.lastIndex;
    if (offset >= this.text.length || /^\\(?:u[0-9a-fA-F]{0,3})?$/.test(this.text.slice(offset))) {
      return { offset: this.text.length, kind: 'end' };
    }
    return { offset, kind: /^\p{Cc}/u.test(this.text.slice(offset)) ? 'control-character' : 'token' };
  }
}

/** The object of a body, as far as it can be made out, and what is wrong with it. */
export interface BodyReading {
  fields?: Readonly<Record<string, unknown>>;
  diagnoses: Diagnosis[];
}

/** Reads the body of a write: its length, its encoding, its JSON. */
export function readBody(exchange: Exchange, headers: HeaderPairs): BodyReading {
  const { body } = exchange;
  const declared = declaredLength(headers);
  if (declared !== undefined && declared !== body.byteLength && body.byteLength > 0) {
    return withLength(exchange, declared);
  }
  if (body.byteLength === 0) {
    return declared === undefined || declared === 0
      ? { diagnoses: [likely('body-missing')] }
      : { diagnoses: [lengthDiagnosis(exchange, declared)] };
  }
  const coding = codingOf(body, headers);
  if (coding !== undefined)
    return { diagnoses: [likely('encoding', { kind: 'compressed', encoding: coding })] };
  const { text, diagnoses } = decode(body);
  const reading = isForm(headers) ? readForm(text) : parse(text);
  if (reading.error === 'json-broken' && isCut(exchange, text)) {
    return { diagnoses: [cutDiagnosis(exchange, declared)] };
  }
  return {
    ...(reading.fields && { fields: reading.fields }),
    diagnoses: [...diagnoses, ...reading.diagnoses],
  };
}

/** What a body is compressed with: its header says so, or it begins as gzip does. */
function codingOf(body: Uint8Array, headers: HeaderPairs): string | undefined {
  const [value = ''] = headerValues(headers, 'content-encoding');
  const named = /\b(?:gzip|deflate|br|zstd|compress)\b/i.exec(value)?.[0].toLowerCase();
  return body[0] === 0x1f && body[1] === 0x8b ? 'gzip' : body[0] === 0x7b ? undefined : named;
}

function declaredLength(headers: HeaderPairs): number | undefined {
  const [value] = headerValues(headers, 'content-length');
  return value !== undefined && /^\d{1,15}$/.test(value.trim()) ? Number(value) : undefined;
}

/** Only somebody who pastes a request knows more of the body than the header says: a server never sees the rest. */
function withLength(exchange: Exchange, declared: number): BodyReading {
  const { text, diagnoses } = decode(exchange.body);
  const reading = parse(text);
  return {
    ...(reading.fields && { fields: reading.fields }),
    diagnoses: [lengthDiagnosis(exchange, declared), ...diagnoses, ...reading.diagnoses],
  };
}

function lengthDiagnosis(exchange: Exchange, declared: number): Diagnosis {
  const whole = Buffer.concat([exchange.body, exchange.trailing ?? new Uint8Array()]);
  const facts = { declared: String(declared), actual: String(whole.byteLength) };
  if (declared > whole.byteLength) return documented('content-length', { kind: 'too-long', ...facts });
  const characters = Array.from(whole.toString('utf8')).length;
  return documented('content-length', {
    kind: declared === characters ? 'characters' : 'too-short',
    ...facts,
  });
}

/**
 * True when JSON ends too early and there is a sign that the length was counted in characters: bytes
 * that came behind the body, or letters of more than one byte within it.
 */
function isCut(exchange: Exchange, text: string): boolean {
  const cut = findJsonError(text.replace(/\uFFFD+$/, ''))?.kind === 'end';
  return cut && ((exchange.trailing?.byteLength ?? 0) > 0 || exchange.body.some((byte) => byte > 0x7f));
}

function cutDiagnosis(exchange: Exchange, declared = exchange.body.byteLength): Diagnosis {
  if (exchange.trailing?.byteLength) return lengthDiagnosis(exchange, declared);
  return likely('content-length', { kind: 'cut', declared: String(declared) });
}

function decode(body: Uint8Array): { text: string; diagnoses: Diagnosis[] } {
  const [first = 0, second = 0, third = 0] = body;
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    return { text: new TextDecoder().decode(body), diagnoses: [likely('encoding', { kind: 'bom' })] };
  }
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0 && body.byteLength > 1)) {
    return other(body, 'utf-16le');
  }
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return other(body, 'utf-16be');
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(body), diagnoses: [] };
  } catch {
    return isCutInLetter(body)
      ? { text: new TextDecoder().decode(body), diagnoses: [] }
      : other(body, guess(body));
  }
}

function other(body: Uint8Array, encoding: string): { text: string; diagnoses: Diagnosis[] } {
  return {
    text: new TextDecoder(encoding).decode(body),
    diagnoses: [documented('encoding', { kind: 'other', encoding })],
  };
}

/** True when only the last letter is not whole. */
function isCutInLetter(body: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(body, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** `ą`, `ś` and `ź` are what tells the two Polish encodings apart. */
function guess(body: Uint8Array): string {
  const count = (bytes: readonly number[]): number =>
    body.reduce((n, byte) => (bytes.includes(byte) ? n + 1 : n), 0);
  const windows = count([0xb9, 0x9c, 0x9f, 0xa5, 0x8c, 0x8f]);
  const latin2 = count([0xb1, 0xb6, 0xbc, 0xa1, 0xa6, 0xac]);
  return latin2 > windows ? 'iso-8859-2' : 'windows-1250';
}

const formPattern = /^[\w.[\]%-]+=[^{"\n]*$/;

function isForm(headers: HeaderPairs): boolean {
  const [type = ''] = headerValues(headers, 'content-type');
  return /^\s*application\/x-www-form-urlencoded\b/i.test(type);
}

/**
 * The fields of a form: a PHP server likely reads them of a PUT too. JSON that is merely called a form, as curl's
 * `-d` does, is read as JSON; its content type is told of elsewhere.
 */
function readForm(text: string): Parsed {
  if (!formPattern.test(text.trim())) return parse(text);
  const fields = Object.fromEntries(new URLSearchParams(text.trim()));
  return { fields, diagnoses: [likely('body-form-encoded', { kind: 'form' })] };
}

interface Parsed extends BodyReading {
  error?: 'json-broken';
}

function parse(text: string): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return notJson(text);
  }
  if (isObject(value)) return { fields: value, diagnoses: [] };
  return { diagnoses: [documented('body-not-object', { kind: kindOf(value) })] };
}

function notJson(text: string): Parsed {
  if (text.trim() === '') return { diagnoses: [likely('body-missing')] };
  if (formPattern.test(text.trim())) return readForm(text);
  if (/^--[^\n]*\r?\nContent-Disposition: form-data/i.test(text)) {
    return { diagnoses: [likely('body-form-encoded', { kind: 'multipart' })] };
  }
  const error = findJsonError(text) ?? { offset: 0, kind: 'token' };
  const before = text.slice(0, error.offset).split('\n');
  return {
    error: 'json-broken',
    diagnoses: [
      documented('json-broken', {
        kind: error.kind,
        offset: String(error.offset),
        line: String(before.length),
        column: String((before.at(-1)?.length ?? 0) + 1),
      }),
    ],
  };
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  if (typeof value !== 'string') return typeof value;
  try {
    return isObject(JSON.parse(value)) ? 'encoded-twice' : 'string';
  } catch {
    return 'string';
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
