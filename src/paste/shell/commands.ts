import { readBash } from './bashReader.js';
import { readCmd } from './cmdReader.js';
import { readPowershell } from './powershellReader.js';

/** One word of a command line, quotes taken off. */
export interface Word {
  text: string;
  /** Variables and substitutions whose value the line does not tell; they stand in the text as written. */
  variables: readonly string[];
}

/** One program with its arguments. */
export interface Command {
  words: Word[];
  /** From a here-document or here-string. */
  stdin?: string;
}

/** Commands joined by `|`. */
export type Pipeline = Command[];

/** What a shell would run, in its order; `unclosed-quote` when the text ends inside quotes. */
export type ShellResult = { ok: true; pipelines: Pipeline[] } | { ok: false; problem: 'unclosed-quote' };

/** Collects words into commands and pipelines while a shell's text is read, and remembers assigned variables. */
export class CommandCollector {
  readonly pipelines: Pipeline[] = [];
  #pipeline: Pipeline = [];
  #command: Command = { words: [] };
  #word: { text: string; variables: string[] } | undefined;
  #afterWord: ((word: Word) => void) | undefined;
  readonly #values = new Map<string, string>();

  /** @param asAssignment tells which variable a whole command sets, if it does nothing else */
  constructor(
    private readonly asAssignment: (words: readonly Word[]) => { name: string; value: Word } | undefined,
  ) {}

  /** Begins a word if none is begun: quotes alone make an empty one. */
  append(text: string): void {
    this.#word ??= { text: '', variables: [] };
    this.#word.text += text;
  }

  /** Puts a variable's value, or the reference itself where the value is not known. */
  appendVariable(name: string, reference: string): void {
    const value = this.#values.get(name);
    this.append(value ?? reference);
    if (value === undefined) this.#word?.variables.push(name);
  }

  get inWord(): boolean {
    return this.#word !== undefined;
  }

  endWord(): void {
    if (!this.#word) return;
    if (this.#afterWord) this.#afterWord(this.#word);
    else this.#command.words.push(this.#word);
    this.#afterWord = undefined;
    this.#word = undefined;
  }

  /** The next word belongs to a redirection: standard input's text, or a file that nobody reads. */
  redirectNext(kind: 'here-string' | 'file'): void {
    this.endWord();
    const command = this.#command;
    this.#afterWord = ({ text }) => {
      if (kind === 'here-string') command.stdin = `${text}\n`;
    };
  }

  setStdin(text: string): void {
    this.#command.stdin = text;
  }

  endCommand(): void {
    this.endWord();
    this.#afterWord = undefined;
    if (this.#command.words.length > 0) this.#pipeline.push(this.#command);
    this.#command = { words: [] };
  }

  endPipeline(): void {
    this.endCommand();
    const [first, ...rest] = this.#pipeline;
    const assignment = first && rest.length === 0 ? this.asAssignment(first.words) : undefined;
    if (assignment?.value.variables.length === 0) {
      this.#values.set(assignment.name, assignment.value.text);
    } else if (first) {
      this.pipelines.push(this.#pipeline);
    }
    this.#pipeline = [];
  }
}

type Shell = 'bash' | 'cmd' | 'powershell';

/** Reads a pasted command line by the rules of the shell it looks made for; a prompt in front of it is skipped. */
export function readShell(text: string): ShellResult {
  const line = text
    .replace(/^\ufeff/, '')
    .trim()
    .replace(/^(?:[$#>%][ \t]+|PS [^>\n]*>[ \t]*|[A-Za-z]:\\[^>\n]*>[ \t]*)/, '');
  switch (guessShell(line)) {
    case 'cmd':
      return readCmd(line);
    case 'powershell':
      return readPowershell(line);
    case 'bash':
      return readBash(line);
  }
}

/**
 * Which shell a text is for, by what only that one writes: cmd's carets before line ends and quotes, `%NAME%` in place
 * of a password or doubled quotes of JSON; PowerShell's backticks before line ends, `$env:`, `$name = `. All else is bash.
 */
function guessShell(text: string): Shell {
  if (/\^\r?\n|\^"|[{,:]""|:"%[A-Za-z_]\w*%"/.test(text)) return 'cmd';
  if (/`\r?\n|\$env:|^\s*\$[A-Za-z_]\w*\s*=|@['"]\r?\n|`"/im.test(text)) return 'powershell';
  return /\bcurl\.exe\b[^"]*'/i.test(text) ? 'powershell' : 'bash';
}
