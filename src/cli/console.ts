import { createRedactor, type Redactor } from '../core/redact.js';
import type { CodedFailure } from '../core/errors.js';
import { wordFailure } from '../messages/failures.js';

/** What the program ends with; a contract that pipelines rely on. */
export const exitCodes = {
  fine: 0,
  /** A test or a row failed, or the API refused. */
  failed: 1,
  /** Wrong arguments or environment; nothing was sent. */
  usage: 2,
  /** The system cannot be reached, or does not let us in. */
  unreachable: 3,
  /** A bulk update stopped and can be resumed. */
  stopped: 4,
  interrupted: 130,
} as const;

/** Ends the program with a message and a code. */
export class CliError extends Error {
  override name = 'CliError';
  constructor(
    message: string,
    readonly exitCode: number,
  ) {
    super(message);
  }
}

/** Arguments or environment are wrong, so nothing was sent. */
export function usageError(message: string): CliError {
  return new CliError(message, exitCodes.usage);
}

/** Failures of getting there at all, whatever the request was. */
const unreachable: ReadonlySet<string> = new Set([
  'unauthorized',
  'missing-secret',
  'network',
  'tls',
  'timeout',
  'redirect-refused',
]);

/** The exit code of a failure. */
export function exitCodeOf(code: CodedFailure['code']): number {
  if (code === 'cancelled') return exitCodes.interrupted;
  return unreachable.has(code) ? exitCodes.unreachable : exitCodes.failed;
}

/** A failure in words, what to do next included. */
export function failureText(failure: CodedFailure): string {
  const { message, advice } = wordFailure(failure);
  return [message, advice].filter(Boolean).join(' ');
}

/** What the program writes to. */
export interface Sinks {
  out: (text: string) => void;
  error: (text: string) => void;
  /** A person looks on: a line may be written over. */
  isTerminal: boolean;
}

/**
 * The one way to the terminal and to files that the program writes as reports. Whatever comes from files, from records or
 * from a server is made harmless: secrets are hidden, escape sequences and invisible characters are written out, and
 * no line can be taken for a command by a CI (`::`, `##[`).
 */
export class Console {
  readonly redactor: Redactor = createRedactor();
  private isLineOpen = false;

  constructor(private readonly sinks: Sinks) {}

  get isTerminal(): boolean {
    return this.sinks.isTerminal;
  }

  /** Lines of the program's own result. */
  print(text: string): void {
    this.endLine();
    this.sinks.out(`${this.clean(text)}\n`);
  }

  /** JSON in one line. */
  json(value: unknown): void {
    this.endLine();
    this.sinks.out(`${this.jsonText(value)}\n`);
  }

  /** A text that is a file of its own, such as CSV or XML. */
  document(text: string): void {
    this.sinks.out(this.redactor.redact(text));
  }

  /** Beside the result: what went wrong, and what is worth knowing. */
  note(text: string): void {
    this.endLine();
    this.sinks.error(`${this.clean(text)}\n`);
  }

  /** One line that is written over by the next; only for a terminal. */
  progress(text: string): void {
    this.sinks.error(`\r\u001b[K${this.clean(text).replaceAll('\n', ' ')}`);
    this.isLineOpen = true;
  }

  /** JSON with nothing that a terminal or a CI obeys; its values are the same. */
  jsonText(value: unknown): string {
    return this.redactor
      .redact(JSON.stringify(value))
      .replaceAll('##', '#\\u0023')
      .replace(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, escaped);
  }

  clean(text: string): string {
    return this.redactor.redact(text).split('\n').map(harmless).join('\n');
  }

  private endLine(): void {
    if (this.isLineOpen) this.sinks.error('\n');
    this.isLineOpen = false;
  }
}

/** One line without anything that a terminal obeys or a CI takes for a command. */
export function harmless(line: string): string {
  return line
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, (each) => (each === '\t' ? each : escaped(each)))
    .replace(/##(?=\[|vso\[|teamcity\[)/gi, '# #')
    .replace(/^(\s*):(?=:)/, '$1: ');
}

function escaped(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
