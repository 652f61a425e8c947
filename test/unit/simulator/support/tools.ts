import { spawn, spawnSync } from 'node:child_process';

/** Runs a program with a text on its standard input and gives what it printed. */
export function runTool(
  program: string,
  args: readonly string[],
  options: { input?: string; env?: Record<string, string> } = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  requireTool(program);
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...options.env } });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code: code ?? -1, stdout, stderr });
    });
    child.stdin.end(options.input ?? '');
  });
}

const packages: Readonly<Record<string, string>> = { php: 'php-cli', http: 'httpie', curl: 'curl' };

/** Fails with what to install when a program is not there. */
export function requireTool(program: string): void {
  if (spawnSync(program, ['--version']).error) {
    throw new Error(`${program} is missing: install the package ${packages[program] ?? program}`);
  }
}
