import os from 'node:os';
import * as z from 'zod/mini';
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { hasCode } from './files.js';
import { lazy } from '../core/lazy.js';

/** A process of some machine, as files of ours name it. */
export const ownerSchema = z.object({ host: z.string(), pid: z.number() });
type Owner = z.infer<typeof ownerSchema>;

export function thisProcess(): Owner {
  return { host: os.hostname(), pid: process.pid };
}

/** Whether a process still runs; undefined where it is another machine's, of which nothing is known here. */
export function isRunning({ host, pid }: Owner): boolean | undefined {
  if (host !== os.hostname()) return undefined;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: another user's process has this id.
    return !hasCode(error, 'ESRCH');
  }
}

interface LockOptions {
  /** How long to wait for another holder, in milliseconds; 0 refuses at once. */
  waitMs?: number;
  /** Called when the lock was taken away, for example after the machine slept: stop writing. */
  onLost?: () => void;
}

export interface Lock {
  release(): Promise<void>;
}

/** Reading needs no lock: what takes one is loaded when the first is taken. */
const locks = lazy(async () => (await import('proper-lockfile')).default);

/** Age in milliseconds at which a lock that is no longer refreshed counts as abandoned. */
const staleMs = 10_000;

/**
 * Takes the lock `FILE.lock`, which holds between processes and windows. A lock whose process is
 * known to be dead on this machine is taken over at once, any other after 10 s without refresh.
 *
 * @returns undefined when another process holds it for longer than `waitMs`
 */
export async function lockFile(file: string, options: LockOptions = {}): Promise<Lock | undefined> {
  await fs.mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const ownerFile = `${file}.owner`;
  const token = randomUUID();
  await dropDeadOwner(file, ownerFile);
  const free = await takeFree(file, options);
  if (!free) return undefined;
  const release = async (): Promise<void> => {
    try {
      const owner = await readOwner(ownerFile);
      if (owner?.token === token) await fs.rm(ownerFile, { force: true });
    } finally {
      await free().catch((error: unknown) => {
        if (!hasCode(error, 'ERELEASED') && !hasCode(error, 'ENOTACQUIRED')) throw error;
      });
    }
  };
  try {
    await fs.writeFile(ownerFile, JSON.stringify({ ...thisProcess(), token }), {
      mode: 0o600,
    });
  } catch (error) {
    await release();
    throw error;
  }
  return { release };
}

/** Runs `work` under the lock of a file. Rejects with code `ELOCKED` when it stays taken for 20 s. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const held = await lockFile(file, { waitMs: 20_000 });
  if (!held) throw Object.assign(new Error(`Locked: ${file}`), { code: 'ELOCKED' });
  try {
    return await work();
  } finally {
    await held.release();
  }
}

/** Waits for a lock that is taken, and for nothing else: a folder that cannot be written says so at once. */
async function takeFree(
  file: string,
  { waitMs = 0, onLost }: LockOptions,
): Promise<(() => Promise<void>) | undefined> {
  const { lock } = await locks();
  const giveUpAt = performance.now() + waitMs;
  for (;;) {
    try {
      return await lock(file, {
        realpath: false,
        stale: staleMs,
        retries: 0,
        onCompromised: () => onLost?.(),
      });
    } catch (error) {
      if (!hasCode(error, 'ELOCKED')) throw error;
      if (performance.now() >= giveUpAt) return undefined;
      await pause(50 + Math.random() * 50);
    }
  }
}

const holderSchema = z.extend(ownerSchema, { token: z.string() });
type Holder = z.infer<typeof holderSchema>;

/** A kill leaves the lock behind: without this, a killed run could not be resumed for ten seconds. */
async function dropDeadOwner(file: string, ownerFile: string): Promise<void> {
  const owner = await readOwner(ownerFile);
  if (!owner || isRunning(owner) !== false) return;
  const mine = `${ownerFile}.${randomUUID()}`;
  try {
    // Of several that found the owner dead, only the one whose rename succeeds may remove the lock.
    await fs.rename(ownerFile, mine);
  } catch {
    return;
  }
  const moved = await readOwner(mine);
  await fs.rm(mine, { force: true });
  if (moved?.token !== owner.token) return;
  try {
    await fs.rmdir(`${file}.lock`);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}

async function readOwner(ownerFile: string): Promise<Holder | undefined> {
  try {
    return holderSchema.safeParse(JSON.parse(await fs.readFile(ownerFile, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
