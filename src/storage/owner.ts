import os from 'node:os';
import * as z from 'zod/mini';
import { hasCode } from './files.js';

/** A process of some machine, as files of ours name it. */
export const ownerSchema = z.object({ host: z.string(), pid: z.number() });
export type Owner = z.infer<typeof ownerSchema>;

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
