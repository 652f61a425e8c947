import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type { ChildProcess } from 'node:child_process';
import { endProcess, ownFolder, removeFolder, startOwned } from '../../support/editor/cleanup.js';
import { repositoryRoot } from '../../support/editor/installed.js';

/** A built program of the bench, e.g. `programs/server.js`. */
export function benchProgram(name: string): string {
  return join(repositoryRoot, 'out', 'test', 'bench', name);
}

export interface ServerProcess {
  url: string;
  /** How many writes have reached it. */
  puts(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts `programs/server.ts` and resolves when it listens. */
export async function startBenchServer(delayMs = 0): Promise<ServerProcess> {
  const child = startOwned(process.execPath, [benchProgram('programs/server.js'), `--delay=${delayMs}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { url } = await firstLine<{ url: string }>(child);
  return {
    url,
    puts: async () => (await (await fetch(`${url}/puts`)).json()) as number,
    stop: () => endProcess(child),
  };
}

/** A process that ran to its end. */
export interface Finished {
  seconds: number;
  /** Most memory it held at once, in MB; of a program of Node's only. */
  peakMemory: number;
  output: string;
}

/** Runs a program to its end; rejects, with what it said, when it fails. */
export async function timed(
  command: string,
  args: readonly string[],
  options: { cwd?: string } = {},
): Promise<Finished> {
  const folder = ownFolder('thulium-bench-');
  const peaks = join(folder, 'peaks');
  const started = performance.now();
  const child = startOwned(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: {
      ...process.env,
      NODE_OPTIONS: `--import=${pathToFileURL(benchProgram('programs/peakMemory.js')).href}`,
      THULIUM_BENCH_PEAKS: peaks,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  const seconds = (performance.now() - started) / 1000;
  const peakMemory = existsSync(peaks) ? highest(readFileSync(peaks, 'utf8')) / 1e3 : NaN;
  removeFolder(folder);
  if (code !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${code ?? 'a signal'}:\n${output}`);
  return { seconds, peakMemory, output };
}

function highest(lines: string): number {
  return Math.max(...lines.trim().split('\n').map(Number));
}

async function firstLine<T>(child: ChildProcess): Promise<T> {
  if (!child.stdout) throw new Error('The program has no output.');
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    return JSON.parse(line) as T;
  }
  throw new Error('The program ended before it was ready.');
}
