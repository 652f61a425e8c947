import { readFileSync } from 'node:fs';
import type { Diagnosis } from '../diagnosis/codes.js';
import { parseSeed, type Seed } from '../seed/seedFile.js';
import type { RequestEntry } from '../server/requestLog.js';
import { startServer } from '../server/server.js';
import { errorMessage } from '../../core/errors.js';
import { errorCode } from '../errorFacts.js';
import { readArguments, usage, UsageError } from './arguments.js';

/**
 * Runs the simulator alone until SIGINT or SIGTERM, with a JSON line on the standard output when ready
 * and one for each request.
 *
 * @returns the exit code when it ends before it began; undefined while it runs
 */
export async function runCli(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  word: (diagnosis: Diagnosis) => string,
): Promise<number | undefined> {
  try {
    const { help, seedFile, clock, faults, ...listening } = readArguments(args, env);
    if (help) {
      process.stdout.write(usage);
      return 0;
    }
    const seed: Seed = {
      ...(seedFile !== undefined && readSeed(seedFile)),
      ...(clock !== undefined && { clock }),
    };
    // A reader that went away, such as `head`, takes nothing from those who send requests.
    process.stdout.on('error', () => undefined);
    const server = await startServer({
      ...listening,
      seed,
      word,
      onRequest: (entry) => {
        print(requestLine(entry, word));
      },
    });
    for (const fault of faults) server.control.addFault(fault);
    const stop = (): void => {
      void server.close().then(() => process.exit(0));
    };
    process.once('SIGINT', stop).once('SIGTERM', stop);
    print({ ready: true, url: server.url, username: listening.username });
    return undefined;
  } catch (error) {
    return explain(error);
  }
}

function readSeed(file: string): Seed {
  try {
    return parseSeed(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`--seed ${file}: ${errorMessage(error)}`);
  }
}

function requestLine(entry: RequestEntry, word: (diagnosis: Diagnosis) => string): object {
  const { at, method, path, status, requestId, fault } = entry;
  const diagnosis = entry.diagnosis.map((each) => ({
    code: each.code,
    certainty: each.certainty,
    message: word(each),
  }));
  return { at, method, path, status, requestId, diagnosis, ...(fault && { fault }) };
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function explain(error: unknown): number {
  const message = errorMessage(error);
  if (error instanceof UsageError) {
    process.stderr.write(`${message}\n\n${usage}`);
    return 2;
  }
  if (errorCode(error) === 'EADDRINUSE') {
    process.stderr.write(`The port is taken: ${message}. Choose another with --port, or 0 for a free one.\n`);
    return 3;
  }
  process.stderr.write(`${message}\n`);
  return 1;
}
