import { CommandCollector, type ShellResult, type Word } from './commands.js';

const simple: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/**
 * The text of bash's `$'…'` (manual, 3.1.2.4 ANSI-C Quoting). `\xHH` and octal escapes are bytes: a run of them is
 * read as UTF-8.
 */
function ansiC(inner: string): string {
  return inner.replace(
    /((?:\\x[0-9A-Fa-f]{1,2}|\\[0-7]{1,3})+)|\\u([0-9A-Fa-f]{1,4})|\\U([0-9A-Fa-f]{1,8})|\\c([\s\S])|\\([\s\S])/g,
    (
      whole: string,
      bytes: string | undefined,
      short: string | undefined,
      long: string | undefined,
      control: string | undefined,
      character: string | undefined,
    ) => {
      if (bytes !== undefined) return decodeBytes(bytes);
      const code = short ?? long;
      if (code !== undefined) {
        const point = parseInt(code, 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
      }
      if (control !== undefined) return String.fromCharCode(control.charCodeAt(0) & 0x1f);
      return simple[character ?? ''] ?? (/["'?\\]/.test(character ?? '') ? (character ?? '') : whole);
    },
  );
}

function decodeBytes(escapes: string): string {
  const values = [...escapes.matchAll(/\\x([0-9A-Fa-f]+)|\\([0-7]+)/g)].map(([, hex, octal]) =>
    hex === undefined ? parseInt(octal ?? '0', 8) & 0xff : parseInt(hex, 16),
  );
  return new TextDecoder().decode(Uint8Array.from(values));
}

const variablePattern = /\$(?:\{([A-Za-z_][A-Za-z0-9_]*)[^}]*\}|([A-Za-z_][A-Za-z0-9_]*|[0-9?#@*!-]))/y;
const substitutionPattern = /\$\([^)]{0,2000}\)|`[^`]{0,2000}`/y;
const hereDocumentPattern = /<<(-?)[ \t]*(["']?)([A-Za-z_][A-Za-z0-9_]*)\2([^\n]*)\n/y;
const redirectionPattern = /(?:&>>?|[0-9]?>>?&?[0-9-]?|<(?!<))/y;

/**
 * Reads text as bash does, as far as lines that carry a request go: `'…'`, `"…"`, `$'…'`, backslashes and
 * continuations, `|`, `;`, `&&`, redirections, here-documents, and variables assigned in the same text.
 *
 * Own code and no library: npm's splitters (shell-quote, shlex, string-argv) know neither `$'…'`, which browsers
 * write into "Copy as cURL", nor here-documents; curlconverter knows them at the price of a parser in WebAssembly.
 */
export function readBash(text: string): ShellResult {
  const commands = new CommandCollector(asAssignment);
  let source = text;
  let at = 0;

  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match) at = pattern.lastIndex;
    return match ?? undefined;
  };

  /** A variable or substitution at this place; true when there was one. */
  const takeExpansion = (): boolean => {
    const substitution = take(substitutionPattern);
    if (substitution) {
      commands.appendVariable(substitution[0], substitution[0]);
      return true;
    }
    const variable = take(variablePattern);
    if (variable) commands.appendVariable(variable[1] ?? variable[2] ?? '', variable[0]);
    return variable !== undefined;
  };

  const takeDoubleQuoted = (): boolean => {
    commands.append('');
    while (at < source.length) {
      const escape = take(/\\([\s\S])/y);
      if (escape) {
        const [whole, character = ''] = escape;
        if (character !== '\n') commands.append('$`"\\'.includes(character) ? character : whole);
      } else if (take(/"/y)) {
        return true;
      } else if (!takeExpansion()) {
        commands.append(source[at++] ?? '');
      }
    }
    return false;
  };

  const takeHereDocument = (): boolean => {
    const match = take(hereDocumentPattern);
    if (!match) return false;
    const [, dash = '', , delimiter = '', restOfLine = ''] = match;
    const end = new RegExp(`^${dash ? '\\t*' : ''}${delimiter}$`, 'm').exec(source.slice(at));
    const body = source.slice(at, end ? at + end.index : undefined);
    commands.endWord();
    commands.setStdin(dash ? body.replace(/^\t+/gm, '') : body);
    source = restOfLine + (end ? source.slice(at + end.index + end[0].length) : '');
    at = 0;
    return true;
  };

  while (at < source.length) {
    if (take(/\\\r?\n/y)) continue;
    const escape = take(/\\([\s\S])/y);
    if (escape) {
      commands.append(escape[1] ?? '');
      continue;
    }
    const single = take(/'([^']*)'/y);
    if (single) {
      commands.append(single[1] ?? '');
      continue;
    }
    const ansi = take(/\$'((?:[^'\\]|\\[\s\S])*)'/y);
    if (ansi) {
      commands.append(ansiC(ansi[1] ?? ''));
      continue;
    }
    if (take(/\$?"/y)) {
      if (!takeDoubleQuoted()) return { ok: false, problem: 'unclosed-quote' };
      continue;
    }
    if (take(/\$?'/y)) return { ok: false, problem: 'unclosed-quote' };
    if (takeExpansion()) continue;
    if (take(/[ \t\r]+/y)) commands.endWord();
    else if (!commands.inWord && take(/#[^\n]*/y)) continue;
    else if (take(/&&|\|\||[;\n]/y)) commands.endPipeline();
    else if (take(/<<</y)) commands.redirectNext('here-string');
    else if (takeHereDocument()) continue;
    else if (take(/\|&?\s*/y)) commands.endCommand();
    else if (!isInsideWordDigit(source, at, commands.inWord) && take(redirectionPattern)?.[0])
      commands.redirectNext('file');
    else if (take(/&/y)) commands.endPipeline();
    else commands.append(source[at++] ?? '');
  }
  commands.endPipeline();
  return { ok: true, pipelines: commands.pipelines };
}

/** The `2` of `2>` is a descriptor only where a word begins. */
function isInsideWordDigit(source: string, at: number, inWord: boolean): boolean {
  return inWord && /[0-9]/.test(source[at] ?? '');
}

function asAssignment(words: readonly Word[]): { name: string; value: Word } | undefined {
  const last = words.at(-1);
  const prefix = words.slice(0, -1);
  const match = last && /^([A-Za-z_][A-Za-z0-9_]*)=([\s\S]*)$/.exec(last.text);
  if (!match || prefix.some(({ text }) => text !== 'export')) return undefined;
  return { name: match[1] ?? '', value: { text: match[2] ?? '', variables: last.variables } };
}
