import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/**
 * Does something while the extension hosts of a server stand still, as a busy machine lets them; what is sent to
 * them meanwhile waits. For what a user can do faster than an extension answers.
 */
export async function whileExtensionHostStands(serverPid: number, act: () => Promise<void>): Promise<void> {
  const hosts = childrenOf(serverPid).filter((pid) => commandLine(pid).includes('--type=extensionHost'));
  assert.ok(hosts.length > 0, 'no extension host runs');
  for (const pid of hosts) process.kill(pid, 'SIGSTOP');
  try {
    await act();
  } finally {
    for (const pid of hosts) process.kill(pid, 'SIGCONT');
  }
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/).map(Number);
}

function commandLine(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
}
