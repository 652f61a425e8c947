import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const children = new Set<ChildProcess>();
const folders = new Set<string>();
let watching = false;

/** Starts a process in a group of its own; the whole group ends with `endProcess`, or with this process. */
export function startOwned(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  watch();
  const child = spawn(command, args, { ...options, detached: process.platform !== 'win32' });
  children.add(child);
  return child;
}

/** Ends a process started by `startOwned` and everything it started, and waits until it is gone. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const gone = once(child, 'exit');
    signalGroup(child, 'SIGTERM');
    const force = setTimeout(() => {
      signalGroup(child, 'SIGKILL');
    }, 5_000);
    await gone;
    clearTimeout(force);
  }
  signalGroup(child, 'SIGKILL');
  children.delete(child);
}

/** A new folder under the system's temporary one; removed by `removeFolder`, or with this process. */
export function ownFolder(prefix: string): string {
  watch();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), prefix)));
  folders.add(folder);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  folders.delete(folder);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  // Windows has no groups of processes, but knows who started whom.
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f']);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is already gone.
  }
}

function watch(): void {
  if (watching) return;
  watching = true;
  process.once('exit', () => {
    for (const child of children) signalGroup(child, 'SIGKILL');
    for (const folder of folders) removeFolder(folder);
  });
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)
    process.once(signal, () => process.exit(code));
}
