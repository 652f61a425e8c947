import * as l10n from '@vscode/l10n';
import { errorMessage } from '../core/errors.js';
import { setWordsLocale } from '../messages/plural.js';
import { CliError, Console, exitCodes } from './console.js';
import { runProgram } from './program.js';

/** What the entry tells of where the package is. */
export interface Package {
  /** A file of the package as text. */
  read: (name: string) => string;
  simulatorFile: URL;
}

/**
 * Runs the program: the language, the interrupts, and one place where every failure ends.
 *
 * @returns the exit code
 */
export async function start({ read, simulatorFile }: Package): Promise<number> {
  const language = languageOf(process.env);
  setWordsLocale(language);
  if (language === 'pl') l10n.config({ contents: read('l10n/bundle.l10n.pl.json') });
  const console = new Console({
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    isTerminal: process.stdout.isTTY,
  });
  // A reader that went away, such as `head`, is no failure of ours.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const context = { env: process.env, console, language, simulatorFile, signal: interrupts() };
  try {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    return await runProgram(context, process.argv.slice(2), version);
  } catch (error) {
    if (error instanceof CliError) {
      console.note(error.message);
      return error.exitCode;
    }
    console.note(l10n.t('Something went wrong: {0}', errorMessage(error)));
    return exitCodes.failed;
  }
}

/** The first interrupt ends what can be resumed, the second one ends at once. */
function interrupts(): AbortSignal {
  const abort = new AbortController();
  let count = 0;
  process.on('SIGINT', () => {
    count += 1;
    if (count > 1) process.exit(exitCodes.interrupted);
    abort.abort();
  });
  process.once('SIGTERM', () => {
    abort.abort();
  });
  return abort.signal;
}

/** By the locale, as POSIX programs read it. */
function languageOf(env: NodeJS.ProcessEnv): 'en' | 'pl' {
  const locale = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((each) => each !== undefined && each !== '');
  return (locale ?? Intl.DateTimeFormat().resolvedOptions().locale).toLowerCase().startsWith('pl')
    ? 'pl'
    : 'en';
}
