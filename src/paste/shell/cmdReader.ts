import type { Command, Pipeline, ShellResult, Word } from './commands.js';

/**
 * Reads text as cmd.exe and the C runtime of the started program do, one after the other: carets, the browsers'
 * `^"` and `^%^`, caret continuations, `%NAME%`; then `\"`, `""` and backslashes. Never fails: an open quote ends with
 * the line.
 */
export function readCmd(text: string): ShellResult {
  const pipelines: Pipeline[] = [];
  let pipeline: Pipeline = [];
  let line = '';
  let quoted = false;
  const variables = new Set([...text.matchAll(/%([A-Za-z_][A-Za-z0-9_]*)%/g)].map(([, name = '']) => name));
  const source = text.replaceAll('\r\n', '\n');

  const endCommand = (): void => {
    const command = toCommand(line, variables);
    if (command.words.length > 0) pipeline.push(command);
    line = '';
  };
  const endPipeline = (): void => {
    endCommand();
    if (pipeline.length > 0) pipelines.push(pipeline);
    pipeline = [];
    quoted = false;
  };

  for (let at = 0; at < source.length; at++) {
    const character = source[at] ?? '';
    if (character === '"') quoted = !quoted;
    if (character === '\n') endPipeline();
    else if (quoted || !'^|&<>'.includes(character)) line += character;
    else if (character === '^') {
      if (source[at + 1] === '\n') at++;
      line += source[++at] ?? '';
    } else if (source[at + 1] === character || character === '&') {
      endPipeline();
      if (source[at + 1] === character) at++;
    } else if (character === '|') endCommand();
    else line += character;
  }
  endPipeline();
  return { ok: true, pipelines };
}

/** `echo` gets its text as it is; every other program splits its command line itself. */
function toCommand(line: string, variables: ReadonlySet<string>): Command {
  const echo = /^\s*@?echo[ .]([\s\S]*)$/i.exec(line);
  const texts = echo ? ['echo', (echo[1] ?? '').trimEnd()] : splitArguments(line);
  return { words: texts.map((text): Word => ({ text, variables: variablesIn(text, variables) })) };
}

function variablesIn(text: string, variables: ReadonlySet<string>): string[] {
  return [...variables].filter((name) => text.includes(`%${name}%`));
}

/** The rules of Microsoft's C runtime («Parsing C command-line arguments»). */
function splitArguments(line: string): string[] {
  const texts: string[] = [];
  let text: string | undefined;
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    if (character === '\\') {
      const slashes = /^\\+/.exec(line.slice(at))?.[0].length ?? 1;
      at += slashes - 1;
      const beforeQuote = line[at + 1] === '"';
      text = (text ?? '') + '\\'.repeat(beforeQuote ? Math.floor(slashes / 2) : slashes);
      if (beforeQuote && slashes % 2 === 1) {
        text += '"';
        at++;
      }
    } else if (character === '"') {
      text ??= '';
      if (quoted && line[at + 1] === '"') {
        text += '"';
        at++;
      } else {
        quoted = !quoted;
      }
    } else if (!quoted && /\s/.test(character)) {
      if (text !== undefined) texts.push(text);
      text = undefined;
    } else {
      text = (text ?? '') + character;
    }
  }
  if (text !== undefined) texts.push(text);
  return texts;
}
