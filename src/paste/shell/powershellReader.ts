import { CommandCollector, type ShellResult, type Word } from './commands.js';

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' };
const variablePattern = /\$(?:\{([^}]+)\}|((?:env:)?[A-Za-z_][A-Za-z0-9_]*)|(\([^)]*\)))/y;

/**
 * Reads text as PowerShell does, as far as lines that call curl.exe go: `'…'`, `"…"`, here-strings, backticks and
 * continuations, pipes, and variables assigned in the same text. `\"` in an argument is what Windows
 * PowerShell 5.1 needs to hand a double quote over, so it is taken for one.
 */
export function readPowershell(text: string): ShellResult {
  const commands = new CommandCollector(asAssignment);
  let at = 0;

  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match ?? undefined;
  };

  const takeExpansion = (): boolean => {
    const match = take(variablePattern);
    if (match) commands.appendVariable(match[1] ?? match[2] ?? match[3] ?? '', match[0]);
    return match !== undefined;
  };

  const takeBacktick = (): boolean => {
    const match = take(/`([\s\S])/y);
    if (match) commands.append(escapes[match[1] ?? ''] ?? match[1] ?? '');
    return match !== undefined;
  };

  const takeDoubleQuoted = (): boolean => {
    commands.append('');
    while (at < text.length) {
      if (take(/""/y)) commands.append('"');
      else if (take(/["\u201c-\u201e]/y)) return true;
      else if (!takeBacktick() && !takeExpansion()) commands.append(text[at++] ?? '');
    }
    return false;
  };

  while (at < text.length) {
    if (take(/`\r?\n/y)) {
      commands.endWord();
      continue;
    }
    if (takeBacktick()) continue;
    const here = take(/@'\r?\n([\s\S]*?)\r?\n'@|@"\r?\n([\s\S]*?)\r?\n"@/y);
    if (here) {
      commands.append(here[1] ?? here[2] ?? '');
      continue;
    }
    const single = take(/['\u2018-\u201b]((?:[^'\u2018-\u201b]|['\u2018-\u201b]{2})*)['\u2018-\u201b]/y);
    if (single) {
      commands.append(
        (single[1] ?? '').replace(/(['\u2018-\u201b])['\u2018-\u201b]/g, '$1').replaceAll('\\"', '"'),
      );
      continue;
    }
    if (take(/["\u201c-\u201e]/y)) {
      if (!takeDoubleQuoted()) return { ok: false, problem: 'unclosed-quote' };
      continue;
    }
    if (take(/['\u2018-\u201b]/y)) return { ok: false, problem: 'unclosed-quote' };
    if (takeExpansion()) continue;
    if (take(/[ \t\r]+/y)) commands.endWord();
    else if (!commands.inWord && take(/#[^\n]*/y)) continue;
    else if (take(/&&|\|\||[;\n]/y)) commands.endPipeline();
    else if (take(/\|\s*/y)) commands.endCommand();
    else if (!commands.inWord && take(/&/y)) continue;
    else if (!commands.inWord && take(/[0-9*]?>>?(?:&[0-9])?/y)) commands.redirectNext('file');
    else commands.append(text[at++] ?? '');
  }
  commands.endPipeline();
  return { ok: true, pipelines: commands.pipelines.map((pipeline) => pipeline.map(nativeQuotes)) };
}

function nativeQuotes(command: { words: Word[] }): { words: Word[] } {
  return {
    ...command,
    words: command.words.map((word) => ({ ...word, text: word.text.replaceAll('\\"', '"') })),
  };
}

function asAssignment(words: readonly Word[]): { name: string; value: Word } | undefined {
  const [target, equals, value, ...rest] = words;
  const match = /^\$((?:env:)?[A-Za-z_][A-Za-z0-9_]*)$/.exec(target?.text ?? '');
  if (!match || equals?.text !== '=' || !value || rest.length > 0) return undefined;
  return { name: match[1] ?? '', value };
}
