import { parseArgs } from 'node:util';
import { readFileSync } from 'node:fs';
import { errorMessage } from '../core/errors.js';
import { isLoopback } from '../core/connection.js';
import { faultSchema, type Fault } from './server/faults.js';
import { describeIssues, parseSeed, type Seed } from './seed/seedFile.js';
import type { Diagnosis } from './diagnosis/codes.js';
import type { RequestEntry } from './server/requestLog.js';
import { startServer } from './server/server.js';
import { errorCode } from './errorFacts.js';

interface CliOptions {
  host: string;
  port: number;
  allowedHosts: string[];
  username: string;
  password: string;
  seedFile?: string;
  faults: Fault[];
  /** ISO 8601. */
  clock?: string;
  help: boolean;
}

/** Wrong arguments; the message is for the terminal. */
class UsageError extends Error {
  override name = 'UsageError';
}

const usage = `Simulator of the Thulium API (unofficial)

  node simulator.js [--port N] [--host ADDRESS] [--allow-host NAME]… [--seed FILE]
                  [--fault KIND[:NAME=VALUE,…]]… [--clock ISO] [--help]

  --port N          port to listen on; 0, the default, takes a free one
  --host ADDRESS    address to listen on; 127.0.0.1 by default
  --allow-host NAME a Host header to accept beside loopback names (for containers)
  --seed FILE       seed file (JSON)
  --fault KIND      latency, status, rate-limit, drop-before, drop-after, slow-body, cut-body, html,
                    oversize, wrong-content-type; with count, share, random, milliseconds, status:
                    --fault latency:milliseconds=500,share=0.2
  --clock ISO       fixes the clock, such as 2026-05-24T12:00:00+02:00

  THULIUM_SIMULATOR_USER      API user; api_user by default
  THULIUM_SIMULATOR_PASSWORD  its password; api_pass by default, which only a loopback --host takes

Exit codes: 0 stopped, 1 failure, 2 wrong arguments, 3 port taken.
`;

/**
 * Reads arguments and environment.
 *
 * @throws UsageError
 */
function readArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): CliOptions {
  const values = parse(args);
  const { host, port, clock, seed } = values;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new UsageError(`--port ${port}: a number from 0 to 65535`);
  }
  if (clock !== undefined && !isInstant(clock)) {
    throw new UsageError(`--clock ${clock}: ISO 8601 with Z or an offset, such as 2026-05-24T12:00:00+02:00`);
  }
  const user = env.THULIUM_SIMULATOR_USER ?? '';
  const password = env.THULIUM_SIMULATOR_PASSWORD ?? '';
  if (password === '' && !isLoopback(host) && host !== '::1') {
    throw new UsageError(`--host ${host} can be reached from elsewhere: set THULIUM_SIMULATOR_PASSWORD`);
  }
  return {
    host,
    port: Number(port),
    allowedHosts: values['allow-host'],
    username: user === '' ? 'api_user' : user,
    password: password === '' ? 'api_pass' : password,
    ...(seed !== undefined && { seedFile: seed }),
    faults: values.fault.map(readFault),
    ...(clock !== undefined && { clock }),
    help: values.help,
  };
}

function isInstant(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text));
}

const options = {
  port: { type: 'string', default: '0' },
  host: { type: 'string', default: '127.0.0.1' },
  'allow-host': { type: 'string', multiple: true, default: [] as string[] },
  seed: { type: 'string' },
  fault: { type: 'string', multiple: true, default: [] as string[] },
  clock: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

function parse(args: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof options }>>['values'] {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(errorMessage(error));
  }
}

function readFault(text: string): Fault {
  const [kind = '', ...rest] = text.split(':');
  const settings = rest
    .join(':')
    .split(',')
    .filter((each) => each !== '')
    .map((each): [string, number] => {
      const [name = '', value = ''] = each.split('=');
      return [name, Number(value)];
    });
  const parsed = faultSchema.safeParse({ kind, ...Object.fromEntries(settings) });
  if (!parsed.success) throw new UsageError(`--fault ${text}: ${describeIssues(parsed.error)}`);
  return parsed.data;
}

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
