/**
 * A value as some language prints it. What was no text, number, boolean or null (a date, a function, a class)
 * is the text that stood there.
 */
export type Dumped = string | number | boolean | null | Dumped[] | DumpedObject;
export interface DumpedObject {
  [key: string]: Dumped;
}

export interface Dump {
  value: Dumped;
  /** Index behind it. */
  end: number;
  /** The text ended before the value did: a client cut it. */
  cut: boolean;
}

const deepest = 100;
const closers: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' };

/**
 * Reads the object or list that begins at an index: JSON, and what JavaScript (`util.inspect`), Python, PHP (arrays,
 * `print_r`, `var_dump`), Ruby, Java and Go print of theirs. Every character is looked at once; what is
 * not understood becomes text. Undefined where no bracket opens.
 *
 * Own code and no library: json5 (last release in 2022) reads JavaScript's literals alone, and one reader is wanted for
 * `=>`, `=`, `True`, `Response {…}`, `int(400)` and for texts that end in the middle.
 */
export function readDump(text: string, at = 0): Dump | undefined {
  if (!(text.charAt(at) in closers)) return undefined;
  const reader = new DumpReader(text, at);
  const value = reader.container(0, false);
  return { value, end: reader.at, cut: reader.cut };
}

/** The objects of a text that stand in no other, in their order. A bracket that nothing closes is passed over a few times. */
export function dumpsIn(text: string): (Dump & { start: number })[] {
  const found: (Dump & { start: number })[] = [];
  let patience = text.length > 50_000 ? 1 : 20;
  const opening = /\{|\bmap\[|\bArray\s*\(|\[(?=\s*(?:["']\w|\{))/g;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const start = match.index + match[0].search(/[[{(]/);
    const dump = readDump(text, start);
    if (!dump) continue;
    if (dump.cut && patience-- > 0 && !/["']/.test(text.slice(start, start + 40))) continue;
    found.push({ ...dump, start });
    opening.lastIndex = Math.max(dump.end, match.index + 1);
  }
  return found;
}

/** A value as text: a text itself, all else as JSON writes it. */
export function textOf(value: Dumped): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function isDumpedObject(value: Dumped | undefined): value is DumpedObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

class DumpReader {
  cut = false;

  constructor(
    private readonly text: string,
    public at: number,
  ) {}

  /** `{…}`, `[…]` or `(…)`: an object where an entry has a key, else a list. */
  container(depth: number, spaced: boolean): Dumped {
    const close = closers[this.text.charAt(this.at++)] ?? '';
    const list: Dumped[] = [];
    const object: DumpedObject = {};
    let keyed = false;
    for (;;) {
      this.skip(/(?:[\s,;\u00a0]+|\/\/[^\n]*|\/\*[\s\S]{0,500}?\*\/)+/y);
      const next = this.text.charAt(this.at);
      if (next === '') {
        this.cut = true;
        break;
      }
      if (next === close) {
        this.at++;
        break;
      }
      if (next === '}' || next === ']' || next === ')') {
        this.at++;
        continue;
      }
      const before = this.at;
      const first = this.value(depth + 1, true, spaced);
      const separator = this.skip(/\s*(?:=>|=(?!=)|:(?!\/\/))[ \t]*/y);
      if (separator) {
        keyed = true;
        this.skip(/\s+/y);
        const value = this.value(depth + 1, false, spaced);
        define(object, keyOf(first), value);
      } else list.push(first);
      if (this.at === before) this.at++;
    }
    return keyed || (list.length === 0 && close === '}') ? object : list;
  }

  private value(depth: number, key: boolean, spaced: boolean): Dumped {
    const bare = this.bare(key, spaced);
    const next = this.text.charAt(this.at);
    const prefix = bare.trim();
    if (isQuote(next) && (prefix === '' || /^(?:[bBuUrRfF$@]{1,2}|string\(\d+\))$/.test(prefix))) {
      return this.joined();
    }
    if (next === '{' || next === '[' || (next === '(' && (prefix === '' || /[\w\]>]$/.test(prefix)))) {
      if (depth >= deepest) {
        this.at++;
        return prefix;
      }
      const inner = this.container(depth, prefix === 'map' && next === '[');
      if (next !== '(' || prefix === '') return this.tail(inner);
      return this.called(prefix, inner, depth);
    }
    return scalar(prefix);
  }

  /** What follows `name(…)`: PHP's `array(2) {` and `string(3) "…"`, else the one argument is the value. */
  private called(name: string, inner: Dumped, depth: number): Dumped {
    if (/^(?:array|object|string)$/i.test(name) || name.endsWith('Object')) {
      this.skip(/(?:#\d+ \(\d+\))?\s*/y);
      const next = this.text.charAt(this.at);
      if (next === '{' && depth < deepest) return this.container(depth, false);
      if (name === 'string' && isQuote(next)) return this.quoted();
    }
    if (/^(?:int|float|bool|enum)$/.test(name) && Array.isArray(inner)) return inner[0] ?? null;
    return Array.isArray(inner) && inner.length === 1 ? (inner[0] ?? null) : inner;
  }

  /** An object may be followed by a method's call, which says nothing. */
  private tail(value: Dumped): Dumped {
    this.skip(/\.\w{1,40}\(\)/y);
    return value;
  }

  /** Text that no quote holds, up to what ends it. */
  private bare(key: boolean, spaced: boolean): string {
    const start = this.at;
    const pattern = spaced
      ? /[^\s,;{}[\]()"'`:=]+/y
      : key
        ? /[^,;{}[\]()"'`\n:=]+|:(?=\/\/)|:(?=[A-Za-z_]\w{0,40}\s{0,9}(?:=>|,))|=(?==)/y
        : /[^,{}[\]()"'`\n]+/y;
    for (;;) {
      if (this.skip(pattern)) continue;
      const next = this.text.charAt(this.at);
      // An apostrophe within a word, and brackets of `<Response [400]>`, are part of it.
      const word = /\p{L}/u.test(this.text.charAt(this.at - 1)) && this.at > start;
      if (
        (next === "'" || next === '`') &&
        word &&
        !/^\s*[bBuUrRf]$/.test(this.text.slice(start, Math.min(this.at, start + 8)))
      ) {
        this.at++;
        continue;
      }
      if (!key && next === '[' && /<\w+ $/.test(this.text.slice(Math.max(start, this.at - 20), this.at))) {
        this.skip(/\[[^\]\n]{0,20}\]>?/y);
        continue;
      }
      break;
    }
    return this.text.slice(start, this.at);
  }

  /** A string, and those that `+` or `.` joins to it. */
  private joined(): string {
    let all = this.quoted();
    while (this.skip(/\s*[+.]\s*(?=["'`])/y)) all += this.quoted();
    return all;
  }

  private quoted(): string {
    const long = /"""|'''/y;
    long.lastIndex = this.at;
    const open = long.exec(this.text)?.[0] ?? this.text.charAt(this.at);
    this.at += open.length;
    const start = this.at;
    const plain = open.startsWith('"') ? /[^"\\]+/y : open.startsWith("'") ? /[^'\\]+/y : /[^`\\]+/y;
    while (this.at < this.text.length) {
      if (this.skip(plain)) continue;
      if (this.text.charAt(this.at) === '\\') this.at += 2;
      else if (this.text.startsWith(open, this.at)) {
        const inner = this.text.slice(start, this.at);
        this.at += open.length;
        return unescape(inner);
      } else this.at++;
    }
    this.cut = true;
    this.at = this.text.length;
    return unescape(this.text.slice(start));
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (!match || match[0] === '') return false;
    this.at = pattern.lastIndex;
    return true;
  }
}

function isQuote(character: string): boolean {
  return character === '"' || character === "'" || character === '`';
}

function keyOf(value: Dumped): string {
  const inner = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof inner === 'string' ? inner.replace(/^:|[?!]$/g, '') : textOf(inner ?? null);
}

/** As `JSON.parse` does it: `__proto__` becomes a key like any other. */
function define(object: DumpedObject, key: string, value: Dumped): void {
  Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
}

function scalar(text: string): Dumped {
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  if (/^(?:null|NULL|None|nil|<nil>|undefined)$/.test(text)) return null;
  return /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/.test(text) ? Number(text) : text;
}

const shortEscapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** The text of a string literal: what most languages share. */
export function unescape(inner: string): string {
  if (!inner.includes('\\')) return inner;
  return inner.replace(
    /((?:\\x[0-9A-Fa-f]{2})+)|\\u(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{4}))|\\([\s\S])/g,
    (whole: string, bytes?: string, point?: string, unit?: string, character?: string) => {
      if (bytes !== undefined) {
        const values = bytes.split('\\x').slice(1);
        return new TextDecoder().decode(Uint8Array.from(values, (each) => parseInt(each, 16)));
      }
      if (unit !== undefined) return String.fromCharCode(parseInt(unit, 16));
      if (point !== undefined) {
        const code = parseInt(point, 16);
        return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      }
      return shortEscapes[character ?? ''] ?? character ?? '';
    },
  );
}
