/** Where and how a text stops being JSON. */
export interface JsonError {
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
