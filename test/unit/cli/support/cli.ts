import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { credentials } from '../../simulator/support/running.js';

const program = path.resolve('dist/cli.js');

export interface CliEnd {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  env?: Record<string, string>;
  cwd?: string;
  input?: string;
  /** Another copy of the program, such as one from a packed tarball. */
  file?: string;
}

/** Starts `dist/cli.js` with an environment of its own; nothing of this process's leaks into it. */
export function startCli(args: readonly string[], options: CliOptions = {}): ChildProcessWithoutNullStreams {
  const file = options.file ?? program;
  if (!existsSync(file)) throw new Error('dist/cli.js is missing: run `npm run build` first');
  return spawn(process.execPath, [file, ...args], {
    env: { PATH: process.env.PATH, LANG: 'en_US.UTF-8', ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
}

/** Runs it to its end. */
export async function cli(args: readonly string[], options: CliOptions = {}): Promise<CliEnd> {
  const child = startCli(args, options);
  child.stdin.end(options.input ?? '');
  return ended(child);
}

export async function ended(child: ChildProcessWithoutNullStreams): Promise<CliEnd> {
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr };
}

/** The environment that leads to a server of these tests. */
export function envOf(
  server: { url: string },
  password: string = credentials.password,
): Record<string, string> {
  return {
    THULIUM_BASE_URL: `${server.url}/api`,
    THULIUM_API_USER: credentials.username,
    THULIUM_API_PASSWORD: password,
  };
}

/** A folder of its own for each test, in which files are written; call inside `describe`. */
export function useFolder(): { path: () => string; write: (name: string, content: unknown) => string } {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'thulium-cli-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    path: () => folder,
    write: (name, content) => {
      const file = path.join(folder, name);
      writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
      return file;
    },
  };
}
