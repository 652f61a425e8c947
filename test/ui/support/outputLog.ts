import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { until } from '../../support/until.js';

/**
 * All that an extension has written to a log output channel since the last start of its host; '' before the first line.
 * Read from the file behind the channel: the window itself draws only the lines that fit.
 */
export function outputText(userDataDir: string, channel: string): string {
  const logs = join(userDataDir, 'logs');
  if (!existsSync(logs)) return '';
  const files = readdirSync(logs, { recursive: true, encoding: 'utf8' })
    .filter((file) => basename(file) === `${channel}.log` && file.includes('exthost'))
    .map((file) => join(logs, file))
    .sort((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs);
  const newest = files.at(-1);
  return newest === undefined ? '' : readFileSync(newest, 'utf8');
}

/** Waits until the channel's text matches, and returns all of it. */
export async function outputMatching(
  userDataDir: string,
  channel: string,
  expected: RegExp,
): Promise<string> {
  let text = '';
  return until(
    () => `${String(expected)} in the output channel ${channel}; it holds:\n${text}`,
    () => {
      text = outputText(userDataDir, channel);
      return expected.test(text) && text;
    },
  );
}
