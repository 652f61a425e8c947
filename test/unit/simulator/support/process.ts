import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/**
 * A copy of `dist/simulator.js` far from any `node_modules`: it must run alone. Its name ends in `.mjs`
 * since no package.json beside it says what it is.
 */
export function aloneCopy(): { file: string; remove: () => void } {
  const built = path.resolve('dist/simulator.js');
  if (!existsSync(built)) throw new Error('dist/simulator.js is missing: run `npm run build` first');
  const folder = mkdtempSync(path.join(tmpdir(), 'simulator-alone-'));
  const file = path.join(folder, 'simulator.mjs');
  copyFileSync(built, file);
  return {
    file,
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

export interface SimulatorProcess {
  child: ChildProcessWithoutNullStreams;
  /** The next JSON line of its output; rejects when there will be none. */
  line(): Promise<unknown>;
  stderr(): string;
  /** Its exit code. */
  exit: Promise<number | null>;
}

/** Starts the simulator as a process. */
export function startProcess(
  file: string,
  args: string[],
  env: Record<string, string> = {},
): SimulatorProcess {
  const child = spawn(process.execPath, [file, ...args], { env: { PATH: process.env.PATH, ...env } });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const exit = once(child, 'close').then(() => child.exitCode);
  return {
    child,
    exit,
    stderr: () => stderr,
    async line() {
      const next = await lines.next();
      if (next.done) throw new Error(`The simulator has ended: ${stderr}`);
      return JSON.parse(next.value) as unknown;
    },
  };
}
