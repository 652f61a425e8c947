import { spawn } from 'node:child_process';

/** Debian packages of the programs that the tests run, so that a missing one says what to install. */
const packages = {
  bash: 'bash',
  curl: 'curl',
  http: 'httpie',
  php: 'php-cli',
  java: 'default-jdk-headless',
  node: 'nodejs',
  python3: 'python3',
} as const;

export type Program = keyof typeof packages;

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end in a UTF-8 locale, without the machine's proxies; rejects when it is not installed. */
export function run(
  program: Program,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, LC_ALL: 'C.UTF-8', NO_PROXY: '*', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', () => {
      reject(missing(program));
    });
    child.on('close', (code) => {
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
    });
  });
}

/** Rejects when one of the programs is not installed. */
export async function need(...programs: readonly Program[]): Promise<void> {
  for (const program of programs) {
    const { code } = await run('bash', ['-c', 'command -v "$1"', 'bash', program]);
    if (code !== 0) throw missing(program);
  }
}

function missing(program: Program): Error {
  return new Error(`${program} is missing: install it with apt-get install ${packages[program]}`);
}
