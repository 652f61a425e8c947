import { lookup } from 'node:dns/promises';
import { appendFile, readFile } from 'node:fs/promises';

const hostsFile = process.platform === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts';
const marker = '# added by a test of Thulium Campaign Records';

/** The mapped name, or why there is none, for a test to say why it did not run. */
export type MappedHostName = { name: string } | { name: undefined; reason: string };

/**
 * Makes a host name other than localhost lead to 127.0.0.1, by a marked line in the hosts file.
 * Needed because VS Code treats localhost apart. Adds the line once, changes and removes nothing,
 * and takes only names under `.test`, which no real host can have (RFC 6761).
 */
export async function mapHostName(name = 'thulium-fault.test'): Promise<MappedHostName> {
  if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.test$/.test(name)) throw new Error(`Not a name under .test: ${name}`);
  if (await leadsToLoopback(name)) return { name };
  try {
    const before = await readFile(hostsFile, 'utf8');
    const separator = before === '' || before.endsWith('\n') ? '' : '\n';
    await appendFile(hostsFile, `${separator}127.0.0.1 ${name} ${marker}\n`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { name: undefined, reason: `${hostsFile} cannot be changed: ${reason}` };
  }
  if (await leadsToLoopback(name)) return { name };
  return { name: undefined, reason: `${name} is in ${hostsFile}, but the system does not use it.` };
}

async function leadsToLoopback(name: string): Promise<boolean> {
  try {
    return (await lookup(name, { family: 4 })).address === '127.0.0.1';
  } catch {
    return false;
  }
}
